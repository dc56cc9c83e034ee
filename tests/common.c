/* SPDX-License-Identifier: ISC */
#include "common.h"
#include "core/enforce.h"
#include "core/words.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char directory[PATH_MAX];
static pid_t owner;

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void remove_directory(void)
{
	if (getpid() == owner)
		nftw(directory, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *test_dir(void)
{
	if (!directory[0]) {
		snprintf(directory, sizeof(directory), "%s/lla-test.XXXXXX",
			 getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
		cr_assert(mkdtemp(directory), "%s: %s", directory, strerror(errno));
		cr_assert_not(chmod(directory, 0755));
		owner = getpid();
		atexit(remove_directory);
	}
	return directory;
}

const char *test_file(const char *name, const void *bytes, size_t len)
{
	char *path;
	int fd;

	cr_assert(asprintf(&path, "%s/%s", test_dir(), name) > 0);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	cr_assert(fd >= 0, "%s: %s", path, strerror(errno));
	cr_assert(write(fd, bytes, len) == (ssize_t)len);
	close(fd);
	return path;
}

const char *test_text(const char *name, const char *text)
{
	return test_file(name, text, strlen(text));
}

static char *read_all(FILE *f)
{
	char *text = NULL;
	size_t len = 0;

	rewind(f);
	/* To the end: a NUL in it would be a mistake that a test should see. */
	if (getdelim(&text, &len, EOF, f) < 0)
		text = strdup("");
	fclose(f);
	return text;
}

static void child(const char *line, FILE *out, FILE *err)
{
	static const char *const keep[] = { "PATH", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS" };
	const char *values[COUNT(keep)];

	for (size_t i = 0; i < COUNT(keep); i++)
		values[i] = getenv(keep[i]);
	clearenv();
	for (size_t i = 0; i < COUNT(keep); i++)
		if (values[i])
			setenv(keep[i], values[i], 1);
	setenv("SHIM", TEST_BUILDDIR "/tests/liblandlock-auto.so", 1);
	setenv("TOOL", TEST_BUILDDIR "/tests/landlock-auto", 1);
	setenv("PROBE", TEST_BUILDDIR "/tests/kinds/probe", 1);
	setenv("BUILD", TEST_BUILDDIR, 1);
	setenv("SRC", TEST_SRCDIR, 1);
	setenv("HOME", test_dir(), 1);
	setenv("T", test_dir(), 1);
	setenv("LC_ALL", "C", 1);
	dup2(open("/dev/null", O_RDONLY), 0);
	dup2(fileno(out), 1);
	dup2(fileno(err), 2);
	for (int fd = 3; fd < 256; fd++)
		close(fd);
	if (chdir(test_dir()))
		_exit(99);
	execl("/bin/sh", "sh", "-c", line, (char *)NULL);
	_exit(99);
}

struct ran sh(const char *format, ...)
{
	FILE *out = tmpfile(), *err = tmpfile();
	struct ran r;
	char *line;
	va_list ap;
	int status;
	pid_t pid;

	test_dir();
	va_start(ap, format);
	cr_assert(out && err && vasprintf(&line, format, ap) > 0);
	va_end(ap);
	pid = fork();
	cr_assert(pid >= 0);
	if (!pid)
		child(line, out, err);
	while (waitpid(pid, &status, 0) < 0)
		cr_assert(errno == EINTR);
	r.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	r.out = read_all(out);
	r.err = read_all(err);
	free(line);
	return r;
}

struct lla_image *image_of(const char *words)
{
	size_t bound = lla_policy_words_bound(words);
	void *buffer = malloc(bound);
	struct lla_policy policy;
	struct lla_error err = { 0 };

	cr_assert(buffer);
	cr_assert(!lla_policy_begin(&policy, buffer, bound, "test", &err), "%s", err.text);
	cr_assert(!lla_policy_words(&policy, words, &err), "%.200s: %s", words, err.text);
	cr_assert(!lla_policy_finish(&policy, &err), "%.200s: %s", words, err.text);
	return realloc(buffer, policy.image->size);
}

void needs_root(void)
{
	if (getuid())
		cr_skip_test("only root can set this up");
}

void needs_commands(const char *names)
{
	char *list = strdup(names), *place;

	for (char *p = strtok_r(list, " ", &place); p; p = strtok_r(NULL, " ", &place)) {
		char *package = strchr(p, ':');

		if (package)
			*package++ = '\0';
		if (sh("test -x \"$(command -v %s)\"", p).status)
			cr_skip_test("needs %s (on Debian: apt-get install %s)", p,
				     package ? package : p);
	}
	free(list);
}

void needs_file(const char *path, const char *package)
{
	if (access(path, F_OK))
		cr_skip_test("needs %s (on Debian: apt-get install %s)", path, package);
}

void needs_strace(void)
{
	needs_commands("strace");
	if (sh("strace -o log true").status)
		cr_skip_test("strace may trace nothing here");
}

int kernel_abi(void)
{
	return lla_kernel_ask().abi;
}

void needs_abi(int abi)
{
	if (kernel_abi() < abi)
		cr_skip_test("needs Landlock ABI %d, this kernel has %d", abi, kernel_abi());
}

void needs_landlock(void)
{
	needs_abi(1);
}

bool kernel_has_auxv(void)
{
	long word;

	return prctl(0x41555856 /* PR_GET_AUXV */, &word, sizeof(word), 0, 0) > 0;
}

void needs_auxv(void)
{
	if (!kernel_has_auxv())
		cr_skip_test("needs Linux 6.4, for a root directory without /proc");
}

int in_child(int (*ask)(void *), void *arg)
{
	int status;
	pid_t pid = fork();

	cr_assert(pid >= 0);
	if (!pid)
		_exit(ask(arg));
	while (waitpid(pid, &status, 0) < 0)
		cr_assert(errno == EINTR);
	cr_assert(WIFEXITED(status), "the child died of signal %d", WTERMSIG(status));
	return WEXITSTATUS(status);
}

void refused(struct ran r, const char *text)
{
	size_t len = strlen(r.err);

	cr_assert(r.status == 125, "status %d, stdout:\n%s\nstderr:\n%s", r.status, r.out, r.err);
	cr_assert_str_empty(r.out);
	cr_assert(!strncmp(r.err, "landlock-auto: ", 15), "stderr:\n%s", r.err);
	cr_assert(len && r.err[len - 1] == '\n' && strchr(r.err, '\n') == r.err + len - 1,
		  "not one line:\n%s", r.err);
	for (size_t i = 0; i + 1 < len; i++)
		cr_assert(isprint((unsigned char)r.err[i]), "byte %d in:\n%s", r.err[i], r.err);
	contains(r.err, text);
}

void denied(struct ran r, const char *text)
{
	cr_assert_neq(r.status, 0, "stdout:\n%s", r.out);
	contains(r.err, text);
}

void ran_well(struct ran r, int status)
{
	cr_assert(r.status == status, "status %d, stdout:\n%s\nstderr:\n%s", r.status, r.out,
		  r.err);
	cr_assert_str_empty(r.err, "stderr:\n%s", r.err);
}

struct ran without_lines(struct ran r, const char *part)
{
	char *all = strdup(r.err), *to = r.err;

	*to = '\0';
	for (char *line = strtok(all, "\n"); line; line = strtok(NULL, "\n"))
		if (!strstr(line, part))
			to += sprintf(to, "%s\n", line);
	free(all);
	return r;
}

void contains(const char *haystack, const char *needle)
{
	cr_assert(strstr(haystack, needle), "no \"%s\" in:\n%s", needle, haystack);
}

void contains_not(const char *haystack, const char *needle)
{
	cr_assert_not(strstr(haystack, needle), "there is \"%s\" in:\n%s", needle, haystack);
}
