/* SPDX-License-Identifier: ISC */
/* A machine whose /etc/ld.so.preload names the object: who is confined, and what
 * happens where something is broken. */
#include "machine/machine.h"

#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

/* A program must not read /etc/group here. */
#define CAT_POLICY "program \"/bin/cat\" { fs = {\"r:/etc/passwd\"} }\n"

static void confined(struct ran r)
{
	cr_assert_eq(r.status, 1, "status %d, stderr:\n%s", r.status, r.err);
	contains(r.out, "root:x:0:0:");
	contains(r.err, "/etc/group: Permission denied");
}

static void unconfined(struct ran r)
{
	ran_well(r, 0);
	contains(r.out, "root:x:0:0:");
	contains(r.out, "nogroup:");
}

#define CAT "/bin/cat /etc/passwd /etc/group"

Test(machine, a_named_program_is_confined_and_no_other_is)
{
	make_machine(CAT_POLICY);
	confined(HERE(CAT));
	ran_well(HERE("/bin/sh -c 'read line </etc/group'"), 0);
	ran_well(sh("cp root/bin/cat root/bin/other"), 0);
	unconfined(HERE("/bin/other /etc/passwd /etc/group"));
}

Test(machine, without_a_database_nothing_happens)
{
	make_machine(CAT_POLICY);
	sh("rm " DB);
	unconfined(HERE(CAT));
}

Test(machine, a_program_is_known_by_its_executable_and_not_by_its_name)
{
	make_machine(CAT_POLICY);
	sh("ln -s /bin/cat root/bin/link; mkdir root/etc/dir; ln -s ../../bin root/etc/dir/up");
	confined(HERE("/bin/link /etc/passwd /etc/group"));
	confined(HERE("/etc/dir/up/./../bin/cat /etc/passwd /etc/group"));
	confined(HERE("/bin/sh -c 'cd /etc/dir; exec ../../bin/link /etc/passwd /etc/group'"));
}

#define WITH_PROC(command, ...)                                                              \
	sh("exec $SRC/tests/mounts sh -c 'mount -t proc none root/proc && exec chroot root " \
	   "/bin/sh -c \"$1\"' sh '" command "'",                                            \
	   ##__VA_ARGS__)

Test(machine, a_program_is_known_however_it_is_executed)
{
	char dots[901] = "";

	for (int i = 0; i < 900; i++)
		dots[i] = "/."[i % 2];
	make_machine(CAT_POLICY);
	sh("ln -s /bin/cat root/bin/link; cd root; d=$(printf '%%0200d' 0); mkdir $d; "
	   "ln -s $d/../$d/../$d/../$d/.. up; ln -s $d/../$d/../$d/../$d/../$d/../$d/../bin/cat cat");
	confined(WITH_PROC("exec " CAT));
	confined(WITH_PROC("exec /bin/link /etc/passwd /etc/group"));
	confined(WITH_PROC("cd /etc; exec ../bin/link /etc/passwd /etc/group"));
	/* With names and links that are longer than what there is room for, */
	confined(WITH_PROC("exec %s%s%s/bin/cat /etc/passwd /etc/group", dots, dots, dots));
	confined(WITH_PROC("exec /up%s/bin/cat /etc/passwd /etc/group", dots));
	confined(WITH_PROC("exec /cat /etc/passwd /etc/group"));
	/* with its own among the arguments, as a script has it, */
	confined(WITH_PROC("exec " CAT " /bin/cat"));
	/* by a descriptor, */
	confined(WITH_PROC("exec 9</bin/cat; exec /proc/self/fd/9 /etc/passwd /etc/group"));
	/* and of somebody else's. */
	confined(WITH_PROC("exec 9</bin/cat; exec /proc/$$/root/bin/link /etc/passwd /etc/group"));
}

/* As tests/mounts. */
static int own_mounts(void)
{
	if (unshare(CLONE_NEWNS))
		return -1;
	if (!mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		return 0;
	return mount(NULL, "/proc", NULL, MS_PRIVATE, NULL) ||
	       mount("/", "/proc", NULL, MS_BIND | MS_REC, NULL) || chroot("/proc") ||
	       mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
}

/* How it ends where the link that it was executed by leads elsewhere by the time that the
 * object looks. */
static int by_a_link_that_changes(void)
{
	char *const argv[] = { "cat", "/etc/group", NULL };
	int status;
	pid_t pid;

	sh("ln -sf /bin/cat root/bin/link");
	pid = fork();
	if (!pid) {
		if (!freopen("/dev/null", "w", stdout) || own_mounts() || chdir(test_dir()) ||
		    mount("/proc", "root/proc", NULL, MS_BIND, NULL) || chroot("root") ||
		    setresgid(65534, 65534, 65534) || setresuid(65534, 65534, 65534) ||
		    ptrace(PTRACE_TRACEME, 0, 0, 0))
			_exit(99);
		execv("/bin/link", argv);
		_exit(98);
	}
	/* It is executed, and none of it has run. */
	cr_assert(waitpid(pid, &status, 0) == pid && WIFSTOPPED(status), "%#x", status);
	sh("ln -sf /bin/true root/bin/link");
	cr_assert_not(ptrace(PTRACE_DETACH, pid, 0, 0));
	cr_assert(waitpid(pid, &status, 0) == pid && WIFEXITED(status), "%#x", status);
	return WEXITSTATUS(status);
}

/* A privileged program is what it is. Any other does nothing that he who executes it cannot
 * do without it, with a copy for example, and what it is called is asked where that is cheap. */
Test(machine, in_secure_execution_no_link_that_changes_hides_the_program)
{
	make_machine(CAT_POLICY);
	cr_assert_eq(by_a_link_that_changes(), 0);
	sh("chmod 4755 root/bin/cat");
	cr_assert_eq(by_a_link_that_changes(), 1);
}

/* As an ordinary user, with his environment. */
#define AS_USER "chroot --userspec=65534:65534 root "

/* More than fits on the stack. */
static void make_large_policy(void)
{
	char text[20000] = "program \"/bin/cat\" { fs = {\"r:/etc/passwd\"";
	size_t len = strlen(text);

	for (int i = 0; i < 200; i++)
		len += (size_t)sprintf(text + len, ", \"?r:/no/such/directory/%d\"", i);
	strcpy(text + len, "} }\n");
	make_machine(text);
}

Test(machine, in_secure_execution_no_limit_that_the_user_sets_lifts_the_policy)
{
	struct ran r;

	make_large_policy();
	sh("chmod 4755 root/bin/cat");
	/* From where it cannot be loaded, through where only the policy does not fit, to where
	 * all does. */
	r = sh("for k in $(seq 1000 4 20000); do " AS_USER "/bin/sh -c \"ulimit -v $k; exec " CAT
	       "\" 2>err >out; grep -q nogroup out && { echo $k; cat err; exit 1; }; "
	       "grep -q 'no memory for a policy' err && echo refused; "
	       "grep -q /etc/group: err && exit 0; done; exit 2");
	cr_assert_eq(r.status, 0, "%d %s", r.status, r.out);
	contains(r.out, "refused");
}

Test(machine, in_secure_execution_without_proc_no_link_is_too_long)
{
	make_machine(CAT_POLICY);
	sh("chmod 4755 root/bin/cat; ln -s \"/$(printf './%%.0s' $(seq 520))bin/cat\" root/long");
	confined(sh(AS_USER CAT));
	refused(sh(AS_USER "/long /etc/passwd /etc/group"), "cannot tell which program this is");
}

Test(machine, a_policy_that_is_switched_off_leaves_no_memory_behind)
{
	static const char anonymous[] =
		"$SRC/tests/mounts sh -c 'mount -t proc none root/proc && exec chroot root "
		"/bin/cat /proc/self/maps' | awk 'NF < 6 { print $1 }' | "
		"while IFS=- read -r a b; do echo $((0x$b - 0x$a)); done | sort";
	char *with;

	make_large_policy();
	sh(": >" ETC "/landlock-auto.disable");
	with = sh(anonymous).out;
	compile(CAT_POLICY);
	cr_assert(*with && !strcmp(with, sh(anonymous).out), "%s", with);
}

Test(machine, of_a_script_the_interpreter_is_the_program)
{
	make_machine("program \"/bin/sh\" { fs = {\"r:/bin/script\", \"r:/etc/passwd\"} }\n");
	sh("printf '#!/bin/sh\\nread line </etc/passwd; echo $line; read line </etc/group\\n' "
	   ">root/bin/script; chmod 755 root/bin/script");
	/* Without /proc there is no telling which that is, and it is said. */
	contains(HERE("/bin/script").err, "cannot tell which program this is");
	contains(
		sh("$SRC/tests/mounts sh -c 'mount -t proc none root/proc && exec chroot root /bin/script'")
			.err,
		"cannot open /etc/group: Permission denied");
}

/* Secure execution: cat is setuid root, and reads what its policy says, as root. */
Test(machine, in_secure_execution_no_byte_of_the_environment_counts)
{
	static const char *const attacks[] = {
		"A=1",
		"LANDLOCK_AUTO=rwx:/",
		"LANDLOCK_AUTO=reed:/",
		"LANDLOCK_AUTO_CONFIG=/etc/passwd",
		"LANDLOCK_AUTO_FD=0",
		"LANDLOCK_AUTO_VERBOSE=1",
		"LANDLOCK_AUTO_KEEP=1",
		"LD_PRELOAD=$SHIM",
		"LANDLOCK_AUTO=\"$(head -c 100000 /dev/zero | tr '\\0' x)\""
	};

	make_machine("program \"/bin/cat\" { fs = {\"r:/etc/shadow\"} }\n");
	sh("chmod 4755 root/bin/cat");
	for (size_t i = 0; i < COUNT(attacks); i++) {
		struct ran r = sh("exec chroot --userspec=65534:65534 root /usr/bin/env -i %s "
				  "/bin/cat /etc/shadow /etc/group",
				  attacks[i]);

		cr_assert_eq(r.status, 1, "%s: %s", attacks[i], r.err);
		contains(r.out, "root:");
		contains(r.err, "/etc/group: Permission denied");
		contains_not(r.err, "landlock-auto");
	}
}

Test(machine, a_session_policy_is_one_more_layer)
{
	make_machine(CAT_POLICY);
	/* It loosens nothing, */
	confined(HERE("LANDLOCK_AUTO=rwx:/ " CAT));
	/* it tightens, */
	contains(HERE("LANDLOCK_AUTO=r:/etc/group " CAT).err, "/etc/passwd: Permission denied");
	/* it is read before the machine's policy hides it, */
	ran_well(sh("echo 'fs = {\"r:/etc\"}' >root/etc/session.conf; "
		    "$TOOL compile root/etc/session.conf -o root/etc/session.policy 2>/dev/null"),
		 0);
	confined(HERE("LANDLOCK_AUTO_CONFIG=/etc/session.policy " CAT));
	/* and one with a mistake stops the program. */
	refused(HERE("LANDLOCK_AUTO=reed:/ " CAT), "no such right");
}

Test(machine, a_program_preloaded_by_name_has_its_section)
{
	struct ran r;

	make_machine(CAT_POLICY);
	sh(": >root/etc/ld.so.preload");
	unconfined(HERE(CAT));
	confined(HERE("LD_PRELOAD=$SHIM " CAT));
	/* A sanitizer misses /proc there, and says so. */
	r = HERE("LD_PRELOAD=$SHIM /bin/true");
	cr_assert_eq(r.status, 125);
	contains(r.err, "no policy for programs that are preloaded by name");
	compile("fs = {\"r:/etc/passwd\"}\n" CAT_POLICY);
	cr_assert_eq(HERE("LD_PRELOAD=$SHIM /bin/true").status, 0);
	confined(HERE("LD_PRELOAD=$SHIM " CAT));
	ran_well(sh("cp root/bin/cat root/bin/other"), 0);
	confined(HERE("LD_PRELOAD=$SHIM /bin/other /etc/passwd /etc/group"));
}

/* A rule that cannot be enforced. */
#define BROKEN "program \"/bin/cat\" { fs = {\"r:/nosuch\"}\n"

Test(machine, a_policy_that_cannot_be_enforced_stops_the_program_or_warns)
{
	struct ran r;

	make_machine(BROKEN "}\n");
	refused(HERE(CAT), "landlock-auto.conf:1: /nosuch: No such file or directory");
	compile(BROKEN "on-error = refuse }\n");
	refused(HERE(CAT), "/nosuch: No such file or directory");
	compile(BROKEN "on-error = warn }\n");
	r = HERE(CAT);
	cr_assert_eq(r.status, 0);
	contains(r.out, "nogroup:");
	contains(r.err, "/nosuch: No such file or directory");
	contains(r.err, "the program runs unconfined");
}

/* A database that cannot be used, for want of a better word. */
static const char *const broken[] = {
	": >" DB,
	"truncate -s 100 " DB,
	"truncate -s 50 " DB,
	"echo >>" DB,
	"tr '\\000-\\377' x <" DB " >x; cat x >" DB,
	"dd if=/dev/urandom of=" DB " bs=1 seek=60 count=64 conv=notrunc 2>/dev/null",
	"printf '\\002' | dd of=" DB " bs=1 seek=8 conv=notrunc 2>/dev/null; "
	"dd if=/dev/zero of=" DB " bs=1 seek=64 count=200 conv=notrunc 2>/dev/null",
	"chmod 666 " DB,
	"chmod 600 " DB,
	"chown 65534 " DB,
	"rm " DB "; mkdir " DB,
	"rm " DB "; mkfifo " DB,
	"rm " DB "; ln -s landlock-auto.db " DB,
};

Test(machine, a_damaged_database_warns_or_stops_as_root_has_decided)
{
	make_machine(CAT_POLICY);
	for (size_t i = 0; i < COUNT(broken); i++) {
		struct ran r;

		compile(CAT_POLICY);
		confined(HERE(CAT));
		ran_well(sh("%s", broken[i]), 0);
		r = HERE("/bin/cat /etc/passwd /etc/group");
		cr_assert_eq(r.status, 0, "%s: %s", broken[i], r.err);
		contains(r.out, "nogroup:");
		contains(r.err, "landlock-auto: ");
		contains(r.err, "the program runs unconfined; see landlock-auto fleet status");
		/* Somebody else's file is nobody's decision. */
		sh(": >" ETC "/landlock-auto.required; chown 1 " ETC "/landlock-auto.required");
		cr_assert_eq(HERE(CAT).status, 0);
		sh("chown 0 " ETC "/landlock-auto.required");
		refused(HERE(CAT), "landlock-auto.db");
		cr_assert_eq(HERE("/bin/true").status, 125, "%s", broken[i]);
		/* The tool is a program too, but it comes before all else. */
		sh("rm " ETC "/landlock-auto.required; rm -rf " DB);
	}
}

Test(machine, a_file_of_root_switches_all_of_it_off)
{
	make_machine(CAT_POLICY);
	sh(": >" ETC "/landlock-auto.disable; chown 1 " ETC "/landlock-auto.disable");
	confined(HERE(CAT));
	sh("chown 0 " ETC "/landlock-auto.disable");
	unconfined(HERE(CAT));
	sh("echo >>" DB "; : >" ETC "/landlock-auto.required");
	unconfined(HERE(CAT));
}

Test(machine, the_first_process_is_never_confined)
{
	make_machine(CAT_POLICY);
	confined(sh("exec chroot root " CAT));
	unconfined(sh("exec unshare --pid --fork chroot root " CAT));
	sh("echo >>" DB "; : >" ETC "/landlock-auto.required");
	unconfined(sh("exec unshare --pid --fork chroot root " CAT));
}

/* In a user namespace of somebody who is not root the database is nobody's. */
Test(machine, in_a_user_namespace_it_is_still_roots)
{
	make_machine(CAT_POLICY);
	if (sh("$SRC/tests/mounts unshare -r true").status)
		cr_skip_test("no user namespace can be made here, as nowhere in a plain chroot");
	confined(sh(
		"$SRC/tests/mounts sh -c 'mount --bind /proc root/proc && exec setpriv --reuid 65534 "
		"--regid 65534 --clear-groups unshare -r chroot root " CAT "' || exit $?"));
}
