/* SPDX-License-Identifier: ISC */
/*
 * If anything is in doubt, the program does not run, the status is 125, and one line says
 * what to do.
 */
#include "common.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#define RUN(policy) sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO='%s' /bin/echo main ran", policy)

/* The same line without a fault runs: or nothing here would prove anything. */
Test(refuse, nothing_where_nothing_is_wrong, .init = needs_landlock)
{
	struct ran r = RUN("r:/etc");

	ran_well(r, 0);
	cr_assert_str_eq(r.out, "main ran\n");
}

/* Inline policies. */

Test(refuse, a_policy_with_a_mistake, .init = needs_landlock)
{
	static const char *const mistakes[][2] = {
		{ "reed:/usr", "no such right 'reed' in \"reed:/usr\"" },
		{ "r:/usr best-efort", "\"best-efort\" is neither a rule" },
		{ "besteffort=true", "no such option 'besteffort'" },
		{ ":/usr", "no right before ':'" },
		{ "r:", "no path in" },
		{ "c:", "no port in" },
		{ "c:-1", "no such port '-1'" },
		{ "c:65536", "no such port '65536'" },
		{ "c:http", "no such port 'http'" },
		{ "c:8010-8000", "runs backwards" },
		{ "r:/usr/*", "there are no patterns" },
		{ "deny:/etc", "there is no deny rule" },
		{ "handle=tcp r:/usr", "which handle leaves out" },
		{ "handle=net,connect_tcp c:*", "leave out one of the two" },
		{ "abi=7 abi=7", "abi stands here twice" },
		{ "abi=0", "write 1 to 11" },
		{ "abi=99", "no such Landlock ABI '99'" },
		{ "best-effort=maybe", "write true or false" },
		{ "handle=everything", "no such right 'everything' in handle" },
		{ "handle=", "an empty word in handle" },
		{ "presets=nosuch", "nosuch" },
		{ "r:/nonexistent", "No such file or directory; put '?' before the rule" },
		{ "r,c:443", "mixes rights of paths and of ports" },
		{ "r:~joe/x", "only ~/ is known" },
	};

	for (size_t i = 0; i < COUNT(mistakes); i++)
		refused(RUN(mistakes[i][0]), mistakes[i][1]);
}

Test(refuse, a_kernel_below_the_lowest_abi_that_is_accepted, .init = needs_landlock)
{
	if (kernel_abi() >= 11)
		ran_well(RUN("min-abi=11 r:/etc"), 0);
	else
		refused(RUN("min-abi=11 r:/etc"), "ABI 11 came with Linux 7.3");
}

Test(refuse, a_path_of_5000_bytes)
{
	char policy[5100] = "r:/";

	memset(policy + 3, 'a', 5000);
	policy[5003] = '\0';
	refused(RUN(policy), "the kernel takes at most 4095");
}

Test(refuse, control_characters_never_reach_the_terminal, .init = needs_landlock)
{
	/* refused() looks at every byte */
	refused(sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO=\"$(printf 'r:/\\033[31m\\001\\177\\302\\233')\" /bin/true"),
		"\\x1b[31m\\x01\\x7f\\xc2\\x9b");
	refused(sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO_CONFIG=\"$(printf '\\033[31mno\\nfile')\" /bin/true"),
		"\\x1b[31mno\\x0afile");
}

Test(refuse, more_than_one_policy)
{
	refused(sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO=r:/ LANDLOCK_AUTO_CONFIG=x /bin/true"),
		"more than one of");
	refused(sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO=r:/ LANDLOCK_AUTO_FD=0 /bin/true"),
		"more than one of");
}

Test(refuse, no_policy_at_all)
{
	refused(sh("LD_PRELOAD=$SHIM /bin/echo main ran"), "no policy: set LANDLOCK_AUTO=");
}

/* Config files. */

#define RUN_CONFIG(path) sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO_CONFIG=%s /bin/echo main ran", path)

Test(refuse, a_config_that_is_no_file)
{
	refused(RUN_CONFIG("''"), "set it to the path of a policy");
	refused(RUN_CONFIG("nosuch"), "No such file or directory");
	refused(RUN_CONFIG("."), "not a regular file");
	refused(RUN_CONFIG("/dev/zero"), "not a regular file");
	sh("mkfifo fifo");
	refused(RUN_CONFIG("fifo"), "not a regular file");
}

Test(refuse, a_config_that_cannot_be_read)
{
	needs_root();
	test_text("app.conf", "fs = {\"r:/\"}\n");
	refused(sh("chmod 0 app.conf; exec setpriv --inh-caps=-all "
		   "--bounding-set=-dac_override,-dac_read_search env LD_PRELOAD=$SHIM "
		   "LANDLOCK_AUTO_CONFIG=app.conf /bin/echo main ran"),
		"Permission denied");
}

Test(refuse, a_text_with_mistakes_names_the_line_of_the_first)
{
	test_text("app.conf", "# comment\n\nfs = {\"reed:/usr\",\n\"r:/\", \"x\"}\nabi = 99\n");
	refused(RUN_CONFIG("app.conf"),
		"landlock-auto: app.conf:3: no such right 'reed' in \"reed:/usr\"");
	refused(RUN_CONFIG("app.conf"), "(and 2 more: landlock-auto check shows them)");
}

Test(refuse, a_rule_of_a_text_that_cannot_be_enforced_names_its_line, .init = needs_landlock)
{
	test_text("app.conf", "fs = {\"r:/\",\n\"r:/nonexistent\"}\n");
	refused(RUN_CONFIG("app.conf"), "app.conf:2: /nonexistent: No such file or directory");
}

Test(refuse, a_compiled_policy_that_is_not_whole)
{
	static const char *const faults[][2] = {
		{ "truncate -s 7 p", "" },
		{ "truncate -s 100 p", "cut short" },
		{ "truncate -s -8 p", "cut short" },
		{ "printf 12345678 >>p", "has more bytes than it should" },
		{ "printf X | dd of=p bs=1 seek=140 conv=notrunc 2>/dev/null", "damaged" },
		{ "printf '\\002' | dd of=p bs=1 seek=8 conv=notrunc 2>/dev/null",
		  "another version" },
		{ "printf '\\000\\000\\000\\001' | dd of=p bs=1 seek=8 conv=notrunc 2>/dev/null",
		  "other byte order" },
		{ "truncate -s 20000000 p", "at most" },
	};

	test_text("app.conf", "fs = {\"r:/\"}\n");
	for (size_t i = 0; i < COUNT(faults); i++)
		refused(sh("$TOOL compile -o p app.conf 2>/dev/null; %s; LD_PRELOAD=$SHIM LANDLOCK_AUTO_CONFIG=p "
			   "/bin/echo main ran",
			   faults[i][0]),
			faults[i][1]);
}

Test(refuse, a_descriptor_that_has_no_policy)
{
	refused(sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO_FD=x /bin/true"), "no number of a descriptor");
	refused(sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO_FD=9 /bin/true"), "Bad file descriptor");
	refused(sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO_FD=9 /bin/true 9</etc/passwd"),
		"not a compiled policy");
}

Test(refuse, a_text_where_the_tool_is_missing)
{
	needs_root();
	needs_auxv();
	test_text("app.conf", "fs = {\"r:/\"}\n");
	refused(sh(MAKE_ROOT
		   "cp app.conf root; rm root/$TOOL-tool; exec chroot root /usr/bin/env LD_PRELOAD=$SHIM "
		   "LANDLOCK_AUTO_CONFIG=app.conf /bin/cat /etc/passwd"),
		"cannot be run: No such file or directory; compile the policy first");
}

Test(refuse, a_text_where_no_process_may_be_started)
{
	needs_root();
	test_text("app.conf", "fs = {\"r:/\"}\n");
	/* Root is not bound by RLIMIT_NPROC; but only root may come to where this is built. */
	refused(sh("exec setpriv --reuid 65534 --clear-groups --inh-caps=-all,+dac_read_search "
		   "--ambient-caps=-all,+dac_read_search --bounding-set=-all,+dac_read_search "
		   "prlimit --nproc=0 env LD_PRELOAD=$SHIM LANDLOCK_AUTO_CONFIG=app.conf "
		   "/bin/echo main ran"),
		"cannot be started: Resource temporarily unavailable");
}

/* Surroundings. */

Test(refuse, nothing_without_proc, .init = needs_landlock)
{
	needs_root();
	/* Control and claim at once: without /proc a policy is still enforced. */
	struct ran r = sh(MAKE_ROOT "exec chroot root /usr/bin/env LD_PRELOAD=$SHIM "
				    "LANDLOCK_AUTO=r:/etc/passwd /bin/cat /etc/passwd /etc/group");

	/* Before Linux 6.4 only /proc tells whether the environment is a stranger's. */
	if (!kernel_has_auxv()) {
		refused(r, "mount /proc, or use Linux 6.4 or newer");
		return;
	}
	cr_assert_eq(r.status, 1, "%s", r.err);
	contains(r.out, "root:");
	contains(r.err, "/etc/group: Permission denied");
}

Test(refuse, with_standard_descriptors_closed)
{
	struct ran r = sh(
		"for c in '<&-' '>&-' '2>&-' '<&- >&- 2>&-'; do "
		"eval \"LD_PRELOAD=\\$SHIM LANDLOCK_AUTO=reed:/ /bin/touch ran $c\" 2>/dev/null; echo $?; done; "
		"ls");

	cr_assert_str_eq(r.out, "125\n125\n125\n125\n");
}

/* Were a file opened as descriptor 2, the message would go into it. */
Test(refuse, a_message_never_goes_into_a_file_that_took_descriptor_2)
{
	struct ran r = sh(
		"echo 'fs = {\"r:/nonexistent\"}' >app.conf; $TOOL compile -o p app.conf 2>/dev/null; "
		"cp p q; cp app.conf b.conf; "
		"for c in p app.conf; do "
		"LD_PRELOAD=$SHIM LANDLOCK_AUTO_CONFIG=$c /bin/true <&- >&- 2>&-; echo $?; done; "
		"cmp p q; cmp app.conf b.conf");

	ran_well(r, 0);
	cr_assert_str_eq(r.out, "125\n125\n");
}

Test(refuse, with_stderr_a_closed_pipe)
{
	struct ran r = sh(
		"{ LD_PRELOAD=$SHIM LANDLOCK_AUTO=reed:/ /bin/true; echo $? >status; } 2>&1 | exec <&-; "
		"sleep 0.1; { sleep 0.1; LD_PRELOAD=$SHIM LANDLOCK_AUTO=reed:/ /bin/true; "
		"echo $? >status; } 2>&1 | true; cat status");

	cr_assert_str_eq(r.out, "125\n");
}

/* A pipe that nobody reads: were the message to wait, so would the test. */
Test(refuse, with_stderr_a_full_pipe, .timeout = 20)
{
	struct ran r = sh(
		"mkfifo full; sleep 5 <full & exec 3>full; "
		"dd if=/dev/zero bs=65536 count=1 oflag=nonblock >&3 2>/dev/null; "
		"dd if=/dev/zero bs=4096 count=100 oflag=nonblock >&3 2>/dev/null; "
		"LD_PRELOAD=$SHIM LANDLOCK_AUTO=reed:/ timeout 3 /bin/true 2>&3; echo $?; kill $!");

	cr_assert_str_eq(r.out, "125\n");
}

Test(refuse, where_descriptors_have_run_out, .init = needs_landlock)
{
	refused(sh("exec prlimit --nofile=4 env LD_PRELOAD=$SHIM LANDLOCK_AUTO=r:/etc /bin/echo main ran"),
		"Too many open files");
}

Test(refuse, nothing_where_five_descriptors_are_enough, .init = needs_landlock)
{
	struct ran r = sh(
		"exec prlimit --nofile=5 env LD_PRELOAD=$SHIM LANDLOCK_AUTO=r:/etc/passwd cat /etc/passwd");

	ran_well(r, 0);
}

Test(refuse, inside_sixteen_layers, .init = needs_landlock)
{
	struct ran r = sh("LANDLOCK_AUTO=r:/ $BUILD/tests/kinds/surroundings layers:16 /bin/echo "
			  "main ran");

	refused(r, "inside 16 Landlock domains already");
	r = sh("LANDLOCK_AUTO=r:/ $BUILD/tests/kinds/surroundings layers:15 /bin/echo main ran");
	ran_well(r, 0);
}

Test(refuse, on_a_kernel_without_landlock)
{
	static const char *const faults[][2] = {
		{ "no-landlock:38", "it takes Linux 5.13 or newer" },
		{ "no-landlock:95", "put lsm=landlock," },
		{ "no-landlock:1", "seccomp profile of an old container runtime" },
	};

	for (size_t i = 0; i < COUNT(faults); i++) {
		struct ran r = sh("LANDLOCK_AUTO=r:/ $BUILD/tests/kinds/surroundings %s "
				  "/bin/echo main ran",
				  faults[i][0]);

		refused(r, faults[i][1]);
		r = sh("LANDLOCK_AUTO='r:/ best-effort' $BUILD/tests/kinds/surroundings %s "
		       "/bin/echo main ran",
		       faults[i][0]);
		cr_assert_eq(r.status, 0);
		cr_assert_str_eq(r.out, "main ran\n");
		contains(r.err, "nothing is enforced: ");
		r = sh("LANDLOCK_AUTO='r:/ best-effort min-abi=1' "
		       "$BUILD/tests/kinds/surroundings %s /bin/echo main ran",
		       faults[i][0]);
		refused(r, faults[i][1]);
	}
}

Test(refuse, where_a_filter_forbids_a_later_step, .init = needs_landlock)
{
	static const char *const faults[][2] = {
		{ "forbid:445", "Operation not permitted" }, /* landlock_add_rule */
		{ "forbid:446", "landlock_restrict_self: Operation not permitted" },
	};

	for (size_t i = 0; i < COUNT(faults); i++) {
		refused(sh("LANDLOCK_AUTO='r:/ best-effort' $BUILD/tests/kinds/surroundings %s "
			   "/bin/echo main ran",
			   faults[i][0]),
			faults[i][1]);
	}
}

Test(refuse, a_late_load_into_a_process_with_threads, .init = needs_landlock)
{
	struct ran r =
		sh("LANDLOCK_AUTO=r:/ $BUILD/tests/kinds/surroundings threads /bin/echo main ran");

	/* ABI 8 and later confine all threads instead. */
	if (strstr(sh("$TOOL status").out, "tsync                  restrict flag     yes"))
		ran_well(r, 0);
	else
		refused(r, "more than one thread already");
}

Test(refuse, a_text_where_a_filter_forbids_the_child)
{
	static const int calls[] = { SYS_clone, SYS_memfd_create, SYS_wait4 };

	test_text("app.conf", "fs = {\"r:/\"}\n");
	for (size_t i = 0; i < COUNT(calls); i++)
		refused(sh("LANDLOCK_AUTO_CONFIG=app.conf $BUILD/tests/kinds/surroundings forbid:%d /bin/echo main ran",
			   calls[i]),
			"Operation not permitted; compile");
}

Test(refuse, no_new_privs_off_without_the_capability, .init = needs_landlock)
{
	needs_root();
	refused(sh("exec setpriv --inh-caps=-all --bounding-set=-sys_admin env LD_PRELOAD=$SHIM "
		   "LANDLOCK_AUTO='r:/ no-new-privs=false' /bin/echo main ran"),
		"needs CAP_SYS_ADMIN");
	ran_well(
		sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO='r:/ no-new-privs=false' grep -q 'NoNewPrivs:.0' "
		   "/proc/self/status"),
		0);
}
