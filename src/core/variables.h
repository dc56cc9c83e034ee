/* SPDX-License-Identifier: ISC */
/*
 * The names of our environment variables. Knows nothing of what their values mean.
 */
#ifndef LLA_VARIABLES_H
#define LLA_VARIABLES_H

#include "core/text.h"

#define LLA_VARIABLE_WORDS "LANDLOCK_AUTO"
#define LLA_VARIABLE_CONFIG "LANDLOCK_AUTO_CONFIG"
#define LLA_VARIABLE_FD "LANDLOCK_AUTO_FD"
#define LLA_VARIABLE_VERBOSE "LANDLOCK_AUTO_VERBOSE"
#define LLA_VARIABLE_KEEP "LANDLOCK_AUTO_KEEP"

/* Returns whether a string NAME=VALUE is ours: LANDLOCK_AUTO or LANDLOCK_AUTO_ANYTHING, and not
 * LANDLOCK_AUTOMATE. */
static inline bool lla_variable_is_ours(const char *variable)
{
	return lla_starts(variable, LLA_VARIABLE_WORDS "=") ||
	       lla_starts(variable, LLA_VARIABLE_WORDS "_");
}

/* Returns the value behind `name`, which ends with '=', or NULL for another variable. */
static inline const char *lla_variable_value(const char *variable, const char *name)
{
	return lla_starts(variable, name) ? variable + lla_length(name) : NULL;
}

/* Returns the value of the first variable of that name, which ends with '='; NULL: not set. */
static inline const char *lla_variable(char *const *env, const char *name)
{
	while (*env && !lla_starts(*env, name))
		env++;
	return *env ? *env + lla_length(name) : NULL;
}

/* Returns how many variables there are; `env` may be NULL. */
static inline size_t lla_variable_count(char *const *env)
{
	size_t count = 0;

	while (env && env[count])
		count++;
	return count;
}

/* Returns whether the value of a switch means on. */
static inline bool lla_variable_is_on(const char *value)
{
	return *value && !(value[0] == '0' && !value[1]);
}

#endif
