/* SPDX-License-Identifier: ISC */
#include "switch/arming.h"
#include "core/paths.h"
#include "switch/change.h"
#include "switch/checks.h"
#include "switch/confirm.h"
#include "switch/trial.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int lla_arming_try(const struct lla_switch *s, const struct lla_database *database,
		   unsigned *started, struct lla_error *err)
{
	struct lla_trial trial = { .database = database };
	char *with, *without;
	int failed;

	if (lla_checks_list(s, err))
		return -1;
	with = lla_switch_list(s, lla_shim_path, &trial.with_size);
	without = lla_switch_list(s, NULL, &trial.without_size);
	trial.with = with;
	trial.without = without;
	failed = lla_trial_run(&trial, err);
	free(with);
	free(without);
	*started = trial.started;
	if (failed <= 0)
		return failed;
	return lla_fail(err, "nothing is changed: %d of %u trials failed", failed, trial.started);
}

/* Our own entry does not count, as another fleet command may have armed the switch meanwhile. */
static bool same_others(const struct lla_switch *a, const struct lla_switch *b)
{
	size_t a_size, b_size;
	char *a_list = lla_switch_list(a, NULL, &a_size);
	char *b_list = lla_switch_list(b, NULL, &b_size);
	bool same = a_size == b_size && !memcmp(a_list, b_list, a_size);

	free(a_list);
	free(b_list);
	return same;
}

static int compare(const struct lla_switch *now, const struct lla_switch *before,
		   struct lla_error *err)
{
	if (now->form == before->form && now->file == before->file && same_others(now, before))
		return 0;
	lla_fail(err, LLA_PRELOAD_FILE " has changed meanwhile; try again");
	return 1;
}

static int look_again(const struct lla_switch *before, struct lla_error *err)
{
	struct lla_switch now;
	int got = lla_checks_look(&now, err) ? -1 : compare(&now, before, err);

	lla_switch_free(&now);
	return got;
}

/* The caller has the lock. */
static int switch_on(const struct lla_switch *s, unsigned confirm_within, struct lla_error *err)
{
	int got = look_again(s, err);

	if (got)
		return got;
	if (confirm_within && lla_confirm_begin(confirm_within, err))
		return -1;
	if (!lla_switch_arm(s, err) && !lla_switch_enable(s, err))
		return 0;
	if (s->form == LLA_SWITCH_NONE)
		lla_switch_disarm();
	if (confirm_within)
		lla_confirm_end();
	return -1;
}

int lla_arming_switch_on(const struct lla_switch *s, unsigned confirm_within, struct lla_error *err)
{
	int lock = lla_switch_lock(), got;

	if (lock < 0)
		return lla_fail(err,
				"another landlock-auto fleet command does not end, or " LLA_RUN_DIR
				" cannot be made");
	got = switch_on(s, confirm_within, err);
	close(lock);
	return got;
}
