/* SPDX-License-Identifier: ISC */
/*
 * The marker of a policy that is in force. A program whose fleet policy lets programs be executed
 * may be started inside that policy, and so looks for the marker. Without a marker, each such
 * start would stack the policy, up to the kernel's limit of 16 layers.
 *
 * The kernel keeps the marker, not the environment: a seccomp filter, installed with the policy,
 * lets every call pass and answers one prctl(2) that means nothing otherwise. A child inherits
 * the filter as it inherits the domain, and nobody can remove it. The marker shows through any
 * other sandbox, and needs no file and no right.
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
