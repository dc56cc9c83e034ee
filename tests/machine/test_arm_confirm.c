/* SPDX-License-Identifier: ISC */
/* Policies that are switched on for a while, unless they are confirmed. */
#include "machine/arming.h"

Test(arm, without_a_confirmation_it_is_off_again, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	said(FLEET("enable --confirm-within 1s"), 0, "off again in 1 s, unless");
	wait_until("[ -z \"$(" ITS_PROCESSES ")\" ]");
	cr_assert(untouched());
	said(FLEET("confirm"), 1, "nothing to confirm: it is off");
}

/* Confirmed, the next boot would arm it for good. */
Test(arm, what_is_off_cannot_be_confirmed, .timeout = 120)
{
	static const char *const off[] = { ": >root/run/landlock-auto/ld.so.preload",
					   "rm -r root/run/*", "rm " PRELOAD,
					   "touch " ETC "/landlock-auto.disable" };

	make_unarmed(CAT_POLICY);
	for (size_t i = 0; i < COUNT(off); i++) {
		said(FLEET("enable --confirm-within 1000"), 0, "off again in 1000 s");
		ran_well(sh("%s", off[i]), 0);
		said(FLEET("confirm"), 1, "not confirmed: it is off meanwhile");
		said(FLEET("arm"), 1, "not armed: ");
		said(FLEET("disable"), 0, "it is off");
		wait_until("[ -z \"$(" ITS_PROCESSES ")\" ]");
		ran_well(sh("rm -f " ETC "/landlock-auto.disable"), 0);
		cr_assert(untouched());
	}
}

Test(arm, until_it_is_confirmed_nothing_else_counts, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	said(FLEET("enable --confirm-within 1000"), 0, "off again in 1000 s, unless");
	cr_assert(confined());
	contains(FLEET("status").out, "to be confirmed: off again unless");
	said(FLEET("enable"), 125, "still to be confirmed");
	contains(FLEET("arm").err, "it is armed, and off again unless");
	said(FLEET("arm"), 0, "");
	said(FLEET("status"), 0, "to be confirmed");
	cr_assert(confined());
	said(FLEET("disable"), 0, "it is off");
	wait_until("[ -z \"$(" ITS_PROCESSES ")\" ]");
	cr_assert(untouched());
}

Test(arm, what_is_confirmed_stays_on, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	said(FLEET("confirm"), 1, "nothing to confirm");
	said(FLEET("enable --confirm-within 1000"), 0, "off again in 1000 s, unless");
	said(FLEET("confirm"), 0, "confirmed\n");
	/* Once there is nobody left who could switch it off. */
	wait_until("[ -z \"$(" ITS_PROCESSES ")\" ]");
	cr_assert(confined());
	said(FLEET("confirm"), 1, "nothing to confirm");
	said(FLEET("enable --confirm-within 5"), 125, "it is on already");
	cr_assert(confined());
}

/* Neither the end of the shell ends it, nor a machine on which nothing starts any more. */
Test(arm, who_waits_for_a_confirmation_survives, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	sh("setsid sh -c 'chroot root $TOOL fleet enable --confirm-within 1000s; kill -HUP 0'");
	contains(FLEET("status").out, "to be confirmed: off again unless");
	ran_well(sh("cp " OBJECT " object; truncate -s 4096 " OBJECT), 0);
	cr_assert_neq(sh("chroot root /bin/true").status, 0);
	ran_well(sh("kill $(" ITS_PROCESSES ")"), 0);
	wait_until("[ -z \"$(" ITS_PROCESSES ")\" ]");
	ran_well(sh("chroot root /bin/true; cp object " OBJECT), 0);
	cr_assert(untouched());
}

Test(arm, who_is_told_to_end_switches_off_at_once, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	said(FLEET("enable --confirm-within 1000s"), 0, "off again in 1000 s");
	ran_well(sh("kill $(" ITS_PROCESSES ")"), 0);
	wait_until("[ -z \"$(" ITS_PROCESSES ")\" ]");
	cr_assert(untouched());
}

Test(arm, what_nobody_confirmed_is_off_after_a_boot, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	said(FLEET("enable --confirm-within 20m"), 0, "off again in 1200 s");
	ran_well(sh("kill -KILL $(" ITS_PROCESSES ")"), 0);
	wait_until("[ -z \"$(" ITS_PROCESSES ")\" ]");
	contains(FLEET("status").out, "what would have switched it off is gone");
	said(FLEET("status"), 125, "");
	ran_well(sh("rm -r root/run/*"), 0);
	said(FLEET("arm"), 1, "nobody has confirmed it");
	cr_assert(untouched());
	/* As a run that was killed leaves it. */
	ran_well(sh("touch " ETC "/landlock-auto.d/unconfirmed"), 0);
	said(FLEET("enable"), 0, "it is on");
	cr_assert(confined());
	said(FLEET("disable"), 0, "it is off");
	cr_assert(untouched());
}

/* A file that is a mount point cannot be replaced. */
Test(arm, what_nobody_confirmed_and_cannot_be_switched_off_is_not_armed, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	test_text("script", "echo /lib/none.so >" PRELOAD "\n"
			    "chroot root $TOOL fleet enable --confirm-within 20m || exit 2\n"
			    "mount --bind " PRELOAD " " PRELOAD " || exit 3\n"
			    "kill $(" ITS_PROCESSES ")\n"
			    "for i in $(seq 300); do [ -n \"$(" ITS_PROCESSES ")\" ] || break; "
			    "sleep 0.05; done; rm -r root/run/*\n"
			    "for i in 1 2; do chroot root $TOOL fleet arm\n"
			    "[ $? = 1 ] || exit 4; chroot root /bin/cat /etc/group >/dev/null || "
			    "exit 5; [ $i = 2 ] || umount " PRELOAD " || exit 6; done\n"
			    "echo /lib/none.so | cmp - " PRELOAD " || exit 7\n");
	said(sh("exec $SRC/tests/mounts sh ./script"), 0, "off again in 1200 s");
	said(FLEET("confirm"), 1, "nothing to confirm");
}

Test(arm, disable_ends_the_waiting, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	said(FLEET("enable --confirm-within 1000s"), 0, "off again in 1000 s");
	said(FLEET("disable"), 0, "it is off\n");
	said(FLEET("enable"), 0, "it is on");
	wait_until("[ -z \"$(" ITS_PROCESSES ")\" ]");
	cr_assert(confined());
}

Test(arm, times_are_seconds_or_minutes, .timeout = 120)
{
	static const char *const wrong[] = {
		"0", "", "s", "5h", "-5", "1.5", "86401", "1441m", "5 m", "99999999999999999999"
	};

	make_unarmed(CAT_POLICY);
	for (size_t i = 0; i < COUNT(wrong); i++)
		said(sh("exec chroot root $TOOL fleet enable --confirm-within '%s'", wrong[i]), 125,
		     "is no time: write");
	cr_assert(untouched());
}
