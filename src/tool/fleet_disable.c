/* SPDX-License-Identifier: ISC */
/* landlock-auto fleet disable: off, whatever state the machine is in. */
#include "switch/change.h"
#include "switch/confirm.h"
#include "tool/command.h"

#include <stdio.h>
#include <unistd.h>

static int switch_off(struct lla_switch *s, struct lla_error *err)
{
	int got;

	/* After a failure the state stays unconfirmed, so that the next boot tries again. */
	if (lla_switch_off(s, err))
		return -1;
	got = lla_confirm_end();
	return got ? lla_fail(err, "cannot remove what waits for fleet confirm: %e", -got) : 0;
}

int lla_fleet_disable(int argc, char **argv)
{
	static const char help[] =
		"usage: landlock-auto fleet disable\n"
		"\n"
		"Switches the fleet's policies off: takes what refers to the object out of\n"
		"/etc/ld.so.preload, whatever state it is in. Running programs stay confined.";
	struct lla_error err = { 0 };
	struct lla_switch s;
	int status, lock;

	if (!lla_command_begins(argc, argv, "fleet disable", help, &status))
		return status;
	/* The command also goes on without the lock: nothing may stand in its way. */
	lock = lla_switch_lock();
	if (switch_off(&s, &err))
		status = lla_refuse(&err);
	else
		puts(s.form == LLA_SWITCH_NONE && !s.copy ? "it is off, as it was" : "it is off");
	lla_switch_free(&s);
	if (lock >= 0)
		close(lock);
	return status;
}
