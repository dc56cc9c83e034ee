/* SPDX-License-Identifier: ISC */
/* Preloaded: what it confines, where the policy comes from, what it leaves behind. */
#include "common.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Policies by the environment. */

Test(shim, one_rule_is_enough_for_a_dynamic_program, .init = needs_landlock)
{
	struct ran r = sh("echo name >name; LD_PRELOAD=$SHIM LANDLOCK_AUTO=\"r:$T/name\" cat name");

	ran_well(r, 0);
	cr_assert_str_eq(r.out, "name\n");
}

Test(shim, what_no_rule_allows_is_denied, .init = needs_landlock)
{
	struct ran r = sh(
		"echo name >name; LD_PRELOAD=$SHIM LANDLOCK_AUTO=\"r:$T/name\" cat name /etc/passwd");

	cr_assert_eq(r.status, 1);
	cr_assert_str_eq(r.out, "name\n");
	contains(r.err, "/etc/passwd: Permission denied");
}

Test(shim, the_same_command_without_a_policy_reads_both)
{
	struct ran r = sh("echo name >name; cat name /etc/passwd");

	ran_well(r, 0);
	contains(r.out, "root:");
}

Test(shim, an_empty_policy_allows_nothing, .init = needs_landlock)
{
	struct ran r = sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO= cat /etc/passwd");

	cr_assert_eq(r.status, 1);
	contains(r.err, "Permission denied");
}

Test(shim, no_new_privs_is_on_afterwards_and_only_then, .init = needs_landlock)
{
	struct ran with =
		sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO=r:/proc grep NoNewPrivs /proc/self/status");
	struct ran without = sh("grep NoNewPrivs /proc/self/status");

	cr_assert_str_eq(with.out, "NoNewPrivs:\t1\n");
	cr_assert_str_eq(without.out, "NoNewPrivs:\t0\n");
}

Test(shim, children_are_confined_too, .init = needs_landlock)
{
	struct ran r = sh(
		"LD_PRELOAD=$SHIM LANDLOCK_AUTO='rx:/usr rx:/bin rx:/lib rx:/lib64 rx:/etc/alternatives' "
		"sh -c 'cat /usr/bin/env >/dev/null 2>&1; cat /etc/passwd; echo $?'");

	cr_assert_str_eq(r.out, "1\n");
	contains(r.err, "/etc/passwd: Permission denied");
}

Test(shim, a_backslash_keeps_a_space_in_a_path, .init = needs_landlock)
{
	struct ran r = sh(
		"mkdir 'a b'; echo x >'a b/f'; LD_PRELOAD=$SHIM LANDLOCK_AUTO='r:a\\ b' cat 'a b/f'");

	ran_well(r, 0);
	cr_assert_str_eq(r.out, "x\n");
}

Test(shim, a_path_in_the_home_directory_is_written_with_a_tilde, .init = needs_landlock)
{
	struct ran r = sh(
		"mkdir h; echo x >h/f; HOME=$T/h LD_PRELOAD=$SHIM LANDLOCK_AUTO='r:~/f' cat h/f");

	ran_well(r, 0);
	cr_assert_str_eq(r.out, "x\n");
}

Test(shim, verbose_says_what_is_enforced_on_one_line, .init = needs_landlock)
{
	struct ran r =
		sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO='r:/ r:/etc' LANDLOCK_AUTO_VERBOSE=1 /bin/true");

	cr_assert_eq(r.status, 0);
	contains(r.err, "landlock-auto: enforced with Landlock ABI ");
	contains(r.err, "2 rules");
	cr_assert_eq(strchr(r.err, '\n'), r.err + strlen(r.err) - 1);
}

/* Policies by file. */

static const char conf[] = "# a policy\nfs = {\"r:good\",\n  # more\n  \"rx:/usr\"}\n";

#define UNDER_CONF                                                  \
	"LD_PRELOAD=$SHIM LANDLOCK_AUTO_CONFIG=app.conf cat good; " \
	"LD_PRELOAD=$SHIM LANDLOCK_AUTO_CONFIG=app.conf cat bad"

static void confined_by_conf(struct ran r)
{
	cr_assert_str_eq(r.out, "good\n", "%s%s", r.out, r.err);
	contains(r.err, "bad: Permission denied");
	cr_assert_eq(r.status, 1);
}

TestSuite(config);

/* `cat good` under a policy, then how many programs that has executed. */
#define EXECS_UNDER(policy)                                                                    \
	"strace -f -e trace=execve -o log -E LD_PRELOAD=$SHIM -E LANDLOCK_AUTO_CONFIG=" policy \
	" cat good; grep -c 'execve(' log; "
#define EXECS EXECS_UNDER("app.conf")

static void files(void)
{
	test_text("good", "good\n");
	test_text("bad", "bad\n");
	test_text("app.conf", conf);
}

Test(config, a_text_is_compiled_by_a_child, .init = needs_landlock)
{
	files();
	confined_by_conf(sh(UNDER_CONF));
}

Test(config, a_compiled_policy_starts_no_child, .init = needs_landlock)
{
	struct ran r;

	needs_strace();
	files();
	r = sh("$TOOL compile -o app.policy app.conf && rm app.conf && " EXECS_UNDER("app.policy"));
	cr_assert_str_eq(r.out, "good\n1\n", "%s%s", r.out, r.err);
	r = sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO_CONFIG=app.policy cat bad");
	cr_assert_eq(r.status, 1);
	contains(r.err, "Permission denied");
}

Test(config, a_fresh_sibling_is_taken_instead_of_a_child, .init = needs_landlock)
{
	struct ran r;

	needs_strace();
	files();
	r = sh("$TOOL compile app.conf && " EXECS);
	cr_assert_str_eq(r.out, "good\n1\n", "%s%s", r.out, r.err);
	confined_by_conf(sh(UNDER_CONF));
	/* A text may be called as compiled policies are, and one of those as a text. */
	r = sh("cp app.conf text.policy; $TOOL compile text.policy && " EXECS_UNDER("text.policy"));
	cr_assert_str_eq(r.out, "good\n1\n", "%s%s", r.out, r.err);
	r = sh("touch text.policy; " EXECS_UNDER("text.policy"));
	cr_assert_str_eq(r.out, "good\n2\n", "%s%s", r.out, r.err);
	r = sh("cp app.conf.policy compiled; " EXECS_UNDER("compiled"));
	cr_assert_str_eq(r.out, "good\n1\n", "%s%s", r.out, r.err);
}

/* Each makes the sibling stale, and the text allow `other` as well. */
Test(config, a_stale_sibling_is_never_taken, .init = needs_landlock)
{
	static const char *const edits[] = {
		/* edited in place, at once, to the same size */
		"sed s/more/MORE/ app.conf >b && dd if=b of=app.conf conv=notrunc",
		"touch app.conf",
		"cp app.conf b; mv b app.conf",
		/* edited in place, to the same size and time */
		"cp -p app.conf o; sed s/more/MORE/ app.conf >b; dd if=b of=app.conf conv=notrunc; "
		"touch -r o app.conf",
		/* the sibling of another text */
		("cp app.conf other.conf; echo 'fs = {\"r:bad\"}' >other.conf; $TOOL compile other.conf; "
		 "mv other.conf.policy app.conf.policy"),
		/* not a policy at all, cut short, damaged */
		"echo x >app.conf.policy",
		"truncate -s 100 app.conf.policy",
		"printf X | dd of=app.conf.policy bs=1 seek=140 conv=notrunc",
	};

	needs_strace();
	for (size_t i = 0; i < COUNT(edits); i++) {
		struct ran r;

		files();
		r = sh("$TOOL compile app.conf && { %s; } 2>/dev/null; " EXECS, edits[i]);
		cr_assert_str_eq(r.out, "good\n2\n", "%s:\n%s%s", edits[i], r.out, r.err);
		r = sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO_CONFIG=app.conf cat bad");
		contains(r.err, "bad: Permission denied");
	}
}

Test(config, a_sibling_of_somebody_else_is_not_taken, .init = needs_landlock)
{
	struct ran r;

	needs_root();
	needs_strace();
	files();
	r = sh("$TOOL compile app.conf && chown 65534 app.conf.policy && " EXECS);
	cr_assert_str_eq(r.out, "good\n2\n", "%s%s", r.out, r.err);
}

Test(config, the_child_leaves_no_trace, .init = needs_landlock)
{
	struct ran with, without;

	files();
	with = sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO_CONFIG=app.conf $PROBE a b");
	without = sh("$PROBE a b");
	ran_well(with, 0);
	cr_assert_str_eq(with.out, without.out);
}

/* The child's SIGCHLD would stay pending where it is blocked, and its status would
 * be lost where it is ignored. */
Test(config, no_sigchld_arrives_however_it_is_handled, .init = needs_landlock)
{
	static const char *const how[] = { "", "--block-signal=CHLD", "--ignore-signal=CHLD" };

	files();
	for (size_t i = 0; i < COUNT(how); i++) {
		struct ran r =
			sh("env %s LD_PRELOAD=$SHIM LANDLOCK_AUTO_CONFIG=app.conf $PROBE >with; "
			   "env %s $PROBE >without; cmp with without",
			   how[i], how[i]);

		ran_well(r, 0);
	}
}

Test(config, words_with_presets_are_compiled_by_the_child, .init = needs_landlock)
{
	struct ran r =
		sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO='presets=base' cat /etc/passwd /etc/fstab");

	contains(r.out, "root:");
	contains_not(r.err, "/etc/passwd");
	contains(r.err, "/etc/fstab: ");
}

/* In a root directory of its own: outside, the other tests would see that file. */
Test(config, the_system_policy_counts_where_nothing_else_is_said, .init = needs_landlock)
{
	struct ran r;

	needs_root();
	needs_auxv();
	r = sh(MAKE_ROOT
	       "mkdir root/$BUILD/tests/etc; echo 'fs = {\"r:/etc/passwd\"}' >root/$BUILD/tests/etc/landlock-auto.conf; "
	       "$TOOL compile -o root/$BUILD/tests/etc/landlock-auto.conf.policy "
	       "root/$BUILD/tests/etc/landlock-auto.conf; "
	       "chroot root env LD_PRELOAD=$SHIM cat /etc/passwd /etc/group");
	cr_assert_eq(r.status, 1, "%s", r.err);
	contains(r.out, "root:");
	contains(r.err, "/etc/group: Permission denied");
	refused(sh("rm root/$BUILD/tests/etc/landlock-auto.conf*; chroot root env LD_PRELOAD=$SHIM cat /etc/passwd"),
		"set LANDLOCK_AUTO=");
}

Test(config, a_descriptor_is_read_and_closed, .init = needs_landlock)
{
	struct ran r;

	files();
	r = sh("$TOOL compile -o app.policy app.conf; "
	       "LD_PRELOAD=$SHIM LANDLOCK_AUTO_FD=7 $PROBE 7<app.policy >with; $PROBE >without; cmp with without && "
	       "LD_PRELOAD=$SHIM LANDLOCK_AUTO_FD=7 cat good bad 7<app.policy");
	cr_assert_str_eq(r.out, "good\n");
	contains(r.err, "bad: Permission denied");
}

Test(config, a_policy_that_depends_on_the_environment_is_no_sibling, .init = needs_landlock)
{
	struct ran r;

	files();
	test_text("app.conf", "fs = {\"r:${FILE}\"}\n");
	r = sh("FILE=bad $TOOL compile -o app.conf.policy app.conf; "
	       "FILE=good LD_PRELOAD=$SHIM LANDLOCK_AUTO_CONFIG=app.conf cat good bad");
	cr_assert_str_eq(r.out, "good\n");
	contains(r.err, "bad: Permission denied");
}

/* A SIGCHLD that was pending, and one of a child from before the exec. */
Test(config, other_sigchlds_arrive)
{
	struct ran r;

	files();
	r = sh("for i in 1 2 3 4 5 6 7 8 9 10 11 12; do "
	       "LANDLOCK_AUTO_CONFIG=app.conf $BUILD/tests/kinds/surroundings child:$((i * 300)); "
	       "done");
	cr_assert_str_eq(r.out, "", "%s", r.out);
}

Test(config, ten_thousand_rules_work, .init = needs_landlock)
{
	char *text = malloc(10000 * 32), *end = text;
	struct ran r;

	end += sprintf(end, "fs = {\"r:good\"");
	for (int i = 1; i < 10000; i++)
		end += sprintf(end, ",\n\"?r:/nonexistent/%d\"", i);
	strcpy(end, "}\n");
	files();
	test_text("app.conf", text);
	confined_by_conf(sh(UNDER_CONF));
	r = sh("$TOOL compile app.conf; LD_PRELOAD=$SHIM LANDLOCK_AUTO_CONFIG=app.conf LANDLOCK_AUTO_VERBOSE=1 "
	       "cat good");
	contains(r.err, "and 10000 rules");
}

/* Through /etc/ld.so.preload, in a root directory of our own: every program there
 * has the object loaded, setuid programs too. */

static void make_root(void)
{
	needs_root();
	needs_auxv();
	ran_well(
		sh(MAKE_ROOT
		   "chmod 4755 root/bin/cat; echo $SHIM >root/etc/ld.so.preload; chmod -R a+rX root"),
		0);
}

/* Not root there, and with one more variable. */
static struct ran preloaded(const char *variable, const char *command)
{
	return sh("exec chroot --userspec=65534:65534 root /usr/bin/env %s %s", variable, command);
}

TestSuite(preload_file);

Test(preload_file, a_program_without_a_policy_is_left_alone)
{
	struct ran r;

	make_root();
	r = preloaded("A=1", "/usr/bin/env");
	ran_well(r, 0);
	contains(r.out, "A=1\n");
}

Test(preload_file, a_session_policy_is_enforced, .init = needs_landlock)
{
	make_root();
	refused(preloaded("LANDLOCK_AUTO=reed:/", "/bin/true"), "no such right 'reed'");
	contains(preloaded("LANDLOCK_AUTO=r:/etc/passwd", "/usr/bin/env /bin/true").err,
		 "Permission denied");
	ran_well(preloaded("LANDLOCK_AUTO=rx:/", "/usr/bin/env /bin/true"), 0);
}

/* /etc/shadow shows that the program has its privilege: it is not ours. */
Test(preload_file, in_secure_execution_no_byte_of_the_environment_counts)
{
	static const char *const attacks[] = { "LANDLOCK_AUTO=",
					       "LANDLOCK_AUTO=reed:/",
					       "LANDLOCK_AUTO=rwx:/",
					       "LANDLOCK_AUTO_CONFIG=/dev/zero",
					       "LANDLOCK_AUTO_FD=0",
					       "LANDLOCK_AUTO_VERBOSE=1",
					       "LD_PRELOAD=liblandlock-auto.so" };

	make_root();
	for (size_t i = 0; i < COUNT(attacks); i++) {
		struct ran r = preloaded(attacks[i], "/bin/cat /etc/shadow");

		/* The loader has a word of its own for LD_PRELOAD. */
		cr_assert_eq(r.status, 0, "%s: %s", attacks[i], r.err);
		contains_not(r.err, "landlock-auto: ");
		contains(r.out, "root:");
	}
}

/* Do no harm. */

static void same_state(const char *env_with, const char *env_without, const char *rest)
{
	struct ran with = sh("%s LANDLOCK_AUTO='r:/ w:/tmp best-effort' $PROBE %s", env_with, rest);
	struct ran without = sh("%s $PROBE %s", env_without, rest);

	ran_well(with, 0);
	cr_assert_str_eq(with.out, without.out, "%s\n--- with:\n%s--- without:\n%s", rest, with.out,
			 without.out);
}

TestSuite(harm);

Test(harm, main_finds_everything_as_without_the_shim, .init = needs_landlock)
{
	same_state("A=1 LD_PRELOAD=$SHIM Z=2", "A=1 Z=2", "x 'y z' ''");
}

Test(harm, closed_standard_descriptors_stay_closed, .init = needs_landlock)
{
	/* stdout has to go somewhere for the probe to be heard: each of the others. */
	same_state("LD_PRELOAD=$SHIM", "", "<&-");
	same_state("LD_PRELOAD=$SHIM", "", "2>&-");
	same_state("LD_PRELOAD=$SHIM", "", "<&- 2>&-");
	same_state("LD_PRELOAD=$SHIM", "", "5</dev/null 9</dev/zero");
}

Test(harm, other_preloads_keep_their_order_and_bytes, .init = needs_landlock)
{
	static const char *const lists[][2] = {
		{ "$SHIM:libm.so.6", "libm.so.6" },
		{ "libm.so.6:$SHIM", "libm.so.6" },
		{ "libm.so.6 $SHIM libdl.so.2", "libm.so.6 libdl.so.2" },
		{ "libm.so.6:$SHIM:libdl.so.2:$SHIM", "libm.so.6:libdl.so.2" },
		{ "libdl.so.2::libm.so.6:$SHIM", "libdl.so.2::libm.so.6" },
	};

	for (size_t i = 0; i < COUNT(lists); i++) {
		struct ran r = sh("LD_PRELOAD=\"%s\" LANDLOCK_AUTO=rx:/ env | grep LD_PRELOAD",
				  lists[i][0]);
		char expected[200];

		snprintf(expected, sizeof(expected), "LD_PRELOAD=%s\n", lists[i][1]);
		cr_assert_str_eq(r.out, expected);
	}
}

Test(harm, other_variables_keep_their_order, .init = needs_landlock)
{
	struct ran r =
		sh("env -i LANDLOCK_AUTOMATIC=no A=1 LANDLOCK_AUTO=rx:/ B=2 LD_PRELOAD=$SHIM C=3 "
		   "LANDLOCK_AUTO_VERBOSE=0 D=4 env");

	ran_well(r, 0);
	cr_assert_str_eq(r.out, "LANDLOCK_AUTOMATIC=no\nA=1\nB=2\nC=3\nD=4\n");
}

Test(harm, a_write_that_would_raise_a_signal_raises_none, .init = needs_landlock)
{
	struct ran r = sh(
		"(ulimit -f 0; LD_PRELOAD=$SHIM LANDLOCK_AUTO=r:/ LANDLOCK_AUTO_VERBOSE=1 /bin/true 2>err); "
		"echo $?; (ulimit -f 0; LD_PRELOAD=$SHIM LANDLOCK_AUTO=reed:/ /bin/true 2>err); echo $?");

	cr_assert_str_eq(r.out, "0\n125\n");
}

Test(harm, keep_keeps_our_variables, .init = needs_landlock)
{
	struct ran r = sh(
		"LD_PRELOAD=$SHIM LANDLOCK_AUTO=rx:/ LANDLOCK_AUTO_KEEP=1 env | grep -c -e ^LD_PRELOAD= "
		"-e ^LANDLOCK_AUTO= -e ^LANDLOCK_AUTO_KEEP=1");

	cr_assert_str_eq(r.out, "3\n");
}

/* 16 layers are all that there are: were each exec one, this could not end well. */
Test(harm, forty_nested_execs_end_in_one_layer, .init = needs_landlock)
{
	struct ran r = sh(
		"cat >again <<'E'\n#!/bin/sh\n[ $1 = 0 ] && exec cat /etc/passwd good\n"
		"exec ./again $(($1 - 1))\nE\n"
		"chmod +x again; echo good >good; "
		"LD_PRELOAD=$SHIM LANDLOCK_AUTO='rx:/usr rx:/bin rx:/lib rx:/lib64 rx:.' ./again 40");

	cr_assert_str_eq(r.out, "good\n", "%s", r.err);
	contains(r.err, "/etc/passwd: Permission denied");
}

Test(harm, with_keep_the_seventeenth_layer_is_refused, .init = needs_landlock)
{
	struct ran r = sh(
		"cat >again <<'E'\n#!/bin/sh\n[ $1 = 0 ] && exec echo through\n"
		"exec ./again $(($1 - 1))\nE\n"
		"chmod +x again; LD_PRELOAD=$SHIM LANDLOCK_AUTO=rx:/ LANDLOCK_AUTO_KEEP=1 ./again 40");

	refused(r, "16 Landlock domains");
}

Test(harm, a_host_that_defines_libc_names_changes_nothing, .init = needs_landlock)
{
	struct ran r = sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO=\"r:$T\" $BUILD/tests/kinds/interposer");

	cr_assert_str_eq(r.out, "confined\n", "%s", r.err);
	cr_assert_eq(r.status, 0);
	cr_assert_str_eq(sh("$BUILD/tests/kinds/interposer").out, "not confined\n");
}

Test(harm, not_named_and_nothing_said_it_does_nothing)
{
	/* As through /etc/ld.so.preload: loaded, but LD_PRELOAD does not have it. */
	struct ran r = sh("cp $SHIM other-name.so; LD_PRELOAD=$T/other-name.so cat /etc/passwd");

	ran_well(r, 0);
	contains(r.out, "root:");
}
