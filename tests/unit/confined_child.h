/* SPDX-License-Identifier: ISC */
/*
 * A forked child that confines itself, runs a probe, and tells what came of it. Each test is a
 * process of its own, so what is asked and told is in two variables.
 */
#ifndef LLA_TESTS_CONFINED_CHILD_H
#define LLA_TESTS_CONFINED_CHILD_H

#include "common.h"
#include "core/enforce.h"

/* The child says an errno, or one of these. */
#define NOT_CONFINED 255
#define LEAKED 254
#define NOT_SET_UP 253

/* A system call that a seccomp filter of the child answers with an errno. */
struct denied_call {
	unsigned nr;
	unsigned error;
	bool without_flags; /* only where its third argument is 0 */
};

/* How to confine the child. */
extern struct ask {
	struct lla_image *image;
	struct lla_place place;
	struct denied_call call;
	bool unprivileged;
	const char *probe; /* NULL: none */
} ask;

/* The child tells this beside its status, in memory that it shares. */
extern struct told {
	struct lla_error err;
	struct lla_plan plan;
	int privs_before, privs_after;
	int layers;
} * told;

/*
 * Goes to test_dir(), and makes there what the probes need (probes.h), and in dir also:
 *
 *   link -> file
 *   loop -> loop
 */
void make_tree(void);

/* Returns how many descriptors are open. */
int open_descriptors(void);

/* Confines the calling process as `ask` says, and returns what the probe returns. For
 * in_child(). */
int confine(void *arg);

/*
 * Returns what the probe returns in a child under that policy, printf-like. Skips the test,
 * aloud, where there is no Landlock, unless that is what `ask.call` pretends.
 */
int under(const char *probe, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Runs it and requires that errno, or that it is not confined at all. */
#define SAYS(what, error, ...)                                                                  \
	do {                                                                                    \
		int got_ = under(what, __VA_ARGS__);                                            \
		cr_assert_eq(got_, error, "errno %d, not %d: %s", got_, error, told->err.text); \
	} while (0)
#define REFUSED(part, ...)                                                        \
	do {                                                                      \
		cr_assert_eq(under(NULL, __VA_ARGS__), NOT_CONFINED, "accepted"); \
		contains(told->err.text, part);                                   \
	} while (0)

#endif
