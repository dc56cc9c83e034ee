/* SPDX-License-Identifier: ISC */
/* The command line of fleet, and what other commands make of its texts. */
#include "machine/fleet_text.h"
#include "core/paths.h"

#include <stdlib.h>

/* The command line */

Test(fleet, the_root_directory_must_be_one_and_takes_root)
{
	needs_root();
	refused(sh("$TOOL fleet compile --root none"),
		"cannot make none the root directory: No such");
	refused(sh("echo >file; $TOOL fleet compile --root file"), "Not a directory");
	refused(sh("mkdir empty; $TOOL fleet compile --root empty"), "/etc: No such file");
	refused(sh("cp $TOOL tool; exec setpriv --reuid 65534 --clear-groups --inh-caps=-all "
		   "./tool fleet compile --root /"),
		"Operation not permitted");
}

Test(fleet, help_and_wrong_usage)
{
	contains(sh("$TOOL fleet --help").out, "fleet compile");
	contains(sh("$TOOL fleet compile --help").out, lla_fleet_dir);
	cr_assert_eq(sh("$TOOL fleet").status, 125);
	contains(sh("$TOOL fleet").err, "usage: ");
	refused(sh("$TOOL fleet nonsense"), "no such command 'fleet nonsense'");
	refused(sh("$TOOL fleet compile file"), "see landlock-auto fleet compile --help");
	refused(sh("$TOOL fleet compile --nonsense"), "see landlock-auto fleet compile --help");
}

/* A file that the tool opens would get the number, and then what is said. */
Test(fleet, with_closed_descriptors_nothing_is_said_into_a_file, .init = needs_landlock)
{
	static const char *const closed[] = { "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-" };

	begin();
	text(CONF, "program /usr/bin/a {}\nprogram /none {}");
	for (size_t i = 0; i < COUNT(closed); i++) {
		ran_well(sh("( " COMPILE " %s ) >/dev/null 2>&1", closed[i]), 0);
		cr_assert_str_empty(sh("cat " DIR "/.lock").out, "%s", closed[i]);
	}
}

/* The other commands, given such a text */

Test(fleet, check_says_what_each_program_may_do, .init = needs_landlock)
{
	struct ran r;

	test_text("x.conf",
		  "fs = r:/etc/hostname\nabi = 3\nprogram /bin/true { fs = r:/tmp abi = 3 }\n"
		  "program /usr/bin/env { net = c:443 on-error = warn abi = 4}\n");
	r = sh("$TOOL check x.conf");
	ran_well(r, 0);
	contains(strstr(r.out, "on this kernel"), "/etc/hostname");
	contains(strstr(r.out, "\nprogram /usr/bin/true\non this kernel"), "/tmp");
	contains(strstr(r.out, "\nprogram /usr/bin/env (without its policy, and a warning"),
		 "port 443");
	contains_not(strstr(r.out, "program /usr/bin/env"), "/tmp");
	test_text("y.conf", "program /bin/true { fs = r:/tmp }\n");
	r = sh("$TOOL check y.conf");
	cr_assert(!strncmp(r.out, "program /usr/bin/true\n", 22), "%s", r.out);
	contains(r.err, "y.conf:1: warning: there is no abi key");
}

Test(fleet, check_says_every_error_and_doubt_of_a_text_with_sections)
{
	struct ran r;

	test_text("x.conf", "program /bin/true { x = 1 }\nprogram /usr/bin/true {}\n"
			    "program /none {}\nprogram /bin/mount {}\n");
	r = sh("$TOOL check x.conf");
	cr_assert_eq(r.status, 1);
	cr_assert_str_empty(r.out);
	contains(r.err, "x.conf:1: no such key 'x'");
	contains(r.err, "x.conf:2: /usr/bin/true has a section already, x.conf:1;");
	contains(r.err, "x.conf:3: warning: /none does not exist");
	contains(r.err, "x.conf:4: warning: /usr/bin/mount cannot mount anything");
	test_text("x.conf", "program /bin/true {}\nprogram /usr/bin/true {}");
	r = sh("$TOOL check x.conf");
	cr_assert_eq(r.status, 1);
	cr_assert_str_empty(r.out);
	contains(r.err, "x.conf:2: /usr/bin/true has a section already, x.conf:1;");
}

Test(fleet, check_needs_no_root, .init = needs_landlock)
{
	struct ran r;

	needs_root();
	test_text("x.conf",
		  "program /bin/true { fs = r:/tmp abi = 3 }\nprogram /etc/ssl/private/x {}");
	ran_well(sh("cp $TOOL tool; mkdir -m 700 secret; echo >secret/x"), 0);
	test_text("y.conf", "program /bin/true { fs = r:/tmp abi = 3 }");
	ran_well(sh("exec setpriv --reuid 65534 --clear-groups ./tool check y.conf"), 0);
	r = sh("echo \"program $T/secret/x { abi = 3 }\" >y.conf; "
	       "exec setpriv --reuid 65534 --clear-groups ./tool check y.conf");
	cr_assert_eq(r.status, 0);
	contains(r.err, "y.conf:1: warning: ");
	contains(r.err, "secret/x cannot be looked at: Permission denied");
}

Test(fleet, a_policy_of_one_program_has_no_sections)
{
	test_text("x.conf", "fs = r:/\nprogram /bin/true {}");
	refused(sh("$TOOL compile -o x x.conf"), "x.conf:2: program sections belong into ");
	refused(sh("$TOOL run --config x.conf true"), "x.conf:2: program sections belong into ");
	refused(sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO_CONFIG=x.conf /bin/true"),
		"program sections belong");
}

/* A line in a whole machine, with /proc, which sanitizers need. */
#define MAKE_MACHINE MAKE_ROOT "mkdir -p root/proc "
#define IN_ROOT                                                                           \
	"exec $SRC/tests/mounts sh -c 'mount -t proc none root/proc && exec chroot root " \
	"\"$@\"' sh env "

Test(fleet, of_the_system_config_what_is_outside_of_sections_counts_for_all)
{
	needs_root();
	needs_abi(1);
	ran_well(sh(MAKE_MACHINE ETC), 0);
	text(CONF, "program /bin/true { fs = r:/etc/group }\nfs = r:/etc/passwd\n");
	ran_well(sh(IN_ROOT "LD_PRELOAD=$SHIM cat /etc/passwd"), 0);
	contains(sh(IN_ROOT "LD_PRELOAD=$SHIM cat /etc/group").err, "Permission denied");
	ran_well(sh(IN_ROOT "$TOOL run cat /etc/passwd"), 0);
	contains(sh(IN_ROOT "$TOOL run cat /etc/group").err, "Permission denied");
	ran_well(sh(IN_ROOT "$TOOL run --config=%s cat /etc/passwd", lla_system_config), 0);
	ran_well(sh(IN_ROOT "sh -c 'cd %s/../ && exec $TOOL run --config=etc/" CONF " true'",
		    TEST_BUILDDIR "/tests/etc"),
		 0);
	/* Elsewhere the same text is no policy. */
	ran_well(sh("cp " ETC "/" CONF " root/x.conf"), 0);
	refused(sh(IN_ROOT "$TOOL run --config=/x.conf true"),
		"/x.conf:1: program sections belong");
}

Test(fleet, check_knows_the_texts_that_have_sections_alone, .init = needs_landlock)
{
	struct ran r;

	needs_root();
	ran_well(sh(MAKE_MACHINE DIR), 0);
	text("landlock-auto.d/a.conf", "abi = 3\nprogram /bin/true { abi = 3 }");
	r = sh(IN_ROOT "sh -c 'cd %s && exec $TOOL check a.conf'", lla_fleet_dir);
	cr_assert_eq(r.status, 1);
	contains(r.err, "a.conf:1: abi stands outside of a program section");
	ran_well(
		sh("mv " DIR "/a.conf " ETC "; " IN_ROOT "$TOOL check %s/../a.conf", lla_fleet_dir),
		0);
}

Test(fleet, a_system_config_of_sections_alone_is_no_policy)
{
	static const char says[] = CONF_NAME ": no policy for programs that are preloaded by name";

	needs_root();
	ran_well(sh(MAKE_MACHINE ETC), 0);
	text(CONF, "program /bin/true { fs = r:/etc/group }\n");
	refused(sh(IN_ROOT "LD_PRELOAD=$SHIM cat /etc/passwd"), says);
	refused(sh(IN_ROOT "$TOOL run true"), says);
	refused(sh(IN_ROOT "$TOOL compile -o x %s", lla_system_config), says);
}
