/* SPDX-License-Identifier: ISC */
/* A policy as people read it: what it denies and allows on one kernel. */
#ifndef LLA_EXPLAIN_H
#define LLA_EXPLAIN_H

#include "core/plan.h"

/* Prints the effective policy on standard output. */
void lla_explain_policy(const struct lla_image *image, const struct lla_plan *plan);

/* Returns the path of a rule with $HOME in the place of `~`, for free(). */
char *lla_explain_path(const char *path);

#endif
