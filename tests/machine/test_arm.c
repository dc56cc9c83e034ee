/* SPDX-License-Identifier: ISC */
/* Switching the fleet's policies on and off, and what others have in the same file. */
#include "machine/arming.h"

/* Until this shell command succeeds, which it has to. */
static void wait_until(const char *command)
{
	ran_well(sh("for i in $(seq 300); do if %s; then exit 0; fi; sleep 0.05; done; exit 1",
		    command),
		 0);
}

/* On and off. */

Test(arm, enable_confines_what_is_named_and_disable_ends_it, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	cr_assert_not(confined());
	said(FLEET("enable"), 0, "programs started as before; it is on, as a link");
	cr_assert(confined());
	said(FLEET("enable"), 0, "it is on, as a link");
	cr_assert(confined());
	said(FLEET("disable"), 0, "it is off\n");
	cr_assert(untouched());
	said(FLEET("disable"), 0, "it is off, as it was");
	cr_assert(untouched());
}

/* A boot: nothing is left in /run. */
Test(arm, after_a_boot_nothing_is_on_until_it_is_armed, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	said(FLEET("enable"), 0, "it is on");
	ran_well(sh("rm -r root/run/*"), 0);
	ran_well(HERE("/bin/cat /etc/passwd /etc/group"), 0);
	said(FLEET("status"), 1, "");
	said(FLEET("arm"), 0, "");
	cr_assert(confined());
	said(FLEET("arm"), 0, "");
	cr_assert(confined());
}

Test(arm, what_is_not_switched_on_is_not_armed, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	said(FLEET("arm"), 1, "not armed: it is not switched on");
	cr_assert_not(confined());
	ran_well(sh("printf '/lib/none.so\\n' >" PRELOAD), 0);
	said(FLEET("arm"), 1, "not armed: it is not switched on");
	ran_well(sh("printf '/lib/none.so\\n' | cmp - " PRELOAD), 0);
	ran_well(sh("rm " PRELOAD "; mkdir " PRELOAD), 0);
	said(FLEET("arm"), 125, "not armed");
}

Test(arm, the_file_that_switches_off_is_obeyed, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	ran_well(sh("touch " ETC "/landlock-auto.disable"), 0);
	said(FLEET("enable"), 125, "landlock-auto.disable is there");
	cr_assert(untouched());
	ran_well(sh("rm " ETC "/landlock-auto.disable"), 0);
	said(FLEET("enable"), 0, "it is on");
	ran_well(sh("touch " ETC "/landlock-auto.disable"), 0);
	said(FLEET("arm"), 1, "not armed");
	ran_well(HERE("/bin/cat /etc/group"), 0);
}

/* For the object a link counts wherever it leads, and a file of somebody else's never. */
Test(arm, the_file_that_switches_off_is_what_the_object_takes_for_it, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	said(FLEET("enable"), 0, "it is on");
	ran_well(sh("ln -s /nowhere " ETC "/landlock-auto.disable"), 0);
	ran_well(HERE("/bin/cat /etc/group"), 0);
	said(FLEET("status"), 1, "");
	contains(FLEET("status").out, "disable    ");
	said(FLEET("arm"), 1, "landlock-auto.disable is there");
	ran_well(sh("rm " ETC "/landlock-auto.disable; touch " ETC "/landlock-auto.disable; "
		    "chown 65534 " ETC "/landlock-auto.disable"),
		 0);
	said(FLEET("arm"), 0, "");
	cr_assert(confined());
	said(FLEET("status"), 0, "yes, as a link");
	contains_not(FLEET("status").out, "disable    ");
}

/* Programs of users would start unconfined, and nobody would notice. */
Test(arm, what_users_cannot_read_is_not_switched_on, .timeout = 120)
{
	static const char *const hide[] = {
		"chmod 600 " ETC "/landlock-auto.d/fleet.db", "chmod 700 " ETC "/landlock-auto.d",
		("echo /lib/none.so >" PRELOAD "; chmod 600 " PRELOAD)
	};
	static const char *const show[] = { "chmod 644 " ETC "/landlock-auto.d/fleet.db",
					    "chmod 755 " ETC "/landlock-auto.d", "rm " PRELOAD };

	make_unarmed(CAT_POLICY);
	for (size_t i = 0; i < sizeof(hide) / sizeof(hide[0]); i++) {
		ran_well(sh("%s", hide[i]), 0);
		said(FLEET("enable"), 125, "cannot be read by every user: chmod 644 it");
		cr_assert_not(confined());
		ran_well(sh("%s", show[i]), 0);
	}
	said(FLEET("enable"), 0, "it is on");
	said(FLEET("status"), 0, "yes, as a link");
	ran_well(sh("%s", hide[0]), 0);
	said(FLEET("status"), 125, "");
	contains(FLEET("status").out, "users      WRONG: ");
	ran_well(sh("rm -r root/run/*"), 0);
	said(FLEET("arm"), 125, "cannot be read by every user");
	cr_assert_not(confined());
}

Test(arm, only_root_can, .timeout = 120)
{
	static const char *const commands[] = { "enable", "disable", "arm", "confirm",
						"test /bin/true" };

	make_unarmed(CAT_POLICY);
	for (size_t i = 0; i < COUNT(commands); i++)
		said(sh("exec chroot --userspec=65534:65534 root $TOOL fleet %s", commands[i]), 125,
		     "for root");
	cr_assert(untouched());
}

/* Each waits for the others, and programs start meanwhile. */
Test(arm, commands_can_run_at_the_same_time, .timeout = 300)
{
	struct ran r;

	make_unarmed(CAT_POLICY);
	r = sh("for c in enable disable arm; do (for i in $(seq 8); do chroot root $TOOL fleet $c; "
	       "done >/dev/null 2>&1; echo >>ended) & done\n"
	       "until [ \"$(cat ended 2>/dev/null | wc -l)\" = 3 ]; do "
	       "said=$(chroot root /bin/sh -c 'cat /etc/passwd >/dev/null' 2>&1) || exit 2; "
	       "[ -z \"$said\" ] || { echo \"$said\"; exit 3; }; done");
	cr_assert_eq(r.status, 0, "status %d\n%s%s", r.status, r.out, r.err);
	said(FLEET("disable"), 0, "it is off");
	cr_assert(untouched());
}

/* What is armed already is what the other one wants. */
Test(arm, two_at_once_both_leave_it_armed, .timeout = 300)
{
	make_unarmed(CAT_POLICY);
	said(FLEET("enable"), 0, "it is on");
	ran_well(sh("for c in arm arm arm enable enable enable; do rm -r root/run/*\n"
		    "chroot root $TOOL fleet $c >a 2>&1 & other=$!\n"
		    "chroot root $TOOL fleet arm >b 2>&1 || { cat b; exit 2; }\n"
		    "wait $other || { cat a; exit 3; }\n"
		    "! chroot root /bin/cat /etc/group 2>/dev/null || exit 4; done"),
		 0);
	cr_assert(confined());
}

/* A trial has a database of its own where the machine's is being replaced. */
Test(arm, it_is_armed_while_it_is_compiled, .timeout = 300)
{
	make_unarmed(CAT_POLICY);
	said(FLEET("enable"), 0, "it is on");
	ran_well(sh("until [ -e end ]; do chroot root $TOOL fleet compile >a 2>&1 || "
		    "cp a bad; done &\n"
		    "for i in $(seq 30); do rm -r root/run/*; "
		    "chroot root $TOOL fleet arm >b 2>&1 || cp b bad; done\n"
		    ": >end; wait; if [ -e bad ]; then cat bad; exit 2; fi"),
		 0);
	cr_assert(confined());
}

/* What it saw before would not be true any more. */
Test(arm, a_boot_waits_for_somebody_who_switches_on, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	said(FLEET("disable"), 0, "it is off");
	ran_well(
		sh("mkfifo end; (exec flock root/run/landlock-auto/lock cat end >/dev/null 2>&1) &\n"
		   "until ! flock -n root/run/landlock-auto/lock true; do sleep 0.05; done\n"
		   "chroot root $TOOL fleet arm >said 2>&1 & arms=$!\n"
		   "for i in $(seq 20); do kill -0 $arms && sleep 0.05; done\n"
		   "ln -s /run/landlock-auto/ld.so.preload " PRELOAD "; echo >end; wait $arms"),
		0);
	cr_assert(confined());
}

/* One who holds it up, holds nobody up who wants it off. */
Test(arm, disable_does_not_wait_for_ever, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	said(FLEET("enable"), 0, "it is on");
	ran_well(
		sh("mkfifo end; (exec flock root/run/landlock-auto/lock cat end >/dev/null 2>&1) &\n"
		   "until ! flock -n root/run/landlock-auto/lock true; do sleep 0.05; done; "
		   "chroot root $TOOL fleet enable >said 2>&1; echo $? >>said; "
		   "chroot root $TOOL fleet disable >>said 2>&1; echo $? >>said; echo >end"),
		0);
	contains(sh("cat said").out, "landlock-auto: another landlock-auto fleet command does not "
				     "end, or /run/landlock-auto cannot be made\n125\n");
	contains(sh("cat said").out, "it is off\n0\n");
	cr_assert(untouched());
}

/* Entries of others. */

/* The loader says of those that they are not there; it says nothing of ours. */
static void loads_ours(const char *foreign)
{
	struct ran r = HERE("/bin/cat /etc/group");

	cr_assert_eq(r.status, 1);
	contains(r.err, "/etc/group: Permission denied");
	contains_not(r.err, "landlock");
	if (*foreign)
		contains(r.err, foreign);
}

Test(arm, files_of_others_are_kept_to_the_byte, .timeout = 300)
{
	/* For printf(1), and what the loader finds in it. */
	static const struct {
		const char *text, *entry;
	} files[] = {
		{ "", "" },
		{ "\\n", "" },
		{ "/lib/none.so\\n", "/lib/none.so" },
		{ "/lib/none.so", "/lib/none.so" },
		{ "/lib/none.so # of mine", "/lib/none.so" },
		{ "# of mine\\n\\n/lib/none.so:/lib/no.so\\t\\n \\n", "/lib/no.so" },
		{ "/lib/none.so\\r\\n", "/lib/none.so" },
	};

	make_unarmed(CAT_POLICY);
	for (size_t i = 0; i < COUNT(files); i++) {
		ran_well(sh("printf '%s' >before; cp before " PRELOAD "; chmod 640 " PRELOAD
			    "; chown 0:65534 " PRELOAD,
			    files[i].text),
			 0);
		said(FLEET("enable"), 0, "as an entry in a file of others");
		loads_ours(files[i].entry);
		ran_well(sh("head -c $(stat -c %%s before) " PRELOAD " | cmp - before"), 0);
		/* A boot, and it is armed again. */
		ran_well(sh("rm -r root/run/*"), 0);
		contains(HERE("/bin/cat /etc/group").out, "nogroup");
		said(FLEET("arm"), 0, "");
		loads_ours(files[i].entry);
		said(FLEET("disable"), 0, "it is off\n");
		ran_well(sh("cmp before " PRELOAD), 0);
		cr_expect_str_eq(sh("stat -c '%%a %%u %%g' " PRELOAD).out, "640 0 65534\n");
		cr_expect_str_eq(sh("ls root/etc root/run/landlock-auto").out,
				 "root/etc:\ngroup\nld.so.preload\npasswd\nshadow\n\n"
				 "root/run/landlock-auto:\nliblandlock-auto.so\nlock\n");
	}
}

Test(arm, what_others_have_edited_since_is_kept, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	ran_well(sh("echo /lib/one.so >" PRELOAD), 0);
	said(FLEET("enable"), 0, "it is on");
	ran_well(sh("echo /lib/two.so >>" PRELOAD "; sed -i 's/one/three/' " PRELOAD), 0);
	loads_ours("/lib/two.so");
	said(FLEET("disable"), 0, "it is off\n");
	ran_well(sh("printf '/lib/three.so\\n/lib/two.so\\n' | cmp - " PRELOAD), 0);
}

/* Installers of others append to the file, and that is the link's target. */
Test(arm, what_others_have_written_through_the_link_is_kept, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	said(FLEET("enable"), 0, "it is on");
	contains_not(FLEET("status").out, "others     ");
	ran_well(sh("echo /lib/two.so >>root/run/landlock-auto/ld.so.preload"), 0);
	loads_ours("/lib/two.so");
	said(FLEET("status"), 0,
	     "others     have entries in /run/landlock-auto/ld.so.preload, "
	     "which a boot loses\n");
	said(FLEET("arm"), 0, "");
	loads_ours("/lib/two.so");
	said(FLEET("disable"), 0, "it is off\n");
	ran_well(sh("test ! -h " PRELOAD " && echo /lib/two.so | cmp - " PRELOAD), 0);
}

/* As sed -i and editors do, which write what they have read to a file of that name. */
Test(arm, a_link_of_ours_that_has_become_a_file_is_an_entry, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	said(FLEET("enable"), 0, "it is on, as a link");
	ran_well(sh("cat root/run/landlock-auto/ld.so.preload >new; mv new " PRELOAD), 0);
	cr_assert(confined());
	said(FLEET("status"), 0, "armed      yes, as an entry in a file of others\n");
	ran_well(sh("rm -r root/run/*"), 0);
	said(FLEET("arm"), 0, "");
	cr_assert(confined());
	said(FLEET("disable"), 0, "it is off\n");
	ran_well(HERE("/bin/cat /etc/group"), 0);
	ran_well(sh("test ! -s " PRELOAD), 0);
}

/* The object is there for those that have read the list. */
Test(arm, whoever_starts_while_it_is_switched_off_finds_the_object, .timeout = 120)
{
	static const char *const before[] = { ":", "echo '# none' >" PRELOAD };

	make_unarmed(CAT_POLICY);
	for (size_t i = 0; i < COUNT(before); i++) {
		ran_well(sh("%s", before[i]), 0);
		said(FLEET("enable"), 0, "it is on");
		said(FLEET("disable"), 0, "it is off\n");
		said(FLEET("arm"), 1, "not armed");
		ran_well(sh("test -h root/run/landlock-auto/liblandlock-auto.so"), 0);
	}
}

Test(arm, a_link_of_somebody_else_stays_one, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	ran_well(sh("echo /lib/one.so >root/etc/theirs; ln -s theirs " PRELOAD), 0);
	said(FLEET("enable"), 0, "as an entry in a file of others");
	loads_ours("/lib/one.so");
	said(FLEET("disable"), 0, "it is off\n");
	ran_well(sh("test -h " PRELOAD " && echo /lib/one.so | cmp - root/etc/theirs"), 0);
}

/* By a program that is tried, and finds the file where a trial does not hide it. */
Test(arm, what_others_change_during_the_trial_is_not_overwritten, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	ran_well(sh("echo /lib/one.so >root/shared/theirs; ln -s /shared/theirs " PRELOAD "; "
		    "printf '#!/bin/sh\\necho /lib/two.so >/shared/theirs\\n' >root/bin/cat"),
		 0);
	said(FLEET("enable"), 125, "/etc/ld.so.preload has changed meanwhile; try again");
	ran_well(sh("echo /lib/two.so | cmp - root/shared/theirs"), 0);
	/* The same bytes again, but written meanwhile. */
	said(FLEET("enable"), 125,
	     "somebody else changes /shared/theirs at this moment; try again");
}

/* Of which nothing is broken: what is armed stays so. */
Test(arm, what_others_change_while_it_is_armed_again_does_not_disarm, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	said(FLEET("enable"), 0, "it is on");
	ran_well(sh("printf '#!/bin/sh\\necho /lib/two.so >>/run/landlock-auto/ld.so.preload\\n' "
		    ">root/bin/true"),
		 0);
	said(FLEET("arm"), 125, "/etc/ld.so.preload has changed meanwhile; try again");
	loads_ours("/lib/two.so");
}

/* Another way to load the object, which no boot would verify. */
Test(arm, a_second_one_of_us_is_found_and_taken_out, .timeout = 120)
{
	static const char *const names[] = { "$SHIM", "/opt/liblandlock-auto.so", "/opt/renamed.so",
					     "/none/liblandlock-auto.so" };

	make_unarmed(CAT_POLICY);
	ran_well(sh("mkdir root/opt; cp " OBJECT " root/opt/renamed.so; "
		    "cp " OBJECT " root/opt/liblandlock-auto.so"),
		 0);
	for (size_t i = 0; i < COUNT(names); i++) {
		ran_well(sh("printf '/lib/none.so:%%s\\n' %s >" PRELOAD, names[i]), 0);
		said(FLEET("enable"), 125, " already, which no boot would verify");
		contains(FLEET("status").out, "WRONG: ");
		said(FLEET("disable"), 0, "it is off\n");
		ran_well(sh("echo /lib/none.so | cmp - " PRELOAD), 0);
	}
}

/* For a while. */

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

/* This once. */

Test(arm, a_program_can_be_tested_with_nothing_switched_on, .timeout = 120)
{
	static const char *const before[] = { "rm -f " PRELOAD, "echo '# none' >" PRELOAD,
					      "ln -sf /run/landlock-auto/ld.so.preload " PRELOAD };

	make_unarmed(CAT_POLICY);
	for (size_t i = 0; i < COUNT(before); i++) {
		ran_well(sh("%s; cp -P " PRELOAD " before 2>/dev/null; ls -lR root >list",
			    before[i]),
			 0);
		said(FLEET("test /bin/cat /etc/group"), 1, "/etc/group: Permission denied");
		said(FLEET("test /bin/cat -- /etc/group"), 1, "/etc/group: Permission denied");
		said(FLEET("test -- cat /etc/passwd"), 0, "root:x:0:0:");
		ran_well(HERE("/bin/cat /etc/group"), 0);
		ran_well(sh("ls -lR root | cmp - list"), 0);
	}
}

Test(arm, a_test_passes_on_what_the_program_says, .timeout = 120)
{
	struct ran r;

	make_unarmed(CAT_POLICY);
	r = FLEET("test sh -c 'echo out; cat /etc/group; cd /shared; echo here >made; exit 7'");
	cr_assert_eq(r.status, 7);
	cr_expect_str_eq(r.out, "out\n");
	contains(r.err, "is not named: it is not confined itself\n");
	contains(r.err, "/etc/group: Permission denied\n");
	ran_well(sh("grep -q here root/shared/made"), 0);
	cr_expect_str_eq(sh("cd root/shared && chroot .. $TOOL fleet test sh -c pwd").out, "/\n");
	cr_expect_eq(FLEET("test sh -- -c 'exit 3'").status, 3);
	cr_expect_eq(FLEET("test sh -c 'kill -TERM $$'").status, 128 + 15);
	said(FLEET("test none"), 127, "No such file or directory");
	said(FLEET("test /etc/passwd"), 126, "Permission denied");
	said(FLEET("test"), 125, "fleet test --help");
	ran_well(sh("printf '/lib/none.so\\0\\n' >" PRELOAD), 0);
	said(FLEET("test cat /etc/passwd"), 125, "has a NUL byte");
	ran_well(sh("rm " PRELOAD " " OBJECT), 0);
	said(FLEET("test cat /etc/passwd"), 125, "install it again");
}

/* Mounts of a trial in a plain chroot, whose / is no mount point, must be seen by
 * nobody else. */
Test(arm, a_trial_leaves_nothing_behind, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	ran_well(
		sh("sort /proc/self/mountinfo | grep -F $T >before; "
		   "$SRC/tests/mounts sh -c 'mount --bind root root; mount --make-shared root; { "
		   "chroot root $TOOL fleet enable && chroot root $TOOL fleet test true; } 2>said; "
		   "grep -F $T/root /proc/self/mountinfo | wc -l >mounts'"),
		0);
	cr_expect_str_eq(sh("cat mounts").out, "1\n");
	cr_expect_str_eq(sh("sort /proc/self/mountinfo | grep -F $T | cmp - before").out, "");
	wait_until("[ -z \"$(" ITS_PROCESSES ")\" ]");
}

/* What is known. */

Test(arm, status_tells_who_is_confined_and_who_started_before, .timeout = 120)
{
	struct ran r;

	make_unarmed("program \"/bin/cat\" { fs = {\"r:/etc/passwd\", \"x:/bin\"} }\n");
	/* All of it in one mount namespace, or executables would have other names. */
	test_text("script", "mount -t proc none root/proc; mkfifo a b c d\n"
			    "now() { chroot root $TOOL fleet status | "
			    "sed -n 's/^process *[0-9]* //p' | sort; }\n"
			    "wait_for() { for i in $(seq 100); do "
			    "[ $(now | wc -l) = $1 ] && return; sleep 0.1; done; exit 3; }\n"
			    "start() { chroot root /bin/cat <$1 >/dev/null 2>&1 & }\n"
			    "now\n"
			    "start a; exec 3>a; wait_for 1; now; echo\n"
			    "chroot root $TOOL fleet enable >/dev/null 2>&1\n"
			    "start b; exec 4>b; wait_for 2; now; echo\n"
			    "touch " ETC "/landlock-auto.disable\n"
			    "start c; exec 5>c; wait_for 3; rm " ETC "/landlock-auto.disable\n"
			    "now; echo; $TOOL fleet compile --root root >/dev/null; sleep 0.2\n"
			    "start d; exec 6>d; wait_for 4; now\n");
	r = sh("exec $SRC/tests/mounts sh ./script");
	cr_expect_str_eq(r.out,
			 "without  /bin/cat\n\n"
			 "confined /bin/cat\nwithout  /bin/cat\n\n"
			 "confined /bin/cat\nopen     /bin/cat\nwithout  /bin/cat\n\n"
			 "confined /bin/cat\nearlier  /bin/cat\nopen     /bin/cat\n"
			 "without  /bin/cat\n",
			 "%s", r.err);
}

/* As a library of that name, or what a static program has read. */
Test(arm, a_file_of_the_objects_name_confines_nothing, .timeout = 120)
{
	struct ran r;

	make_unarmed(CAT_POLICY);
	test_text("script", "mount -t proc none root/proc; mkfifo a\n"
			    "cp $(ldd /bin/cat | grep -o '/[^ ]*/libc\\.so\\.6') "
			    "root/shared/liblandlock-auto.so\n"
			    "chroot root /usr/bin/env LD_PRELOAD=/shared/liblandlock-auto.so "
			    "/bin/cat <a & exec 3>a\n"
			    "for i in $(seq 300); do grep -q /shared/liblandlock /proc/$!/maps && "
			    "chroot root $TOOL fleet status | grep '/bin/cat$' && break; "
			    "sleep 0.05; done | sed -n 's/^process *[0-9]* //p'\n");
	r = sh("exec $SRC/tests/mounts sh ./script");
	cr_expect_str_eq(r.out, "without  /bin/cat\n", "%s%s", r.out, r.err);
}

/* Anybody may have made the directory that a link leads to. */
Test(arm, status_shows_no_control_characters, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	ran_well(sh("d=$(printf '/opt/\\033[31m\\narmed      yes'); mkdir -p \"root$d\"; "
		    "cp root/bin/cat \"root$d\"; ln -s \"$d/cat\" root/opt/link"),
		 0);
	compile("program \"/opt/link\" { fs = {\"r:/etc/passwd\"} }");
	contains(FLEET("status").out, "/opt/");
	contains_not(FLEET("status").out, "\033");
	contains_not(FLEET("status").out, "\narmed      yes");
}

Test(arm, where_no_program_is_named_there_is_a_warning, .timeout = 120)
{
	struct ran r;

	make_unarmed(CAT_POLICY);
	contains_not(FLEET("enable").err, "program");
	said(FLEET("disable"), 0, "it is off");
	compile("");
	contains(sh("cat said").out, "landlock-auto: warning: no program is named in ");
	r = FLEET("enable");
	said(r, 0, "it is on");
	contains(r.err, "warning: the database names no program\n");
}

Test(arm, status_says_what_is_on_and_what_is_wrong, .timeout = 120)
{
	make_unarmed(CAT_POLICY "program \"/bin/sh\" { fs = {\"rx:/\"}\n on-error = warn }\n");
	said(FLEET("status"), 1, "");
	contains(FLEET("status").out, "armed      no, off\n");
	said(FLEET("enable"), 0, "it is on");
	said(FLEET("status"), 0, "armed      yes, as a link\n");
	contains(FLEET("status").out, "database   2 programs\n");
	/* As a rescue by hand leaves it. */
	ran_well(sh(": >root/run/landlock-auto/ld.so.preload"), 0);
	said(FLEET("status"), 1, "");
	contains(FLEET("status").out, "armed      no, a link that a boot arms");
	said(FLEET("arm"), 0, "");
	said(FLEET("status"), 0, "armed      yes, as a link\n");
	contains(FLEET("status").out, "program    /bin/cat\n");
	contains(FLEET("status").out, "program    /bin/sh  on-error=warn\n");
	ran_well(sh("touch " ETC "/landlock-auto.required " ETC "/landlock-auto.disable"), 0);
	said(FLEET("status"), 1, "");
	contains(FLEET("status").out, "disable    ");
	contains(FLEET("status").out, "required   ");
	ran_well(sh("rm " ETC "/landlock-auto.disable " ETC
		    "/landlock-auto.required; chmod 666 " OBJECT),
		 0);
	said(FLEET("status"), 125, "");
	contains(FLEET("status").out, "object     WRONG: ");
	ran_well(sh("chmod 644 " OBJECT "; : >" ETC "/landlock-auto.d/fleet.db"), 0);
	said(FLEET("status"), 125, "");
	contains(FLEET("status").out, "database   WRONG: ");
}

/* Twenty are named where nothing is said. */
Test(arm, status_names_many_programs_only_when_asked, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	ran_well(sh("for i in $(seq 30); do echo \"program '/none/$i' { fs = {'r:/'} }\"; done "
		    ">" ETC "/landlock-auto.conf; $TOOL fleet compile --root root >/dev/null 2>&1"),
		 0);
	contains(FLEET("status").out, "database   30 programs\n");
	contains_not(FLEET("status").out, "program ");
	contains(FLEET("status -v").out, "program    /none/7\n");
}
