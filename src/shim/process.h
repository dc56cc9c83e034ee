/* SPDX-License-Identifier: ISC */
/*
 * The process: its environment and arguments, whether it is in secure execution, whether it has
 * threads. Asks the loader and the kernel, changes nothing.
 */
#ifndef LLA_PROCESS_H
#define LLA_PROCESS_H

#include <stdbool.h>

/* Returns the environment that main will get, or NULL if there is none. `envp` is the third
 * argument of the constructor, which only some loaders pass. */
char **lla_process_environ(char **envp);

/* Returns the arguments that main will get, or NULL if the loader passes none to constructors.
 * `argv` is the second argument of the constructor. */
char **lla_process_arguments(char **argv);

/* Two entries of the auxiliary vector, getauxval(3). */
struct lla_executed {
	const char *name; /* AT_EXECFN: the name that was executed; NULL: unknown */
	bool secure;      /* AT_SECURE */
};

/* Reads both entries. Returns whether AT_SECURE is known; if not, `secure` is not set. */
bool lla_process_executed(struct lla_executed *e);

enum lla_secure { LLA_NOT_SECURE, LLA_SECURE, LLA_SECURE_UNKNOWN };

/* Returns whether the process is in secure execution, as ld.so(8) defines it. */
enum lla_secure lla_process_secure(void);

/* Returns whether other threads than the caller may be running, true if nobody can tell. */
bool lla_process_threads(void);

#endif
