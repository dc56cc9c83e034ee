/* SPDX-License-Identifier: ISC */
/* landlock-auto fleet compile: the doubts about policies that it warns of. */
#include "machine/fleet_text.h"

#include <stdio.h>

Test(fleet, the_doubts_of_check_are_warnings, .init = needs_landlock)
{
	static const char *const rows[][2] = {
		{ "abi = 1 fs = {x:/usr,\nread_dir:/usr/bin/b}",
		  ":2: warning: /usr/bin/b is no directory" },
		{ "abi = 1 fs = {rx:/usr,\nr:/usr/bin}",
		  ":2: warning: the rule for /usr (line 1) grants" },
		{ "abi = 1 handle = {}", ":1: warning: nothing is denied: the program can do all" },
	};

	begin();
	for (size_t i = 0; i < COUNT(rows); i++) {
		char section[200];

		snprintf(section, sizeof(section), "program /usr/bin/a { %s }", rows[i][0]);
		text(CONF, section);
		warns(rows[i][1]);
	}
	ran_well(sh("mkdir -p root$SRC/conf/presets && "
		    "echo 'fs = r:/none' >root$SRC/conf/presets/mine.conf"),
		 0);
	text(CONF, "program /usr/bin/a { abi = 1\npresets = mine }");
	warns(":2: warning: /none does not exist, and the program would not start");
	text(CONF, "program /usr/bin/a { abi = 1 fs = {x:/usr, read_dir:/usr/bin} }");
	compiles(1);
}

Test(fleet, a_missing_abi_key_is_a_warning_once_in_each_text, .init = needs_landlock)
{
	struct ran r;

	begin();
	text(CONF, "program /usr/bin/a { abi = 1 }\nprogram /usr/bin/b {}\nprogram /usr/bin/c {}");
	text("landlock-auto.d/a.conf", "program /usr/bin/d {}");
	r = sh(COMPILE);
	cr_assert_eq(r.status, 0);
	contains(r.err, CONF_NAME ":2: warning: there is no abi key");
	contains(r.err, DIR_NAME "/a.conf:1: warning: there is no abi key");
	contains_not(r.err, CONF_NAME ":1: ");
	contains_not(r.err, CONF_NAME ":3: ");
}

/* By text, and by line in each; a section with an error hides no doubt about others. */
Test(fleet, doubts_come_in_the_order_of_texts_and_lines, .init = needs_landlock)
{
	static const char *const lines[] = {
		CONF_NAME ":2: warning: nothing is denied",
		CONF_NAME ":3: warning: /none does not exist; the section counts when it does",
		CONF_NAME ":4: warning: /gone does not exist, and the program would not start",
		DIR_NAME "/a.conf:1: warning: nothing is denied",
		CONF_NAME ":1: no such key 'x'",
	};

	begin();
	text(CONF, "program /usr/bin/a { x = 1 }\nprogram /usr/bin/b { abi = 1 handle = {} }\n"
		   "program /none { abi = 1\nfs = r:/gone }");
	text("landlock-auto.d/a.conf", "program /usr/bin/c { abi = 1 handle = none }");
	fails((const char *const[]){ lines[0], lines[1], lines[2], lines[3], lines[4], NULL });
}

/* The kernel answers as one of ABI 1 would. */
Test(fleet, what_this_kernel_cannot_enforce_is_a_warning, .init = needs_landlock)
{
	struct ran r;

	begin();
	text(CONF, "program /usr/bin/a { abi = 4\nnet = c:443 }\nprogram /usr/bin/b { abi = 4 }");
	r = sh("$BUILD/tests/kinds/answer_as 1 " COMPILE);
	cr_assert_eq(r.status, 0, "%s", r.err);
	contains(r.err, CONF_NAME ":1: warning: on this kernel the program would not start: "
				  "connect_tcp needs Landlock ABI 4");
	contains(r.err, CONF_NAME ":3: warning: this kernel cannot enforce ");
	contains_not(sh("$BUILD/tests/kinds/answer_as 4 " COMPILE).err, "this kernel");
}
