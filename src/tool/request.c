/* SPDX-License-Identifier: ISC */
#include "base/say.h"
#include "conf/conf.h"
#include "conf/preset.h"
#include "tool/request.h"
#include "core/paths.h"
#include "core/words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

const struct option *lla_request_options(const struct option *own)
{
	static struct option table[LLA_KEYS + 24];
	size_t at = 0;

	for (int key = 0; key < LLA_KEYS; key++) {
		int has = lla_keys[key].value == LLA_VALUE_SWITCH ? optional_argument
								  : required_argument;

		table[at++] =
			(struct option){ lla_keys[key].name, has, NULL, LLA_OPTION_KEY + key };
	}
	while (own->name && at + 1 < sizeof(table) / sizeof(table[0]))
		table[at++] = *own++;
	table[at] = (struct option){ 0 };
	return table;
}

void lla_request_add(struct lla_request *request, enum lla_key key, const char *value)
{
	size_t bytes = (request->option_count + 1) * sizeof(*request->options);
	struct lla_option *more = realloc(request->options, bytes);

	if (!more)
		abort();
	more[request->option_count++] = (struct lla_option){ key, value };
	request->options = more;
}

bool lla_request_option(struct lla_request *request, int option, const char *value)
{
	if (option < LLA_OPTION_KEY || option >= LLA_OPTION_KEY + LLA_KEYS)
		return false;
	lla_request_add(request, (enum lla_key)(option - LLA_OPTION_KEY), value ? value : "true");
	return true;
}

int lla_request_failed(struct lla_request *request, const struct lla_error *err)
{
	lla_problems_add(&request->problems, err->source, err->line, err->text);
	return -1;
}

/* Pages of it that no policy reaches are never touched. */
static int begin(struct lla_request *request, const char *source, const struct lla_image *from)
{
	struct lla_error err = { 0 };
	int got;

	request->memory = mmap(NULL, LLA_IMAGE_MAX, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (request->memory == MAP_FAILED) {
		request->memory = NULL;
		lla_fail(&err, "no memory for the policy: %e", errno);
		return lla_request_failed(request, &err);
	}
	got = from ? lla_policy_resume(&request->policy, request->memory, LLA_IMAGE_MAX, from, &err)
		   : lla_policy_begin(&request->policy, request->memory, LLA_IMAGE_MAX, source,
				      &err);
	request->policy.preset = lla_conf_preset;
	return got ? lla_request_failed(request, &err) : 0;
}

static int read_image(struct lla_request *request, const struct lla_file *file, const char *path)
{
	struct lla_error err = { .source = path };
	size_t bytes = (size_t)file->stamp.size;
	void *at;
	int got;

	if (bytes > LLA_IMAGE_MAX) {
		lla_fail(&err, "a compiled policy has at most %u bytes", LLA_IMAGE_MAX);
		return lla_request_failed(request, &err);
	}
	at = malloc(bytes);
	if (!at)
		abort();
	got = lla_file_read(file->fd, 0, at, bytes);
	if (got)
		lla_file_failed(path, got, &err);
	else
		got = lla_image_validate(at, bytes, &err);
	got = got ? lla_request_failed(request, &err) : begin(request, NULL, at);
	free(at);
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

static enum lla_conf_kind kind_of(const struct lla_request *request, const struct lla_file *file,
				  const char *path)
{
	if (request->programs)
		return in_fleet_dir(path) ? LLA_CONF_SECTIONS : LLA_CONF_SYSTEM;
	return is_system_config(file) ? LLA_CONF_SYSTEM : LLA_CONF_POLICY;
}

static int read_text(struct lla_request *request, const struct lla_file *file, const char *path)
{
	struct lla_conf_job job = { .name = path,
				    .kind = kind_of(request, file, path),
				    .policy = &request->policy,
				    .problems = &request->problems };
	struct lla_conf_result result;
	struct lla_error err = { .source = path };
	int got;

	if (begin(request, path, NULL))
		return -1;
	request->stamp = file->stamp;
	if (request->programs)
		lla_programs_begin(request->programs, &job);
	got = lla_conf_read(file->fd, &job, &result);
	if (request->programs)
		lla_programs_end(request->programs);
	request->expanded = result.expanded;
	request->no_policy = result.sections && !result.keys;
	if (got || !request->no_policy || request->programs)
		return got;
	lla_fail(&err, "no policy for programs that are preloaded by name: all of it stands in "
		       "program sections; give another one, or add keys outside of them");
	return lla_request_failed(request, &err);
}

static int read_config(struct lla_request *request, const char *path)
{
	struct lla_error err = { 0 };
	struct lla_file file;
	int got = lla_file_open(path, &file);

	if (got) {
		lla_file_failed(path, got, &err);
		return lla_request_failed(request, &err);
	}
	if (lla_file_is_image(&file))
		got = read_image(request, &file, path);
	else
		got = read_text(request, &file, path);
	close(file.fd);
	return got;
}

static int finish(struct lla_request *request)
{
	struct lla_error err = { .source = lla_image_source(request->policy.image) };

	if (lla_policy_finish(&request->policy, &err))
		return lla_request_failed(request, &err);
	return 0;
}

static int apply_options(struct lla_request *request)
{
	int got = 0;

	for (size_t i = 0; i < request->option_count; i++) {
		const struct lla_option *o = &request->options[i];
		struct lla_error err = { .source = lla_keys[o->key].name };

		if (lla_policy_set(&request->policy, o->key, o->value, strlen(o->value), 0, &err)) {
			char source[32] = "--";

			strcat(source, lla_keys[o->key].name);
			err.source = source;
			got = lla_request_failed(request, &err);
		}
	}
	return got;
}

int lla_request_read(struct lla_request *request, const char *path)
{
	return read_config(request, path) || finish(request) ? -1 : 0;
}

int lla_request_words(struct lla_request *request, const char *words)
{
	struct lla_error err = { .source = "LANDLOCK_AUTO" };

	if (begin(request, err.source, NULL))
		return -1;
	if (lla_policy_words(&request->policy, words, &err))
		return lla_request_failed(request, &err);
	return finish(request);
}

/* No config and no option: what the shim would do with this environment. */
static int from_environment(struct lla_request *request)
{
	const char *words = getenv("LANDLOCK_AUTO"), *config = getenv("LANDLOCK_AUTO_CONFIG");
	struct lla_error err = { 0 };

	if (words && config) {
		lla_fail(&err, "both LANDLOCK_AUTO and LANDLOCK_AUTO_CONFIG are set; unset one");
		return lla_request_failed(request, &err);
	}
	if (words)
		return lla_request_words(request, words);
	if (config || !access(lla_system_config, F_OK))
		return lla_request_read(request, config ? config : lla_system_config);
	lla_fail(
		&err,
		"no policy: give --fs, --net or --config, set LANDLOCK_AUTO or LANDLOCK_AUTO_CONFIG, or "
		"write %q",
		lla_system_config);
	return lla_request_failed(request, &err);
}

int lla_request_load(struct lla_request *request)
{
	struct lla_error err = { 0 };

	if (getenv("LANDLOCK_AUTO_FD")) {
		lla_fail(
			&err,
			"LANDLOCK_AUTO_FD is set, which is for the object and not for this tool; unset it");
		return lla_request_failed(request, &err);
	}
	if (!request->config && !request->option_count)
		return from_environment(request);
	if (getenv("LANDLOCK_AUTO") || getenv("LANDLOCK_AUTO_CONFIG")) {
		lla_fail(
			&err,
			"there are options, and LANDLOCK_AUTO or LANDLOCK_AUTO_CONFIG is set too; unset "
			"it, or leave out the options");
		return lla_request_failed(request, &err);
	}
	if (request->config ? read_config(request, request->config)
			    : begin(request, "command line", NULL))
		return -1;
	return apply_options(request) || finish(request) ? -1 : 0;
}

void lla_request_free(struct lla_request *request)
{
	if (request->memory)
		munmap(request->memory, LLA_IMAGE_MAX);
	lla_problems_free(&request->problems);
	free(request->options);
}

void lla_request_report(const struct lla_request *request)
{
	lla_say_problems(&request->problems, "");
}

void lla_request_report_first(const struct lla_request *request)
{
	size_t more = request->problems.count;
	LLA_LINE(t);

	if (more)
		lla_problem_text(&request->problems.at[0], "", &t);
	if (more > 1)
		lla_say("%s (and %u more: landlock-auto check shows them)", t.at,
			(unsigned)more - 1);
	else
		lla_say("%s", more ? t.at : "the policy cannot be read");
}
