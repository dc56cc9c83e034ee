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

/* Waits for LOCK_SECONDS at most. */
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
	/* Root alone can open it: whoever could would hold it for ever. */
	fd = open(LLA_RUN_DIR "/lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	if (!take_lock(fd))
		return fd;
	close(fd);
	return -1;
}

/* Loaders see what was there or what is new, whole, and so does the next boot. */
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

/* Writes the list of the others, with us. */
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
	/* Programs of all users look into it. */
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

	/* Fails where somebody has made a file meanwhile. */
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

/* In this order it is off even where /etc cannot be written to. */
static int remove_link(struct lla_error *err)
{
	int got;

	unlink(LLA_RUN_PRELOAD);
	got = unlink(LLA_PRELOAD_FILE) ? -errno : lla_sync_directory(LLA_PRELOAD_FILE);
	return got ? lla_fail(err, "cannot remove " LLA_PRELOAD_FILE ": %e", -got) : 0;
}

/* Leaves the list of the others. */
static int take_out(const struct lla_switch *s, const char *list, size_t size,
		    struct lla_error *err)
{
	if (s->form != LLA_SWITCH_LINK)
		return size == s->size ? 0 : replace(s->path, &s->st, list, size, err);
	/* Others may have written into what the link leads to. */
	return size ? replace(LLA_PRELOAD_FILE, NULL, list, size, err) : remove_link(err);
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
	int got = take_out(s, list, size, err);

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
