/* SPDX-License-Identifier: ISC */
#include "conf/preset.h"
#include "conf/conf.h"
#include "conf/file.h"
#include "core/paths.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SUFFIX ".conf"
#define PRESET_NAME_MAX 64

static bool is_preset_name(const char *name, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!name[i] || !strchr("abcdefghijklmnopqrstuvwxyz0123456789_-", name[i]))
			return false;
	return len && len <= PRESET_NAME_MAX;
}

/* Returns the length of the preset's name; 0: the file is no preset. */
static size_t preset_of_file(const char *file)
{
	size_t len = strlen(file), suffix = strlen(SUFFIX);

	if (len <= suffix || strcmp(file + len - suffix, SUFFIX) != 0)
		return 0;
	return is_preset_name(file, len - suffix) ? len - suffix : 0;
}

static int is_preset_entry(const struct dirent *entry)
{
	return preset_of_file(entry->d_name) != 0;
}

static int no_such_preset(const char *name, size_t len, struct lla_error *err)
{
	LLA_LINE(t);
	struct dirent **entries = NULL;
	int count = scandir(lla_preset_dir, &entries, is_preset_entry, alphasort);

	for (int i = 0; i < count; i++) {
		lla_text_add(&t, i ? ", %Q" : "%Q", entries[i]->d_name,
			     preset_of_file(entries[i]->d_name));
		free(entries[i]);
	}
	free(entries);
	if (!t.len)
		return lla_fail(err, "no such preset '%Q'; there are none in %q", name, len,
				lla_preset_dir);
	return lla_fail(err, "no such preset '%Q'; there are %s", name, len, t.at);
}

/* The caller knows the line that names the preset. The text says the rest. */
static int preset_failed(const char *name, size_t len, const struct lla_problems *problems,
			 struct lla_error *err)
{
	const struct lla_problem *first = problems->count ? problems->at : NULL;

	if (!first)
		return lla_fail(err, "the preset %Q cannot be read", name, len);
	return lla_fail(err, "in the preset %Q, %q:%u: %s", name, len, first->source, first->line,
			first->text);
}

int lla_conf_preset(struct lla_policy *policy, const char *name, size_t len, unsigned line,
		    struct lla_error *err)
{
	char path[4096];
	struct lla_problems problems = { 0 };
	struct lla_conf_job job = { .name = path,
				    .kind = LLA_CONF_PRESET,
				    .policy = policy,
				    .problems = &problems,
				    .line = line };
	struct lla_conf_result result;
	struct lla_error open_err = { 0 };
	int fd, got;

	if (!is_preset_name(name, len))
		return no_such_preset(name, len, err);
	snprintf(path, sizeof(path), "%s/%.*s" SUFFIX, lla_preset_dir, (int)len, name);
	fd = lla_conf_open(path, &open_err);
	if (fd < 0 && errno == ENOENT)
		return no_such_preset(name, len, err);
	if (fd < 0)
		return lla_fail(err, "the preset %q: %s", path, open_err.text);
	policy->in_preset = true;
	got = lla_conf_read(fd, &job, &result);
	policy->in_preset = false;
	close(fd);
	if (got)
		preset_failed(name, len, &problems, err);
	lla_problems_free(&problems);
	return got;
}
