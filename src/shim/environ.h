/* SPDX-License-Identifier: ISC */
/*
 * The variables that concern us: found, and taken out again in place. Everything
 * else in the environment is the program's and stays as it is.
 */
#ifndef LLA_ENVIRON_H
#define LLA_ENVIRON_H

#include <stdbool.h>
#include <stddef.h>

/* What the environment says. Strings point into it; NULL: not set. */
struct lla_session {
	const char *policy; /* LANDLOCK_AUTO */
	const char *config; /* LANDLOCK_AUTO_CONFIG */
	const char *fd;     /* LANDLOCK_AUTO_FD */
	const char *home;   /* HOME */
	bool verbose, keep; /* LANDLOCK_AUTO_VERBOSE, LANDLOCK_AUTO_KEEP */
	bool named;         /* LD_PRELOAD names this object */
};

void lla_environ_read(char *const *env, struct lla_session *session);

/* Removes our variables and our LD_PRELOAD entries. Moves pointers and bytes within
 * the memory that the kernel laid out for them. */
void lla_environ_strip(char **env);

/* Copies the pointers of env, but ours and the loader's (LD_*), to `to`, which
 * has room for all of them and a NULL. What a helper program may see. */
void lla_environ_for_tool(char *const *env, char **to);

/* How many variables there are. */
size_t lla_environ_count(char *const *env);

#endif
