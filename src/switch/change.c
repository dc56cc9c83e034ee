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
	int got;

	/* Fails where somebody has made a file meanwhile. */
	if (symlink(LLA_RUN_PRELOAD, LLA_PRELOAD_FILE))
		return lla_fail(err, "cannot make " LLA_PRELOAD_FILE ": %e", errno);
	got = lla_sync_directory(LLA_PRELOAD_FILE);
	return got ? lla_fail(err, "cannot write " LLA_PRELOAD_FILE " to disk: %e", -got) : 0;
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
	int got = 0;

	if (s->form == LLA_SWITCH_LINK && size) {
		/* Others have written into what the link leads to. */
		got = replace(LLA_PRELOAD_FILE, NULL, list, size, err);
	} else if (s->form == LLA_SWITCH_LINK) {
		/* In this order it is off even where /etc cannot be written to. */
		unlink(LLA_RUN_PRELOAD);
		got = unlink(LLA_PRELOAD_FILE) ? -errno : lla_sync_directory(LLA_PRELOAD_FILE);
		if (got)
			got = lla_fail(err, "cannot remove " LLA_PRELOAD_FILE ": %e", -got);
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
