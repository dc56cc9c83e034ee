/* SPDX-License-Identifier: ISC */
#include "base/problems.h"

#include <stdlib.h>
#include <string.h>

static void make_room(struct lla_problems *problems)
{
	if (problems->count < problems->capacity)
		return;
	problems->capacity = problems->capacity ? 2 * problems->capacity : 8;
	problems->at = reallocarray(problems->at, problems->capacity, sizeof(*problems->at));
	if (!problems->at)
		abort();
}

static void make_printable(char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			*s = '?';
}

void lla_problems_add(struct lla_problems *problems, const char *source, unsigned line,
		      const char *text)
{
	struct lla_problem problem = { source ? strdup(source) : NULL, line, strdup(text) };

	if ((source && !problem.source) || !problem.text)
		abort();
	make_room(problems);
	make_printable(problem.text);
	problems->at[problems->count++] = problem;
}

void lla_problems_free(struct lla_problems *problems)
{
	for (size_t i = 0; i < problems->count; i++) {
		free(problems->at[i].source);
		free(problems->at[i].text);
	}
	free(problems->at);
	*problems = (struct lla_problems){ 0 };
}

struct lla_found lla_found_begin(struct lla_problems *problems, const char *name)
{
	return (struct lla_found){
		.problems = problems, .name = name, .what = "errors", .first = problems->count
	};
}

size_t lla_found_count(const struct lla_found *found)
{
	return found->problems->count - found->first + found->more;
}

void lla_found_add(struct lla_found *found, unsigned line, const char *format, ...)
{
	LLA_LINE(t);
	va_list ap;

	if (lla_found_count(found) >= LLA_CONF_PROBLEMS_MAX) {
		found->more++;
		return;
	}
	va_start(ap, format);
	lla_text_format(&t, format, ap);
	va_end(ap);
	lla_problems_add(found->problems, found->name, line, t.at);
}

/* Stable: for one line, the problems of the scan come before those of the policy. */
static void sort_by_line(struct lla_problem *at, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct lla_problem moving = at[i];
		size_t to = i;

		for (; to && at[to - 1].line > moving.line; to--)
			at[to] = at[to - 1];
		at[to] = moving;
	}
}

int lla_found_end(struct lla_found *found)
{
	struct lla_problems *problems = found->problems;
	LLA_LINE(t);

	if (!lla_found_count(found))
		return 0;
	sort_by_line(problems->at + found->first, problems->count - found->first);
	if (found->more) {
		lla_text_add(&t, "%u more %s are not shown", found->more, found->what);
		lla_problems_add(problems, found->name, 0, t.at);
	}
	return -1;
}
