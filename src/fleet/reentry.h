/* SPDX-License-Identifier: ISC */
/*
 * A program that is started again inside its own policy. The loader, the object and the look-up
 * in the database run inside that policy, before the program itself. Owns the rules that allow
 * them to read their files. Knows nothing of texts.
 */
#ifndef LLA_REENTRY_H
#define LLA_REENTRY_H

#include "core/db.h"
#include "core/policy.h"

/*
 * Finishes the policy of a section, as lla_policy_finish() does. A policy that lets any program
 * be executed gets LLA_DB_REENTERS in *flags. It also gets optional rules to read the list of
 * preloaded objects, the object and the database. If its own handle leaves read_file alone, it
 * needs no such rules. The rules are marked as a preset's. Returns 0, or -1 with err filled.
 */
int lla_reentry_finish(struct lla_policy *policy, uint32_t *flags, struct lla_error *err);

#endif
