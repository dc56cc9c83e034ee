/* SPDX-License-Identifier: ISC */
/* The launcher and the files beside it: which it takes, which it refuses, and what works without. */
#include "common.h"

#include <stdio.h>

/* A directory with launcher and object, as `cp` makes it for root. */
#define PAIR "mkdir -m 755 pair && cp $TOOL $SHIM pair && chmod 755 . && "
#define AS_USER "setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all "
/* Runs, and is confined by the object that is mapped. */
#define MAPS "run --fs r:/proc -- cat /proc/self/maps /etc/passwd"

static void confined_by(struct ran r, const char *object)
{
	denied(r, "/etc/passwd: Permission denied");
	contains(r.out, object);
}

static void not_run(struct ran r, const char *text)
{
	cr_assert_eq(r.status, 125, "status %d: %s%s", r.status, r.out, r.err);
	cr_assert_str_empty(r.out);
	contains(r.err, text);
}

Test(launcher, takes_the_object_beside_itself_in_any_directory, .init = needs_landlock)
{
	confined_by(sh(PAIR "pair/landlock-auto " MAPS), "pair/liblandlock-auto.so");
	confined_by(sh("cd pair && ./landlock-auto " MAPS), "pair/liblandlock-auto.so");
	confined_by(sh("cd pair && PATH=.:$PATH landlock-auto " MAPS), "pair/liblandlock-auto.so");
	confined_by(sh("ln -s pair/landlock-auto link && ./link " MAPS),
		    "pair/liblandlock-auto.so");
}

Test(launcher, takes_the_installed_object_where_none_is_beside_it, .init = needs_landlock)
{
	confined_by(sh("cp $TOOL . && ./landlock-auto " MAPS), "/tests/liblandlock-auto.so");
}

Test(launcher, works_for_a_user_with_a_pair_of_his_own, .init = needs_landlock)
{
	needs_root();
	confined_by(
		sh("mkdir -m 1777 shared && chmod 755 . && cp $TOOL $SHIM . && cd shared && "
		   "exec " AS_USER "sh -c 'umask 077; mkdir own && cd ../shared && "
		   "cp ../landlock-auto ../liblandlock-auto.so own && exec own/landlock-auto " MAPS
		   "'"),
		"own/liblandlock-auto.so");
	/* The sticky directory itself will do: nobody can replace what is somebody else's. */
	confined_by(sh("cp $TOOL $SHIM shared && shared/landlock-auto " MAPS),
		    "shared/liblandlock-auto.so");
}

/* Root's launcher, and an object or a tool that somebody else has put beside it. */
Test(launcher, refuses_what_another_user_put_beside_it, .init = needs_landlock)
{
	needs_root();
	not_run(sh("mkdir -m 1777 shared && chmod 755 . && cp $TOOL shared && cp $SHIM . && "
		   "cd shared && " AS_USER
		   "cp ../liblandlock-auto.so . && exec ./landlock-auto " MAPS),
		"somebody else put it there");
	not_run(sh("cd shared && exec " AS_USER "./landlock-auto " MAPS),
		"somebody else put it there");
	/* The control: root's own. */
	confined_by(sh("chown 0 shared/liblandlock-auto.so && exec shared/landlock-auto " MAPS),
		    "shared/liblandlock-auto.so");
	not_run(sh("cp $TOOL-tool . && cd shared && " AS_USER
		   "cp ../landlock-auto-tool . && exec ./landlock-auto status"),
		"landlock-auto-tool is beside this program, and neither root's nor");
	not_run(sh("cd shared && ./landlock-auto run --presets base -- true"),
		"landlock-auto-tool is beside this program, and neither root's nor");
	cr_assert_eq(sh("chown 0 shared/landlock-auto-tool && shared/landlock-auto status").status,
		     0);
}

Test(launcher, refuses_what_others_can_write)
{
	static const char *const faults[][2] = {
		{ "chmod g+w pair/liblandlock-auto.so", "others can write it" },
		{ "chmod o+w pair/liblandlock-auto.so", "others can write it" },
		{ "chmod 775 pair", "in a directory that others can write" },
		{ "chmod 757 pair", "in a directory that others can write" },
		{ "mv pair/liblandlock-auto.so o; ln -s ../o pair/liblandlock-auto.so", "a link" },
		{ "rm pair/liblandlock-auto.so; mkdir pair/liblandlock-auto.so",
		  "no regular file" },
		{ "rm pair/liblandlock-auto.so; mkfifo pair/liblandlock-auto.so",
		  "no regular file" },
	};

	for (size_t i = 0; i < COUNT(faults); i++)
		not_run(sh("rm -rf pair o; " PAIR "%s; pair/landlock-auto " MAPS, faults[i][0]),
			faults[i][1]);
}

/* Not only in its headers. */
Test(launcher, refuses_an_object_that_is_damaged_or_of_another_build)
{
	static const char *const faults[][2] = {
		{ "printf X | dd of=pair/liblandlock-auto.so bs=1 seek=9000 conv=notrunc status=none",
		  "of another build than this program, or damaged" },
		{ "cp $BUILD/liblandlock-auto.so pair", "of another build than this program" },
		{ "cp -L $(ldd /bin/cat | grep -o '/.*libc.so.6') pair/liblandlock-auto.so",
		  "it is not liblandlock-auto.so" },
		{ "cp /bin/true pair/liblandlock-auto.so", "no object for this machine" },
		{ "truncate -s 20000 pair/liblandlock-auto.so", "it is cut short" },
	};

	for (size_t i = 0; i < COUNT(faults); i++) {
		not_run(sh("rm -rf pair; " PAIR "%s; pair/landlock-auto " MAPS, faults[i][0]),
			faults[i][1]);
		contains(sh("pair/landlock-auto " MAPS).err, "pair/liblandlock-auto.so");
	}
}

Test(launcher, takes_an_object_that_was_stripped, .init = needs_landlock)
{
	needs_commands("strip:binutils objcopy:binutils");
	confined_by(sh(PAIR "strip pair/liblandlock-auto.so && pair/landlock-auto " MAPS),
		    "pair/liblandlock-auto.so");
	confined_by(sh("cp /etc/passwd debug && objcopy --add-gnu-debuglink=debug "
		       "pair/liblandlock-auto.so && ! cmp -s $SHIM pair/liblandlock-auto.so && "
		       "pair/landlock-auto " MAPS),
		    "pair/liblandlock-auto.so");
}

#define IN_ROOT "exec chroot root /usr/bin/env -i PATH=/bin:/usr/bin "

/* Without /proc nobody knows where this program lies but by the name that was executed. */
Test(launcher, finds_the_object_without_proc, .init = needs_landlock)
{
	needs_root();
	needs_auxv();
	ran_well(sh(MAKE_ROOT "mkdir root/pair && mv root/$TOOL root/$SHIM root/pair"), 0);
	denied(sh(IN_ROOT "/pair/landlock-auto -f r:/etc/group cat /etc/passwd"),
	       "/etc/passwd: Permission denied");
	denied(sh(IN_ROOT "sh -c 'cd /pair; exec ./landlock-auto -f r:/etc/group cat /etc/passwd'"),
	       "/etc/passwd: Permission denied");
	denied(sh(IN_ROOT
		  "sh -c 'cd /pair; PATH=:$PATH; landlock-auto -f r:/etc/group cat /etc/passwd'"),
	       "/etc/passwd: Permission denied");
	not_run(sh("chmod 757 root/pair; " IN_ROOT "/pair/landlock-auto -f r:/ true"),
		"/pair/liblandlock-auto.so is beside this program, in a directory");
	not_run(sh("rm root/pair/lib*; " IN_ROOT "/pair/landlock-auto -f r:/ true"),
		"cannot be read: No such file or directory; install it");
}

/* A copied launcher has nothing but itself and its object. */
Test(launcher, needs_no_tool_for_rules_and_compiled_policies, .init = needs_landlock)
{
	needs_root();
	needs_auxv();
	test_text("app.conf", "fs = {\"r:/etc/group\"}\n");
	ran_well(sh(MAKE_ROOT "mv root/$TOOL-tool tool; cp app.conf root; "
			      "$TOOL compile root/app.conf -o root/app.policy 2>/dev/null"),
		 0);
	ran_well(sh(IN_ROOT "$TOOL run -f r:/etc/group --handle core --abi 3 --best-effort "
			    "--log-denials=no -- cat /etc/group"),
		 0);
	ran_well(sh(IN_ROOT "$TOOL run -c app.policy -f r:/etc/passwd cat /etc/group /etc/passwd"),
		 0);
	denied(sh(IN_ROOT "$TOOL run -c app.policy cat /etc/group /etc/passwd"),
	       "/etc/passwd: Permission denied");
	not_run(sh(IN_ROOT "$TOOL run -c app.conf cat /etc/group"),
		"the policy is text, and " TEST_BUILDDIR "/tests/landlock-auto-tool cannot be run");
	/* A sibling that is exactly the text's. */
	ran_well(sh("$TOOL compile root/app.conf 2>/dev/null; " IN_ROOT
		    "$TOOL run -c app.conf -f r:/etc/passwd cat /etc/group /etc/passwd"),
		 0);
	not_run(sh(IN_ROOT "$TOOL run --presets base true"), "the policy names presets, and ");
	not_run(sh(IN_ROOT "$TOOL status"), "which cannot be run: No such file or directory");
	not_run(sh(IN_ROOT "$TOOL nosuch"), "no such command 'nosuch'");
	cr_assert_eq(sh(IN_ROOT "$TOOL --version").status, 0);
	contains(sh(IN_ROOT "$TOOL --help").out, "usage: landlock-auto");
	contains(sh(IN_ROOT "$TOOL run --help").out, "--min-abi");
}

/* Every other word goes to the tool, with nothing added and nothing lost. */
Test(launcher, hands_arguments_and_environment_to_the_tool)
{
	struct ran r;

	needs_root();
	test_text("tool", "#!/bin/sh\nfor a; do echo \"<$a>\"; done\nexec env\n");
	ran_well(sh(MAKE_ROOT "mkdir root/elsewhere && mv root/$TOOL root/elsewhere && "
			      "cp tool root/$TOOL-tool && chmod 755 root/$TOOL-tool"),
		 0);
	r = sh("exec chroot root /usr/bin/env -i A=b LANDLOCK_AUTO=x LANDLOCK_AUTO_KEEP=1 "
	       "LD_LIBRARY_PATH=/ /elsewhere/landlock-auto anything --a 'b c' ''");
	ran_well(r, 0);
	contains(r.out, "<anything>\n<--a>\n<b c>\n<>\n");
	contains(r.out, "A=b\n");
	contains(r.out, "LANDLOCK_AUTO=x\n");
	contains(r.out, "LANDLOCK_AUTO_KEEP=1\n");
	contains(r.out, "LD_LIBRARY_PATH=/\n");
}

Test(launcher, takes_the_tool_of_its_own_build_beside_itself)
{
	struct ran r;

	test_text("app.conf", "fs = {\"r:/etc/passwd\"}\n");
	r = sh(PAIR "cp $TOOL-tool pair && pair/landlock-auto check app.conf");
	cr_assert_eq(r.status, 0, "%s", r.err);
	not_run(sh("cp $BUILD/landlock-auto-tool pair && pair/landlock-auto check app.conf"),
		"no tool of the same build");
	not_run(sh("pair/landlock-auto run --config app.conf -- true"),
		"pair/landlock-auto-tool is beside this program, and no tool of the same build");
	/* The launcher itself would execute itself for ever. */
	not_run(sh("cp $TOOL pair/landlock-auto-tool && pair/landlock-auto check app.conf"),
		"no tool of the same build");
	not_run(sh("cp /bin/true pair/landlock-auto-tool && pair/landlock-auto check app.conf"),
		"no tool of the same build");
}

/* By its descriptor: whatever its name leads to by then. */
Test(launcher, executes_the_tool_that_was_judged, .init = needs_landlock)
{
	struct ran r;

	needs_strace();
	test_text("app.conf", "fs = {\"r:/etc/passwd\"}\n");
	r = sh(PAIR "cp $TOOL-tool pair && strace -f -o log -e trace=execve,execveat "
		    "pair/landlock-auto run --config app.conf cat /etc/passwd && cat log");
	cr_assert_eq(r.status, 0, "%s", r.err);
	contains(r.out, "execveat(");
	contains(r.out, "AT_EMPTY_PATH");
	contains_not(r.out, "landlock-auto-tool");
}

Test(launcher, tells_every_wrong_option_once, .init = needs_landlock)
{
	struct ran r = sh("$TOOL run --abi 99 --fs red:/ --net c:99999 -- true");

	not_run(r, "--abi: no such Landlock ABI '99'");
	contains(r.err, "--fs: no such right 'red'");
	contains(r.err, "--net: no such port '99999'");
	/* With a preset the tool reads them all. */
	test_text("app.conf", "fs = {\"red:/\"}\nabi = 99\n");
	r = sh("$TOOL run --presets nosuch --abi 99 -- true");
	not_run(r, "--presets: no such preset");
	contains(r.err, "--abi: no such Landlock ABI '99'");
	r = sh("$TOOL run --config app.conf --net c:99999 -- true");
	not_run(r, "app.conf:1: no such right 'red'");
	contains(r.err, "app.conf:2: no such Landlock ABI '99'");
}

/* Not in a static program either, where no object takes them away. */
Test(launcher, leaves_none_of_our_variables, .init = needs_landlock)
{
	needs_commands("busybox:busybox-static");
	for (int is_static = 0; is_static < 2; is_static++) {
		struct ran r = sh(
			"cp $(command -v busybox) .; LANDLOCK_AUTO_VERBOSE=0 LANDLOCK_AUTO_KEEP=0 "
			"LANDLOCK_AUTOMATE=1 $TOOL run --fs rx:/ -- %s",
			is_static ? "./busybox env" : "env");

		ran_well(r, 0);
		contains_not(r.out, "LANDLOCK_AUTO_");
		contains_not(r.out, "LD_PRELOAD");
		contains(r.out, "LANDLOCK_AUTOMATE=1");
	}
}

Test(export, makes_a_pair_that_works, .init = needs_landlock)
{
	struct ran r = sh("umask 077; $TOOL export out && stat -c '%%n %%a' out out/*");

	ran_well(r, 0);
	cr_assert_str_eq(r.out, "out 755\nout/landlock-auto 755\nout/liblandlock-auto.so 644\n");
	ran_well(sh("cmp $TOOL out/landlock-auto && cmp $SHIM out/liblandlock-auto.so"), 0);
	confined_by(sh("out/landlock-auto " MAPS), "out/liblandlock-auto.so");
	/* From the copy, over what is there. */
	ran_well(
		sh("echo >out/liblandlock-auto.so; $TOOL export out && out/landlock-auto export -- two && "
		   "cmp $SHIM two/liblandlock-auto.so && cmp $TOOL two/landlock-auto && "
		   "test $(ls -A two | wc -l) -eq 2"),
		0);
}

/* As the containers of one machine do it at its start. */
Test(export, is_for_several_at_once)
{
	ran_well(sh("for i in $(seq 40); do ($TOOL export out || echo $i >>failed) & done; wait; "
		    "test ! -e failed && cmp $TOOL out/landlock-auto && "
		    "cmp $SHIM out/liblandlock-auto.so && test $(ls -A out | wc -l) -eq 2"),
		 0);
}

Test(export, says_why_it_does_not)
{
	not_run(sh("mkdir -m 777 open; $TOOL export open"), "others can write open");
	not_run(sh("test -z \"$(ls -A open)\" && $TOOL export"), "takes one directory");
	not_run(sh("$TOOL export a b"), "takes one directory");
	not_run(sh("$TOOL export --nosuch"), "takes one directory");
	not_run(sh("$TOOL export no/such/directory"),
		"cannot make the directory no/such/directory");
	not_run(sh("echo >file; $TOOL export file"), "cannot open the directory file");
	not_run(sh("mkdir -p full/landlock-auto && $TOOL export full"), "cannot write");
	not_run(sh(PAIR "echo >pair/liblandlock-auto.so; pair/landlock-auto export other"),
		"no object for this machine");
	cr_assert_eq(sh("ls other").out[0], '\0');
	contains(sh("$TOOL export --help").out, "usage: landlock-auto export directory");
	ran_well(sh("mkdir -m 1777 sticky; $TOOL export sticky"), 0);
}

/* As an init container does it: one user exports, another runs; nothing else is there. */
Test(export, is_for_other_users_without_a_shell, .init = needs_landlock)
{
	needs_root();
	ran_well(sh(MAKE_ROOT "mkdir -m 777 root/empty; chmod -R a+rX root; "
			      "exec chroot --userspec=1000:1000 root $TOOL export /empty/pair"),
		 0);
	if (!kernel_has_auxv())
		return;
	denied(sh("rm root/$SHIM; exec chroot --userspec=65534:65534 root "
		  "/empty/pair/landlock-auto -f r:/etc/group -- /bin/cat /etc/passwd"),
	       "/etc/passwd: Permission denied");
}
