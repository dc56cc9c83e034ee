/* SPDX-License-Identifier: ISC */
/* Presets: named sets of rules that come with the tool. Knows how to find them, not how a
 * text is read. */
#ifndef LLA_PRESET_H
#define LLA_PRESET_H

#include "core/policy.h"

/* For struct lla_policy.preset: reads NAME.conf in lla_preset_dir and adds its rules
 * as ones of `line`. */
int lla_conf_preset(struct lla_policy *policy, const char *name, size_t len, unsigned line,
		    struct lla_error *err);
/* The same for a section: rules for `~/` that may be missing are left out, others for
 * what is no absolute path are errors. */
int lla_conf_preset_absolute(struct lla_policy *policy, const char *name, size_t len, unsigned line,
			     struct lla_error *err);

#endif
