/* SPDX-License-Identifier: ISC */
#include "tool/config.h"
#include "conf/conf.h"
#include "conf/preset.h"
#include "core/paths.h"
#include "core/words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int lla_config_failed(struct lla_config *config, const struct lla_error *err)
{
	lla_problems_add(&config->problems, err->source, err->line, err->text);
	return -1;
}

/* Pages that no policy writes to cost nothing. */
static int allocate(struct lla_config *config)
{
	struct lla_error err = { 0 };

	config->memory = mmap(NULL, LLA_IMAGE_MAX, PROT_READ | PROT_WRITE,
			      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (config->memory != MAP_FAILED)
		return 0;
	config->memory = NULL;
	lla_fail(&err, "no memory for the policy: %e", errno);
	return lla_config_failed(config, &err);
}

int lla_config_begin(struct lla_config *config, const char *source)
{
	struct lla_error err = { 0 };

	if (allocate(config))
		return -1;
	if (lla_policy_begin(&config->policy, config->memory, LLA_IMAGE_MAX, source, &err))
		return lla_config_failed(config, &err);
	config->policy.preset = lla_conf_preset;
	return 0;
}

static int resume(struct lla_config *config, const struct lla_image *image)
{
	struct lla_error err = { 0 };

	if (allocate(config))
		return -1;
	if (lla_policy_resume(&config->policy, config->memory, LLA_IMAGE_MAX, image, &err))
		return lla_config_failed(config, &err);
	config->policy.preset = lla_conf_preset;
	return 0;
}

/* `image` has room for the whole file. */
static int load_image(const struct lla_file *file, const char *path, struct lla_image *image,
		      struct lla_error *err)
{
	size_t bytes = (size_t)file->stamp.size;
	int got = lla_file_read(file->fd, 0, image, bytes);

	if (got)
		return lla_file_failed(path, got, err);
	return lla_image_validate(image, bytes, err);
}

static int read_image(struct lla_config *config, const struct lla_file *file, const char *path)
{
	struct lla_error err = { .source = path };
	void *image;
	int got;

	if (file->stamp.size > LLA_IMAGE_MAX) {
		lla_fail(&err, "a compiled policy has at most %u bytes", LLA_IMAGE_MAX);
		return lla_config_failed(config, &err);
	}
	image = malloc((size_t)file->stamp.size);
	if (!image)
		abort();
	if (load_image(file, path, image, &err))
		got = lla_config_failed(config, &err);
	else
		got = resume(config, image);
	free(image);
	return got;
}

static bool is_system_config(const struct lla_file *file)
{
	struct lla_file system;

	if (lla_file_open(lla_system_config, &system))
		return false;
	close(system.fd);
	return system.stamp.dev == file->stamp.dev && system.stamp.ino == file->stamp.ino;
}

static bool in_fleet_dir(const char *path)
{
	char *real = realpath(path, NULL), *dir = realpath(lla_fleet_dir, NULL);
	bool is = false;

	if (real && dir) {
		*strrchr(real, '/') = '\0';
		is = !strcmp(real, dir);
	}
	free(real);
	free(dir);
	return is;
}

static enum lla_conf_kind kind_of(const struct lla_file *file, const char *path, bool programs)
{
	if (programs)
		return in_fleet_dir(path) ? LLA_CONF_SECTIONS : LLA_CONF_SYSTEM;
	return is_system_config(file) ? LLA_CONF_SYSTEM : LLA_CONF_POLICY;
}

static int read_job(int fd, struct lla_conf_job *job, struct lla_programs *programs,
		    struct lla_conf_result *result)
{
	int got;

	if (!programs)
		return lla_conf_read(fd, job, result);
	lla_programs_begin(programs, job);
	got = lla_conf_read(fd, job, result);
	lla_programs_end(programs);
	return got;
}

static int read_text(struct lla_config *config, const struct lla_file *file, const char *path,
		     struct lla_programs *programs)
{
	struct lla_conf_job job = { .name = path,
				    .kind = kind_of(file, path, programs),
				    .policy = &config->policy,
				    .problems = &config->problems };
	struct lla_conf_result result;
	struct lla_error err = { .source = path };

	if (lla_config_begin(config, path))
		return -1;
	config->stamp = file->stamp;
	if (read_job(file->fd, &job, programs, &result))
		return -1;
	config->expanded = result.expanded;
	config->no_policy = result.sections && !result.keys;
	if (!config->no_policy || programs)
		return 0;
	lla_fail(&err, "no policy for programs that are preloaded by name: all of it stands in "
		       "program sections; give another one, or add keys outside of them");
	return lla_config_failed(config, &err);
}

int lla_config_read(struct lla_config *config, const char *path, struct lla_programs *programs)
{
	struct lla_error err = { 0 };
	struct lla_file file;
	int got = lla_file_open(path, &file);

	if (got) {
		lla_file_failed(path, got, &err);
		return lla_config_failed(config, &err);
	}
	if (lla_file_is_image(&file))
		got = read_image(config, &file, path);
	else
		got = read_text(config, &file, path, programs);
	close(file.fd);
	return got;
}

int lla_config_words(struct lla_config *config, const char *words)
{
	struct lla_error err = { .source = "LANDLOCK_AUTO" };

	if (lla_config_begin(config, err.source))
		return -1;
	if (lla_policy_words(&config->policy, words, &err))
		return lla_config_failed(config, &err);
	return 0;
}

int lla_config_finish(struct lla_config *config)
{
	struct lla_error err = { .source = lla_image_source(config->policy.image) };

	if (lla_policy_finish(&config->policy, &err))
		return lla_config_failed(config, &err);
	return 0;
}

void lla_config_free(struct lla_config *config)
{
	if (config->memory)
		munmap(config->memory, LLA_IMAGE_MAX);
	lla_problems_free(&config->problems);
}
