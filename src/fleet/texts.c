/* SPDX-License-Identifier: ISC */
#include "fleet/texts.h"
#include "tool/command.h"
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

/* Of killed runs at most one is left, which the next one removes. */
#define TEMPORARY ".new-" LLA_FLEET_DB_NAME
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

/* What the umask took away the shim and the programs inside need. */
static int make_directory(struct lla_error *err)
{
	if (mkdir(lla_fleet_dir, 0755) ? errno != EEXIST : chmod(lla_fleet_dir, 0755))
		return failed(err, lla_fleet_dir);
	return open_directory(lla_fleet_dir, O_NOFOLLOW, err);
}

/* A file that root alone can open: whoever could would hold the lock for ever. */
static int lock(int dir, struct lla_error *err)
{
	int fd = openat(dir, ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	while (fd >= 0 && flock(fd, LOCK_EX))
		if (errno != EINTR)
			return failed(err, lla_fleet_dir);
	return fd >= 0 ? fd : failed(err, lla_fleet_dir);
}

int lla_fleet_begin(struct lla_fleet_files *files, struct lla_error *err)
{
	char etc[LLA_PATH_MAX] = "";

	strncat(etc, lla_system_config,
		(size_t)(last_part(lla_system_config) - lla_system_config - 1));
	files->etc = open_directory(etc, 0, err);
	files->dir = files->etc < 0 ? -1 : make_directory(err);
	files->lock = files->dir < 0 ? -1 : lock(files->dir, err);
	if (files->lock < 0)
		return -1;
	unlinkat(files->dir, TEMPORARY, 0);
	return 0;
}

static void add_error(struct lla_problems *errors, const struct lla_error *err)
{
	lla_problems_add(errors, err->source, err->line, err->text);
}

/* The policy of those preloaded by name is nobody's here, and must be right all the same. */
static void read_open(int fd, struct lla_conf_job *job)
{
	void *memory = malloc(LLA_IMAGE_MAX);
	struct lla_error err = { .source = job->name };

	if (!memory || lla_policy_begin(job->policy, memory, LLA_IMAGE_MAX, job->name, &err))
		abort();
	job->policy->preset = lla_conf_preset;
	lla_conf_read(fd, job);
	if (job->sound && lla_policy_finish(job->policy, &err))
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

int lla_fleet_read(struct lla_programs *programs, struct lla_problems *errors)
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

int lla_fleet_file_make(int dir, const char *name, const void *at, size_t size)
{
	int fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	int error = fd < 0 ? errno : lla_write_all(fd, at, size);

	if (!error)
		return fd;
	if (fd >= 0)
		close(fd);
	return -error;
}

int lla_fleet_file_finish(int fd, const struct stat *like)
{
	int error = 0;

	if ((like && fchown(fd, like->st_uid, like->st_gid)) ||
	    fchmod(fd, like ? like->st_mode & 07777 : 0644) || fsync(fd))
		error = errno;
	if (close(fd) && !error)
		error = errno;
	return error;
}

int lla_sync_directory(int fd)
{
	/* Some file systems have no such call, and need none. */
	return fsync(fd) && errno != EINVAL ? errno : 0;
}

static int write_db(int dir, const void *at, size_t size, struct lla_error *err)
{
	int fd = lla_fleet_file_make(dir, TEMPORARY, at, size);
	int error = fd < 0 ? -fd : lla_fleet_file_finish(fd, NULL);

	if (!error && renameat(dir, TEMPORARY, dir, LLA_FLEET_DB_NAME))
		error = errno;
	if (!error)
		error = lla_sync_directory(dir);
	if (!error)
		return 0;
	lla_fail(err, "%q/%q: %e", lla_fleet_dir, LLA_FLEET_DB_NAME, error);
	unlinkat(dir, TEMPORARY, 0);
	return -1;
}

/* Where a database of its own is, or nothing, a link takes the place. */
static int link_db(int etc, struct lla_error *err)
{
	char target[LLA_PATH_MAX], temporary[LLA_PATH_MAX], is[LLA_PATH_MAX];
	const char *name = last_part(lla_fleet_db);
	int len =
		snprintf(target, sizeof(target), "%s/" LLA_FLEET_DB_NAME, last_part(lla_fleet_dir));

	if (readlinkat(etc, name, is, sizeof(is)) == len && !memcmp(is, target, (size_t)len))
		return 0;
	snprintf(temporary, sizeof(temporary), ".new-%s", name);
	unlinkat(etc, temporary, 0);
	if (!symlinkat(target, etc, temporary) && !renameat(etc, temporary, etc, name) &&
	    !(errno = lla_sync_directory(etc)))
		return 0;
	failed(err, lla_fleet_db);
	unlinkat(etc, temporary, 0);
	return -1;
}

int lla_fleet_write(const struct lla_fleet_files *files, const void *at, size_t size,
		    struct lla_error *err)
{
	return write_db(files->dir, at, size, err) || link_db(files->etc, err) ? -1 : 0;
}
