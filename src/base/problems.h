/* SPDX-License-Identifier: ISC */
/* What is wrong or doubtful, as a list: each with the file and the line. Prints nothing. */
#ifndef LLA_PROBLEMS_H
#define LLA_PROBLEMS_H

#include "core/text.h"

/* One thing wrong or doubtful, where. */
struct lla_problem {
	char *source;  /* as the caller named it: show it with %q; NULL: none */
	unsigned line; /* 0: no line in particular */
	char *text;    /* printable */
};

/* Begins as all zero. */
struct lla_problems {
	struct lla_problem *at;
	size_t count, capacity;
};

/* Copies what it is given; control characters in `text` become '?'. */
void lla_problems_add(struct lla_problems *problems, const char *source, unsigned line,
		      const char *text);
void lla_problems_free(struct lla_problems *problems);

#define LLA_CONF_PROBLEMS_MAX 100 /* of one file; of those beyond only the number is told */

/* What is found wrong, or doubtful, in one file. */
struct lla_found {
	struct lla_problems *problems;
	const char *name, *what; /* "errors" */
	size_t first;            /* index of this file's first problem */
	unsigned more;           /* beyond LLA_CONF_PROBLEMS_MAX */
};

struct lla_found lla_found_begin(struct lla_problems *problems, const char *name);
/* Directives as lla_text_add(). */
void lla_found_add(struct lla_found *found, unsigned line, const char *format, ...);
size_t lla_found_count(const struct lla_found *found);
/* Brings the file's problems into line order. 0, or -1 where there are any. */
int lla_found_end(struct lla_found *found);

#endif
