/* SPDX-License-Identifier: ISC */
/* What changes the switch, in an order that leaves a working machine wherever it ends. */
#include "fleet/texts.h"
#include "core/paths.h"
#include "switch/preload.h"
#include "switch/switch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#define LOCK_SECONDS 10
#define TEMPORARY ".landlock-auto"

int lla_switch_lock(void)
{
	const struct timespec step = { .tv_nsec = 50000000 };
	int fd;

	if (mkdir(LLA_RUN_DIR, 0755) && errno != EEXIST)
		return -1;
	/* Root alone can open it: whoever could would hold it for ever. */
	fd = open(LLA_RUN_DIR "/lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	for (int i = 0; fd >= 0 && flock(fd, LOCK_EX | LOCK_NB); i++) {
		if (errno != EWOULDBLOCK || i == LOCK_SECONDS * 20) {
			close(fd);
			return -1;
		}
		nanosleep(&step, NULL);
	}
	return fd;
}

int lla_switch_sync(const char *path)
{
	char directory[PATH_MAX];
	const char *slash = strrchr(path, '/');
	int fd, error;

	snprintf(directory, sizeof(directory), "%.*s", slash > path ? (int)(slash - path) : 1,
		 path);
	fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	error = fd < 0 ? errno : lla_sync_directory(fd);
	if (fd >= 0)
		close(fd);
	return error;
}

/* What a security module keeps of a file, too: loaders of confined programs read it. */
static void copy_attributes(const char *from, int to)
{
	char names[4096], value[4096];
	ssize_t len = listxattr(from, names, sizeof(names)), size;

	for (const char *name = names; len > 0 && name < names + len; name += strlen(name) + 1) {
		size = getxattr(from, name, value, sizeof(value));
		if (size < 0 || fsetxattr(to, name, value, (size_t)size, 0))
			continue; /* not every file system takes them all */
	}
}

static int write_temporary(const char *path, const char *temporary, const struct stat *like,
			   const char *bytes, size_t size)
{
	int fd;

	unlink(temporary); /* of a run that was killed */
	fd = lla_fleet_file_make(AT_FDCWD, temporary, bytes, size);
	if (fd < 0)
		return -fd;
	if (like)
		copy_attributes(path, fd);
	return lla_fleet_file_finish(fd, like);
}

/* Loaders see what was there or what is new, whole, and so does the next boot. */
static int replace(const char *path, const struct stat *like, const char *bytes, size_t size,
		   struct lla_error *err)
{
	char temporary[PATH_MAX + sizeof(TEMPORARY)];
	struct stat now;
	int error;

	snprintf(temporary, sizeof(temporary), "%s" TEMPORARY, path);
	error = write_temporary(path, temporary, like, bytes, size);
	if (!error && like &&
	    (stat(path, &now) || now.st_ino != like->st_ino || now.st_size != like->st_size ||
	     now.st_ctim.tv_sec != like->st_ctim.tv_sec ||
	     now.st_ctim.tv_nsec != like->st_ctim.tv_nsec)) {
		unlink(temporary);
		return lla_fail(err, "somebody else changes %q at this moment; try again", path);
	}
	if (!error && rename(temporary, path))
		error = errno;
	if (error)
		unlink(temporary);
	else
		error = lla_switch_sync(path);
	return error ? lla_fail(err, "cannot write %q: %e", path, error) : 0;
}

static int link_object(struct lla_error *err)
{
	const char *temporary = LLA_RUN_OBJECT TEMPORARY;

	unlink(temporary);
	if (symlink(lla_shim_path, temporary) || rename(temporary, LLA_RUN_OBJECT))
		return lla_fail(err, "cannot write %q: %e", LLA_RUN_OBJECT, errno);
	return 0;
}

int lla_switch_arm(const struct lla_switch *s, struct lla_error *err)
{
	char *list;
	size_t size;
	int got;

	/* Programs of all users look into it. */
	if ((mkdir(LLA_RUN_DIR, 0755) && errno != EEXIST) || chmod(LLA_RUN_DIR, 0755))
		return lla_fail(err, "cannot make %q: %e", LLA_RUN_DIR, errno);
	if (link_object(err))
		return -1;
	if (s->file)
		return 0;
	list = lla_switch_list(s, LLA_RUN_OBJECT, &size);
	got = replace(LLA_RUN_PRELOAD, NULL, list, size, err);
	free(list);
	return got;
}

void lla_switch_disarm(void)
{
	unlink(LLA_RUN_PRELOAD);
	unlink(LLA_RUN_OBJECT);
}

static int make_link(struct lla_error *err)
{
	int error;

	/* Fails where somebody has made a file meanwhile. */
	if (symlink(LLA_RUN_PRELOAD, LLA_PRELOAD_FILE))
		return lla_fail(err, "cannot make " LLA_PRELOAD_FILE ": %e", errno);
	error = lla_switch_sync(LLA_PRELOAD_FILE);
	return error ? lla_fail(err, "cannot write " LLA_PRELOAD_FILE " to disk: %e", error) : 0;
}

static int add_entry(const struct lla_switch *s, struct lla_error *err)
{
	char *list;
	size_t size;
	int got;

	list = lla_switch_list(s, LLA_RUN_OBJECT, &size);
	got = replace(s->path, &s->st, list, size, err);
	free(list);
	return got;
}

int lla_switch_enable(const struct lla_switch *s, struct lla_error *err)
{
	if (s->form != LLA_SWITCH_NONE)
		return 0;
	return s->file ? add_entry(s, err) : make_link(err);
}

/* Of no meaning to a loader, but nobody shall find them. */
static void remove_temporaries(const struct lla_switch *s)
{
	char path[PATH_MAX + sizeof(TEMPORARY)];

	snprintf(path, sizeof(path), "%s" TEMPORARY, s->path);
	unlink(path);
	unlink(LLA_RUN_PRELOAD TEMPORARY);
	unlink(LLA_RUN_OBJECT TEMPORARY);
}

int lla_switch_disable(const struct lla_switch *s, struct lla_error *err)
{
	size_t size;
	char *list = lla_switch_list(s, NULL, &size);
	int got = 0, error;

	if (s->form == LLA_SWITCH_LINK && size) {
		/* Others have written into what the link leads to. */
		got = replace(LLA_PRELOAD_FILE, NULL, list, size, err);
	} else if (s->form == LLA_SWITCH_LINK) {
		/* In this order it is off even where /etc cannot be written to. */
		unlink(LLA_RUN_PRELOAD);
		error = unlink(LLA_PRELOAD_FILE) ? errno : lla_switch_sync(LLA_PRELOAD_FILE);
		if (error)
			got = lla_fail(err, "cannot remove " LLA_PRELOAD_FILE ": %e", error);
	} else if (size != s->size) {
		got = replace(s->path, &s->st, list, size, err);
	}
	free(list);
	/* A loader that has read the list is about to load the object. */
	unlink(LLA_RUN_PRELOAD);
	if (got)
		lla_switch_disarm();
	remove_temporaries(s);
	return got;
}

int lla_switch_off(struct lla_switch *s, struct lla_error *err)
{
	int got = lla_switch_look(s, err);

	/* A link of ours is one wherever it leads. */
	if (!got || s->form == LLA_SWITCH_LINK)
		return lla_switch_disable(s, err);
	lla_switch_disarm();
	return got;
}
