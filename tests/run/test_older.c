/* SPDX-License-Identifier: ISC */
/*
 * Kernels older than this one: answer_as has the running kernel answer as one of
 * each ABI. Every policy is enforced by the object and by the tool's run.
 */
#include "common.h"

#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* A right of each ABI: what is said where it is denied, a policy that grants it, and
 * one that grants it elsewhere. */
static const struct {
	int abi;
	const char *release, *right, *denied, *granted, *elsewhere;
} rows[] = {
	{ 1, "5.13", "read_file", "EACCES", "read_file:dir/file", "read_file:other" },
	{ 2, "5.19", "refer", "EXDEV", "handle=refer refer:.", "handle=refer refer:dir" },
	{ 3, "6.2", "truncate", "EACCES", "truncate:dir/file", "truncate:other" },
	{ 4, "6.7", "bind_tcp", "EACCES", "bind_tcp:8006", "bind_tcp:8005" },
	{ 5, "6.10", "ioctl_dev", "EACCES", "handle=ioctl_dev ioctl_dev:/dev/null",
	  "handle=ioctl_dev ioctl_dev:/dev/zero" },
	{ 6, "6.12", "signal", "EPERM", "handle=abstract_unix_socket", "handle=scope" },
	{ 10, "7.2", "bind_udp", NULL, NULL, NULL },
};

#define FOR_EACH_ROW(i) for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
#define NEWEST 6
#define FOR_EACH_ABI(abi) for (int abi = 1; abi <= NEWEST; abi++)

static const char *const ways[] = { "env LD_PRELOAD=$SHIM", "$TOOL run --" };

#define FOR_EACH_WAY(way) for (int way = 0; way < 2; way++)

static void fixture(void)
{
	needs_abi(NEWEST);
	cr_assert_eq(chdir(test_dir()), 0);
	cr_assert(!mkdir("dir", 0755) && !mkdir("other", 0755));
	test_text("dir/file", "text");
	test_text("dir/victim", "text");
	test_text("other/file", "text");
}

TestSuite(older, .init = fixture);

static const char *text(const char *format, ...) __attribute__((format(printf, 1, 2)));
static const char *text(const char *format, ...)
{
	char *made;
	va_list ap;

	va_start(ap, format);
	cr_assert(vasprintf(&made, format, ap) >= 0);
	va_end(ap);
	return made;
}

/* Probes of tests/kinds/matrix_probe.c under a policy, on a kernel of that ABI. */
static struct ran under(int abi, int way, const char *policy, const char *probes)
{
	unsigned self = (unsigned)getpid();

	return sh(
		"export LANDLOCK_AUTO='%s' LANDLOCK_AUTO_VERBOSE=1 ADDRESS=127.1.%u.%u OUTSIDE=%u; "
		"$BUILD/tests/kinds/answer_as %d %s $BUILD/tests/kinds/matrix_probe try %s",
		policy, self >> 8 & 255, self & 255, self, abi, ways[way], probes);
}

/* Runs, says on standard error that part, and the probes say this. */
static void says(const char *answers, const char *part, int abi, int way, const char *policy,
		 const char *probes)
{
	struct ran r = under(abi, way, policy, probes);

	cr_assert(!r.status && !strcmp(r.out, answers),
		  "ABI %d, %s '%s': status %d, stdout:\n%snot:\n%sstderr:\n%s", abi, ways[way],
		  policy, r.status, r.out, answers, r.err);
	contains(r.err, part);
}

/* Without a policy all of them are allowed, or their denial would show nothing. */
Test(older, every_right_of_the_abi_is_denied_and_granted)
{
	FOR_EACH_ROW(i)
	says(text("%s allowed\n", rows[i].right), "nothing is enforced", 1, 0, "handle=none",
	     rows[i].right);
	FOR_EACH_ABI(abi)
	FOR_EACH_WAY(way)
	FOR_EACH_ROW(i)
	{
		const char *r = rows[i].right, *in_force;

		if (rows[i].abi > abi)
			continue;
		in_force = text("enforced with Landlock ABI %d and ", abi);
		says(text("%s %s\n", r, rows[i].denied), in_force, abi, way, rows[i].elsewhere, r);
		says(text("%s allowed\n", r), in_force, abi, way, rows[i].granted, r);
	}
}

Test(older, a_newer_right_is_refused_by_its_name)
{
	FOR_EACH_ABI(abi)
	FOR_EACH_WAY(way)
	FOR_EACH_ROW(i)
	if (rows[i].abi > abi)
		refused(under(abi, way, text("handle=%s", rows[i].right), rows[i].right),
			text("%s needs Landlock ABI %d (Linux %s), this kernel has ABI %d; say "
			     "best-effort to run without it",
			     rows[i].right, rows[i].abi, rows[i].release, abi));
}

/* Kernels without refer deny it to whoever is denied anything. */
Test(older, best_effort_enforces_the_rest_and_says_what_is_missing)
{
	FOR_EACH_ABI(abi)
	FOR_EACH_WAY(way)
	FOR_EACH_ROW(i)
	if (rows[i].abi > abi)
		says(text("%s %s\nread_other EACCES\n", rows[i].right,
			  strcmp(rows[i].right, "refer") ? "allowed" : "EXDEV"),
		     text("; named, but not in this kernel: %s\n", rows[i].right), abi, way,
		     text("best-effort handle=read_file,%s read_file:dir read_file:/dev",
			  rows[i].right),
		     text("%s read_other", rows[i].right));
}

Test(older, min_abi_holds_with_best_effort_too)
{
	FOR_EACH_ABI(abi)
	FOR_EACH_WAY(way)
	FOR_EACH_ROW(i)
	{
		const char *policy = text("best-effort min-abi=%d r:dir", rows[i].abi);

		if (rows[i].abi <= abi)
			says("read_file allowed\nread_other EACCES\n", "enforced with ", abi, way,
			     policy, "read_file read_other");
		else
			refused(under(abi, way, policy, "read_file"),
				text("min-abi=%d: this kernel has Landlock ABI %d; ABI %d came with "
				     "Linux %s",
				     rows[i].abi, abi, rows[i].abi, rows[i].release));
	}
}

/* What `rw` stands for has grown twice. */
Test(older, a_policy_for_the_abi_is_enforced_and_advised_where_it_helps)
{
	static const char *const answers =
		"read_file allowed\nmake_reg allowed\ntruncate allowed\nread_other EACCES\n";

	FOR_EACH_ABI(abi)
	FOR_EACH_WAY(way)
	{
		says(answers, "enforced with ", abi, way, text("abi=%d rw:dir", abi),
		     "read_file make_reg truncate read_other");
		if (abi < 3)
			refused(under(abi, way, "rw:dir", "read_file"),
				text(", or abi=%d to leave out all that is newer", abi));
		else
			says(answers, "enforced with ", abi, way, "rw:dir",
			     "read_file make_reg truncate read_other");
	}
}

Test(older, without_handle_all_is_denied_that_there_is)
{
	FOR_EACH_ABI(abi)
	FOR_EACH_WAY(way)
	says(text("read_file EACCES\nbind_tcp %s\nsignal %s\n", abi < 4 ? "allowed" : "EACCES",
		  abi < 6 ? "allowed" : "EPERM"),
	     abi < 4   ? ",bind_tcp,connect_tcp,abstract_unix_socket,signal\n"
	     : abi < 6 ? "; not in this kernel: resolve_unix,abstract_unix_socket,signal\n"
		       : "; not in this kernel: resolve_unix\n",
	     abi, way, "r:other", "read_file bind_tcp signal");
}

Test(older, log_switches_are_no_error)
{
	FOR_EACH_ABI(abi)
	FOR_EACH_WAY(way)
	says("read_file allowed\nread_other EACCES\n", "enforced with ", abi, way,
	     "r:dir log-denials=false log-children log-nested=false", "read_file read_other");
}

Test(older, threads_beside_the_object_are_refused)
{
	FOR_EACH_ABI(abi)
	for (int best = 0; best < 2; best++)
		refused(sh("LANDLOCK_AUTO='r:dir%s' $BUILD/tests/kinds/answer_as %d "
			   "$BUILD/tests/kinds/matrix_probe threads $SHIM other/file",
			   best ? " best-effort" : "", abi),
			text("needs Landlock ABI 8 (Linux 7.0), this kernel has ABI %d", abi));
}

Test(older, status_says_what_the_abi_has)
{
	FOR_EACH_ABI(abi)
	{
		struct ran r = sh("$BUILD/tests/kinds/answer_as %d $TOOL status", abi);

		ran_well(r, 0);
		contains(r.out, text("\nLandlock      ABI %d\n", abi));
		FOR_EACH_ROW(i)
		{
			const char *line = strstr(r.out, text("\n  %s ", rows[i].right));
			const char *end =
				text("  no: ABI %d, Linux %s", rows[i].abi, rows[i].release);

			cr_assert(line, "%s: %s", rows[i].right, r.out);
			contains(strndup(line, 1 + strcspn(line + 1, "\n")),
				 rows[i].abi <= abi ? "  yes" : end);
		}
	}
}

Test(older, without_landlock_only_best_effort_runs_and_says_so)
{
	static const char *const none = "no Landlock in this kernel: it takes Linux 5.13 or newer";

	FOR_EACH_WAY(way)
	{
		refused(under(0, way, "r:dir", "read_file"), none);
		refused(under(0, way, "r:dir best-effort min-abi=1", "read_file"), none);
		says("read_other allowed\n", text("nothing is enforced: %s", none), 0, way,
		     "r:dir best-effort", "read_other");
	}
	contains(sh("$BUILD/tests/kinds/answer_as 0 $TOOL status").err, none);
}

/* That there are such kernels here at all; tests/vm/kernels holds it against real ones. */
Test(older, the_kernel_answers_as_that_of_the_abi)
{
	static const char *const rights[] = {
		NULL,
		" fs:0x1fff,EINVAL net:0,E2BIG scoped:0,E2BIG ",
		" fs:0x3fff,EINVAL net:0,E2BIG scoped:0,E2BIG ",
		" fs:0x7fff,EINVAL net:0,E2BIG scoped:0,E2BIG ",
		" fs:0x7fff,EINVAL net:0x3,EINVAL scoped:0,E2BIG ",
		" fs:0xffff,EINVAL net:0x3,EINVAL scoped:0,E2BIG ",
		" fs:0xffff,EINVAL net:0x3,EINVAL scoped:0x3,EINVAL ",
	};

	FOR_EACH_ABI(abi)
	{
		struct ran r = sh("$BUILD/tests/kinds/answer_as %d $BUILD/tests/kinds/calls", abi);

		ran_well(r, 0);
		contains(r.out, text("version:%d ", abi));
		contains(r.out, rights[abi]);
		contains(r.out, abi < 4 ? " rule 2,0:EINVAL " : " rule 2,0:taken ");
		contains(r.out, " rule 1,0:taken rule 1,1:EINVAL ");
		contains(r.out, " restrict:0\n");
	}
}
