/* SPDX-License-Identifier: ISC */
#include "conf/apply.h"
#include "core/paths.h"

#include <stdlib.h>
#include <string.h>

/* Values of one part: from <= i < to. */
struct range {
	size_t from, to;
};

struct applying {
	const struct lla_scan *scan;
	const struct lla_conf_value *values;
	const struct lla_conf_job *job;
};

/* Whether the value is a rule for a path that depends on who starts the program. */
static bool is_relative(const struct lla_conf_value *v, struct lla_rule *rule)
{
	struct lla_error ignored = { 0 };

	return v->key == LLA_KEY_FS && !lla_rule_parse(v->text, strlen(v->text), rule, &ignored) &&
	       rule->kind == LLA_FS && rule->path[0] != '/';
}

/* Checks a value of a policy that takes absolute paths alone. Returns true if the value must not
 * be set. */
static bool refuse_relative(const struct applying *a, const struct lla_conf_value *v)
{
	struct lla_rule rule = { 0 };

	if (!is_relative(v, &rule))
		return false;
	/* The author of a preset wrote it for other policies as well: this is no mistake. */
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

/* Returns the fault of a path that no program can have, or NULL. */
static const char *fault_of(const char *path)
{
	size_t len = strlen(path), end;

	if (path[0] != '/')
		return "no absolute path";
	if (strchr(path, '*'))
		return "a pattern, of which there are none";
	if (len >= LLA_PATH_MAX)
		return "longer than any path";
	for (size_t at = 0; at < len; at = end) {
		const char *part = path + at + 1;

		end = at + 1 + strcspn(part, "/");
		if (end == at + 1 || lla_same(part, end - at - 1, ".") ||
		    lla_same(part, end - at - 1, ".."))
			return "a path with a part that is empty, . or ..";
	}
	return NULL;
}

/* Returns the path of a section, or NULL if the path is wrong, which is reported. */
static const char *check_path(const struct applying *a, const struct lla_conf_value *v)
{
	const char *fault;

	if (a->scan->refused && v->text[0] == LLA_REFUSED)
		return NULL;
	fault = fault_of(v->text);
	if (!fault)
		return v->text;
	lla_found_add(a->scan->found, v->line,
		      "'%q' is %s; a section is for one program, named by its whole path", v->text,
		      fault);
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

/* The policies of all sections use the same `memory`, one after the other. */
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
	/* Pages that no policy writes to cost nothing. */
	void *memory = malloc(LLA_IMAGE_MAX);

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
