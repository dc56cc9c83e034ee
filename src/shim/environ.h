/* SPDX-License-Identifier: ISC */
/*
 * The variables that concern us: found, and taken out again in place. Everything
 * else in the environment is the program's and stays as it is.
 */
#ifndef LLA_ENVIRON_H
#define LLA_ENVIRON_H

#include "core/source.h"

/* What the environment says. Strings point into it; NULL: not set. */
struct lla_session {
	struct lla_source source;
	const char *home;   /* HOME */
	bool verbose, keep; /* LANDLOCK_AUTO_VERBOSE, LANDLOCK_AUTO_KEEP */
	bool named;         /* LD_PRELOAD names this object */
};

void lla_environ_read(char *const *env, struct lla_session *session);

/* Removes our variables and our LD_PRELOAD entries. Moves pointers and bytes within
 * the memory that the kernel laid out for them. */
void lla_environ_strip(char **env);

#endif
