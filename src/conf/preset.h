/* SPDX-License-Identifier: ISC */
/* Presets: named sets of rules that come with the tool. Knows where they are, and nothing of
 * their syntax. */
#ifndef LLA_PRESET_H
#define LLA_PRESET_H

#include "core/policy.h"

/* Reads NAME.conf in lla_preset_dir, and adds its rules as rules of `line`. In a policy with
 * absolute paths alone, it leaves out optional rules for `~/` and refuses other relative
 * paths. Returns 0, or -1 with the error's text. For struct lla_policy.preset. */
int lla_conf_preset(struct lla_policy *policy, const char *name, size_t len, unsigned line,
		    struct lla_error *err);

#endif
