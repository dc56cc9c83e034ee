/* SPDX-License-Identifier: ISC */
/*
 * A policy is stacked once, however often a program starts itself again: the
 * kernel stops at 16. And nothing but the policy itself makes the shim think that
 * it is in force.
 */
#include "machine/machine.h"

#include <stdio.h>
#include <stdlib.h>

/* Executes itself so many times, each time with an empty environment, then a command. */
#define NEST                                                                                    \
	"cat >root/bin/nest <<'E'\n"                                                            \
	"n=$1; shift\n"                                                                         \
	"if [ $n -eq 0 ]; then exec \"$@\"; fi\n"                                               \
	"exec $VIA /usr/bin/env -i BUILD=$BUILD VIA=$VIA /bin/sh /bin/nest $((n - 1)) \"$@\"\n" \
	"E\n"

#define LAYERS "$BUILD/tests/kinds/layers"
#define RULES \
	"fs = {\"rx:/bin\", \"rx:/usr\", \"rx:/lib\", \"rx:/lib64\", \"rx:$BUILD\", \"r:/etc/passwd\"}"
#define SH_POLICY "program \"/bin/sh\" { " RULES " }\n"

static void layers(struct ran r, int count)
{
	ran_well(r, 0);
	cr_assert_eq(atoi(r.out), count, "%s", r.out);
}

static void make(const char *text)
{
	make_machine(text);
	ran_well(sh(NEST), 0);
}

#define FORTY "/bin/sh /bin/nest 40 " LAYERS

/* That counting works, and that without a policy there is none. */
Test(reentry, without_a_policy_there_is_no_layer)
{
	make("program \"/bin/cat\" { " RULES " }\n");
	layers(HERE(FORTY), 0);
	layers(HERE("LD_PRELOAD=$SHIM LANDLOCK_AUTO=rx:/ /bin/sh /bin/nest 1 " LAYERS), 1);
}

Test(reentry, a_policy_of_each_kind_is_stacked_once)
{
	static const char *const policies[] = {
		RULES,
		"fs = {\"rx:/\"}",
		"fs = {\"rwx:/\"}",
		"handle = {tcp}\nnet = {\"c:443\"}",
		"handle = {tcp}",
		"handle = {scope}",
		"handle = {all}\nfs = {\"rwx,ioctl_dev:/\"}\nbest-effort = true",
		"handle = {core}\nfs = {\"rx:/\"}\nbest-effort = true",
		"abi = 1\nfs = {\"rx:/\"}",
		"fs = {\"rx:/\"}\nlog-denials = false",
		"fs = {\"rx:/\"}\non-error = warn",
		"handle = {execute, write_file}\nfs = {\"x:/\"}",
	};

	for (size_t i = 0; i < COUNT(policies); i++) {
		char *text;

		cr_assert(asprintf(&text, "program \"/bin/sh\" { %s }\n", policies[i]) > 0);
		if (i)
			compile(text);
		else
			make(text);
		layers(HERE(FORTY), 1);
	}
}

/* As root, who may do without no_new_privs: through setuid programs too. */
Test(reentry, without_no_new_privs_too)
{
	make("program \"/bin/sh\" { " RULES "\nno-new-privs = false }\n");
	layers(sh("exec chroot root /usr/bin/env -i BUILD=$BUILD " FORTY), 1);
	sh("cp root/usr/bin/env root/bin/become; chmod 4755 root/bin/become");
	layers(sh("exec chroot root /usr/bin/env -i BUILD=$BUILD VIA=/bin/become " FORTY), 1);
}

Test(reentry, a_replayed_environment_confines_again)
{
	struct ran r;

	make(SH_POLICY);
	r = HERE("/bin/sh -c /usr/bin/env");
	ran_well(r, 0);
	contains(r.out, "BUILD=");
	ran_well(sh("cat >root/captured <<'E'\n%sE\n", r.out), 0);
	layers(sh("exec chroot --userspec=65534:65534 root /usr/bin/env -i $(cat root/captured) "
		  "/bin/sh /bin/nest 3 " LAYERS),
	       1);
}

/* The domain of somebody else, which lets the database be read, and one which does not
 * let anything of the kind. */
Test(reentry, inside_another_sandbox_too)
{
	make(SH_POLICY);
	ran_well(sh("cp root/bin/sh root/bin/other"), 0);
	layers(HERE("LD_PRELOAD=$SHIM LANDLOCK_AUTO=rx:/ /bin/other /bin/nest 40 " LAYERS), 2);
	/* A sandbox that hides the machine's files from the loader and from us is in force alone. */
	layers(HERE("LD_PRELOAD=$SHIM "
		    "LANDLOCK_AUTO=\"rx:/bin rx:/usr rx:/lib rx:/lib64 rx:$BUILD/tests/kinds\" "
		    "/bin/other /bin/nest 40 " LAYERS),
	       1);
	/* As bubblewrap's, which has mounts and no domain. */
	layers(sh("exec $SRC/tests/mounts sh -c 'mount --bind root root && exec chroot "
		  "--userspec=65534:65534 root /usr/bin/env -i BUILD=$BUILD " FORTY "'"),
	       1);
	layers(HERE("LD_PRELOAD=$SHIM LANDLOCK_AUTO='handle=scope,signal' /bin/other /bin/nest 40 " LAYERS),
	       2);
}

Test(reentry, two_policies_nested_both_ways_are_two_layers)
{
	make(SH_POLICY "program \"/usr/bin/env\" { " RULES "\nlog-denials = false }\n");
	layers(HERE(FORTY), 2);
	layers(HERE("/usr/bin/env BUILD=$BUILD " FORTY), 2);
}

/* A text that is compiled again and means the same is the same policy. One that means something
 * else is one more layer, for processes that live on. */
Test(reentry, after_a_change_the_new_policy_is_stacked_once)
{
	make(SH_POLICY);
	ran_well(sh("mkfifo root/go root/gone; chmod 666 root/go root/gone; "
		    "cat >root/bin/wait <<'E'\necho >/gone; read line </go\n"
		    "exec /bin/sh /bin/nest 40 $BUILD/tests/kinds/layers\nE\n"),
		 0);
#define MEANWHILE(text)                                         \
	"cat >>" ETC "/landlock-auto.conf <<'E'\n" text "\nE\n" \
	"$TOOL fleet compile --root root >/dev/null 2>&1 || exit 99\n"
#define OLD "chroot --userspec=65534:65534 root /usr/bin/env -i BUILD=$BUILD /bin/sh /bin/wait"
	compile("program \"/bin/sh\" { fs = {\"rx:/\", \"w:/go\", \"w:/gone\"} }\n");
	layers(sh(OLD " & read line <root/gone; " MEANWHILE("# nothing") "echo >root/go; wait $!"),
	       1);
	layers(sh(OLD " & read line <root/gone; "
		      "sed -i 's,rx:/\",rx:/\"\\, \"rx:/usr\",' " ETC
		      "/landlock-auto.conf; " MEANWHILE("") "echo >root/go; wait $!"),
	       2);
	/* The new one by itself is one. */
	layers(HERE(FORTY), 1);
}
