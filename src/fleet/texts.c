/* SPDX-License-Identifier: ISC */
#include "fleet/texts.h"
#include "conf/conf.h"
#include "conf/file.h"
#include "conf/preset.h"
#include "core/paths.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX ".conf"

static const char *last_part(const char *path)
{
	return strrchr(path, '/') + 1;
}

static int failed(struct lla_error *err, const char *path)
{
	err->source = NULL;
	return lla_fail(err, "%q: %e", path, errno);
}

static int open_directory(const char *path, int flags, struct lla_error *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags);

	if (fd < 0)
		return failed(err, path);
	err->source = path;
	if (!lla_conf_check_trusted(fd, err))
		return fd;
	close(fd);
	return -1;
}

/* The shim reads the database as any user, so the umask must not count. */
static int make_directory(struct lla_error *err)
{
	if (mkdir(lla_fleet_dir, 0755) ? errno != EEXIST : chmod(lla_fleet_dir, 0755))
		return failed(err, lla_fleet_dir);
	return open_directory(lla_fleet_dir, O_NOFOLLOW, err);
}

/* Only root can open the file. Another user who could open it could hold the lock for ever. */
static int lock(int dir, struct lla_error *err)
{
	int fd = openat(dir, ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return failed(err, lla_fleet_dir);
	while (flock(fd, LOCK_EX)) {
		if (errno == EINTR)
			continue;
		failed(err, lla_fleet_dir);
		close(fd);
		return -1;
	}
	return fd;
}

int lla_texts_begin(struct lla_error *err)
{
	char etc[LLA_PATH_MAX] = "";
	int fd, dir;

	strncat(etc, lla_system_config,
		(size_t)(last_part(lla_system_config) - lla_system_config - 1));
	fd = open_directory(etc, 0, err);
	if (fd < 0)
		return -1;
	close(fd);
	dir = make_directory(err);
	if (dir < 0)
		return -1;
	fd = lock(dir, err);
	close(dir);
	return fd;
}

static void add_error(struct lla_problems *errors, const struct lla_error *err)
{
	lla_problems_add(errors, err->source, err->line, err->text);
}

/* The keys outside sections are for programs that have the object preloaded by name. The database
 * does not have these keys, and their errors count all the same. */
static void read_open(int fd, const struct lla_conf_job *job)
{
	void *memory = malloc(LLA_IMAGE_MAX);
	struct lla_error err = { .source = job->name };
	struct lla_conf_result result;

	if (!memory || lla_policy_begin(job->policy, memory, LLA_IMAGE_MAX, job->name, &err))
		abort();
	job->policy->preset = lla_conf_preset;
	lla_conf_read(fd, job, &result);
	if (result.sound && lla_policy_finish(job->policy, &err))
		add_error(job->problems, &err);
	free(memory);
}

static void read_text(const char *path, enum lla_conf_kind kind, struct lla_programs *programs,
		      struct lla_problems *errors)
{
	struct lla_policy policy;
	struct lla_conf_job job = {
		.name = path, .kind = kind, .policy = &policy, .problems = errors, .deferred = true
	};
	struct lla_error err = { 0 };
	struct lla_file file;
	int fd = lla_conf_open_trusted(path, &err);

	if (fd < 0 && errno == ENOENT && kind == LLA_CONF_SYSTEM)
		return;
	if (fd < 0) {
		add_error(errors, &err);
		return;
	}
	/* A compiled policy has no sections. */
	if (kind != LLA_CONF_SYSTEM || lla_file_look(fd, &file) || !lla_file_is_image(&file)) {
		lla_programs_begin(programs, &job);
		read_open(fd, &job);
		lla_programs_end(programs);
	}
	close(fd);
}

static int is_text(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name), suffix = strlen(SUFFIX);

	return entry->d_name[0] != '.' && len > suffix &&
	       !strcmp(entry->d_name + len - suffix, SUFFIX);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int lla_texts_read(struct lla_programs *programs, struct lla_problems *errors)
{
	struct lla_error err = { .source = lla_fleet_dir };
	struct dirent **entries = NULL;
	char path[LLA_PATH_MAX];
	int count;

	read_text(lla_system_config, LLA_CONF_SYSTEM, programs, errors);
	count = scandir(lla_fleet_dir, &entries, is_text, by_name);
	if (count < 0) {
		lla_fail(&err, "cannot be read: %e", errno);
		add_error(errors, &err);
	}
	for (int i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "%s/%s", lla_fleet_dir, entries[i]->d_name);
		read_text(path, LLA_CONF_SECTIONS, programs, errors);
		free(entries[i]);
	}
	free(entries);
	return errors->count ? -1 : 0;
}
