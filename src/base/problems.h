/* SPDX-License-Identifier: ISC */
/* Problems: errors and doubts in a list, each with its file and line. Prints nothing. */
#ifndef LLA_PROBLEMS_H
#define LLA_PROBLEMS_H

#include "core/text.h"

/* One error or doubt. */
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

/* Adds a problem. Copies the strings; control characters in `text` become '?'. */
void lla_problems_add(struct lla_problems *problems, const char *source, unsigned line,
		      const char *text);

/* Frees all problems and leaves an empty list. */
void lla_problems_free(struct lla_problems *problems);

/* The list has at most so many problems of one file, and the number of the others. */
#define LLA_CONF_PROBLEMS_MAX 100

/* The problems of one file, while they are found. */
struct lla_found {
	struct lla_problems *problems;
	const char *name; /* of the file */
	const char *what; /* "errors", or what the caller calls them */
	size_t first;     /* index of this file's first problem */
	unsigned more;    /* beyond LLA_CONF_PROBLEMS_MAX */
};

/* Begins with a file. Borrows the name. */
struct lla_found lla_found_begin(struct lla_problems *problems, const char *name);

/* Adds a problem of the file. The format has the directives of lla_text_add(). */
void lla_found_add(struct lla_found *found, unsigned line, const char *format, ...);

/* Returns how many were added, with those beyond LLA_CONF_PROBLEMS_MAX. */
size_t lla_found_count(const struct lla_found *found);

/* Sorts the problems of the file by line. Returns 0, or -1 if there are any. */
int lla_found_end(struct lla_found *found);

#endif
