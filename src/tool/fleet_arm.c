/* SPDX-License-Identifier: ISC */
/* landlock-auto fleet arm: on again at a boot. */
#include "switch/arming.h"
#include "switch/change.h"
#include "switch/checks.h"
#include "switch/confirm.h"
#include "tool/command.h"

#include <unistd.h>

/* Returns why the switch is not to be armed, though nothing is wrong; NULL: it is to be armed. */
static const char *stays_off(const struct lla_switch *s)
{
	if (s->form == LLA_SWITCH_NONE)
		return "it is not switched on; landlock-auto fleet enable does that";
	if (lla_checks_switched_off())
		return "the file landlock-auto.disable is there";
	if (lla_confirm_state() != LLA_CONFIRMED)
		return "nobody has confirmed it: landlock-auto fleet enable, and then fleet confirm";
	return NULL;
}

/* After a boot no process waits for a confirmation, so the state unconfirmed becomes off. */
static int stay_off(const struct lla_switch *s, const char *why)
{
	enum lla_unconfirmed state = lla_confirm_state();
	struct lla_error err = { 0 };

	if (state == LLA_CONFIRM_WAITS && s->armed && !lla_checks_switched_off()) {
		lla_say("it is armed, and off again unless landlock-auto fleet "
			"confirm comes");
		return 0;
	}
	if (state == LLA_CONFIRM_LOST) {
		if (lla_switch_disable(s, &err))
			lla_refuse(&err);
		else
			lla_confirm_end();
	} else if (state == LLA_CONFIRMED && s->form != LLA_SWITCH_NONE) {
		lla_switch_disarm();
	}
	lla_say("not armed: %s", why);
	return LLA_STATUS_OFF;
}

static int arm(const struct lla_switch *s, struct lla_error *err)
{
	struct lla_database database = { 0 };
	unsigned started;
	int got = lla_checks_all(&database, err);

	lla_database_free(&database);
	if (got || lla_arming_try(s, NULL, &started, err))
		return -1;
	return lla_arming_switch_on(s, 0, err);
}

static int give_up(const struct lla_error *err)
{
	lla_refuse(err);
	lla_switch_disarm();
	lla_say("not armed");
	return LLA_STATUS_REFUSED;
}

static int arm_or_give_up(const struct lla_switch *s)
{
	struct lla_error err = { 0 };
	int got = arm(s, &err);

	if (got < 0)
		return give_up(&err);
	/* Somebody else has changed the list, and may have armed it. So nobody disarms it here. */
	return got ? lla_refuse(&err) : 0;
}

int lla_fleet_arm(int argc, char **argv)
{
	static const char help[] =
		"usage: landlock-auto fleet arm\n"
		"\n"
		"For the boot: where fleet enable has switched it on, checks the object and the database,\n"
		"and arms it again. Status 1: it is not switched on. 125: something is broken, and\n"
		"nothing is armed; the machine works as without.";
	struct lla_error err = { 0 };
	struct lla_switch s;
	const char *why;
	int status, lock, looked;

	if (!lla_command_begins(argc, argv, "fleet arm", help, &status))
		return status;
	/* With the lock, nobody can switch the policies on between the look and the decision. */
	lock = lla_switch_lock();
	looked = lla_checks_look(&s, &err);
	why = looked ? NULL : stays_off(&s);
	if (why)
		status = stay_off(&s, why);
	if (lock >= 0)
		close(lock);
	if (looked)
		status = give_up(&err);
	else if (!why)
		status = arm_or_give_up(&s);
	lla_switch_free(&s);
	return status;
}
