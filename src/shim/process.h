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

/* The arguments that main will get, or NULL where the loader passes none to constructors. */
char **lla_process_arguments(char **argv);

/* What the auxiliary vector says of the program, getauxval(3). */
struct lla_executed {
	const char *name; /* AT_EXECFN: what it was executed by; NULL: unknown */
	bool secure;      /* AT_SECURE */
};

/* False: AT_SECURE cannot be known. */
bool lla_process_executed(struct lla_executed *e);

enum lla_secure { LLA_NOT_SECURE, LLA_SECURE, LLA_SECURE_UNKNOWN };

/* Secure execution: ld.so(8). */
enum lla_secure lla_process_secure(void);

/* Whether more threads than the caller may be running; true where nobody can tell. */
bool lla_process_threads(void);

#endif
