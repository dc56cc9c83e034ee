/* SPDX-License-Identifier: ISC */
/* `fleet disable` where nothing else of the machine works. */
#include "machine/arming.h"

#include <stdio.h>

#define DISABLE_FILE ETC "/landlock-auto.disable"

/* The tool cannot do it, and its file says so. */
static void rescued(struct ran r, const char *why)
{
	said(r, 0, "it is off\n");
	contains(r.err, why);
	contains(r.err, "landlock-auto.disable: while it is there, nothing is confined");
	ran_well(sh("test -f " DISABLE_FILE " && test ! -h " PRELOAD " && test ! -e " PRELOAD), 0);
	ran_well(HERE("/bin/cat /etc/group"), 0);
}

static void enable(void)
{
	ran_well(sh("rm -rf root"), 0);
	make_unarmed(CAT_POLICY);
	said(FLEET("enable"), 0, "it is on");
	cr_assert(confined());
}

Test(rescue, works_whatever_has_become_of_the_tool, .timeout = 300)
{
	static const char *const faults[][2] = {
		{ "rm root/$TOOL-tool", "cannot be run: No such file" },
		{ "chmod 644 root/$TOOL-tool; mv root/$TOOL root/bin",
		  "cannot be run: Permission" },
		{ "mv root/$TOOL root/bin; cp /bin/false root/$TOOL-tool",
		  "ended with status 1 and did nothing" },
		{ "mv root/$TOOL root/bin; cp root/bin/true root/$TOOL-tool",
		  "ended with status 0 and did nothing" },
		{ "cp root/bin/true root/$TOOL-tool", "no tool of the same build" },
		{ "chmod 666 root/$TOOL-tool", "others can write it" },
		{ "mv root/$TOOL root/bin; printf '#!/bin/sh\\nkill -9 $$\\n' >root/$TOOL-tool",
		  "died of signal 9" },
	};

	for (size_t i = 0; i < COUNT(faults); i++) {
		enable();
		ran_well(sh("%s", faults[i][0]), 0);
		rescued(sh("t=$TOOL; [ -f root/$TOOL ] || t=/bin/landlock-auto; exec chroot root $t fleet disable"),
			faults[i][1]);
	}
}

/* Every other program of the machine ends before it begins. */
Test(rescue, works_where_a_preload_or_a_missing_libc_stops_all_programs, .timeout = 300)
{
	enable();
	ran_well(
		sh("mv root/$TOOL root/bin && cp root/bin/cat root/$TOOL-tool && mkdir kept && "
		   "for f in $(ldd /bin/cat | grep -o '/[^ ]*libc\\.[^ ]*'); do mv root/$f kept; done"),
		0);
	cr_assert_neq(HERE("/bin/true").status, 0);
	said(sh("exec chroot root /bin/landlock-auto fleet disable"), 0, "it is off\n");
	ran_well(sh("test -f " DISABLE_FILE " && test ! -h " PRELOAD), 0);
	/* An object that is cut short behind its headers is a SIGBUS or a SIGSEGV everywhere. */
	enable();
	ran_well(sh("mv root/$TOOL root/bin && cp root/bin/cat root/$TOOL-tool && "
		    "truncate -s 0 root/$SHIM && truncate -s 60000 root/$SHIM"),
		 0);
	said(sh("exec chroot root /bin/landlock-auto fleet disable"), 0, "it is off\n");
	ran_well(sh("test -f " DISABLE_FILE " && test ! -h " PRELOAD), 0);
	ran_well(HERE("/bin/cat /etc/group"), 0);
}

/* A tool that needs a loader is a program of the machine as any other. */
Test(rescue, works_where_the_object_stops_the_tool, .timeout = 120)
{
	enable();
	ran_well(sh("mv root/$TOOL root/bin && cp root/bin/true root/$TOOL-tool && "
		    "echo >>" DB " && : >" ETC "/landlock-auto.required"),
		 0);
	said(HERE("/bin/true"), 125, "damaged");
	rescued(sh("exec chroot root /bin/landlock-auto fleet disable"), "ended with status 125");
}

Test(rescue, leaves_the_entries_of_others, .timeout = 300)
{
	static const char *const lists[][2] = {
		{ "# ours\\n", "# ours\\n" },
		{ "/lib/a.so /lib/b.so:/lib/c.so\\n", "/lib/a.so /lib/b.so:/lib/c.so\\n" },
		{ "", "" },
		/* No comment becomes an entry, and no entry a comment. */
		{ "#/x/liblandlock-auto.so of /lib/a.so\\n", "#of /lib/a.so\\n" },
		{ "# no /x/liblandlock-auto.so\\n/lib/a.so\\n", "# no \\n/lib/a.so\\n" },
		{ "/x/liblandlock-auto.so#/lib/a.so\\n", "#/lib/a.so\\n" },
		{ "/lib/a.so:/x/liblandlock-auto.so\\n/lib/b.so\\n", "/lib/a.so:\\n/lib/b.so\\n" },
	};

	for (size_t i = 0; i < COUNT(lists); i++) {
		struct ran r;

		ran_well(sh("rm -rf root"), 0);
		make_unarmed(CAT_POLICY);
		ran_well(sh("printf '%s' >" PRELOAD "; chmod 640 " PRELOAD, lists[i][0]), 0);
		ran_well(
			sh("mkdir -p root/run/landlock-auto; printf '/run/landlock-auto/liblandlock-auto.so\\n' >>" PRELOAD
			   "; ln -s $SHIM root/run/landlock-auto; rm root/$TOOL-tool"),
			0);
		r = sh("exec chroot root $TOOL fleet disable");
		said(r, 0, "it is off\n");
		ran_well(sh("printf '%s' | cmp - " PRELOAD " && test $(stat -c %%a " PRELOAD
			    ") = 640",
			    lists[i][1]),
			 0);
	}
}

/* A link counts for the object wherever it leads, and a file of another user does not. */
Test(rescue, makes_the_file_that_the_object_takes, .timeout = 120)
{
	static const char *const others[] = { "ln -s /nowhere " DISABLE_FILE,
					      ": >" DISABLE_FILE "; chown 1 " DISABLE_FILE };

	for (size_t i = 0; i < COUNT(others); i++) {
		struct ran r;

		enable();
		ran_well(sh("%s", others[i]), 0);
		r = sh("rm root/$TOOL-tool; exec chroot root $TOOL fleet disable");
		said(r, 0, "it is off\n");
		contains(r.err, "while it is there, nothing is confined");
		ran_well(sh("test $(stat -c %%u " DISABLE_FILE ") = 0"), 0);
	}
}

Test(rescue, is_for_root, .timeout = 120)
{
	enable();
	ran_well(sh("rm root/$TOOL-tool"), 0);
	said(sh("exec chroot --userspec=65534:65534 root $TOOL fleet disable"), 125,
	     "fleet disable is for root");
	cr_assert(confined());
	ran_well(sh("test ! -e " DISABLE_FILE), 0);
	/* The tool itself says what is wrong with other words. */
	said(sh("exec chroot root $TOOL fleet disable --nosuch"), 125, "cannot be run");
	cr_assert(confined());
}

Test(rescue, leaves_what_the_tool_can_do_to_the_tool, .timeout = 120)
{
	enable();
	said(FLEET("disable"), 0, "it is off\n");
	cr_assert(untouched());
	said(FLEET_PROC("disable"), 0, "it is off, as it was");
	cr_assert(untouched());
	/* Somebody's comment is no entry. */
	ran_well(sh("echo '# not $SHIM' >" PRELOAD "; cp " PRELOAD " list"), 0);
	said(FLEET("disable"), 0, "it is off, as it was");
	ran_well(sh("cmp list " PRELOAD " && test ! -e " DISABLE_FILE), 0);
}

/* After it, one file has to go before it can be switched on again. */
Test(rescue, says_what_has_to_go_before_it_is_on_again, .timeout = 120)
{
	enable();
	rescued(sh("mv root/$TOOL-tool kept; exec chroot root $TOOL fleet disable"),
		"cannot be run");
	said(sh("mv kept root/$TOOL-tool; exec chroot root $TOOL fleet enable"), 125,
	     "landlock-auto.disable is there");
	said(sh("rm " DISABLE_FILE "; exec chroot root $TOOL fleet enable"), 0, "it is on");
	cr_assert(confined());
}
