/* SPDX-License-Identifier: ISC */
#include "shim/executable.h"
#include "shim/process.h"
#include "core/sys.h"
#include "core/text.h"

#include <linux/auxvec.h>

/* The kernel's own limit. */
#define LINKS_MAX 40

/* A path on its way to a path without links: `done` has no links, and `rest` is still to be
 * resolved. */
struct way {
	char *done;
	size_t len;
	/* So small that all of it is on two pages of the stack. */
	char rest[1024], link[1024];
};

static void step_back(struct way *way)
{
	while (way->len && way->done[--way->len] != '/')
		;
}

/* Puts the link's target in place of the link's name, before the remainder of rest. */
static long follow(struct way *way, size_t from, size_t target)
{
	size_t left = lla_length(way->rest + from);

	if (target + left + 1 > sizeof(way->link))
		return -ENAMETOOLONG;
	lla_copy(way->link + target, way->rest + from, left + 1);
	lla_copy(way->rest, way->link, target + left + 1);
	if (way->rest[0] == '/')
		way->len = 0;
	else
		step_back(way);
	return 0;
}

/* Takes one component of rest. Returns how many bytes of rest it had, 0 for a link, or -errno. */
static long step(struct way *way, size_t at, size_t len)
{
	long got;

	if (lla_same(way->rest + at, len, "."))
		return (long)len;
	if (lla_same(way->rest + at, len, "..")) {
		step_back(way);
		return (long)len;
	}
	if (way->len + len + 2 > LLA_PATH_MAX)
		return -ENAMETOOLONG;
	way->done[way->len] = '/';
	lla_copy(way->done + way->len + 1, way->rest + at, len);
	way->len += len + 1;
	way->done[way->len] = '\0';
	/* A link of /proc to a descriptor may lead elsewhere by now than when the program was
	 * executed. */
	if (lla_starts(way->done, "/proc/"))
		return -EXDEV;
	got = lla_syscall(__NR_readlinkat, AT_FDCWD, way->done, way->link, sizeof(way->link));
	/* Not a link. */
	if (got == -EINVAL)
		return (long)len;
	if (got < 0)
		return got;
	got = follow(way, at + len, (size_t)got);
	return got < 0 ? got : 0;
}

static long resolve(struct way *way)
{
	size_t at = 0;
	int links = 0;

	for (;;) {
		size_t len = 0;
		long got;

		while (way->rest[at] == '/')
			at++;
		while (way->rest[at + len] && way->rest[at + len] != '/')
			len++;
		if (!len)
			return (long)way->len;
		got = step(way, at, len);
		if (got < 0)
			return got;
		at = got ? at + len : 0;
		if (!got && ++links > LINKS_MAX)
			return -ELOOP;
	}
}

/* Resolves a name from the working directory. */
__attribute__((noinline)) static long resolve_name(const char *name, char *path)
{
	struct way way;
	size_t len = lla_length(name), dir = 0;
	long got;

	way.done = path;
	way.len = 0;
	if (*name != '/') {
		got = lla_syscall(__NR_getcwd, way.rest, sizeof(way.rest));
		if (got <= 0)
			return got ? got : -ENOENT;
		/* "(unreachable)": outside the root directory. */
		if (way.rest[0] != '/')
			return -ENOENT;
		dir = (size_t)got;
		way.rest[dir - 1] = '/';
	}
	if (dir + len >= sizeof(way.rest))
		return -ENAMETOOLONG;
	lla_copy(way.rest + dir, name, len + 1);
	got = resolve(&way);
	if (got > 0)
		path[got] = '\0';
	return got;
}

/* Whether the executed name may be the name of a file which this program only interprets: a
 * script, or a file with an interpreter in binfmt_misc. The kernel puts such a name among the
 * arguments. */
static bool is_argument(const char *name, char *const *argv)
{
	while (*argv && *++argv)
		if (lla_same(name, lla_length(name), *argv))
			return true;
	return false;
}

/* Finds the program by the executed name, which a user could make lead elsewhere by now. Outside
 * secure execution nobody gains by that: a user can do himself all that such a program does. This
 * way is first because /proc is dear for a new process: the kernel has yet to make its entries. */
static long by_unprivileged_name(const struct lla_executed *e, char *const *argv, char *path)
{
	if (!e->name || e->secure || !argv || is_argument(e->name, argv))
		return -ENOENT;
	return resolve_name(e->name, path);
}

/* Finds the program by the kernel's link, which no user can change. An executable that was
 * replaced since it was executed is still the same program. */
static long by_kernel(char *path)
{
	long len = lla_syscall(__NR_readlinkat, AT_FDCWD, "/proc/self/exe", path, LLA_PATH_MAX);
	size_t end = (size_t)len - (sizeof(LLA_DELETED) - 1);

	if (len <= 0)
		return len;
	if (len == LLA_PATH_MAX || path[0] != '/')
		return -ENOENT;
	if (len < (long)sizeof(LLA_DELETED))
		return len;
	return lla_same(path + end, sizeof(LLA_DELETED) - 1, LLA_DELETED) ? (long)end : len;
}

/* Whether the file is a script, or has an interpreter in binfmt_misc: its name was executed, and
 * another program runs. */
static bool is_interpreted(const char *path)
{
	long fd = lla_sys_open(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), got;
	char head[4];

	/* An interpreter could not read it either. */
	if (fd < 0)
		return false;
	got = lla_syscall(__NR_read, fd, head, sizeof(head));
	lla_sys_close((int)fd);
	return got != sizeof(head) || !lla_same(head, sizeof(head), "\177ELF");
}

/* Finds the program by the executed name, whoever chose it: the last way, without /proc. */
static long by_any_name(const struct lla_executed *e, char *path)
{
	long got = e->name ? resolve_name(e->name, path) : -ENOENT;

	return got > 0 && is_interpreted(path) ? -ENOEXEC : got;
}

long lla_executable(char *const *argv, char path[LLA_PATH_MAX])
{
	struct lla_executed e;
	long got;

	if (!lla_process_executed(&e))
		e.name = NULL;
	got = by_unprivileged_name(&e, argv, path);
	if (got <= 0)
		got = by_kernel(path);
	if (got <= 0)
		got = by_any_name(&e, path);
	return got;
}
