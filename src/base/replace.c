/* SPDX-License-Identifier: ISC */
#include "base/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#define RANDOM ".XXXXXX"

int lla_write_all(int fd, const void *bytes, size_t size)
{
	const char *p = bytes;

	while (size) {
		ssize_t got = write(fd, p, size);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got ? -errno : -EIO;
		p += got;
		size -= (size_t)got;
	}
	return 0;
}

int lla_sync_directory(const char *path)
{
	char directory[PATH_MAX] = ".";
	const char *slash = strrchr(path, '/');
	int fd, got = 0;

	if (slash)
		snprintf(directory, sizeof(directory), "%.*s",
			 slash > path ? (int)(slash - path) : 1, path);
	fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return errno == EACCES ? 0 : -errno;
	/* EINVAL: the file system has no such call, and needs none. */
	if (fsync(fd) && errno != EINVAL)
		got = -errno;
	close(fd);
	return got;
}

static int failed(const struct lla_replacement *r, int got, struct lla_error *err)
{
	if (r->failure)
		return lla_fail(err, "%s: %e", r->failure, -got);
	return lla_fail(err, "cannot write %q: %e", r->path, -got);
}

/* Security modules keep the labels of files in extended attributes. Without the old file's label,
 * the loaders of confined programs might not be allowed to read the new file. */
static void copy_attributes(const char *from, int to)
{
	char names[4096], value[4096];
	ssize_t len = listxattr(from, names, sizeof(names)), size;

	for (const char *name = names; len > 0 && name < names + len; name += strlen(name) + 1) {
		size = getxattr(from, name, value, sizeof(value));
		/* Not every file system takes every attribute. */
		if (size < 0 || fsetxattr(to, name, value, (size_t)size, 0))
			continue;
	}
}

/* Nobody else can read the file before it has its mode. */
static int make_temporary(const struct lla_replacement *r, char name[PATH_MAX])
{
	const char *tail = r->temporary ? "" : RANDOM;
	int len = snprintf(name, PATH_MAX, "%s%s", r->temporary ? r->temporary : r->path, tail);
	int fd;

	if (len >= PATH_MAX)
		return -ENAMETOOLONG;
	if (r->temporary)
		unlink(name);
	fd = r->temporary ? open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)
			  : mkostemp(name, O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static int finish(const struct lla_replacement *r, int fd)
{
	if (r->old)
		copy_attributes(r->path, fd);
	if (r->old && fchown(fd, r->old->st_uid, r->old->st_gid))
		return -errno;
	if (fchmod(fd, r->old ? r->old->st_mode & 07777 : r->mode) || fsync(fd))
		return -errno;
	return 0;
}

static int write_temporary(const struct lla_replacement *r, const void *bytes, size_t size,
			   char name[PATH_MAX])
{
	int fd = make_temporary(r, name), got;

	if (fd < 0)
		return fd;
	got = lla_write_all(fd, bytes, size);
	if (!got)
		got = finish(r, fd);
	if (close(fd) && !got)
		got = -errno;
	if (got)
		unlink(name);
	return got;
}

static bool has_changed(const struct lla_replacement *r)
{
	const struct stat *old = r->old;
	struct stat now;

	return stat(r->path, &now) || now.st_ino != old->st_ino || now.st_size != old->st_size ||
	       now.st_ctim.tv_sec != old->st_ctim.tv_sec ||
	       now.st_ctim.tv_nsec != old->st_ctim.tv_nsec;
}

static int put(const struct lla_replacement *r, const char *name, struct lla_error *err)
{
	int got;

	if (rename(name, r->path)) {
		got = -errno;
		unlink(name);
		return failed(r, got, err);
	}
	got = lla_sync_directory(r->path);
	return got ? failed(r, got, err) : 0;
}

int lla_replace(const struct lla_replacement *r, const void *bytes, size_t size,
		struct lla_error *err)
{
	char name[PATH_MAX];
	int got = write_temporary(r, bytes, size, name);

	if (got)
		return failed(r, got, err);
	if (r->old && has_changed(r)) {
		unlink(name);
		return lla_fail(err, "somebody else changes %q at this moment; try again", r->path);
	}
	return put(r, name, err);
}

int lla_replace_by_link(const struct lla_replacement *r, const char *target, struct lla_error *err)
{
	unlink(r->temporary);
	if (symlink(target, r->temporary))
		return failed(r, -errno, err);
	return put(r, r->temporary, err);
}
