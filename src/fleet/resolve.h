/* SPDX-License-Identifier: ISC */
/*
 * The file that a section is about: where it is, and whether it can be a program. Knows
 * nothing of the section's policy.
 */
#ifndef LLA_RESOLVE_H
#define LLA_RESOLVE_H

#include "base/problems.h"
#include "core/rule.h"

/* Where the program is that a section names: the path that the kernel will tell of it. What
 * is doubtful about it is added to `doubts`. -1: what is there can be no program. */
int lla_program_resolve(const char *named, char path[LLA_PATH_MAX], unsigned line,
			struct lla_found *doubts, struct lla_error *err);

#endif
