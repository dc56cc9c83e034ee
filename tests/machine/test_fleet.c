/* SPDX-License-Identifier: ISC */
/* fleet compile: which texts there are, who may have written them, and what they become. */
#include "machine/fleet_text.h"

#include <stdlib.h>

/* Texts. */

Test(fleet, a_named_program_has_its_policy_in_the_database_and_others_have_none)
{
	const struct lla_image *image;

	begin();
	text(CONF, "program /usr/bin/a { fs = r:/a }\nprogram /usr/bin/b {\n"
		   "ignore-if-missing = on\n on-error = warn\n fs = {r:/x, r:/y} }\n");
	text("landlock-auto.d/x.conf", "program /usr/bin/c { net = c:443 }");
	ran_well(sh("touch root/a"), 0);
	compiles(3);
	cr_assert_eq(programs_in_db(), 3);
	image = image_in_db("/usr/bin/b");
	cr_assert_str_eq(lla_image_source(image), CONF_NAME);
	cr_assert_eq(image->rules, 2);
	cr_assert_str_eq(lla_image_next(image, NULL)->path, "/x");
	cr_assert_eq(lla_image_next(image, NULL)->line, 5);
	cr_assert_eq(entry_of("/usr/bin/b").flags & LLA_DB_WARN, LLA_DB_WARN);
	cr_assert_eq(entry_of("/usr/bin/a").flags & LLA_DB_WARN, 0);
	image = image_in_db("/usr/bin/c");
	cr_assert_str_eq(lla_image_source(image), DIR_NAME "/x.conf");
	cr_assert_eq(image->rules, 1);
	cr_assert_not(is_named("/usr/bin/d"));
	cr_assert_not(is_named("/bin/a"));
}

Test(fleet, without_texts_no_program_is_named)
{
	begin();
	compiles(0);
	cr_assert_eq(programs_in_db(), 0);
	text(CONF, "fs = r:/a");
	compiles(0);
	text("landlock-auto.d/x.conf", "# nothing yet");
	compiles(0);
	ran_well(sh("rm -r " ETC "/*; mkdir -p " ETC), 0);
	compiles(0);
	cr_assert_eq(programs_in_db(), 0);
}

Test(fleet, texts_are_the_files_that_end_in_conf_in_the_order_of_bytes)
{
	begin();
	text("landlock-auto.d/B.conf", "program /usr/bin/a {}");
	text("landlock-auto.d/a.conf", "program /usr/bin/b {}");
	text("landlock-auto.d/.hidden.conf", "nonsense");
	text("landlock-auto.d/.conf", "nonsense");
	text("landlock-auto.d/old.conf~", "nonsense");
	text("landlock-auto.d/README", "nonsense");
	text("landlock-auto.d/a.conf.dpkg-new", "nonsense");
	text("x.conf", "nonsense");
	compiles(2);
	text("landlock-auto.d/a.conf", "program /usr/bin/a {}");
	fails_once("a.conf:1: /usr/bin/a has a section already, " DIR_NAME "/B.conf:1; put both");
}

Test(fleet, every_error_of_every_text_is_told_and_nothing_changes)
{
	begin();
	text(CONF, "program /usr/bin/a {}");
	compiles(1);
	ran_well(sh("cp " DIR "/fleet.db before"), 0);
	text(CONF, "abi = 99\nprogram /usr/bin/a {}\nprogram /usr/bin/b { x = 1 }");
	text("landlock-auto.d/a.conf", "program /usr/bin/a {\n\n");
	text("landlock-auto.d/b.conf", "program /usr/bin/d {}\nfs = r:/a\nprogram /usr { }");
	text("landlock-auto.d/c.conf", "program /usr/bin/c { handle = bind_tcp\n fs = r:/ }\n"
				       "program c {}");
	text("landlock-auto.d/d.conf", "program /bin/d {}");
	fails((const char *const[]){
		CONF_NAME ":1: no such Landlock ABI '99'", CONF_NAME ":3: no such key 'x'",
		DIR_NAME "/a.conf:1: the section that begins here has no end",
		DIR_NAME "/b.conf:2: fs stands outside of a program section",
		DIR_NAME "/b.conf:3: /usr is a directory, and a section is for a program",
		DIR_NAME "/c.conf:2: the rule for / grants read_file, which handle leaves out",
		DIR_NAME "/c.conf:3: 'c' is no absolute path",
		DIR_NAME "/a.conf:1: /usr/bin/a has a section already, " CONF_NAME ":2;",
		DIR_NAME "/d.conf:1: /bin/d is /usr/bin/d, which has a section already, " DIR_NAME
			 "/b.conf:1; put both into one",
		NULL });
	ran_well(sh("cmp before " DIR
		    "/fleet.db && test -z \"$(find root ! -type d -name '*new*')\""),
		 0);
}

Test(fleet, a_policy_that_only_as_a_whole_is_wrong_is_an_error_with_its_line)
{
	begin();
	text(CONF, "program /usr/bin/a { }\nprogram /usr/bin/b {\nabi = 1\nfs = truncate:/ }");
	fails_once(CONF_NAME ":4: the rule names truncate, which came with ABI 3");
	text(CONF, "abi = 1\nfs = {r:/,\ntruncate:/}\n");
	fails_once(CONF_NAME ":3: the rule names truncate, which came with ABI 3");
}

Test(fleet, keys_outside_of_sections_are_checked_and_name_no_program)
{
	begin();
	text(CONF, "fs = {\"r:${NO_SUCH_VARIABLE}/a\", \"rw:~/x\", r:.}\nprogram /usr/bin/a {}");
	compiles(1);
	text(CONF, "fs = {\"r:${NO_SUCH_VARIABLE}/a\", \"reed:~/x\"}\nprogram /usr/bin/a {}");
	fails_once(CONF_NAME ":1: no such right 'reed'");
}

Test(fleet, a_compiled_system_policy_names_no_program, .init = needs_landlock)
{
	begin();
	ran_well(sh("$TOOL compile -o " ETC "/" CONF " --words abi=1"), 0);
	text("landlock-auto.d/a.conf", "program /usr/bin/a {}");
	compiles(1);
	ran_well(sh("cp " ETC "/" CONF " " DIR "/b.conf"), 0);
	fails_once("b.conf:2: a NUL byte");
}

Test(fleet, presets_are_those_of_the_root_directory)
{
	begin();
	text(CONF, "program /usr/bin/a { presets = base }");
	fails_once(CONF_NAME ":1: no such preset 'base'; there are none in ");
	ran_well(sh("mkdir -p root$SRC/conf; cp -r $SRC/conf/presets root$SRC/conf"), 0);
	compiles(1);
	cr_assert_gt(image_in_db("/usr/bin/a")->rules, 10);
	text(CONF, "presets = base");
	compiles(0);
	text(CONF, "presets = none-such");
	fails_once(CONF_NAME ":1: no such preset 'none-such'; there are base,");
}

/* Trust. */

Test(fleet, what_others_than_root_can_write_is_not_read)
{
	static const struct {
		const char *change, *says;
	} rows[] = {
		{ "chown 7 " DIR "/a.conf", "a.conf: is owned by user 7" },
		{ "chmod g+w " DIR "/a.conf", "a.conf: may be written by others" },
		{ "chmod o+w " DIR "/a.conf", "a.conf: may be written by others" },
		{ "chown 7 " ETC "/" CONF, CONF_NAME ": is owned by user 7" },
		{ "chmod o+w " ETC "/" CONF, CONF_NAME ": may be written by others" },
		{ "mv " DIR "/a.conf x; ln -s /x " DIR "/a.conf",
		  "a.conf: this is a symbolic link" },
		{ "mv " ETC "/" CONF " x; ln -s /x " ETC "/" CONF, "this is a symbolic link" },
		{ "rm " DIR "/a.conf; mkdir " DIR "/a.conf", "a.conf: this is a directory" },
		{ "rm " DIR "/a.conf; mkfifo " DIR "/a.conf", "a.conf: this is a FIFO" },
		{ "rm " ETC "/" CONF "; mkdir " ETC "/" CONF, CONF_NAME ": this is a directory" },
	};

	begin();
	for (size_t i = 0; i < COUNT(rows); i++) {
		ran_well(sh("rm -rf " ETC "/* && mkdir " DIR), 0);
		text(CONF, "program /usr/bin/a {}");
		text("landlock-auto.d/a.conf", "program /usr/bin/b {}");
		compiles(2);
		ran_well(sh("%s", rows[i].change), 0);
		fails_once(rows[i].says);
		cr_assert_eq(programs_in_db(), 2);
	}
}

Test(fleet, a_directory_that_others_than_root_can_write_is_not_used)
{
	static const struct {
		const char *change, *says;
	} rows[] = {
		{ "chown 7 " DIR, DIR_NAME ": is owned by user 7" },
		{ "chmod g+w " DIR, DIR_NAME ": may be written by others" },
		{ "chmod o+w " DIR, DIR_NAME ": may be written by others" },
		{ "chown 7 " ETC, "/tests/etc: is owned by user 7" },
		{ "chmod 1777 " ETC, "/tests/etc: may be written by others" },
		{ "mv " DIR " " ETC "/x; ln -s x " DIR, DIR_NAME ": Not a directory" },
		{ "rm -r " DIR "; echo >" DIR, DIR_NAME ": Not a directory" },
		{ "rm " DIR "/.lock; mkdir " DIR "/.lock", DIR_NAME ": Is a directory" },
		{ "rm -r " ETC, "/tests/etc: No such file or directory" },
	};

	begin();
	for (size_t i = 0; i < COUNT(rows); i++) {
		ran_well(sh("rm -rf " ETC " && mkdir -p " DIR), 0);
		compiles(0);
		ran_well(sh("%s", rows[i].change), 0);
		refused(COMPILED, rows[i].says);
	}
}

Test(fleet, a_flood_of_warnings_is_counted_and_cut, .init = needs_landlock)
{
	struct ran r;

	begin();
	ran_well(sh("seq -f 'program /p/%%g { abi = 1 }' 1000 >" ETC "/" CONF), 0);
	r = sh(COMPILE " 2>&1 >/dev/null | tail -n 2");
	contains(r.out, ":100: warning: /p/100 does not exist");
	contains(r.out, ": warning: 900 more warnings are not shown\n");
}
