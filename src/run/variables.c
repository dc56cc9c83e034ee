/* SPDX-License-Identifier: ISC */
#include "run/variables.h"
#include "core/variables.h"

#define PRELOAD "LD_PRELOAD="

/* The variables that can be added, and a NULL. */
#define MORE 5

/* Room for LANDLOCK_AUTO_FD=N. */
#define NUMBER 40

/* LD_PRELOAD with the object last: if several objects want to be initialised first, the loader
 * takes the last. */
static void write_preload(char *to, size_t room, const char *others, const char *object)
{
	struct lla_text t = lla_text_in(to, room);

	lla_text_add(&t, "%s%s%s%s", PRELOAD, others, *others ? ":" : "", object);
}

/*
 * Adds the variables that the shim finds and takes away again. An even number of them leaves the
 * auxiliary vector where programs look that walk to it (fill_hole() in shim/environ.c).
 */
static char **add_told(char **to, const struct lla_tell *tell, bool preload_stays, char *number)
{
	struct lla_text t = lla_text_in(number, NUMBER);
	unsigned taken = 1U + tell->verbose + !preload_stays;

	lla_text_add(&t, "%s=%d", LLA_VARIABLE_FD, tell->fd);
	*to++ = number;
	if (tell->verbose)
		*to++ = (char *)LLA_VARIABLE_VERBOSE "=1";
	if (taken % 2)
		*to++ = (char *)LLA_VARIABLE_KEEP "=0";
	return to;
}

/* Copies the variables of the command. The environment may have LD_PRELOAD several times: getenv(3)
 * takes the first, and glibc's loader the last. So `preload` takes the place of the first, and the
 * others go. */
static char **copy(char *const *env, char **to, char *preload)
{
	bool seen = false;

	for (; *env; env++) {
		if (lla_variable_is_ours(*env))
			continue;
		if (preload && lla_starts(*env, PRELOAD)) {
			if (!seen)
				*to++ = preload;
			seen = true;
			continue;
		}
		*to++ = *env;
	}
	if (preload && !seen)
		*to++ = preload;
	return to;
}

char **lla_run_variables(char *const *env, const struct lla_tell *tell, struct lla_memory *memory,
			 struct lla_error *err)
{
	const char *others = tell ? lla_variable(env, PRELOAD) : NULL;
	size_t words = (lla_variable_count(env) + MORE) * sizeof(char *);
	size_t room = tell ? sizeof(PRELOAD) + lla_length(tell->object) + 1 : 0;
	char **variables, **to, *preload = NULL;

	if (!others)
		others = "";
	room += lla_length(others);
	variables = lla_memory_of(memory, words + room + NUMBER, err);
	if (!variables)
		return NULL;
	if (tell) {
		preload = (char *)variables + words;
		write_preload(preload, room, others, tell->object);
	}
	to = copy(env, variables, preload);
	if (tell)
		to = add_told(to, tell, *others, (char *)variables + words + room);
	*to = NULL;
	return variables;
}
