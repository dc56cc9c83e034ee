/* SPDX-License-Identifier: ISC */
#include "run/beside.h"
#include "core/sys.h"

#include <linux/auxvec.h>

#define SELF "/proc/self/exe"

/* The path by which the launcher was executed. */
static const char *executed_name(const struct lla_launch *launch)
{
	return (const char *)lla_launch_aux(launch, AT_EXECFN);
}

/* Whether the launcher was executed where it is installed, by that name and through no link. It
 * lies in that directory then. /proc says the same, and takes longer: for a new process the
 * kernel has yet to make its entries. */
static bool is_installed(const char *name, char scratch[LLA_PATH_MAX])
{
	return name && lla_equal(name, lla_launcher_path) &&
	       lla_syscall(__NR_readlinkat, AT_FDCWD, name, scratch, LLA_PATH_MAX) == -EINVAL;
}

static int own_path(const struct lla_launch *launch, char path[LLA_PATH_MAX])
{
	const char *name = executed_name(launch);
	long len = is_installed(name, path)
			   ? 0
			   : lla_syscall(__NR_readlinkat, AT_FDCWD, SELF, path, LLA_PATH_MAX);

	if (len >= LLA_PATH_MAX)
		return -ENAMETOOLONG;
	/* "(unreachable)": outside the root directory. */
	if (len > 0 && path[0] == '/') {
		path[len] = '\0';
		return 0;
	}
	if (!name)
		return -ENOENT;
	if (lla_length(name) >= LLA_PATH_MAX)
		return -ENAMETOOLONG;
	lla_copy(path, name, lla_length(name) + 1);
	return 0;
}

int lla_beside_open_self(const struct lla_launch *launch, struct lla_file *file)
{
	const char *name = executed_name(launch);
	int got = lla_file_open(SELF, file);

	return got == -ENOENT && name ? lla_file_open(name, file) : got;
}

/* Writes DIRECTORY/NAME, and cuts the name off again at *slash. */
static int path_beside(const struct lla_launch *launch, const char *name, char *path, size_t *slash)
{
	int got = own_path(launch, path);
	size_t dir = 0;

	if (got)
		return got;
	for (size_t i = 0; path[i]; i++)
		if (path[i] == '/')
			dir = i + 1;
	/* A name without a slash is one of the working directory. */
	if (!dir) {
		lla_copy(path, "./", 2);
		dir = 2;
	}
	if (dir + lla_length(name) >= LLA_PATH_MAX)
		return -ENAMETOOLONG;
	lla_copy(path + dir, name, lla_length(name) + 1);
	*slash = dir - 1;
	return 0;
}

static bool see(const char *path, struct statx *st)
{
	return !lla_syscall(__NR_statx, AT_FDCWD, path, 0, STATX_BASIC_STATS, st);
}

/* Whether the launcher trusts this owner of a file: root, or the owner of the launcher. If the
 * owner has no number here, two owners look the same. That matters only if others can put files
 * into the directory. */
static bool owner_trusted(const struct lla_launch *launch, uint32_t uid, uint32_t directory)
{
	struct statx self;
	const char *name = executed_name(launch);

	if (!uid)
		return true;
	if (!see(SELF, &self) && (!name || !see(name, &self)))
		return false;
	return uid == self.stx_uid && (uid != LLA_NOBODY || !(directory & LLA_WRITABLE_BY_OTHERS));
}

/* Looks at the file and its directory. While it looks at the directory, `path` ends at `slash`. */
static int judge(const struct lla_launch *launch, const struct lla_file *file, char *path,
		 size_t slash, struct lla_error *err)
{
	struct statx dir;
	bool seen;

	path[slash] = '\0';
	seen = see(slash ? path : "/", &dir);
	path[slash] = '/';
	if (!seen)
		return lla_fail(err, "%q: its directory cannot be looked at", path);
	if (dir.stx_mode & LLA_WRITABLE_BY_OTHERS && !(dir.stx_mode & LLA_STICKY))
		return lla_fail(err,
				"%q is beside this program, in a directory that others can write: "
				"chmod go-w the directory, or put both into one of their own",
				path);
	if (file->mode & LLA_WRITABLE_BY_OTHERS)
		return lla_fail(err,
				"%q is beside this program, and others can write it: chmod go-w it",
				path);
	if (!owner_trusted(launch, file->uid, dir.stx_mode))
		return lla_fail(err,
				"%q is beside this program, and neither root's nor of the owner of "
				"this program: somebody else put it there; remove it",
				path);
	return 0;
}

int lla_beside_open(const struct lla_launch *launch, const char *name, struct lla_file *file,
		    char path[LLA_PATH_MAX], struct lla_error *err)
{
	size_t slash = 0;
	int got = path_beside(launch, name, path, &slash);

	/* Nobody knows where this program lies, or its name is too long for a neighbour. */
	if (got)
		return 1;
	/* In a sticky directory, the owner of a link could make it lead elsewhere after the look. */
	got = lla_file_open_no_link(path, file);
	if (got == -ENOENT || got == -ENOTDIR)
		return 1;
	if (got == -ELOOP)
		return lla_fail(err, "%q is beside this program, and a link: copy the file itself",
				path);
	if (got == -EMEDIUMTYPE)
		return lla_fail(err, "%q is beside this program, and no regular file", path);
	if (got)
		return lla_fail(err, "%q is beside this program and cannot be read: %e", path,
				-got);
	got = judge(launch, file, path, slash, err);
	if (got)
		lla_sys_close(file->fd);
	return got;
}
