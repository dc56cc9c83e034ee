/* SPDX-License-Identifier: ISC */
#include "switch/stage.h"
#include "switch/switch.h"
#include "base/replace.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define ETC "/etc"

static int make_private(void)
{
	return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
}

/*
 * In a plain chroot, / is no mount point, so it cannot be made private. A mount in it would
 * appear outside as well. So this makes the root of the namespace private. It gets there by ..
 * from the old root directory, once another directory is the root directory.
 */
static int make_private_from_outside(void)
{
	int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (root < 0 || chroot(ETC) || fchdir(root))
		return -1;
	/* At the top, .. stays where it is. But .. can also lead to the same directory below
	 * the top, if a directory is mounted on one inside itself. So count, not compare. */
	for (int i = 0; i < PATH_MAX; i++)
		if (chdir(".."))
			return -1;
	if (chroot(".") || make_private() || fchdir(root) || chroot("."))
		return -1;
	close(root);
	return 0;
}

static int copy_link(const char *name, const char *target)
{
	char link[PATH_MAX];
	ssize_t len = readlink(name, link, sizeof(link) - 1);

	if (len < 0)
		return -errno;
	link[len] = '\0';
	return symlink(link, target) ? -errno : 0;
}

static int make_mount_point(const char *target, bool directory)
{
	int fd;

	if (directory)
		return mkdir(target, 0755) ? -errno : 0;
	fd = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

/* Copies from the current directory, which is the old /etc, into the new one. */
static int copy_entry(const char *name)
{
	char target[PATH_MAX];
	struct stat st;
	int got;

	if ((size_t)snprintf(target, sizeof(target), ETC "/%s", name) >= sizeof(target))
		return -ENAMETOOLONG;
	/* ENOENT: the entry has gone away meanwhile. */
	if (lstat(name, &st))
		return errno == ENOENT ? 0 : -errno;
	if (S_ISLNK(st.st_mode))
		return copy_link(name, target);
	got = make_mount_point(target, S_ISDIR(st.st_mode));
	if (got)
		return got;
	/* If the entry goes away now, an empty one stands for it. */
	return mount(name, target, NULL, MS_BIND | MS_REC, NULL) && errno != ENOENT ? -errno : 0;
}

static int copy_entries(DIR *old, struct lla_error *err)
{
	struct dirent *e;
	int got;

	while ((errno = 0, e = readdir(old))) {
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") ||
		    !strcmp(e->d_name, LLA_PRELOAD_NAME))
			continue;
		got = copy_entry(e->d_name);
		if (got)
			return lla_fail(err, "cannot show " ETC "/%q to a trial: %e", e->d_name,
					-got);
	}
	return errno ? lla_fail(err, "cannot read " ETC ": %e", errno) : 0;
}

static int cannot_make_etc(struct lla_error *err)
{
	return lla_fail(err, "cannot make an " ETC " for a trial: %e", errno);
}

static int make_etc(DIR *old, struct lla_error *err)
{
	struct stat st;

	if (fchdir(dirfd(old)) || stat(".", &st))
		return cannot_make_etc(err);
	if (mount("landlock-auto", ETC, "tmpfs", MS_NODEV | MS_NOSUID, "mode=0755"))
		return cannot_make_etc(err);
	if (copy_entries(old, err))
		return -1;
	if (chown(ETC, st.st_uid, st.st_gid) || chmod(ETC, st.st_mode & 07777))
		return cannot_make_etc(err);
	return 0;
}

/* Mounts an /etc of the stage's own, which can have a file that the machine's /etc has not. */
static int cover_etc(struct lla_error *err)
{
	DIR *old = opendir(ETC);
	int got;

	if (!old)
		return cannot_make_etc(err);
	got = make_etc(old, err);
	closedir(old);
	return got;
}

int lla_stage_enter(struct lla_error *err)
{
	char directory[PATH_MAX];
	bool back;
	int got;

	if (unshare(CLONE_NEWNS))
		return lla_fail(err,
				"cannot make a mount namespace for a trial: %e; this takes root "
				"with CAP_SYS_ADMIN, which containers often lack",
				errno);
	back = getcwd(directory, sizeof(directory)) && directory[0] == '/';
	if (make_private() && (errno != EINVAL || make_private_from_outside()))
		return lla_fail(err, "cannot make mounts private for a trial: %e", errno);
	got = cover_etc(err);
	if (!back || chdir(directory))
		got |= chdir("/");
	return got;
}

/* Replaces the file by rename, as a process of an earlier trial may be reading it. */
int lla_stage_preload(const char *bytes, size_t size, struct lla_error *err)
{
	const struct lla_replacement r = { .path = LLA_PRELOAD_FILE,
					   .temporary = LLA_PRELOAD_FILE ".new",
					   .mode = 0644,
					   .failure = "cannot write what to try" };

	return lla_replace(&r, bytes, size, err);
}
