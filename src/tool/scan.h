/* SPDX-License-Identifier: ISC */
/*
 * What the parts of the config reader share. The text goes through a scan before
 * libconfuse sees it, because libconfuse reads some texts as something else than
 * they say: it drops characters, replaces unset variables by nothing, loses count
 * of lines. After the scan the text is one that both understand alike.
 */
#ifndef LLA_SCAN_H
#define LLA_SCAN_H

#include "conf.h"

/* What is found wrong in one file. */
struct lla_found {
	struct lla_problems *problems;
	const char *name;
	size_t first;  /* index of this file's first problem */
	unsigned more; /* beyond LLA_CONF_PROBLEMS_MAX */
	bool any;
};

struct lla_found lla_found_begin(struct lla_problems *problems, const char *name);
/* Directives as lla_text_add(). */
void lla_found_add(struct lla_found *found, unsigned line, const char *format, ...);
/* Brings the file's problems into line order. 0, or -1 where there are any. */
int lla_found_end(struct lla_found *found);

enum lla_token_type {
	LLA_TOKEN_END,
	LLA_TOKEN_WORD,
	LLA_TOKEN_STRING, /* with its quotes */
	LLA_TOKEN_EQUALS,
	LLA_TOKEN_OPEN,
	LLA_TOKEN_CLOSE,
	LLA_TOKEN_COMMA,
	LLA_TOKEN_BROKEN /* has been reported; nothing behind it can be trusted */
};

struct lla_token {
	enum lla_token_type type;
	size_t at, len; /* in what has been written */
	unsigned line;
};

/* Longer than any rule can be. libconfuse takes quadratic time over long tokens,
 * blanks among them. */
#define LLA_VALUE_MAX 16384

/* Stands for a value that has been refused and reported, so that the values behind
 * it can still be checked. */
#define LLA_REFUSED '\001'

/* Reads the text and writes it over itself: the same tokens in the same lines,
 * but no comments and no more blanks than it takes. */
struct lla_scan {
	char *text;
	size_t at, out; /* read up to here, written up to there: out <= at */
	unsigned line;
	struct lla_found *found;
	uint32_t keys;               /* which may stand there: a bit for each enum lla_key */
	unsigned key_line[LLA_KEYS]; /* where each stands first, 0: nowhere */
	size_t values;               /* that libconfuse must find */
	unsigned expanded;           /* the first line with ${VAR}, 0: none */
	bool refused;                /* some of the values are LLA_REFUSED */
};

/* Begins a scan of `len` bytes, behind which text[len] is NUL. -1: no text, and
 * reported. */
int lla_scan_begin(struct lla_scan *scan, char *text, size_t len, uint32_t keys,
		   struct lla_found *found);

/* The next token, which is written. */
struct lla_token lla_scan_token(struct lla_scan *scan);

/* Checks what stands in a word or string that is a value and the last token. */
void lla_scan_value(struct lla_scan *scan, const struct lla_token *token);

/* Takes back what has been written from there on, but for the ends of lines. */
void lla_scan_drop(struct lla_scan *scan, size_t at);

/* Goes through the whole text: every `key = value`. Leaves the assignments that
 * libconfuse can read, under the keys' own names, drops those of unknown keys and
 * cuts the text off at the first that has no end. */
void lla_scan_keys(struct lla_scan *scan);

/* The whole text behind fd with a NUL behind it, for free(); NULL with the
 * error's text set. */
char *lla_conf_slurp(int fd, size_t *len, struct lla_error *err);

/* A text and where it goes. */
struct lla_conf_job {
	struct lla_policy *policy;
	struct lla_problems *problems;
	const char *name;
	bool preset; /* only fs and net, no ${VAR}, and all rules are of `line` */
	unsigned line;
	bool expanded; /* out */
};

/* lla_conf_read() for presets too. */
int lla_conf_read_job(int fd, struct lla_conf_job *job);

#endif
