/* SPDX-License-Identifier: ISC */
/* The entries of others in /etc/ld.so.preload stay as they are. */
#include "machine/arming.h"

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

/* Nothing is broken by such a change, so the policies stay armed. */
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
