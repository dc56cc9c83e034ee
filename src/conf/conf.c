/* SPDX-License-Identifier: ISC */
#include "conf/conf.h"
#include "conf/apply.h"
#include "conf/file.h"
#include "conf/grammar.h"
#include "conf/names.h"

#include <confuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct values {
	struct lla_conf_value *at;
	size_t count, capacity;
	struct lla_found *found;
};

/* libconfuse hands its callbacks no pointer of ours. It keeps its lexer in globals: after a
 * failed parse the next may succeed and have read nothing. */
static struct {
	struct values *reading;
	bool broken;
} libconfuse;

static void add_value(struct values *values, unsigned key, unsigned line, const char *text)
{
	struct lla_conf_value value = { key, line, strdup(text) };

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

/* libconfuse calls this once for each value. It calls the validate callback for the brace
 * that closes a list as well. */
static int take_value(cfg_t *cfg, cfg_opt_t *opt, const char *text, void *result)
{
	/* libconfuse keeps the result, and we keep the value ourselves. */
	*(const char **)result = "";
	add_value(libconfuse.reading, (unsigned)(opt - cfg->opts), (unsigned)cfg->line, text);
	return 0;
}

/* The scan lets only well-formed texts through, so libconfuse disagrees with the scan here. The
 * message may quote the file. */
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
	cfg_opt_t opts[LLA_CONF_KEYS + 1] = { [LLA_CONF_KEYS] = CFG_END() };
	cfg_t *cfg;

	for (unsigned key = 0; key < LLA_CONF_KEYS; key++) {
		const char *name =
			key == LLA_KEY_PROGRAM ? LLA_CONF_PROGRAM : lla_conf_key_name(key);
		cfg_opt_t one = CFG_STR_CB(name, NULL, CFGF_NODEFAULT, take_value);
		cfg_opt_t list = CFG_STR_LIST_CB(name, NULL, CFGF_NODEFAULT, take_value);

		opts[key] = key < LLA_KEYS && lla_keys[key].value == LLA_VALUE_LIST ? list : one;
	}
	cfg = cfg_init(opts, CFGF_NONE);
	if (!cfg)
		abort();
	cfg_set_error_function(cfg, take_error);
	return cfg;
}

/* Whether libconfuse found as many values as the scan, and each section where the scan did. */
static bool agrees(const struct lla_scan *scan, const struct values *values)
{
	size_t sections = 0;

	if (values->count != scan->values)
		return false;
	for (size_t i = 0; i < values->count; i++)
		if (values->at[i].key == LLA_KEY_PROGRAM &&
		    (++sections == scan->part_count || scan->parts[sections].first != i))
			return false;
	return sections + 1 == scan->part_count;
}

static int parse_with(cfg_t *cfg, const struct lla_scan *scan, const struct values *values)
{
	if (cfg_parse_buf(cfg, scan->text) != CFG_SUCCESS) {
		if (!lla_found_count(scan->found))
			lla_found_add(scan->found, (unsigned)cfg->line, "libconfuse stops here");
		return -1;
	}
	if (agrees(scan, values))
		return 0;
	lla_found_add(scan->found, 0,
		      "libconfuse found %u values where %u stand; this is a bug, or a parse before "
		      "has failed",
		      (unsigned)values->count, (unsigned)scan->values);
	return -1;
}

/* Lets libconfuse read the text that the scan wrote. */
static int parse(const struct lla_scan *scan, struct values *values)
{
	cfg_t *cfg = make_cfg();
	int got;

	libconfuse.reading = values;
	got = parse_with(cfg, scan, values);
	libconfuse.reading = NULL;
	libconfuse.broken = got;
	cfg_free(cfg);
	return got;
}

static void read_text(char *text, size_t len, const struct lla_conf_job *job,
		      struct lla_conf_result *result, struct lla_found *found)
{
	struct values values = { .found = found };
	struct lla_scan scan;

	if (libconfuse.broken) {
		lla_found_add(found, 0, "cannot be read: a config before had an error");
		return;
	}
	if (lla_scan_begin(&scan, text, len, job, found))
		return;
	lla_scan_keys(&scan);
	if (job->kind == LLA_CONF_PRESET && scan.expanded)
		lla_found_add(found, scan.expanded,
			      "a preset takes no ${VAR}; ~/ stands for $HOME/");
	result->expanded = scan.expanded;
	if (!parse(&scan, &values))
		lla_conf_apply(&scan, values.at, values.count, job, result);
	free_values(&values);
	lla_scan_end(&scan);
}

int lla_conf_read(int fd, const struct lla_conf_job *job, struct lla_conf_result *result)
{
	struct lla_found found = lla_found_begin(job->problems, job->name);
	struct lla_error err = { 0 };
	size_t len;
	char *text = lla_conf_slurp(fd, &len, &err);

	*result = (struct lla_conf_result){ 0 };
	if (text)
		read_text(text, len, job, result, &found);
	else
		lla_found_add(&found, 0, "%s", err.text);
	free(text);
	return lla_found_end(&found);
}
