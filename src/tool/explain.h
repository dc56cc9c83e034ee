/* SPDX-License-Identifier: ISC */
/*
 * A policy as people read it: what it denies and allows on one kernel, and what
 * looks like a mistake in it.
 */
#ifndef LLA_EXPLAIN_H
#define LLA_EXPLAIN_H

#include "base/problems.h"
#include "core/plan.h"

/* The effective policy, on stdout. */
void lla_explain_policy(const struct lla_image *image, const struct lla_plan *plan);

/* Doubts about the policy and its rules, each with its line. */
void lla_explain_doubts(const struct lla_image *image, struct lla_problems *doubts);

#endif
