/* SPDX-License-Identifier: ISC */
/*
 * The marker of a policy that is in force. Every program that starts inside a fleet policy
 * looks for it: a policy stacked at each start would reach the kernel's 16 layers.
 *
 * The kernel keeps the marker, not the environment: a seccomp filter, installed with the
 * policy, lets every call pass and answers one prctl(2) that means nothing
 * otherwise. A child inherits the filter as it inherits the domain, and nobody can remove it.
 * The marker shows through any other sandbox, and needs no file and no right.
 */
#ifndef LLA_MARKER_H
#define LLA_MARKER_H

#include <stdbool.h>
#include <stdint.h>

/* Returns whether the policy of that id is in force already. */
bool lla_marker_is_set(uint64_t id);

/* Marks the policy of that id as in force, which it must be. If the kernel or a sandbox refuses
 * the filter, the next start stacks the policy again. That denies no less, and ends in a
 * refusal. */
void lla_marker_set(uint64_t id);

#endif
