/* SPDX-License-Identifier: ISC */
/* landlock-auto fleet confirm. */
#include "switch/checks.h"
#include "switch/change.h"
#include "switch/confirm.h"
#include "tool/command.h"

#include <stdio.h>
#include <unistd.h>

/* Returns why nothing is to be confirmed; NULL: it is to be confirmed. If the switch is off now,
 * a boot would arm it for good after a confirmation. */
static const char *stays_unconfirmed(void)
{
	bool unconfirmed = lla_confirm_state() != LLA_CONFIRMED, on;
	struct lla_error err = { 0 };
	struct lla_switch s;

	on = !lla_switch_look(&s, &err) && s.armed && !lla_checks_switched_off();
	lla_switch_free(&s);
	if (!unconfirmed)
		return on ? "there is nothing to confirm"
			  : "there is nothing to confirm: it is off";
	return on ? NULL
		  : "not confirmed: it is off meanwhile; begin anew with landlock-auto fleet "
		    "disable, and then enable";
}

int lla_fleet_confirm(int argc, char **argv)
{
	static const char help[] =
		"usage: landlock-auto fleet confirm\n"
		"\n"
		"After fleet enable --confirm-within: the machine works, leave it on. Status 1: there is\n"
		"nothing to confirm, or it is off.";
	const char *why;
	int status, lock, got;

	if (!lla_command_begins(argc, argv, "fleet confirm", help, &status))
		return status;
	lock = lla_switch_lock();
	why = stays_unconfirmed();
	if (why) {
		lla_say("%s", why);
		return LLA_STATUS_OFF;
	}
	got = lla_confirm_end();
	if (lock >= 0)
		close(lock);
	if (got) {
		lla_say("cannot remove %q: %e", lla_confirm_path(), -got);
		return LLA_STATUS_REFUSED;
	}
	puts("confirmed");
	return 0;
}
