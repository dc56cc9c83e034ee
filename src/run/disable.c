/* SPDX-License-Identifier: ISC */
#include "run/disable.h"
#include "core/memory.h"
#include "core/object.h"
#include "core/sys.h"
#include "run/output.h"
#include "run/tool.h"

#include <linux/auxvec.h>

#define LIST_MAX (1U << 20)

bool lla_disable_is(char *const *words)
{
	return words[0] && lla_equal(words[0], "fleet") && words[1] &&
	       lla_equal(words[1], "disable") && !words[2];
}

/* /etc/ld.so.preload as it is. */
struct list {
	struct lla_memory memory;
	struct lla_file file;
	char *bytes;
	size_t size;
	bool is_link; /* it is a symbolic link */
	bool is_ours; /* the link that `fleet enable` has made */
};

static void read_link(struct list *list)
{
	char target[sizeof(LLA_RUN_PRELOAD)];
	long len = lla_syscall(__NR_readlinkat, AT_FDCWD, LLA_PRELOAD_FILE, target, sizeof(target));

	list->is_link = len >= 0;
	list->is_ours = len >= 0 && lla_same(target, (size_t)len, LLA_RUN_PRELOAD);
}

/* Reads the list. Returns 0, or -errno, -ENOENT if there is none. */
static int read_list(struct list *list)
{
	struct lla_error ignored;
	int got = lla_file_open(LLA_PRELOAD_FILE, &list->file);

	read_link(list);
	if (got)
		return got;
	list->size = list->file.stamp.size <= LIST_MAX ? (size_t)list->file.stamp.size : 0;
	list->bytes = lla_memory_of(&list->memory, list->size + 1, &ignored);
	got = list->bytes ? lla_file_read(list->file.fd, 0, list->bytes, list->size) : -ENOMEM;
	if (!got && list->size != list->file.stamp.size)
		got = -EFBIG;
	lla_sys_close(list->file.fd);
	return got;
}

/* A comment begins within a word as well. */
static bool separates(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == ':' || c == '#';
}

/* Whether the separator behind an entry goes with it, if `before` is in front of it. Without its
 * newline a comment would take the next line in, and without its # it would be entries. */
static bool goes_along(char separator, char before)
{
	return separator == '\n' ? before == '\n' : separator != '#';
}

static bool names_object(const char *entry, size_t len)
{
	size_t base = len;

	while (base && entry[base - 1] != '/')
		base--;
	return lla_same(entry + base, len - base, LLA_OBJECT_NAME);
}

/* Blanks comments, in which somebody may merely mention the object. */
static void blank_comments(struct list *list)
{
	bool comment = false;

	for (size_t i = 0; i < list->size; i++) {
		comment = list->bytes[i] == '#' || (comment && list->bytes[i] != '\n');
		if (comment)
			list->bytes[i] = ' ';
	}
}

/* Takes our entries out, in comments as well: loaders may take the words of a comment for
 * entries. Returns whether there was one. */
static bool take_out(struct list *list)
{
	size_t to = 0, len;
	bool found = false;

	for (size_t at = 0; at < list->size; at += len) {
		for (len = 0; at + len < list->size && !separates(list->bytes[at + len]);)
			len++;
		if (len && names_object(list->bytes + at, len)) {
			found = true;
			len += at + len < list->size &&
			       goes_along(list->bytes[at + len], to ? list->bytes[to - 1] : '\n');
			continue;
		}
		len += !len;
		lla_copy(list->bytes + to, list->bytes + at, len);
		to += len;
	}
	list->size = to;
	return found;
}

/* Whether loaders still load our object. */
static bool is_on(void)
{
	struct list list = { .size = 0 };
	int got = read_list(&list);
	/* Loaders read a list of any size. */
	bool on = got == -EFBIG;

	if (!got) {
		blank_comments(&list);
		on = take_out(&list);
	}
	lla_memory_release(&list.memory);
	return on || list.is_ours;
}

/* Writes the list without our entries, in the place of the file. */
static int rewrite(const struct list *list, long etc)
{
	struct lla_output output;
	int got = etc < 0 ? (int)etc : lla_output_begin(&output, (int)etc, LLA_PRELOAD_NAME);

	if (got)
		return got;
	got = lla_output_write(output.fd, list->bytes, list->size);
	return lla_output_end(&output, list->file.mode & 07777U, got);
}

/* Writes the whole file system to disk, with names that were made and removed in it: the machine
 * may be reset next. */
static void sync_and_close(long fd)
{
	lla_syscall(__NR_syncfs, fd);
	lla_sys_close((int)fd);
}

static int remove_path(const char *path)
{
	return (int)lla_syscall(__NR_unlinkat, AT_FDCWD, path, 0);
}

/* Takes out whatever refers to our object. The files in /run go first: without them our link
 * leads nowhere, even if nobody can write to /etc. */
static int take_out_of_preload(void)
{
	long etc = lla_sys_open(AT_FDCWD, "/etc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct list list = { .size = 0 };
	int got = read_list(&list);
	bool found = !got && take_out(&list);

	remove_path(LLA_RUN_PRELOAD);
	/* An installer that writes to the file has written through our link. */
	if (list.is_ours)
		got = !got && list.size ? rewrite(&list, etc) : remove_path(LLA_PRELOAD_FILE);
	else if (found)
		got = list.is_link ? -ELOOP : rewrite(&list, etc);
	if (got && got != -ENOENT)
		remove_path(LLA_RUN_OBJECT);
	sync_and_close(etc);
	lla_memory_release(&list.memory);
	return got == -ENOENT ? 0 : got;
}

/* While this file is there, the object confines nothing. Any file of root's by that name counts. */
static int make_disable_file(void)
{
	long fd = lla_syscall(__NR_openat, AT_FDCWD, lla_fleet_disable_file,
			      O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0644);

	if (fd >= 0) {
		lla_syscall(__NR_fchownat, fd, "", 0, 0, AT_EMPTY_PATH);
		sync_and_close(fd);
	}
	if (lla_file_is_roots(lla_fleet_disable_file))
		return 0;
	return fd < 0 ? (int)fd : -EPERM;
}

static int rescue(const struct lla_launch *launch, const char *why)
{
	int file = make_disable_file(), list = take_out_of_preload();
	LLA_LINE(t);

	lla_text_add(&t, "%s; ", why);
	if (file)
		lla_text_add(&t, "%q cannot be made: %e", lla_fleet_disable_file, -file);
	else
		lla_text_add(&t, "made %q: while it is there, nothing is confined",
			     lla_fleet_disable_file);
	if (list)
		lla_text_add(&t, "; " LLA_PRELOAD_FILE " still names the object: %e", -list);
	lla_report_line(&launch->report, "%s", t.at);
	if (file && list)
		return LLA_STATUS_REFUSED;
	lla_report_print(1, "it is off\n");
	return 0;
}

/* Adds why the tool has not done it. Returns false if it has, or if it refuses and no program
 * loads the object: then it has said why. If programs load the object, the object may have
 * refused to let the tool start. */
static bool tool_failed(const struct lla_tool *tool, int status, struct lla_text *t)
{
	if (status < 0)
		lla_text_add(t, "%q cannot be run: %e", tool->path, -status);
	else if (status & 0x7f)
		lla_text_add(t, "%q died of signal %d", tool->path, status & 0x7f);
	else if ((!status || status >> 8 == LLA_STATUS_REFUSED) && !is_on())
		return false;
	else
		lla_text_add(t, "%q ended with status %d and did nothing", tool->path, status >> 8);
	return true;
}

int lla_disable(const struct lla_launch *launch)
{
	struct lla_tool_search search;
	struct lla_error err = { 0 };
	struct lla_tool tool;
	struct lla_text why;
	bool root = !lla_launch_aux(launch, AT_EUID);
	int status;

	search.launch = launch;
	if (!lla_tool_find(&search, &tool, &err)) {
		why = LLA_TEXT_IN(err.text);
		status = lla_helper_run(&tool, launch->argv, launch->env);
		if (!root && status >> 8 == LLA_STATUS_REFUSED)
			return LLA_STATUS_REFUSED;
		if (!tool_failed(&tool, status, &why))
			return status >> 8;
	}
	if (root)
		return rescue(launch, err.text);
	lla_report_line(&launch->report, "%s; without it, fleet disable is for root", err.text);
	return LLA_STATUS_REFUSED;
}
