/* SPDX-License-Identifier: ISC */
#include "switch/processes.h"
#include "core/paths.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Returns the path /proc/PID/NAME, which holds until the next call. */
static const char *proc(pid_t pid, const char *name)
{
	static char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	return path;
}

/* Reads the path of the executable, which another file may have replaced since. */
static bool executable(pid_t pid, char path[PATH_MAX])
{
	ssize_t len = readlink(proc(pid, "exe"), path, PATH_MAX - 1);
	size_t end;

	if (len <= 0)
		return false;
	path[len] = '\0';
	end = (size_t)len > strlen(LLA_DELETED) ? (size_t)len - strlen(LLA_DELETED) : 0;
	if (end && !strcmp(path + end, LLA_DELETED))
		path[end] = '\0';
	return true;
}

/* Tells whether this file of a process is the same as ours. */
static bool is_same(pid_t pid, const char *name, const char *ours)
{
	struct stat a, b;

	return !stat(ours, &a) && !stat(proc(pid, name), &b) && a.st_ino == b.st_ino &&
	       a.st_dev == b.st_dev;
}

/* A process in a container has another /etc. A service that has gone into a
 * directory by chroot is ours, and so is one with its own mounts in the same root. */
static bool is_ours(pid_t pid)
{
	return is_same(pid, "ns/mnt", "/proc/self/ns/mnt") || is_same(pid, "root", "/");
}

/* Any file can have the object's name, so the path counts. An upgrade leaves the old object mapped,
 * as deleted. */
static bool is_object(const char *line)
{
	static char object[PATH_MAX];
	const char *path = strchr(line, '/');

	if (!*object && !realpath(lla_shim_path, object))
		strcpy(object, lla_shim_path);
	if (!path || strncmp(path, object, strlen(object)) != 0)
		return false;
	path += strlen(object);
	return !strcmp(path, "\n") || !strcmp(path, LLA_DELETED "\n");
}

/* Returns 1, 0, or -1: it cannot be seen. */
static int has_object(pid_t pid)
{
	FILE *maps = fopen(proc(pid, "maps"), "re");
	char *line = NULL;
	size_t room = 0;
	int found = 0;

	if (!maps)
		return -1;
	while (!found && getline(&line, &room, maps) > 0)
		found = is_object(line);
	if (ferror(maps))
		found = -1;
	free(line);
	fclose(maps);
	return found;
}

/* Returns false if the kernel is too old to tell. */
static bool has_no_filter(pid_t pid)
{
	FILE *status = fopen(proc(pid, "status"), "re");
	char line[256];
	bool none = false;

	while (status && fgets(line, sizeof(line), status))
		none |= !strcmp(line, "Seccomp_filters:\t0\n");
	if (status)
		fclose(status);
	return none;
}

/* Returns when the process was made, in seconds since 1970; 0: unknown. */
static double made(pid_t pid)
{
	FILE *stat = fopen(proc(pid, "stat"), "re");
	unsigned long long ticks = 0;
	struct timespec now, up;
	char line[1024];
	char *at;

	/* The second field is the program's name, and may have spaces. */
	if (stat && fgets(line, sizeof(line), stat) && (at = strrchr(line, ')'))) {
		for (int field = 2; at && field < 22; field++)
			at = strchr(at + 1, ' ');
		ticks = at ? strtoull(at, NULL, 10) : 0;
	}
	if (stat)
		fclose(stat);
	clock_gettime(CLOCK_REALTIME, &now);
	clock_gettime(CLOCK_BOOTTIME, &up);
	if (!ticks)
		return 0;
	return (double)ticks / (double)sysconf(_SC_CLK_TCK) + (double)(now.tv_sec - up.tv_sec) +
	       (double)(now.tv_nsec - up.tv_nsec) / 1e9;
}

/* Returns when the database was written, in seconds since 1970; 0: unknown. Adds a tick, so that
 * rounding makes no process younger than the database. */
static double written(void)
{
	struct stat st;

	if (stat(lla_fleet_db, &st))
		return 0;
	return (double)st.st_ctim.tv_sec + (double)st.st_ctim.tv_nsec / 1e9 +
	       1.0 / (double)sysconf(_SC_CLK_TCK);
}

static enum lla_process_state judge(pid_t pid, const struct lla_db_entry *entry)
{
	int has = has_object(pid);

	if (has < 0)
		return LLA_PROCESS_UNKNOWN;
	if (!has || pid == 1)
		return LLA_PROCESS_WITHOUT;
	if (entry->flags & LLA_DB_REENTERS && has_no_filter(pid))
		return LLA_PROCESS_OPEN;
	return made(pid) < written() ? LLA_PROCESS_EARLIER : LLA_PROCESS_CONFINED;
}

void lla_processes_walk(const struct lla_database *db, void (*tell)(const struct lla_process *p))
{
	DIR *dir = opendir("/proc");
	char path[PATH_MAX];
	struct dirent *e;

	while (dir && (e = readdir(dir))) {
		struct lla_process p = { .pid = (pid_t)strtol(e->d_name, NULL, 10), .path = path };
		const struct lla_db_entry *entry;

		if (p.pid <= 0 || !executable(p.pid, path))
			continue;
		entry = lla_database_find(db, path);
		if (!entry || !is_ours(p.pid))
			continue;
		p.state = judge(p.pid, entry);
		tell(&p);
	}
	if (dir)
		closedir(dir);
}
