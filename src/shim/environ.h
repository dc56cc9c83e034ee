/* SPDX-License-Identifier: ISC */
/*
 * The variables that concern us: finds them, and takes them out again in place. All other
 * variables are the program's and stay as they are.
 */
#ifndef LLA_ENVIRON_H
#define LLA_ENVIRON_H

#include "core/source.h"

/* The values of these variables. Strings point into the environment. NULL: not set. */
struct lla_session {
	struct lla_source source;
	const char *home;   /* HOME */
	bool verbose, keep; /* LANDLOCK_AUTO_VERBOSE, LANDLOCK_AUTO_KEEP */
	bool named;         /* LD_PRELOAD names this object */
};

/* Reads the variables of `env`, which may be NULL. */
void lla_environ_read(char *const *env, struct lla_session *session);

/* Removes our variables and our LD_PRELOAD entries. Moves pointers and bytes only within
 * the memory that the kernel laid out for them. */
void lla_environ_strip(char **env);

#endif
