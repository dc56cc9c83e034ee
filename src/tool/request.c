/* SPDX-License-Identifier: ISC */
#include "tool/request.h"
#include "core/paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* Every option that is wrong becomes a problem. */
static int apply_options(const struct lla_request *request, struct lla_config *config)
{
	int got = 0;

	for (size_t i = 0; i < request->option_count; i++) {
		const struct lla_option *o = &request->options[i];
		char source[32];
		struct lla_error err = { .source = source };

		snprintf(source, sizeof(source), "--%s", lla_keys[o->key].name);
		if (lla_policy_set(&config->policy, o->key, o->value, strlen(o->value), 0, &err))
			got = lla_config_failed(config, &err);
	}
	return got;
}

/* Without config and options, the tool takes the policy that the shim would take from this
 * environment. */
static int from_environment(struct lla_config *config)
{
	const char *words = getenv("LANDLOCK_AUTO"), *path = getenv("LANDLOCK_AUTO_CONFIG");
	struct lla_error err = { 0 };

	if (words && path) {
		lla_fail(&err, "both LANDLOCK_AUTO and LANDLOCK_AUTO_CONFIG are set; unset one");
		return lla_config_failed(config, &err);
	}
	if (words)
		return lla_config_words(config, words);
	if (path)
		return lla_config_read(config, path, NULL);
	if (!access(lla_system_config, F_OK))
		return lla_config_read(config, lla_system_config, NULL);
	lla_fail(
		&err,
		"no policy: give --fs, --net or --config, set LANDLOCK_AUTO or LANDLOCK_AUTO_CONFIG, or "
		"write %q",
		lla_system_config);
	return lla_config_failed(config, &err);
}

static int from_command_line(const struct lla_request *request, struct lla_config *config)
{
	struct lla_error err = { 0 };
	int got;

	if (getenv("LANDLOCK_AUTO") || getenv("LANDLOCK_AUTO_CONFIG")) {
		lla_fail(
			&err,
			"there are options, and LANDLOCK_AUTO or LANDLOCK_AUTO_CONFIG is set too; unset "
			"it, or leave out the options");
		return lla_config_failed(config, &err);
	}
	got = request->config ? lla_config_read(config, request->config, NULL)
			      : lla_config_begin(config, "command line");
	if (got)
		return -1;
	return apply_options(request, config);
}

int lla_request_load(const struct lla_request *request, struct lla_config *config)
{
	struct lla_error err = { 0 };
	int got;

	if (getenv("LANDLOCK_AUTO_FD")) {
		lla_fail(
			&err,
			"LANDLOCK_AUTO_FD is set, which is for the object and not for this tool; unset it");
		return lla_config_failed(config, &err);
	}
	if (request->config || request->option_count)
		got = from_command_line(request, config);
	else
		got = from_environment(config);
	if (got)
		return -1;
	return lla_config_finish(config);
}

void lla_request_free(struct lla_request *request)
{
	free(request->options);
}
