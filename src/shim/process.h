/* SPDX-License-Identifier: ISC */
/*
 * What process is this: its environment, whether it is in secure execution, how
 * many threads it has. Asks the loader and the kernel, changes nothing.
 */
#ifndef LLA_PROCESS_H
#define LLA_PROCESS_H

#include <stdbool.h>

/* The environment that main will get. `envp` is the third argument of the
 * constructor, which only some loaders pass. NULL: there is none. */
char **lla_process_environ(char **envp);

enum lla_secure { LLA_NOT_SECURE, LLA_SECURE, LLA_SECURE_UNKNOWN };

/* A value of the auxiliary vector, getauxval(3). False: it is not in it, or cannot be
 * read. */
bool lla_process_auxv(unsigned long type, unsigned long *value);

/* AT_SECURE of the auxiliary vector: ld.so(8), getauxval(3). */
enum lla_secure lla_process_secure(void);

/* Whether more threads than the caller may be running; true where nobody can tell. */
bool lla_process_threads(void);

#endif
