/* SPDX-License-Identifier: ISC */
/*
 * One text of a policy is read, and is compared with what is expected. The tests of the
 * readers share this.
 * Each test runs in a process of its own.
 */
#ifndef LLA_TESTS_CONF_TEXT_H
#define LLA_TESTS_CONF_TEXT_H

#include "conf/conf.h"
#include "conf/file.h"
#include "conf/preset.h"

#include <criterion/criterion.h>

/* The name of every text. */
#define NAME "app.conf"

extern struct read_text {
	struct lla_policy policy;
	struct lla_problems problems;
	struct lla_conf_job job;
	struct lla_conf_result result;
	bool expanded, absolute;
} it;

/* Returns a descriptor of a file with that text. */
int file_of(const char *text, size_t len);

/* Begins an empty policy, for a text. */
void begin(void);

/* Read a text, and return what the reader returned. A preset is named in that line. */
int read_bytes(const char *text, size_t len);
int read_preset(const char *text, unsigned line);

/* The problem with that number is of this line, has `part` in its words, and is printable. */
void check_problem(size_t i, unsigned line, const char *part);

/* The text has this one problem. */
void wrong_bytes(const char *text, size_t len, unsigned line, const char *part);
void wrong(const char *text, unsigned line, const char *part);

/* The text has no problem. Returns its policy. */
const struct lla_image *right_bytes(const char *text, size_t len);
const struct lla_image *right(const char *text);

/* The rule with that number grants on this path, and is of that line. */
void check_path(const struct lla_image *image, size_t number, const char *path, unsigned line);

/* Texts with sections. The first sections of a text are kept. */
#define TAKEN_MOST 8

extern struct taken {
	char *path;
	unsigned line;
	bool warn;
	struct lla_image *image; /* NULL: has errors */
} taken[TAKEN_MOST];
extern size_t taken_count;

/* Reads a text, and returns what the reader returned. */
int read_sections(enum lla_conf_kind kind, const char *text);

/* The text has no problem, and that many sections. */
void right_sections(enum lla_conf_kind kind, const char *text, size_t count);

/* The text, which is of the kind with sections alone, has this one problem. */
void wrong_section(const char *text, unsigned line, const char *part);

/* The section with that number is for this path, of this line, and has that many rules. */
void check_taken(size_t i, const char *path, unsigned line, unsigned rules);

/* libconfuse does this instead of reading the text that it is given. */
extern struct stand_in {
	bool fails, reads_nothing;
	const char *reads; /* another text */
} stand_in;

#endif
