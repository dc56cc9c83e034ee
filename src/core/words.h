/* SPDX-License-Identifier: ISC */
/*
 * The environment's form of a policy: words between white space, each a rule or a key. Knows
 * nothing of where the words were read.
 */
#ifndef LLA_WORDS_H
#define LLA_WORDS_H

#include "core/policy.h"

/* Returns how many bytes a policy of the text's words can need at most. */
size_t lla_policy_words_bound(const char *text);

/* Adds all words to the policy. Returns 0, LLA_NEEDS_TOOL (keys.h), or -1 with the error's text
 * set. */
int lla_policy_words(struct lla_policy *policy, const char *text, struct lla_error *err);

#endif
