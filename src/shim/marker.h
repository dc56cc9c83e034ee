/* SPDX-License-Identifier: ISC */
/*
 * Whether this very policy is in force already: what every program asks that one
 * inside a fleet policy starts, as a policy stacked at each start would reach the
 * kernel's 16 layers.
 *
 * The kernel is asked, not the environment: with the policy a seccomp filter is
 * installed that lets everything pass and answers one prctl(2) which means nothing
 * otherwise. It is inherited as the domain is, and nobody can take it off. It is seen
 * through any other sandbox, and needs no file and no right.
 */
#ifndef LLA_MARKER_H
#define LLA_MARKER_H

#include <stdbool.h>
#include <stdint.h>

bool lla_marker_is_set(uint64_t id);

/* After the policy is in force. Where a kernel or sandbox refuses, the policy is
 * stacked again at a next start: denies no less, and ends in a refusal. */
void lla_marker_set(uint64_t id);

#endif
