/* SPDX-License-Identifier: ISC */
#include "conf/apply.h"
#include "core/paths.h"

#include <stdlib.h>
#include <string.h>

/* Values from `from` on, up to `to`, of one part. */
struct range {
	size_t from, to;
};

struct applying {
	const struct lla_scan *scan;
	const struct lla_conf_value *values;
	const struct lla_conf_job *job;
};

/* A rule for a path that depends on who starts the program. */
static bool is_relative(const struct lla_conf_value *v, struct lla_rule *rule)
{
	struct lla_error ignored = { 0 };

	return v->key == LLA_KEY_FS && !lla_rule_parse(v->text, strlen(v->text), rule, &ignored) &&
	       rule->kind == LLA_FS && rule->path[0] != '/';
}

/* In a section. True: it is not to be set. */
static bool refuse_relative(const struct applying *a, const struct lla_conf_value *v)
{
	struct lla_rule rule = { 0 };

	if (!is_relative(v, &rule))
		return false;
	/* Somebody else has written a preset, and for others too. */
	if (a->job->kind == LLA_CONF_PRESET && rule.optional && rule.path[0] == '~')
		return true;
	lla_found_add(a->scan->found, v->line,
		      "\"%q\": a path in a program section begins with /; %s", v->text,
		      rule.path[0] == '~' ? "$HOME is whoever's who starts the program"
					  : "the working directory is chosen by whoever starts the "
					    "program");
	return true;
}

static void set(const struct applying *a, struct lla_policy *policy, const struct lla_conf_value *v)
{
	const struct lla_conf_job *job = a->job;
	struct lla_error err = { 0 };
	int got = lla_policy_set(policy, (enum lla_key)v->key, v->text, strlen(v->text),
				 job->kind == LLA_CONF_PRESET ? job->line : v->line, &err);

	if (got == LLA_NEEDS_TOOL)
		lla_found_add(a->scan->found, v->line, "there are no presets here");
	else if (got)
		lla_found_add(a->scan->found, v->line, "%s", err.text);
}

static void apply(const struct applying *a, struct range range, struct lla_policy *policy)
{
	for (size_t i = range.from; i < range.to; i++) {
		const struct lla_conf_value *v = &a->values[i];

		if (a->scan->refused && v->text[0] == LLA_REFUSED)
			continue;
		if (v->key < LLA_KEYS && !(policy->absolute && refuse_relative(a, v)))
			set(a, policy, v);
	}
}

static void apply_nothing(const struct lla_part *part, struct lla_policy *policy)
{
	struct lla_error err;

	if (part->handles_nothing)
		lla_policy_set(policy, LLA_KEY_HANDLE, "none", strlen("none"), 0, &err);
}

/* NULL, and said: it is no path that a program can have. */
static const char *check_path(const struct applying *a, const struct lla_conf_value *v)
{
	size_t len = strlen(v->text), end;
	const char *wrong = NULL;

	if (a->scan->refused && v->text[0] == LLA_REFUSED)
		return NULL;
	if (v->text[0] != '/')
		wrong = "no absolute path";
	else if (strchr(v->text, '*'))
		wrong = "a pattern, of which there are none";
	else if (len >= LLA_PATH_MAX)
		wrong = "longer than any path";
	for (size_t at = 0; !wrong && at < len; at = end) {
		const char *part = v->text + at + 1;

		end = at + 1 + strcspn(part, "/");
		if (end == at + 1 || lla_same(part, end - at - 1, ".") ||
		    lla_same(part, end - at - 1, ".."))
			wrong = "a path with a part that is empty, . or ..";
	}
	if (!wrong)
		return v->text;
	lla_found_add(a->scan->found, v->line,
		      "'%q' is %s; a section is for one program, named by its whole path", v->text,
		      wrong);
	return NULL;
}

static bool check_on_error(const struct applying *a, struct range range)
{
	bool warn = false;

	for (size_t i = range.from; i < range.to; i++) {
		const struct lla_conf_value *v = &a->values[i];

		if (v->key != LLA_KEY_ON_ERROR || (a->scan->refused && v->text[0] == LLA_REFUSED))
			continue;
		warn = lla_same_word(v->text, strlen(v->text), "warn");
		if (!warn && !lla_same_word(v->text, strlen(v->text), "refuse"))
			lla_found_add(a->scan->found, v->line,
				      "no such value '%q' for on-error; write refuse or warn",
				      v->text);
	}
	return warn;
}

/* `memory` is for the policy of one section at a time. */
static void apply_section(const struct applying *a, const struct lla_part *part, void *memory)
{
	struct range range = { part->first + 1, part->end };
	size_t before = lla_found_count(a->scan->found);
	struct lla_section section = { .line = part->line };
	struct lla_policy policy;
	struct lla_error err;

	section.path = check_path(a, &a->values[part->first]);
	section.warn = check_on_error(a, range);
	if (lla_policy_begin(&policy, memory, LLA_IMAGE_MAX, a->job->name, &err))
		abort();
	policy.preset = a->job->policy->preset;
	policy.absolute = true;
	apply_nothing(part, &policy);
	apply(a, range, &policy);
	if (!part->wrong && lla_found_count(a->scan->found) == before)
		section.policy = &policy;
	if (section.path && a->job->section)
		a->job->section(a->job->arg, &section, a->scan->found);
}

static void apply_sections(const struct applying *a)
{
	void *memory = malloc(LLA_IMAGE_MAX); /* what is not written to costs nothing */

	if (!memory)
		abort();
	for (size_t i = 1; i < a->scan->part_count; i++)
		apply_section(a, &a->scan->parts[i], memory);
	free(memory);
}

static void apply_outside(const struct applying *a, size_t count, struct lla_conf_result *result)
{
	const struct lla_part *outside = &a->scan->parts[0];
	size_t before = lla_found_count(a->scan->found), at = 0;
	struct lla_policy *policy = a->job->policy;

	for (unsigned key = 0; key < LLA_CONF_KEYS; key++)
		result->keys |= outside->key_line[key] != 0;
	apply_nothing(outside, policy);
	for (size_t i = 1; i <= a->scan->part_count; i++) {
		bool last = i == a->scan->part_count;

		apply(a, (struct range){ at, last ? count : a->scan->parts[i].first }, policy);
		at = last ? count : a->scan->parts[i].end;
	}
	result->sound = !outside->wrong && lla_found_count(a->scan->found) == before;
}

void lla_conf_apply(const struct lla_scan *scan, const struct lla_conf_value *values, size_t count,
		    const struct lla_conf_job *job, struct lla_conf_result *result)
{
	const struct applying a = { scan, values, job };

	result->sections = scan->part_count - 1;
	apply_outside(&a, count, result);
	if (result->sections)
		apply_sections(&a);
}
