/* SPDX-License-Identifier: ISC */
/*
 * Kernels older than this one: tests/kinds/answer_as has the running kernel answer as one of
 * each ABI. On those tests/vm/matrix makes its claims, and a few more are made here.
 */
#include "common.h"

#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* The oldest ABI with all that is asked for here. */
#define NEWEST 6
#define FOR_EACH_ABI(abi) for (int abi = 1; abi <= NEWEST; abi++)
#define AS "$BUILD/tests/kinds/answer_as %d "

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

/* Each line of its TAP is a claim. A skip waits for a newer kernel. */
static void matrix_holds(int abi)
{
	struct ran r;

	needs_root();
	needs_commands("busybox:busybox-static");
	r = sh(AS "$SRC/tests/vm/matrix $BUILD 2>&1", abi);
	cr_assert_eq(r.status, 0, "ABI %d:\n%s", abi, r.out);
	contains(r.out, "\n1..");
}

#define MATRIX(abi)                                                  \
	Test(older, the_matrix_holds_with_abi_##abi, .timeout = 120) \
	{                                                            \
		matrix_holds(abi);                                   \
	}

MATRIX(0)
MATRIX(1)
MATRIX(2)
MATRIX(3)
MATRIX(4)
MATRIX(5)
MATRIX(6)

/* Beside the matrix. */

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

/* The probes run, one of both ways to a policy says that part on standard error, and the
 * probes say this. */
static void says(const char *answers, const char *part, int abi, int way, const char *policy,
		 const char *probes)
{
	unsigned self = (unsigned)getpid();
	struct ran r = sh(
		"export LANDLOCK_AUTO='%s' LANDLOCK_AUTO_VERBOSE=1 ADDRESS=127.1.%u.%u OUTSIDE=%u; " AS
		"%s $BUILD/tests/kinds/matrix_probe try %s",
		policy, self >> 8 & 255, self & 255, self, abi, ways[way], probes);

	cr_assert(!r.status && !strcmp(r.out, answers),
		  "ABI %d, %s '%s': status %d, stdout:\n%snot:\n%sstderr:\n%s", abi, ways[way],
		  policy, r.status, r.out, answers, r.err);
	contains(r.err, part);
}

/* Kernels without refer deny it wherever a policy denies anything. */
Test(older, best_effort_enforces_the_rest_and_says_what_is_missing)
{
	static const struct {
		int abi;
		const char *right, *without;
	} rows[] = {
		{ 2, "refer", "EXDEV" },      { 3, "truncate", "allowed" },
		{ 4, "bind_tcp", "allowed" }, { 5, "ioctl_dev", "allowed" },
		{ 6, "signal", "allowed" },   { 10, "bind_udp", "allowed" },
	};

	FOR_EACH_ABI(abi)
	FOR_EACH_WAY(way)
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *right = rows[i].right;

		if (rows[i].abi <= abi)
			continue;
		says(text("%s %s\nread_other EACCES\n", right, rows[i].without),
		     text("; named, but not in this kernel: %s\n", right), abi, way,
		     text("best-effort handle=read_file,%s read_file:dir read_file:/dev", right),
		     text("%s read_other", right));
	}
}

Test(older, log_switches_are_no_error)
{
	FOR_EACH_ABI(abi)
	FOR_EACH_WAY(way)
	says("read_file allowed\nread_other EACCES\n", "enforced with ", abi, way,
	     "r:dir log-denials=false log-children log-nested=false", "read_file read_other");
}

/* Else the other tests show nothing. tests/vm/kernels compares these answers with those of
 * real kernels. */
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
		struct ran r = sh(AS "$BUILD/tests/kinds/calls", abi);

		ran_well(r, 0);
		contains(r.out, text("version:%d ", abi));
		contains(r.out, rights[abi]);
		contains(r.out, abi < 4 ? " rule 2,0:EINVAL " : " rule 2,0:taken ");
		contains(r.out, " rule 1,0:taken rule 1,1:EINVAL ");
		contains(r.out, " restrict:0\n");
	}
}
