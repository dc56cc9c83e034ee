/* SPDX-License-Identifier: ISC */
#include "switch/switch.h"
#include "core/object.h"
#include "core/paths.h"
#include "switch/preload.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LIST_MAX (1U << 20)

static bool names(const struct lla_switch *s, const struct lla_preload_entry *e, const char *path)
{
	return lla_same(s->bytes + e->at, e->len, path);
}

static bool is_us(const struct lla_switch *s, const struct lla_preload_entry *e)
{
	char name[PATH_MAX], *base;

	if (!s->bytes || e->len >= sizeof(name))
		return false;
	memcpy(name, s->bytes + e->at, e->len);
	name[e->len] = '\0';
	base = strrchr(name, '/');
	return !strcmp(base ? base + 1 : name, LLA_OBJECT_NAME) ||
	       (base && lla_object_is_ours(name));
}

/* One byte beyond LIST_MAX shows that the list is too large. */
static int read_all(int fd, struct lla_switch *s)
{
	ssize_t got = 1;

	if (fstat(fd, &s->st))
		return -errno;
	while (got > 0 && s->size <= LIST_MAX) {
		got = read(fd, s->bytes + s->size, LIST_MAX + 1 - s->size);
		if (got < 0)
			return -errno;
		s->size += (size_t)got;
	}
	return 0;
}

static int read_list(struct lla_switch *s, struct lla_error *err)
{
	int fd, got;

	s->bytes = malloc(LIST_MAX + 1);
	if (!s->bytes)
		return lla_fail(err, "cannot read " LLA_PRELOAD_FILE ": %e", ENOMEM);
	fd = open(LLA_PRELOAD_FILE, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	got = fd < 0 ? -errno : read_all(fd, s);
	if (fd >= 0)
		close(fd);
	if (got)
		return lla_fail(err, "cannot read " LLA_PRELOAD_FILE ": %e", -got);
	if (s->size > LIST_MAX)
		return lla_fail(err, LLA_PRELOAD_FILE " is too large for a list of objects");
	return 0;
}

static void look_for_us(struct lla_switch *s)
{
	struct lla_preload_entry *e;
	ssize_t count = lla_preload_entries(s->bytes, s->size, &e);
	char target[PATH_MAX];
	ssize_t len;
	bool found = false;

	for (ssize_t i = 0; i < count; i++) {
		if (names(s, &e[i], LLA_RUN_OBJECT))
			found = true;
		else if (!s->copy && is_us(s, &e[i]))
			s->copy = strndup(s->bytes + e[i].at, e[i].len);
	}
	free(e);
	if (!found)
		return;
	if (s->form == LLA_SWITCH_NONE)
		s->form = LLA_SWITCH_ENTRY;
	len = readlink(LLA_RUN_OBJECT, target, sizeof(target));
	s->armed = len > 0 && lla_same(target, (size_t)len, lla_shim_path);
}

/* If the link is not ours, the commands edit the file that it leads to, in its place. */
static int follow(struct lla_switch *s, struct lla_error *err)
{
	char target[PATH_MAX];
	ssize_t len = readlink(LLA_PRELOAD_FILE, target, sizeof(target));

	if (len > 0 && lla_same(target, (size_t)len, LLA_RUN_PRELOAD)) {
		s->form = LLA_SWITCH_LINK;
		return 0;
	}
	if (!realpath(LLA_PRELOAD_FILE, s->path))
		return lla_fail(err, LLA_PRELOAD_FILE " is a link of somebody else's to %Q: %e",
				target, len > 0 ? (size_t)len : 0, errno);
	return 0;
}

int lla_switch_look(struct lla_switch *s, struct lla_error *err)
{
	struct stat st;

	*s = (struct lla_switch){ .path = LLA_PRELOAD_FILE };
	if (lstat(LLA_PRELOAD_FILE, &st))
		return errno == ENOENT ? 0 : lla_fail(err, LLA_PRELOAD_FILE ": %e", errno);
	if (S_ISLNK(st.st_mode) && follow(s, err))
		return -1;
	if (stat(LLA_PRELOAD_FILE, &st)) {
		if (errno == ENOENT && s->form == LLA_SWITCH_LINK)
			return 0;
		return lla_fail(err, LLA_PRELOAD_FILE ": %e", errno);
	}
	if (!S_ISREG(st.st_mode))
		return lla_fail(err, LLA_PRELOAD_FILE " is no file");
	s->file = s->form != LLA_SWITCH_LINK;
	if (read_list(s, err)) {
		s->size = 0;
		return -1;
	}
	look_for_us(s);
	return 0;
}

void lla_switch_free(struct lla_switch *s)
{
	free(s->bytes);
	free(s->copy);
	s->bytes = s->copy = NULL;
}

char *lla_switch_list(const struct lla_switch *s, const char *us, size_t *size)
{
	const char *bytes = s->bytes ? s->bytes : "";
	char *list = malloc(s->size + (us ? strlen(us) : 0) + LLA_PRELOAD_MORE);
	struct lla_preload_entry *e;
	ssize_t count = lla_preload_entries(bytes, s->size, &e);

	if (!list || count < 0)
		abort();
	*size = s->size;
	memcpy(list, bytes, s->size);
	/* From the last to the first, so that the places of the other entries stay right. */
	while (count--)
		if (is_us(s, &e[count]))
			*size = lla_preload_remove(list, *size, e[count], list);
	free(e);
	if (us)
		*size = lla_preload_add(list, *size, us, list);
	return list;
}
