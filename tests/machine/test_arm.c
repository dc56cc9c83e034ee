/* SPDX-License-Identifier: ISC */
/* Switching the fleet's policies on and off. */
#include "machine/arming.h"

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
					    "chmod 755 " ETC "/landlock-auto.d", ("rm " PRELOAD) };

	make_unarmed(CAT_POLICY);
	for (size_t i = 0; i < COUNT(hide); i++) {
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

/* The second command finds armed what it would arm. */
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

/* A boot that had looked before it waited would believe what is no longer true. */
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
