/* SPDX-License-Identifier: ISC */
/* The machine works wherever a command is killed, and whenever the power fails. */
#include "machine/arming.h"
#include "machine/killing.h"

#include <stdio.h>

struct stop {
	const char *setup, *command, *after; /* shell commands; `after` undoes all */
	const char *legal;                   /* succeeds where /etc/ld.so.preload is as it may be */
	const char *booted;                  /* the same after a boot; NULL: whatever is legal */
};

#define STARTS                                                                    \
	"[ -z \"$(chroot root /bin/sh -c 'cat /etc/passwd >/dev/null' 2>&1)\" ] " \
	"|| { echo no shell; exit 2; }; "

/* Killed before this call; then by hand what a boot does. */
static void stop_at(const struct stop *s, const struct call *c)
{
	struct ran r = sh("%s\n"
			  "strace -o /dev/null -e inject=%s:signal=KILL:when=%d "
			  "chroot root $TOOL fleet %s >/dev/null 2>&1; "
			  "[ $? = 137 ] || { echo not killed; exit 3; }\n" STARTS "\n"
			  "%s || { ls -l root/etc; echo no legal state; exit 4; }\n"
			  "rm -rf root/run/*; chroot root /bin/sh -c : || exit 5\n"
			  "chroot root $TOOL fleet arm 2>/dev/null; [ $? -le 1 ] || exit 6\n"
			  "%s || exit 10\n" STARTS "\n%s",
			  s->setup, c->name, c->nth, s->command, s->legal,
			  s->booted ? s->booted : s->legal, s->after);

	cr_expect(r.status == 0, "%s: killed before %s number %d: status %d\n%s%s", s->command,
		  c->name, c->nth, r.status, r.out, r.err);
}

static void stop_everywhere(const struct stop *s)
{
	static struct call calls[CALLS_MAX];
	char command[256];
	size_t count;

	said(sh("%s", s->setup), 0, "");
	snprintf(command, sizeof(command), "chroot root $TOOL fleet %s", s->command);
	count = calls_of(command, calls);
	said(sh("%s", s->after), 0, "");
	for (size_t i = 0; i < count; i++)
		stop_at(s, &calls[i]);
	/* A comment in TAP. */
	printf("# fleet %s: killed at each of %zu system calls\n", s->command, count);
}

#define AS_BEFORE "cmp -s before " PRELOAD
#define OFF "[ ! -e " PRELOAD " ] && [ ! -h " PRELOAD " ]"
#define LINK "[ \"$(readlink " PRELOAD ")\" = /run/landlock-auto/ld.so.preload ]"
#define WITH_US                                                                  \
	"{ printf '/run/landlock-auto/liblandlock-auto.so\\n' | cat before - | " \
	"cmp -s - " PRELOAD "; }"
#define SWITCH_OFF                                                                               \
	"chroot root $TOOL fleet disable >/dev/null || exit 7; "                                 \
	"[ -z \"$(ls -A root/run/landlock-auto | grep -vx 'lock\\|liblandlock-auto.so')\" ] || " \
	"{ ls root/run/*; exit 8; }; "                                                           \
	"[ -z \"$(ls -A root/etc | grep landlock)\" ] || exit 11; "                              \
	"[ \"$(ls -A " ETC "/landlock-auto.d | tr '\\n' ' ')\" = '.lock fleet.db ' ] || exit 9; "
#define FOREIGN "rm -f " PRELOAD "; printf '# of mine\\n' >before; cp before " PRELOAD
#define ENABLE "chroot root $TOOL fleet enable >/dev/null 2>&1"

Test(killed, enable_can_be_killed_anywhere, .timeout = 600)
{
	static const struct stop link = { ":", "enable", SWITCH_OFF OFF, OFF " || " LINK, NULL };

	needs_strace();
	make_unarmed(CAT_POLICY);
	stop_everywhere(&link);
}

Test(killed, enable_in_a_file_of_others_can_be_killed_anywhere, .timeout = 600)
{
	static const struct stop file = { FOREIGN, "enable", SWITCH_OFF AS_BEFORE,
					  AS_BEFORE " || " WITH_US, NULL };

	needs_strace();
	make_unarmed(CAT_POLICY);
	stop_everywhere(&file);
}

Test(killed, disable_can_be_killed_anywhere, .timeout = 600)
{
	static const struct stop link = { ENABLE, "disable", SWITCH_OFF OFF, OFF " || " LINK,
					  NULL };
	static const struct stop file = { FOREIGN ";" ENABLE, "disable", SWITCH_OFF AS_BEFORE,
					  AS_BEFORE " || " WITH_US, NULL };

	needs_strace();
	make_unarmed(CAT_POLICY);
	stop_everywhere(&link);
	stop_everywhere(&file);
}

Test(killed, arm_can_be_killed_anywhere, .timeout = 600)
{
	static const struct stop link = { ENABLE "; rm -r root/run/*", "arm", SWITCH_OFF OFF, LINK,
					  NULL };

	needs_strace();
	make_unarmed(CAT_POLICY);
	stop_everywhere(&link);
}

/* A boot switches off policies that nobody has confirmed, even if the command was killed
 * before it asked for that. */
Test(killed, enable_to_be_confirmed_can_be_killed_anywhere, .timeout = 600)
{
	/* The process that waits for the confirmation may be about to fork when it is looked for. */
	static const struct stop link = { ":", "enable --confirm-within 1000", SWITCH_OFF OFF,
					  "{ " OFF " || " LINK
					  "; } && { n=0; while [ $n -lt 2 ]; do n=$((n + 1)); "
					  "for p in $(" ITS_PROCESSES
					  "); do kill -KILL $p 2>/dev/null; n=0; done; done; }",
					  OFF };

	needs_strace();
	make_unarmed(CAT_POLICY);
	stop_everywhere(&link);
}

Test(killed, compile_can_be_killed_anywhere, .timeout = 600)
{
	static const struct stop compile = {
		ENABLE "; echo '# again' >>" ETC "/landlock-auto.conf", "compile",
		"$TOOL fleet compile --root root >/dev/null; " SWITCH_OFF OFF,
		/* The program calls itself cat, or /bin/cat in older releases. */
		"[ \"$(chroot root /bin/cat /etc/group 2>&1 | sed s,^/bin/,,)\" = 'cat: /etc/group: "
		"Permission denied' ]",
		NULL
	};

	needs_strace();
	make_unarmed(CAT_POLICY);
	stop_everywhere(&compile);
}

/* A power cut leaves on the disk what was synced before. */
Test(killed, what_is_renamed_was_synced_before_and_is_after, .timeout = 120)
{
	static const char *const in_order[] = { "write(", "fsync(", "rename(\"/etc/ld.so.preload",
						"fsync(" };
	const char *at;

	needs_strace();
	make_unarmed(CAT_POLICY);
	said(sh(FOREIGN "; " ENABLE), 0, "");
	said(sh("strace -o log chroot root $TOOL fleet disable"), 0, "");
	at = sh("grep -n '' log | sed -n '/openat.*preload.landlock-auto/,$p'").out;
	cr_assert(*at);
	for (size_t i = 0; i < COUNT(in_order); i++) {
		at = strstr(at, in_order[i]);
		cr_assert(at, "no %s in its place", in_order[i]);
	}
	said(sh("rm " PRELOAD "; strace -o log " ENABLE), 0, "");
	at = sh("sed -n '/^symlink(.*\\/etc\\/ld.so.preload/,$p' log").out;
	contains(at, "fsync(");
}
