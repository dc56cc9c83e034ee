/* SPDX-License-Identifier: ISC */
/*
 * The command's environment: without our variables, and with those by which the object finds its
 * policy. Knows nothing of what the policy is.
 */
#ifndef LLA_RUN_VARIABLES_H
#define LLA_RUN_VARIABLES_H

#include "core/memory.h"

/* The facts that the object learns from variables. */
struct lla_tell {
	const char *object; /* the path for LD_PRELOAD */
	int fd;             /* the descriptor of the policy */
	bool verbose;
};

/* Returns a copy of `env` without our variables, in `memory`, which the caller keeps until the
 * exec. With `tell`, adds variables for the object, which takes them away again. Returns NULL with
 * the error's text set. */
char **lla_run_variables(char *const *env, const struct lla_tell *tell, struct lla_memory *memory,
			 struct lla_error *err);

#endif
