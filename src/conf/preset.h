/* SPDX-License-Identifier: ISC */
/* Presets: named sets of rules that come with the tool. Knows how to find them, not how a
 * text is read. */
#ifndef LLA_PRESET_H
#define LLA_PRESET_H

#include "core/policy.h"

/* For struct lla_policy.preset: reads NAME.conf in lla_preset_dir and adds its rules
 * as ones of `line`. Where the policy is for absolute paths alone, optional rules for
 * `~/` are left out, and other rules for relative paths are errors. */
int lla_conf_preset(struct lla_policy *policy, const char *name, size_t len, unsigned line,
		    struct lla_error *err);

#endif
