/* SPDX-License-Identifier: ISC */
#include "switch/change.h"
#include "base/replace.h"
#include "core/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define LOCK_SECONDS 10
#define TEMPORARY ".landlock-auto"

static int take_lock(int fd)
{
	const struct timespec step = { .tv_nsec = 50000000 };

	for (int i = 0; flock(fd, LOCK_EX | LOCK_NB); i++) {
		if (errno != EWOULDBLOCK || i == LOCK_SECONDS * 20)
			return -1;
		nanosleep(&step, NULL);
	}
	return 0;
}

int lla_switch_lock(void)
{
	int fd;

	if (mkdir(LLA_RUN_DIR, 0755) && errno != EEXIST)
		return -1;
	/* Only root can open the file. Another user who could open it could hold the lock for
	 * ever. */
	fd = open(LLA_RUN_DIR "/lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	if (!take_lock(fd))
		return fd;
	close(fd);
	return -1;
}

static int replace(const char *path, const struct stat *old, const char *bytes, size_t size,
		   struct lla_error *err)
{
	char temporary[PATH_MAX + sizeof(TEMPORARY)];
	const struct lla_replacement r = {
		.path = path, .temporary = temporary, .old = old, .mode = 0644
	};

	snprintf(temporary, sizeof(temporary), "%s" TEMPORARY, path);
	return lla_replace(&r, bytes, size, err);
}

static int link_object(struct lla_error *err)
{
	const struct lla_replacement r = { .path = LLA_RUN_OBJECT,
					   .temporary = LLA_RUN_OBJECT TEMPORARY };

	return lla_replace_by_link(&r, lla_shim_path, err);
}

static int replace_with_us(const struct lla_switch *s, const char *path, const struct stat *old,
			   struct lla_error *err)
{
	size_t size;
	char *list = lla_switch_list(s, LLA_RUN_OBJECT, &size);
	int got = replace(path, old, list, size, err);

	free(list);
	return got;
}

int lla_switch_arm(const struct lla_switch *s, struct lla_error *err)
{
	/* The loaders of every user look into it. */
	if ((mkdir(LLA_RUN_DIR, 0755) && errno != EEXIST) || chmod(LLA_RUN_DIR, 0755))
		return lla_fail(err, "cannot make %q: %e", LLA_RUN_DIR, errno);
	if (link_object(err))
		return -1;
	return s->file ? 0 : replace_with_us(s, LLA_RUN_PRELOAD, NULL, err);
}

void lla_switch_disarm(void)
{
	unlink(LLA_RUN_PRELOAD);
	unlink(LLA_RUN_OBJECT);
}

static int make_link(struct lla_error *err)
{
	int got;

	/* Not by rename: if somebody has made a file meanwhile, this must fail. */
	if (symlink(LLA_RUN_PRELOAD, LLA_PRELOAD_FILE))
		return lla_fail(err, "cannot make " LLA_PRELOAD_FILE ": %e", errno);
	got = lla_sync_directory(LLA_PRELOAD_FILE);
	return got ? lla_fail(err, "cannot write " LLA_PRELOAD_FILE " to disk: %e", -got) : 0;
}

int lla_switch_enable(const struct lla_switch *s, struct lla_error *err)
{
	if (s->form != LLA_SWITCH_NONE)
		return 0;
	return s->file ? replace_with_us(s, s->path, &s->st, err) : make_link(err);
}

/* This order makes the link lead nowhere even if nobody can write to /etc. */
static int remove_link(struct lla_error *err)
{
	int got;

	unlink(LLA_RUN_PRELOAD);
	got = unlink(LLA_PRELOAD_FILE) ? -errno : lla_sync_directory(LLA_PRELOAD_FILE);
	return got ? lla_fail(err, "cannot remove " LLA_PRELOAD_FILE ": %e", -got) : 0;
}

static int take_out(const struct lla_switch *s, const char *list, size_t size,
		    struct lla_error *err)
{
	if (s->form != LLA_SWITCH_LINK)
		return size == s->size ? 0 : replace(s->path, &s->st, list, size, err);
	/* An installer that appends to the file has written through our link. */
	return size ? replace(LLA_PRELOAD_FILE, NULL, list, size, err) : remove_link(err);
}

/* Loaders do not look at these files, and nobody shall find them. */
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
	int got = take_out(s, list, size, err);

	free(list);
	/* LLA_RUN_OBJECT stays: a loader may have read the list, and be about to load the object. */
	unlink(LLA_RUN_PRELOAD);
	if (got)
		lla_switch_disarm();
	remove_temporaries(s);
	return got;
}

int lla_switch_off(struct lla_switch *s, struct lla_error *err)
{
	int got = lla_switch_look(s, err);

	/* Our link goes even if the file that it leads to cannot be read. */
	if (!got || s->form == LLA_SWITCH_LINK)
		return lla_switch_disable(s, err);
	lla_switch_disarm();
	return got;
}
