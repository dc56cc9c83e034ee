/* SPDX-License-Identifier: ISC */
/* fleet test and fleet status: a look at what would be, and at what is. */
#include "machine/arming.h"

/* Test. */

Test(arm, a_program_can_be_tested_with_nothing_switched_on, .timeout = 120)
{
	static const char *const before[] = { "rm -f " PRELOAD, "echo '# none' >" PRELOAD,
					      "ln -sf /run/landlock-auto/ld.so.preload " PRELOAD };

	make_unarmed(CAT_POLICY);
	for (size_t i = 0; i < COUNT(before); i++) {
		ran_well(sh("%s; cp -P " PRELOAD " before 2>/dev/null; ls -lR root >list",
			    before[i]),
			 0);
		said(FLEET("test /bin/cat /etc/group"), 1, "/etc/group: Permission denied");
		said(FLEET("test /bin/cat -- /etc/group"), 1, "/etc/group: Permission denied");
		said(FLEET("test -- cat /etc/passwd"), 0, "root:x:0:0:");
		ran_well(HERE("/bin/cat /etc/group"), 0);
		ran_well(sh("ls -lR root | cmp - list"), 0);
	}
}

Test(arm, a_test_passes_on_what_the_program_says, .timeout = 120)
{
	struct ran r;

	make_unarmed(CAT_POLICY);
	r = FLEET("test sh -c 'echo out; cat /etc/group; cd /shared; echo here >made; exit 7'");
	cr_assert_eq(r.status, 7);
	cr_expect_str_eq(r.out, "out\n");
	contains(r.err, "is not named: it is not confined itself\n");
	contains(r.err, "/etc/group: Permission denied\n");
	ran_well(sh("grep -q here root/shared/made"), 0);
	cr_expect_str_eq(sh("cd root/shared && chroot .. $TOOL fleet test sh -c pwd").out, "/\n");
	cr_expect_eq(FLEET("test sh -- -c 'exit 3'").status, 3);
	cr_expect_eq(FLEET("test sh -c 'kill -TERM $$'").status, 128 + 15);
	said(FLEET("test none"), 127, "No such file or directory");
	said(FLEET("test /etc/passwd"), 126, "Permission denied");
	said(FLEET("test"), 125, "fleet test --help");
	ran_well(sh("printf '/lib/none.so\\0\\n' >" PRELOAD), 0);
	said(FLEET("test cat /etc/passwd"), 125, "has a NUL byte");
	ran_well(sh("rm " PRELOAD " " OBJECT), 0);
	said(FLEET("test cat /etc/passwd"), 125, "install it again");
}

/* Mounts of a trial in a plain chroot, whose / is no mount point, must be seen by
 * nobody else. */
Test(arm, a_trial_leaves_nothing_behind, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	ran_well(
		sh("sort /proc/self/mountinfo | grep -F $T >before; "
		   "$SRC/tests/mounts sh -c 'mount --bind root root; mount --make-shared root; { "
		   "chroot root $TOOL fleet enable && chroot root $TOOL fleet test true; } 2>said; "
		   "grep -F $T/root /proc/self/mountinfo | wc -l >mounts'"),
		0);
	cr_expect_str_eq(sh("cat mounts").out, "1\n");
	cr_expect_str_eq(sh("sort /proc/self/mountinfo | grep -F $T | cmp - before").out, "");
	wait_until("[ -z \"$(" ITS_PROCESSES ")\" ]");
}

/* Status. */

Test(arm, status_tells_who_is_confined_and_who_started_before, .timeout = 120)
{
	struct ran r;

	make_unarmed("program \"/bin/cat\" { fs = {\"r:/etc/passwd\", \"x:/bin\"} }\n");
	/* All of it in one mount namespace, or executables would have other names. */
	test_text("script", "mount -t proc none root/proc; mkfifo a b c d\n"
			    "now() { chroot root $TOOL fleet status | "
			    "sed -n 's/^process *[0-9]* //p' | sort; }\n"
			    "wait_for() { for i in $(seq 100); do "
			    "[ $(now | wc -l) = $1 ] && return; sleep 0.1; done; exit 3; }\n"
			    "start() { chroot root /bin/cat <$1 >/dev/null 2>&1 & }\n"
			    "now\n"
			    "start a; exec 3>a; wait_for 1; now; echo\n"
			    "chroot root $TOOL fleet enable >/dev/null 2>&1\n"
			    "start b; exec 4>b; wait_for 2; now; echo\n"
			    "touch " ETC "/landlock-auto.disable\n"
			    "start c; exec 5>c; wait_for 3; rm " ETC "/landlock-auto.disable\n"
			    "now; echo; $TOOL fleet compile --root root >/dev/null; sleep 0.2\n"
			    "start d; exec 6>d; wait_for 4; now\n");
	r = sh("exec $SRC/tests/mounts sh ./script");
	cr_expect_str_eq(r.out,
			 "without  /bin/cat\n\n"
			 "confined /bin/cat\nwithout  /bin/cat\n\n"
			 "confined /bin/cat\nopen     /bin/cat\nwithout  /bin/cat\n\n"
			 "confined /bin/cat\nearlier  /bin/cat\nopen     /bin/cat\n"
			 "without  /bin/cat\n",
			 "%s", r.err);
}

/* As a library of that name, or what a static program has read. */
Test(arm, a_file_of_the_objects_name_confines_nothing, .timeout = 120)
{
	struct ran r;

	make_unarmed(CAT_POLICY);
	test_text("script", "mount -t proc none root/proc; mkfifo a\n"
			    "cp $(ldd /bin/cat | grep -o '/[^ ]*/libc\\.so\\.6') "
			    "root/shared/liblandlock-auto.so\n"
			    "chroot root /usr/bin/env LD_PRELOAD=/shared/liblandlock-auto.so "
			    "/bin/cat <a & exec 3>a\n"
			    "for i in $(seq 300); do grep -q /shared/liblandlock /proc/$!/maps && "
			    "chroot root $TOOL fleet status | grep '/bin/cat$' && break; "
			    "sleep 0.05; done | sed -n 's/^process *[0-9]* //p'\n");
	r = sh("exec $SRC/tests/mounts sh ./script");
	cr_expect_str_eq(r.out, "without  /bin/cat\n", "%s%s", r.out, r.err);
}

/* Anybody may have made the directory that a link leads to. */
Test(arm, status_shows_no_control_characters, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	ran_well(sh("d=$(printf '/opt/\\033[31m\\narmed      yes'); mkdir -p \"root$d\"; "
		    "cp root/bin/cat \"root$d\"; ln -s \"$d/cat\" root/opt/link"),
		 0);
	compile("program \"/opt/link\" { fs = {\"r:/etc/passwd\"} }");
	contains(FLEET("status").out, "/opt/");
	contains_not(FLEET("status").out, "\033");
	contains_not(FLEET("status").out, "\narmed      yes");
}

Test(arm, where_no_program_is_named_there_is_a_warning, .timeout = 120)
{
	struct ran r;

	make_unarmed(CAT_POLICY);
	contains_not(FLEET("enable").err, "program");
	said(FLEET("disable"), 0, "it is off");
	compile("");
	contains(sh("cat said").out, "landlock-auto: warning: no program is named in ");
	r = FLEET("enable");
	said(r, 0, "it is on");
	contains(r.err, "warning: the database names no program\n");
}

Test(arm, status_says_what_is_on_and_what_is_wrong, .timeout = 120)
{
	make_unarmed(CAT_POLICY "program \"/bin/sh\" { fs = {\"rx:/\"}\n on-error = warn }\n");
	said(FLEET("status"), 1, "");
	contains(FLEET("status").out, "armed      no, off\n");
	said(FLEET("enable"), 0, "it is on");
	said(FLEET("status"), 0, "armed      yes, as a link\n");
	contains(FLEET("status").out, "database   2 programs\n");
	/* As a rescue by hand leaves it. */
	ran_well(sh(": >root/run/landlock-auto/ld.so.preload"), 0);
	said(FLEET("status"), 1, "");
	contains(FLEET("status").out, "armed      no, a link that a boot arms");
	said(FLEET("arm"), 0, "");
	said(FLEET("status"), 0, "armed      yes, as a link\n");
	contains(FLEET("status").out, "program    /bin/cat\n");
	contains(FLEET("status").out, "program    /bin/sh  on-error=warn\n");
	ran_well(sh("touch " ETC "/landlock-auto.required " ETC "/landlock-auto.disable"), 0);
	said(FLEET("status"), 1, "");
	contains(FLEET("status").out, "disable    ");
	contains(FLEET("status").out, "required   ");
	ran_well(sh("rm " ETC "/landlock-auto.disable " ETC
		    "/landlock-auto.required; chmod 666 " OBJECT),
		 0);
	said(FLEET("status"), 125, "");
	contains(FLEET("status").out, "object     WRONG: ");
	ran_well(sh("chmod 644 " OBJECT "; : >" ETC "/landlock-auto.d/fleet.db"), 0);
	said(FLEET("status"), 125, "");
	contains(FLEET("status").out, "database   WRONG: ");
}

/* Twenty are named where nothing is said. */
Test(arm, status_names_many_programs_only_when_asked, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	ran_well(sh("for i in $(seq 30); do echo \"program '/none/$i' { fs = {'r:/'} }\"; done "
		    ">" ETC "/landlock-auto.conf; $TOOL fleet compile --root root >/dev/null 2>&1"),
		 0);
	contains(FLEET("status").out, "database   30 programs\n");
	contains_not(FLEET("status").out, "program ");
	contains(FLEET("status -v").out, "program    /none/7\n");
}
