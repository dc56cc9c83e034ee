/* SPDX-License-Identifier: ISC */
#include "scan.h"

#include <confuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One value as libconfuse read it. */
struct value {
	enum lla_key key;
	unsigned line;
	char *text;
};

struct values {
	struct value *at;
	size_t count, capacity;
	struct lla_found *found;
};

/* libconfuse hands its callbacks nothing of ours, and keeps its lexer in globals:
 * after a parse that failed the next may succeed and have read nothing. */
static struct {
	struct values *reading;
	bool broken;
} libconfuse;

static void add_value(struct values *values, enum lla_key key, unsigned line, const char *text)
{
	struct value value = { key, line, strdup(text) };

	if (values->count == values->capacity) {
		values->capacity = values->capacity ? 2 * values->capacity : 64;
		values->at = reallocarray(values->at, values->capacity, sizeof(*values->at));
	}
	if (!value.text || !values->at)
		abort();
	values->at[values->count++] = value;
}

static void free_values(struct values *values)
{
	for (size_t i = 0; i < values->count; i++)
		free(values->at[i].text);
	free(values->at);
}

/* Called once for each value, unlike the validate callback, which is called for
 * the brace that closes a list too. */
static int take_value(cfg_t *cfg, cfg_opt_t *opt, const char *text, void *result)
{
	*(const char **)result = ""; /* what libconfuse keeps; we have our own */
	add_value(libconfuse.reading, (enum lla_key)(opt - cfg->opts), (unsigned)cfg->line, text);
	return 0;
}

/* What the scan lets through is well formed, so this is a disagreement with it.
 * The message may quote the file. */
__attribute__((format(printf, 2, 0))) static void take_error(cfg_t *cfg, const char *format,
							     va_list ap)
{
	char text[200];

	vsnprintf(text, sizeof(text), format, ap);
	lla_found_add(libconfuse.reading->found, (unsigned)cfg->line,
		      "%q; write key = value or key = {\"a\", \"b\"}", text);
}

static cfg_t *make_cfg(void)
{
	cfg_opt_t opts[LLA_KEYS + 1] = { [LLA_KEYS] = CFG_END() };
	cfg_t *cfg;

	for (size_t key = 0; key < LLA_KEYS; key++) {
		cfg_opt_t one = CFG_STR_CB(lla_keys[key].name, NULL, CFGF_NODEFAULT, take_value);
		cfg_opt_t list =
			CFG_STR_LIST_CB(lla_keys[key].name, NULL, CFGF_NODEFAULT, take_value);

		opts[key] = lla_keys[key].value == LLA_VALUE_LIST ? list : one;
	}
	cfg = cfg_init(opts, CFGF_NONE);
	if (!cfg)
		abort();
	cfg_set_error_function(cfg, take_error);
	return cfg;
}

/* `handle = {}` says that nothing is handled, and is no absent handle, which is
 * the default. */
static void take_empty_handle(cfg_t *cfg, struct values *values, unsigned line)
{
	cfg_opt_t *handle = cfg_getopt(cfg, lla_keys[LLA_KEY_HANDLE].name);

	if (handle->flags & CFGF_MODIFIED && !cfg_opt_size(handle))
		add_value(values, LLA_KEY_HANDLE, line, "none");
}

/* Has libconfuse read the text that the scan has been through. */
static void parse(const struct lla_scan *scan, struct values *values)
{
	cfg_t *cfg = make_cfg();

	libconfuse.reading = values;
	if (cfg_parse_buf(cfg, scan->text) != CFG_SUCCESS) {
		libconfuse.broken = true;
		if (!scan->found->any)
			lla_found_add(scan->found, (unsigned)cfg->line, "libconfuse stops here");
	} else if (values->count != scan->values) {
		libconfuse.broken = true;
		lla_found_add(scan->found, 0,
			      "libconfuse found %u values where %u stand; this is a bug, or a "
			      "parse before has failed",
			      (unsigned)values->count, (unsigned)scan->values);
	} else {
		take_empty_handle(cfg, values, scan->key_line[LLA_KEY_HANDLE]);
	}
	libconfuse.reading = NULL;
	cfg_free(cfg);
}

static void apply(const struct lla_scan *scan, const struct values *values,
		  const struct lla_conf_job *job)
{
	for (size_t i = 0; i < values->count; i++) {
		const struct value *v = &values->at[i];
		struct lla_error err = { 0 };
		int got;

		if (scan->refused && v->text[0] == LLA_REFUSED)
			continue;
		got = lla_policy_set(job->policy, v->key, v->text, strlen(v->text),
				     job->preset ? job->line : v->line, &err);
		if (got == LLA_NEEDS_TOOL)
			lla_found_add(scan->found, v->line, "there are no presets here");
		else if (got)
			lla_found_add(scan->found, v->line, "%s", err.text);
	}
}

static void read_text(char *text, size_t len, struct lla_conf_job *job, struct lla_found *found)
{
	uint32_t keys = job->preset ? 1U << LLA_KEY_FS | 1U << LLA_KEY_NET : (1U << LLA_KEYS) - 1;
	struct values values = { .found = found };
	struct lla_scan scan;

	if (libconfuse.broken) {
		lla_found_add(found, 0, "cannot be read: a config before had an error");
		return;
	}
	if (lla_scan_begin(&scan, text, len, keys, found))
		return;
	lla_scan_keys(&scan);
	job->expanded = scan.expanded;
	if (job->preset && scan.expanded)
		lla_found_add(found, scan.expanded,
			      "a preset takes no ${VAR}; ~/ stands for $HOME/");
	parse(&scan, &values);
	apply(&scan, &values, job);
	free_values(&values);
}

int lla_conf_read_job(int fd, struct lla_conf_job *job)
{
	struct lla_found found = lla_found_begin(job->problems, job->name);
	struct lla_error err = { 0 };
	size_t len;
	char *text = lla_conf_slurp(fd, &len, &err);

	if (text)
		read_text(text, len, job, &found);
	else
		lla_found_add(&found, 0, "%s", err.text);
	free(text);
	return lla_found_end(&found);
}

int lla_conf_read(int fd, const char *name, struct lla_policy *policy,
		  struct lla_problems *problems, bool *expanded)
{
	struct lla_conf_job job = { .policy = policy, .problems = problems, .name = name };
	int got = lla_conf_read_job(fd, &job);

	*expanded = job.expanded;
	return got;
}
