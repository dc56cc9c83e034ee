/* SPDX-License-Identifier: ISC */
#include "fleet/programs.h"
#include "fleet/reentry.h"
#include "fleet/resolve.h"

#include <stdlib.h>
#include <string.h>

static struct lla_program *add(struct lla_programs *programs)
{
	if (programs->count == programs->capacity) {
		programs->capacity = programs->capacity ? 2 * programs->capacity : 16;
		programs->at =
			reallocarray(programs->at, programs->capacity, sizeof(*programs->at));
	}
	if (!programs->at)
		abort();
	programs->at[programs->count] = (struct lla_program){ 0 };
	return &programs->at[programs->count++];
}

static void *copy(const void *at, size_t bytes)
{
	void *to = malloc(bytes);

	if (!to)
		abort();
	return memcpy(to, at, bytes);
}

static char *copy_string(const char *s)
{
	return copy(s, strlen(s) + 1);
}

static void take_policy(struct lla_programs *programs, struct lla_program *p,
			struct lla_policy *policy, struct lla_found *found)
{
	struct lla_error err = { 0 };

	if (lla_reentry_finish(policy, &p->flags, &err)) {
		lla_found_add(found, err.line ? err.line : p->line, "%s", err.text);
		return;
	}
	p->image = copy(policy->image, policy->image->size);
	if (programs->doubt)
		programs->doubt(programs->arg, p, &programs->warned);
}

static void take_section(void *arg, const struct lla_section *section, struct lla_found *found)
{
	struct lla_programs *programs = arg;
	struct lla_program *p;
	struct lla_error err = { 0 };
	char path[LLA_PATH_MAX];

	if (lla_program_resolve(section->path, path, section->line, &programs->warned, &err)) {
		lla_found_add(found, section->line, "%s", err.text);
		return;
	}
	p = add(programs);
	p->source = found->name;
	p->line = section->line;
	p->path = copy_string(path);
	p->hash = lla_db_hash(path, strlen(path));
	p->flags = section->warn ? LLA_DB_WARN : 0;
	if (strcmp(path, section->path) != 0)
		p->named = copy_string(section->path);
	if (section->policy)
		take_policy(programs, p, section->policy, found);
}

void lla_programs_begin(struct lla_programs *programs, struct lla_conf_job *job)
{
	size_t bytes = (programs->source_count + 1) * sizeof(*programs->sources);

	programs->sources = realloc(programs->sources, bytes);
	if (!programs->sources)
		abort();
	job->name = copy_string(job->name);
	programs->sources[programs->source_count++] = (char *)job->name;
	programs->warned = lla_found_begin(&programs->warnings, job->name);
	programs->warned.what = "warnings";
	job->section = take_section;
	job->arg = programs;
}

void lla_programs_end(struct lla_programs *programs)
{
	lla_found_end(&programs->warned);
}

void lla_programs_free(struct lla_programs *programs)
{
	for (size_t i = 0; i < programs->count; i++) {
		free(programs->at[i].path);
		free(programs->at[i].named);
		free(programs->at[i].image);
	}
	for (size_t i = 0; i < programs->source_count; i++)
		free(programs->sources[i]);
	free(programs->sources);
	free(programs->at);
	lla_problems_free(&programs->warnings);
}

/* Programs of one path stay in the order of the texts. */
static int by_hash(const void *a, const void *b)
{
	const struct lla_program *x = *(const struct lla_program *const *)a;
	const struct lla_program *y = *(const struct lla_program *const *)b;
	int order = x->hash == y->hash ? strcmp(x->path, y->path) : 0;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (order)
		return order;
	return x < y ? -1 : x > y;
}

static void say_same(const struct lla_program *p, struct lla_problems *errors)
{
	const struct lla_program *first = p->first;
	struct lla_error err;

	if (strcmp(p->path, first->path) != 0)
		lla_fail(&err,
			 "%q happens to have the hash of %q (%q:%u): only one of the two can have "
			 "a section",
			 p->path, first->path, first->source, first->line);
	else if (p->named)
		lla_fail(&err, "%q is %q, which has a section already, %q:%u; put both into one",
			 p->named, p->path, first->source, first->line);
	else
		lla_fail(&err, "%q has a section already, %q:%u; put both into one", p->path,
			 first->source, first->line);
	lla_problems_add(errors, p->source, p->line, err.text);
}

/* Adds an error for each program that is named twice, in the order of the texts. Returns whether
 * there are any. */
static bool any_same(const struct lla_programs *programs, struct lla_problems *errors)
{
	LLA_LINE(t);
	unsigned same = 0;

	for (size_t i = 0; i < programs->count; i++)
		if (programs->at[i].first && ++same <= LLA_CONF_PROBLEMS_MAX)
			say_same(&programs->at[i], errors);
	if (same > LLA_CONF_PROBLEMS_MAX) {
		lla_text_add(&t, "%u more programs have two sections",
			     same - LLA_CONF_PROBLEMS_MAX);
		lla_problems_add(errors, NULL, 0, t.at);
	}
	return same;
}

struct lla_program **lla_programs_sorted(struct lla_programs *programs, struct lla_problems *errors)
{
	struct lla_program **sorted = calloc(programs->count + 1, sizeof(void *));
	struct lla_error err;

	if (!sorted)
		abort();
	for (size_t i = 0; i < programs->count; i++)
		sorted[i] = &programs->at[i];
	qsort(sorted, programs->count, sizeof(void *), by_hash);
	for (size_t i = 1; i < programs->count; i++) {
		const struct lla_program *before = sorted[i - 1];

		sorted[i]->first = NULL;
		if (sorted[i]->hash == before->hash)
			sorted[i]->first = before->first ? before->first : before;
	}
	if (programs->count > LLA_DB_PROGRAMS_MAX) {
		lla_fail(&err, "%u programs have sections; at most %u can",
			 (unsigned)programs->count, LLA_DB_PROGRAMS_MAX);
		lla_problems_add(errors, NULL, 0, err.text);
	} else if (!any_same(programs, errors)) {
		return sorted;
	}
	free(sorted);
	return NULL;
}
