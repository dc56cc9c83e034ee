/* SPDX-License-Identifier: ISC */
/* landlock-auto run, as people type it. */
#include "common.h"

#include <stdio.h>
#include <stdlib.h>

/* Said by the tool before the command, which never runs. */
static void tool_refused(struct ran r, int status, const char *text)
{
	cr_assert(r.status == status, "status %d, stderr:\n%s", r.status, r.err);
	cr_assert_str_empty(r.out);
	contains(r.err, "landlock-auto: ");
	contains(r.err, text);
}

Test(run, a_dynamic_program_needs_no_rule_for_starting, .init = needs_landlock)
{
	struct ran r = sh("echo x >f; $TOOL run --fs r:f -- cat f");

	ran_well(r, 0);
	cr_assert_str_eq(r.out, "x\n");
	denied(sh("$TOOL run --fs r:/etc/passwd -- cat /etc/passwd /etc/group"),
	       "/etc/group: Permission denied");
}

Test(run, the_word_run_can_be_left_out)
{
	struct ran r;

	needs_abi(6);
	r = sh("echo x >f; $TOOL -f r:f -n c:443 --restrict-scoped -- cat f");

	ran_well(r, 0);
	denied(sh("$TOOL -f r:/etc/passwd cat /etc/group"), "Permission denied");
}

Test(run, the_command_gets_its_arguments_and_its_own_status, .init = needs_landlock)
{
	struct ran r = sh("$TOOL run --fs rx:/ -- sh -c 'echo \"$1\"; exit 42' sh 'a  b'");

	cr_assert_eq(r.status, 42);
	cr_assert_str_eq(r.out, "a  b\n");
	cr_assert_eq(sh("$TOOL run --fs rx:/ -- sh -c 'kill -TERM $$'").status, 128 + 15);
}

Test(run, the_command_finds_everything_as_without, .init = needs_landlock)
{
	struct ran r =
		sh("$TOOL run --fs r:/ -- $PROBE a b >with; $PROBE a b >without; cmp with without");

	ran_well(r, 0);
	/* Other preloads too, and closed descriptors. */
	r = sh("LD_PRELOAD=libm.so.6 $TOOL run --fs r:/ -- $PROBE >with <&-; "
	       "LD_PRELOAD=libm.so.6 $PROBE >without <&-; cmp with without");
	ran_well(r, 0);
}

Test(run, the_shell_s_statuses_for_what_cannot_run)
{
	tool_refused(sh("$TOOL run --fs r:/ -- nosuchcommand"), 127, "nosuchcommand: No such file");
	tool_refused(sh("$TOOL run --fs r:/ -- ./nosuch/command"), 127, "No such file");
	tool_refused(sh("touch f; $TOOL run --fs r:/ -- ./f"), 126, "./f: Permission denied");
	tool_refused(sh("$TOOL run --fs r:/ -- /etc"), 126, "/etc: Permission denied");
	tool_refused(sh("$TOOL run --fs r:/"), 125, "no command to run");
	tool_refused(sh("$TOOL run --nosuch -- true"), 125, "'--nosuch': no such option");
	tool_refused(sh("$TOOL run --verbose --fs"), 125,
		     "'--fs': no such option, or its value is missing");
	tool_refused(sh("$TOOL run --fs reed:/ -- true"), 125, "no such right 'reed'");
	tool_refused(sh("$TOOL nosuch"), 125, "no such command 'nosuch'");
	tool_refused(sh("$TOOL run -- true"), 125, "no policy: give --fs");
}

Test(run, every_key_of_the_language_is_an_option, .init = needs_landlock)
{
	struct ran r = sh(
		"$TOOL run --fs rx:/ --net c:443 --handle core,tcp --abi 4 --min-abi 1 --best-effort "
		"--ignore-if-missing --log-denials=false --log-children --log-nested=no "
		"--no-new-privs=true --presets base --verbose -- true");

	cr_assert_eq(r.status, 0, "%s", r.err);
	contains(r.err, "enforced with Landlock ABI");
	contains_not(r.err, "signal");
	tool_refused(sh("$TOOL run --fs r:/ --min-abi 99 -- true"), 125,
		     "no such Landlock ABI '99' for min-abi");
	tool_refused(sh("$TOOL run --fs r:/ --handle sope -- true"), 125,
		     "no such right 'sope' in handle");
}

Test(run, options_add_to_a_config_text_or_compiled, .init = needs_landlock)
{
	test_text("app.conf", "abi = 1\nfs = {\"r:/etc/passwd\"}\n");
	for (int compiled = 0; compiled < 2; compiled++) {
		const char *config = compiled ? "app.policy" : "app.conf";
		struct ran r =
			sh("$TOOL compile -o app.policy app.conf; "
			   "$TOOL run --config %s --fs r:/etc/group -- cat /etc/passwd /etc/group",
			   config);

		ran_well(r, 0);
		denied(sh("$TOOL run -c %s -- cat /etc/passwd /etc/group", config),
		       "/etc/group: Permission");
	}
}

Test(run, an_option_is_not_taken_for_the_variable)
{
	tool_refused(sh("$TOOL run --config '' -- true"), 125, "--config: is empty");
	tool_refused(sh("$TOOL run --config . -- true"), 125, "--config: . is not a regular file");
	tool_refused(sh("LANDLOCK_AUTO_CONFIG=. $TOOL run -- true"), 125,
		     "LANDLOCK_AUTO_CONFIG: . is not a regular file");
}

Test(run, a_policy_that_is_for_the_object_is_refused)
{
	tool_refused(sh("LANDLOCK_AUTO_FD=9 $TOOL run --fs r:/ -- true"), 125,
		     "LANDLOCK_AUTO_FD is set");
	tool_refused(sh("LANDLOCK_AUTO_FD=9 LANDLOCK_AUTO=r:/ $TOOL run -- true"), 125,
		     "LANDLOCK_AUTO_FD is set");
}

Test(run, best_effort_that_comes_to_nothing_says_so)
{
	struct ran r = sh("$TOOL run --best-effort --handle udp -- echo ran");

	if (strstr(sh("$TOOL status").out, "bind_udp               network right     no"))
		contains(r.err, "landlock-auto: nothing is enforced: ");
	cr_assert_str_eq(r.out, "ran\n");
}

Test(run, the_environment_s_policy_counts_where_there_are_no_options, .init = needs_landlock)
{
	denied(sh("LANDLOCK_AUTO=r:/etc/passwd $TOOL run -- cat /etc/passwd /etc/group"),
	       "/etc/group: Permission denied");
	tool_refused(sh("LANDLOCK_AUTO=r:/ $TOOL run --fs r:/etc -- true"), 125,
		     "leave out the options");
}

/* Static: this process confines itself, and the command's own file is granted. */
Test(run, a_static_program_is_confined_before_the_exec, .init = needs_landlock)
{
	struct ran r;

	needs_commands("busybox:busybox-static");
	r = sh("cp $(command -v busybox) .; echo x >f; $TOOL run --fs r:f -- ./busybox cat f");
	ran_well(r, 0);
	cr_assert_str_eq(r.out, "x\n");
	denied(sh("cp $(command -v busybox) .; $TOOL run --fs r:/etc/group -- ./busybox cat /etc/passwd"),
	       "Permission denied");
}

Test(run, a_static_program_may_not_be_read_by_others_through_it, .init = needs_landlock)
{
	needs_commands("busybox:busybox-static");
	/* its own file is granted, its directory is not */
	denied(sh("mkdir d; cp $(command -v busybox) d; echo x >d/f; "
		  "$TOOL run --fs r:/etc/passwd -- ./d/busybox cat d/f"),
	       "Permission denied");
}

Test(run, a_script_goes_where_its_interpreter_goes, .init = needs_landlock)
{
	struct ran r;

	needs_commands("busybox:busybox-static");
	test_text("dynamic", "#!/bin/sh\necho ran\nread x </etc/passwd && echo stolen\n");
	r = sh("chmod +x dynamic; $TOOL run --fs r:/etc/group -- ./dynamic");
	cr_assert_str_eq(r.out, "ran\n", "%s", r.err);
	contains(r.err, "Permission denied");

	test_text("outer", "#!./dynamic\n");
	r = sh("chmod +x outer; $TOOL run --fs r:/etc/group -- ./outer");
	cr_assert_str_eq(r.out, "ran\n", "%s", r.err);

	test_text("static", "#!./busybox sh\necho ran\nread x </etc/passwd && echo stolen\n");
	r = sh("cp $(command -v busybox) busybox; chmod +x static; $TOOL run --fs r:/etc/group -- ./static");
	cr_assert_str_eq(r.out, "ran\n", "%s", r.err);
	contains(r.err, "ermission denied");
}

/* The kernel follows so many #! lines and no more. */
Test(run, scripts_that_run_scripts_have_an_end)
{
	test_text("loop", "#!./loop\n");
	tool_refused(sh("chmod +x loop; $TOOL run --fs r:/ -- ./loop"), 125, "script");
}

Test(run, a_privileged_program_is_refused, .init = needs_landlock)
{
	needs_root();
	needs_commands("setcap:libcap2-bin");
	tool_refused(sh("cp /bin/true t; chmod u+s t; $TOOL run --fs r:/ -- ./t"), 125,
		     "./t is setuid");
	tool_refused(sh("rm -f t; cp /bin/true t; chmod g+s t; $TOOL run --fs r:/ -- ./t"), 125,
		     "./t is setgid");
	tool_refused(
		sh("rm -f t; cp /bin/true t; setcap cap_net_raw+ep t && $TOOL run --fs r:/ -- ./t"),
		125, "./t has file capabilities");
	ran_well(sh("rm t; cp /bin/true t; $TOOL run --fs r:/ -- ./t"), 0);
}

/* Secure execution by what the caller is, not by what the file is. */
Test(run, a_caller_in_secure_execution_is_refused)
{
	needs_root();
	needs_commands("python3");
	tool_refused(
		sh("cp $SHIM $TOOL .; chmod 755 .; "
		   "python3 -c 'import os; os.setresuid(65534, 0, 0); "
		   "os.execv(os.environ[\"TOOL\"], [\"landlock-auto\", \"run\", \"--fs\", \"r:/\", \"true\"])'"),
		125, "real and effective user or group differ");
	/* A loader that knows it has taken the variable away before the tool looks. */
	denied(sh("GLIBC_TUNABLES=glibc.rtld.enable_secure=1 $TOOL run --fs r:/etc/group -- cat /etc/passwd"),
	       "");
	/* Loaders read the variable as often as it is there. */
	tool_refused(
		sh("python3 -c 'import ctypes, os; c = ctypes.CDLL(None); "
		   "a = lambda *l: (ctypes.c_char_p * (len(l) + 1))(*l, None); t = os.environ[\"TOOL\"].encode(); "
		   "c.execve(t, a(t, b\"run\", b\"--fs\", b\"r:/\", b\"/bin/true\"), "
		   "a(b\"GLIBC_TUNABLES=\", b\"GLIBC_TUNABLES=glibc.rtld.enable_secure=1\"))'"),
		125, "GLIBC_TUNABLES has");
}

Test(run, a_second_variable_for_preloads_changes_nothing, .init = needs_landlock)
{
	needs_commands("python3");
	denied(sh("python3 -c 'import ctypes, os; c = ctypes.CDLL(None); "
		  "a = lambda *l: (ctypes.c_char_p * (len(l) + 1))(*l, None); t = os.environ[\"TOOL\"].encode(); "
		  "c.execve(t, a(t, b\"run\", b\"--fs\", b\"r:/etc/group\", b\"/bin/cat\", b\"/etc/passwd\"), "
		  "a(b\"LD_PRELOAD=\", b\"LD_PRELOAD=libm.so.6\"))'"),
	       "/etc/passwd: Permission denied");
}

/* Not what it was when it was looked at: no_new_privs comes before the exec. */
Test(run, a_file_that_becomes_setuid_after_the_look_at_it_is_confined, .init = needs_landlock)
{
	needs_root();
	needs_strace();
	denied(sh("cp /bin/cat c; chmod 755 . c; (sleep 0.3; chmod 2755 c; chgrp 12345 c; chmod 2755 c) & "
		  "strace -o log -e trace=fgetxattr -e inject=fgetxattr:delay_exit=1000000 $TOOL run "
		  "--fs r:/etc/group -- ./c /etc/passwd"),
	       "/etc/passwd: Permission denied");
}

/* Made by hand: what the loader of another architecture would ignore. */
Test(run, a_program_whose_loader_would_ignore_the_object_is_refused)
{
	/* e_machine: another one; then another interpreter */
	tool_refused(
		sh("cp /bin/true t; printf '\\007' | dd of=t bs=1 seek=18 conv=notrunc 2>/dev/null; "
		   "$TOOL run --fs r:/ -- ./t"),
		125, "its loader would ignore the object");
	tool_refused(
		sh("sed 's,/ld-linux,/xx-linux,;s,/ld-musl,/xx-musl,' /bin/true >t; chmod +x t; "
		   "$TOOL run --fs r:/ -- ./t"),
		125, "not known to take LD_PRELOAD");
	tool_refused(sh("echo text >t; chmod +x t; $TOOL run --fs r:/ -- ./t"), 125,
		     "neither an ELF program");
}

Test(run, an_object_that_the_loader_would_ignore_is_refused, .init = needs_landlock)
{
	static const char *const faults[][2] = {
		{ "rm root/$SHIM", "cannot be read: No such file" },
		{ "echo text >root/$SHIM", "no object for this machine" },
		{ "truncate -s 50 root/$SHIM", "no object for this machine" },
		{ "chmod 600 root/$SHIM", "cannot be read: Permission denied" },
	};

	needs_root();
	for (size_t i = 0; i < COUNT(faults); i++)
		tool_refused(
			sh("rm -rf root; " MAKE_ROOT "chmod -R a+rX root; %s; "
			   "exec chroot --userspec=65534:65534 root $TOOL run --fs r:/ -- true",
			   faults[i][0]),
			125, faults[i][1]);
	/* A sanitizer misses /proc there, and says so. */
	cr_assert_eq(
		sh("rm -rf root; " MAKE_ROOT "exec chroot root $TOOL run --fs r:/ -- true").status,
		0);
}

Test(run, an_object_on_a_file_system_without_execution_is_refused)
{
	needs_root();
	tool_refused(
		sh("cp $SHIM s; cp $TOOL t; $SRC/tests/mounts sh -c '"
		   "mount -t tmpfs -o noexec none $BUILD/tests && cp s $SHIM && exec ./t run --fs r:/ -- "
		   "true'"),
		125, "mounted noexec");
}

#ifndef __has_feature
#define __has_feature(name) 0
#endif
#if !defined(__SANITIZE_ADDRESS__) && !__has_feature(address_sanitizer)
/* A loader that cannot map the object goes on without it. */
Test(run, too_little_memory_for_the_object_is_refused, .init = needs_landlock)
{
	needs_commands("cc:gcc");
	ran_well(
		sh("echo 'static char big[64 << 20]; int main(void) { return big[0]; }' | cc -x c -o big -"),
		0);
	tool_refused(sh("ulimit -v 70000; exec $TOOL run --fs r:/ -- ./big"), 125,
		     "the limit of memory (ulimit -v)");
	ran_well(sh("ulimit -v 140000; exec $TOOL run --fs r:/ -- ./big"), 0);
}

/* musl's loader says nothing when it goes on without the object. The descriptor of the policy is
 * 3, so a limit of 4 leaves the loader none. */
Test(run, a_loader_without_a_descriptor_for_the_object_is_refused, .init = needs_landlock)
{
	tool_refused(sh("ulimit -n 4; exec $TOOL run --fs r:/ -- true"), 125,
		     "cannot be read: Too many open files");
	ran_well(sh("ulimit -n 5; exec $TOOL run --fs r:/ -- true"), 0);
}
#endif
