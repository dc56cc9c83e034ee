/* SPDX-License-Identifier: ISC */
/*
 * The tests share this: they run a shell line with the built shim and tool, and ask a
 * question inside a forked child that confines itself.
 */
#ifndef LLA_TESTS_COMMON_H
#define LLA_TESTS_COMMON_H

#include <criterion/criterion.h>
#include <stdbool.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct lla_image;

/* How a command ended. The texts are the test's to keep; they are never freed,
 * a test is one process. */
struct ran {
	int status; /* exit status, or 128 + signal, as a shell has it */
	char *out, *err;
};

/*
 * Runs one /bin/sh line, printf-like, in an empty directory of the test's own
 * (removed afterwards), with these variables and few others:
 *   $SHIM $TOOL  the built object and tool   $PROBE   the probe program
 *   $SRC $BUILD  top directories             $T       the directory
 */
struct ran sh(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * A shell command that makes $T/root: a root directory for chroot(1) with cat, env,
 * sh and true, the shim and the tool where they are outside, what they need, and
 * the users. Nothing else: no /proc, no /dev. For what only root can arrange and
 * what must not happen to the machine.
 */
#define MAKE_ROOT                                                                              \
	"for f in /bin/cat /bin/sh /bin/true /usr/bin/env $SHIM $TOOL $TOOL-tool /etc/passwd " \
	"/etc/group /etc/shadow; do echo $f; ldd $f 2>/dev/null | grep -o '/[^ ]*'; done "     \
	"| sort -u | while read f; do mkdir -p root/${f%%/*} && cp -L $f root/$f; done; "

/* The directory that sh() runs in. */
const char *test_dir(void);

/* Writes a file beneath test_dir() and returns its path. */
const char *test_file(const char *name, const void *bytes, size_t len);
const char *test_text(const char *name, const char *text);

/* The image of a policy in the environment's form: finished, and in memory that
 * ends where it ends. Its source is "test". */
struct lla_image *image_of(const char *words);

/* Skips the test, aloud, where it is not run by root. */
void needs_root(void);

/*
 * Skips the test, aloud, where one of these commands is missing: words apart by spaces,
 * each with its Debian package behind a colon where that has another name.
 */
void needs_commands(const char *names);

/* The same for a file, of that Debian package. */
void needs_file(const char *path, const char *package);

/* The same for a strace that may trace here. */
void needs_strace(void);

/* The running kernel's Landlock ABI; skips the test, aloud, where it is lower. */
int kernel_abi(void);
void needs_abi(int abi);

/* The same for any Landlock at all, as the .init of a test that enforces. */
void needs_landlock(void);

/* Returns whether a process without /proc can tell that it is in secure execution (Linux 6.4).
 * The object refuses where it cannot. needs_auxv() skips the test, aloud. */
bool kernel_has_auxv(void);
void needs_auxv(void);

/* Runs `ask` in a forked child and returns what it returned (an errno, 0..255). */
int in_child(int (*ask)(void *), void *arg);

/* The shim refused: status 125, nothing on stdout, one line on stderr that has
 * `text` in it and no control character. */
void refused(struct ran r, const char *text);

/* It failed, and said that on stderr. */
void denied(struct ran r, const char *text);

/* It ran: this status and nothing on stderr. */
void ran_well(struct ran r, int status);

/* The same run with the lines of standard error left out that have `part` in them. */
struct ran without_lines(struct ran r, const char *part);

/* The one has the other in it, or has not. */
void contains(const char *haystack, const char *needle);
void contains_not(const char *haystack, const char *needle);

#endif
