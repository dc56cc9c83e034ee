/* SPDX-License-Identifier: ISC */
#include "fleet/reentry.h"
#include "core/landlock.h"
#include "core/paths.h"

#include <string.h>

/* The loader reads the list, in /etc or in /run, and the object; the object reads the
 * database. */
static const char *const read_at_start[] = {
	"/etc/ld.so.preload",
	"/run/landlock-auto",
	lla_shim_path,
	lla_fleet_dir,
};

/* Whether the policy has a handle of its own, which leaves the right out. */
static bool is_left_alone(const struct lla_image *image, uint32_t right)
{
	return image->flags & LLA_EXPLICIT_HANDLE &&
	       !((image->handle_soft[LLA_FS] | image->handle_named[LLA_FS]) & right);
}

/* Whether the policy lets any program be executed. */
static bool reenters(const struct lla_image *image)
{
	return is_left_alone(image, LLA_EXECUTE) || image->granted[LLA_FS] & LLA_EXECUTE;
}

static int add_rule(struct lla_policy *policy, const char *path, struct lla_error *err)
{
	const struct lla_rule rule = { .kind = LLA_FS,
				       .access = LLA_READ_FILE,
				       .optional = true,
				       .path = path,
				       .path_len = strlen(path) };

	return lla_policy_add(policy, &rule, 0, err);
}

static int add_rules(struct lla_policy *policy, struct lla_error *err)
{
	for (size_t i = 0; i < sizeof(read_at_start) / sizeof(read_at_start[0]); i++)
		if (add_rule(policy, read_at_start[i], err))
			return -1;
	return 0;
}

/* The rules count as a preset's: the operator did not write them, so nobody doubts them. */
static int add_read_at_start(struct lla_policy *policy, struct lla_error *err)
{
	int got;

	if (is_left_alone(policy->image, LLA_READ_FILE))
		return 0;
	policy->in_preset = true;
	got = add_rules(policy, err);
	policy->in_preset = false;
	return got;
}

int lla_reentry_finish(struct lla_policy *policy, uint32_t *flags, struct lla_error *err)
{
	if (reenters(policy->image)) {
		*flags |= LLA_DB_REENTERS;
		if (add_read_at_start(policy, err))
			return -1;
	}
	return lla_policy_finish(policy, err);
}
