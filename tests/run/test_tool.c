/* SPDX-License-Identifier: ISC */
/* The other commands as people type them: compile, check, status. */
#include "common.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* compile */

Test(compile, writes_beside_the_text_or_where_it_is_told, .init = needs_landlock)
{
	test_text("app.conf", "abi = 1\nfs = {\"r:/\"}\n");
	ran_well(sh("$TOOL compile app.conf && cmp -n 8 app.conf.policy - <<E\nLLAUTO\r\nE\n"), 0);
	ran_well(
		sh("$TOOL compile -o p app.conf && test -s p && $TOOL compile -o - app.conf | cmp - p"),
		0);
	ran_well(sh("$TOOL compile -o w --words 'abi=1 r:/' && test -s w"), 0);
}

Test(compile, the_same_text_makes_the_same_policy, .init = needs_landlock)
{
	test_text("app.conf", "abi = 4\nfs = {\"r:/\", \"rw:/tmp\"}\nnet = {\"c:443\"}\n");
	ran_well(sh("$TOOL compile -o a app.conf && $TOOL compile -o b app.conf && cmp a b"), 0);
}

Test(compile, says_every_error_and_writes_nothing)
{
	struct ran r;

	test_text("app.conf", "fs = {\"reed:/\",\n \"r:/x*\"}\nabi = 0\n");
	r = sh("$TOOL compile app.conf; s=$?; ls; exit $s");
	cr_assert_eq(r.status, 125);
	cr_assert_str_eq(r.out, "app.conf\n");
	contains(r.err, "app.conf:1: no such right 'reed'");
	contains(r.err, "app.conf:2: '*' in");
	contains(r.err, "app.conf:3: no such Landlock ABI '0'");
}

Test(compile, no_sibling_for_a_text_that_depends_on_the_environment, .init = needs_landlock)
{
	test_text("app.conf", "abi = 1\nfs = {\"r:${HOME}\"}\n");
	refused(sh("$TOOL compile app.conf"), "has ${VAR}");
	ran_well(sh("$TOOL compile -o p app.conf"), 0);
}

Test(compile, never_puts_a_file_in_the_place_of_something_else)
{
	test_text("app.conf", "fs = {\"r:/\"}\n");
	denied(sh("ln -s app.conf link; mkfifo fifo; $TOOL compile -o link app.conf || "
		  "$TOOL compile -o fifo app.conf || $TOOL compile -o nosuch/p app.conf"),
	       "cannot write ");
	ran_well(sh("test -L link && test -p fifo"), 0);
}

Test(compile, never_overwrites_the_text)
{
	test_text("app.conf", "fs = {\"r:/\"}\n");
	denied(sh("$TOOL compile -o app.conf app.conf"), "is the text that is compiled");
	denied(sh("$TOOL compile -o ./app.conf app.conf"), "is the text that is compiled");
	cr_assert_str_eq(sh("cat app.conf").out, "fs = {\"r:/\"}\n");
}

Test(compile, a_failed_write_leaves_the_old_policy)
{
	test_text("app.conf", "fs = {\"r:/\"}\n");
	/* No file may grow: what is said goes through a pipe, then. */
	contains(
		sh("echo old >p; { trap '' XFSZ; ulimit -f 0; $TOOL compile -o p app.conf; } 2>&1 | cat")
			.out,
		"cannot write ");
	cr_assert_str_eq(sh("cat p; ls").out, "old\napp.conf\np\n");
}

Test(compile, warns_as_check_does, .init = needs_landlock)
{
	struct ran r;

	test_text("app.conf", "handle = {}\n");
	r = sh("$TOOL compile app.conf && test -s app.conf.policy");
	cr_assert_eq(r.status, 0);
	cr_assert_str_eq(r.err, sh("$TOOL check app.conf").err);
	contains(r.err, "app.conf: warning: nothing is denied");
	test_text("app.conf", "fs = {\"r:/nonexistent\"}\n");
	r = sh("$TOOL compile -o - app.conf | cmp -n 8 - app.conf.policy");
	cr_assert_eq(r.status, 0);
	contains(r.err, "app.conf:1: warning: /nonexistent does not exist");
	contains(r.err, "app.conf: warning: there is no abi key");
	r = sh("$TOOL compile -o p --words r:/nonexistent && test -s p");
	cr_assert_eq(r.status, 0);
	contains(r.err, "LANDLOCK_AUTO: warning: /nonexistent does not exist");
	test_text("app.conf", "abi = 1\nfs = {\"r:/\"}\n");
	ran_well(sh("$TOOL compile app.conf"), 0);
}

/* The program under the shim has one line to itself, for what stops it. */
Test(compile, says_no_doubt_to_the_shim)
{
	test_text("app.conf", "fs = {\"r:/nonexistent\"}\n");
	contains(sh("$TOOL compile app.conf").err, "warning: ");
	ran_well(sh("$TOOL compile --output-fd 7 app.conf 7>p && test -s p"), 0);
	ran_well(sh("$TOOL compile --output-fd 7 --words r:/nonexistent 7>w && test -s w"), 0);
}

/* check */

Test(check, says_every_error_with_its_line)
{
	struct ran r;

	test_text("app.conf", "fs = {\"reed:/\",\n \"r:/x*\"}\n# c\nabi = 0\nnosuch = 1\n");
	r = sh("$TOOL check app.conf");
	cr_assert_eq(r.status, 1);
	contains(r.err, "app.conf:1: no such right 'reed'");
	contains(r.err, "app.conf:2: '*' in");
	contains(r.err, "app.conf:4: no such Landlock ABI '0'");
	contains(r.err, "app.conf:5: ");
	contains(r.err, "nosuch");
	cr_assert_str_empty(r.out);
}

Test(check, a_policy_without_doubt_has_no_warning)
{
	test_text("app.conf", "abi = 7\nfs = {\"rx:/usr\", \"rw:/tmp\"}\nnet = {\"c:443\"}\n");
	ran_well(sh("$TOOL check --abi 7 app.conf"), 0);
}

Test(check, warns_of_what_looks_like_a_mistake)
{
	static const char *const doubts[][2] = {
		{ "rw:/etc/passwd", "app.conf:2: warning: /etc/passwd is a file" },
		{ "r:/nonexistent", "app.conf:2: warning: /nonexistent does not exist" },
		{ "rx:/usr\",\"r:/usr/bin",
		  "app.conf:2: warning: the rule for /usr (line 2) grants all" },
		{ "r:/\",\"r:/etc/passwd", "the rule for / (line 2) grants all" },
		{ "r:/usr\",\"r:/usr/.", "grants all that this one for /usr/. does" },
		{ "write_file:/tmp", "app.conf:2: warning: /tmp may be written but not truncated" },
		{ "read_dir:/etc/passwd", "only rights for directories" },
	};

	for (size_t i = 0; i < COUNT(doubts); i++) {
		char text[200];
		struct ran r;

		snprintf(text, sizeof(text), "abi = 7\nfs = {\"%s\"}\n", doubts[i][0]);
		test_text("app.conf", text);
		r = sh("$TOOL check app.conf");
		cr_assert_eq(r.status, 0);
		contains(r.err, doubts[i][1]);
		contains_not(r.err, "there is no abi key");
	}
	test_text("app.conf", "fs = {\"r:/usr\", \"r:/usr2\", \"?r:/usr/nonexistent\"}\n");
	contains(sh("$TOOL check app.conf").err, "warning: there is no abi key");
	test_text("preset.conf", "abi = 7\npresets = {\"base\", \"tls\", \"dns\", \"python\"}\n");
	ran_well(sh("$TOOL check --abi 7 preset.conf"), 0);
	contains_not(sh("mkdir -p usr; $TOOL check app.conf").err, "/usr2 does\n");
}

Test(check, warns_of_a_policy_that_denies_nothing, .init = needs_landlock)
{
	static const char *const nothing[] = { "handle = {}", "handle = none" };
	static const char says[] = "app.conf: warning: nothing is denied: the program can do all "
				   "that its user can";

	for (size_t i = 0; i < COUNT(nothing); i++) {
		struct ran r;

		test_text("app.conf", nothing[i]);
		r = sh("$TOOL check app.conf");
		cr_assert_eq(r.status, 0);
		contains(r.err, says);
		contains(r.out, "nothing is denied");
	}
	test_text("app.conf", "handle = scope");
	contains_not(sh("$TOOL check app.conf").err, "nothing is denied");
}

Test(check, tells_what_another_kernel_would_do)
{
	struct ran r;

	test_text("app.conf", "fs = {\"rw:/tmp\"}\nnet = {\"c:443\"}\n");
	r = sh("$TOOL check --abi 2 app.conf");
	contains(r.err, "the program would not start: truncate needs Landlock ABI 3 (Linux 6.2)");
	r = sh("$TOOL check --abi 4 app.conf");
	contains(r.err, "such a kernel cannot enforce abstract_unix_socket,signal");
	contains(r.out, "connect_tcp");
	test_text("app.conf", "best-effort = true\nfs = {\"rw:/tmp\"}\nnet = {\"c:443\"}\n");
	r = sh("$TOOL check --abi 3 app.conf");
	contains(r.err, "such a kernel cannot enforce bind_tcp,connect_tcp\n");
	contains(sh("$TOOL check --abi 0 app.conf").out, "nothing is denied");
}

Test(check, a_policy_that_denies_nothing_and_cannot_start_is_only_the_latter)
{
	struct ran r;

	test_text("app.conf", "min-abi = 11\nhandle = {}\n");
	r = sh("$TOOL check --abi 7 app.conf");
	contains(r.err,
		 "app.conf: warning: on such a kernel the program would not start: min-abi=11");
	contains_not(r.err, "nothing is denied");
	contains(sh("$TOOL check --abi 11 app.conf").err, "nothing is denied");
}

/* '?' is for what does not exist. */
Test(check, a_path_that_leads_nowhere_is_doubted_even_with_a_question_mark, .init = needs_landlock)
{
	static const char says[] = "loop cannot be reached: Too many levels of symbolic links";

	ran_well(sh("ln -s loop loop"), 0);
	test_text("app.conf", "abi = 1\nfs = {\"r:loop\"}\n");
	contains(sh("$TOOL check app.conf").err, says);
	refused(sh("exec $TOOL run -c app.conf -- true"), "Too many levels of symbolic links");
	test_text("app.conf", "abi = 1\nfs = {\"?r:loop\"}\n");
	contains(sh("$TOOL check app.conf").err, says);
	refused(sh("exec $TOOL run -c app.conf -- true"), "Too many levels of symbolic links");
	ran_well(sh("rm loop; exec $TOOL run -c app.conf -- true"), 0);
}

Test(check, says_the_policy_in_words)
{
	struct ran r;

	test_text(
		"app.conf",
		"abi = 7\nfs = {\"rx:/usr\", \"r:/etc/passwd\"}\nnet = {\"c:443\", \"b:8000-8010\"}\n");
	r = sh("$TOOL check --abi 7 app.conf");
	contains(r.out, "/usr and beneath         execute read_file read_dir\n");
	contains(r.out, "/etc/passwd              read_file\n");
	contains(r.out, "port 443                 connect_tcp\n");
	contains(r.out, "ports 8000 to 8010       bind_tcp\n");
	contains(r.out, "left alone:\n  files                    ioctl_dev resolve_unix\n");
}

/* status */

Test(check, a_preset_is_a_word_for_several_rights)
{
	test_text("app.conf", "abi = 2\npresets = {\"dns\"}\n");
	ran_well(sh("$TOOL check --abi 2 app.conf"), 0);
	test_text("app.conf", "abi = 2\nnet = {\"c:53\"}\n");
	contains(sh("$TOOL check --abi 2 app.conf").err, "app.conf:2: the rule names connect_tcp");
}

Test(status, says_what_the_kernel_has_and_what_brings_the_rest, .init = needs_landlock)
{
	struct ran r = sh("$TOOL status");

	ran_well(r, 0);
	contains(r.out, "Landlock      ABI ");
	contains(r.out, "errata ");
	contains(r.out, "no_new_privs  off");
	contains(r.out, "audit ");
	contains(r.out, "execute                filesystem right  yes\n");
	contains(sh("setpriv --no-new-privs $TOOL status").out, "no_new_privs  on");
}

Test(status, fails_with_the_cause_where_there_is_no_landlock)
{
	static const char *const causes[][2] = { { "38", "it takes Linux 5.13 or newer" },
						 { "95", "put lsm=landlock," },
						 { "1", "old container runtime" } };

	for (size_t i = 0; i < COUNT(causes); i++) {
		/* the tool itself is not to be confined: no policy, no name in LD_PRELOAD */
		struct ran r =
			sh("cp $SHIM none.so; SHIM=$T/none.so $BUILD/tests/kinds/surroundings "
			   "no-landlock:%s $TOOL status",
			   causes[i][0]);

		cr_assert_eq(r.status, 1, "%s", r.err);
		contains(r.out, "Landlock      none\n");
		contains(r.err, causes[i][1]);
	}
}

Test(status, help_is_there_for_every_command)
{
	static const char *const commands[] = { "", "run", "check", "compile", "status" };

	for (size_t i = 0; i < COUNT(commands); i++) {
		struct ran r = sh("$TOOL %s --help", commands[i]);

		ran_well(r, 0);
		contains(r.out, "usage: landlock-auto ");
	}
	contains(sh("$TOOL --version").out, "landlock-auto 0.");
}
