/* SPDX-License-Identifier: ISC */
/*
 * The file that a section names: its resolved path, and whether it can be a program. Knows
 * nothing of the section's policy.
 */
#ifndef LLA_RESOLVE_H
#define LLA_RESOLVE_H

#include "base/problems.h"
#include "core/paths.h"

/* Resolves the path that a section names to the path that the kernel will tell of the program.
 * Adds to `doubts` why the section may not do what its author expects. Returns 0, or -1 with err
 * filled if the file can be no program. */
int lla_program_resolve(const char *named, char path[LLA_PATH_MAX], unsigned line,
			struct lla_found *doubts, struct lla_error *err);

#endif
