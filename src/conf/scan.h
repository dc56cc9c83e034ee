/* SPDX-License-Identifier: ISC */
/*
 * The tokens of a text. The text goes through a scan before libconfuse sees it,
 * because libconfuse reads some texts as something else than they say: it drops
 * characters, replaces unset variables by nothing, loses count of lines. After the
 * scan the text is one that both understand alike.
 */
#ifndef LLA_SCAN_H
#define LLA_SCAN_H

#include "conf/job.h"
#include "core/keys.h"

/* Beside those of a policy, enum lla_key. */
enum { LLA_KEY_ON_ERROR = LLA_KEYS, LLA_KEY_PROGRAM, LLA_CONF_KEYS };

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

/* A section, or what stands outside of all. */
struct lla_part {
	unsigned line;
	unsigned key_line[LLA_CONF_KEYS]; /* where each stands first, 0: nowhere */
	/* Of a section: its values are first <= i < end, and the first is its path. */
	size_t first, end;
	/* `handle = {}` says that nothing is handled, and is no absent handle, which is
	 * the default. */
	bool handles_nothing;
	bool wrong; /* an error has been reported */
};

/* Reads the text and writes it over itself: the same tokens in the same lines,
 * but no comments and no more blanks than it takes. */
struct lla_scan {
	char *text;
	size_t at, out; /* read up to here, written up to there: out <= at */
	unsigned line;
	struct lla_found *found;
	enum lla_conf_kind kind;
	bool deferred;          /* as in struct lla_conf_job */
	struct lla_part *parts; /* the first is what stands outside of sections */
	size_t part_count, capacity;
	size_t part;         /* the one that is being read */
	size_t found_before; /* errors, when it was begun or gone on with */
	size_t values;       /* that libconfuse must find */
	unsigned expanded;   /* the first line with ${VAR}, 0: none */
	bool refused;        /* some of the values are LLA_REFUSED */
};

/* Begins a scan of `len` bytes, behind which text[len] is NUL. -1: no text, and
 * reported. */
int lla_scan_begin(struct lla_scan *scan, char *text, size_t len, const struct lla_conf_job *job,
		   struct lla_found *found);
void lla_scan_end(struct lla_scan *scan);

/* The next token, which is written. */
struct lla_token lla_scan_token(struct lla_scan *scan);

/* Checks what stands in a word or string that is a value and the last token. */
void lla_scan_value(struct lla_scan *scan, const struct lla_token *token);

/* Takes back what has been written from there on, but for the ends of lines. */
void lla_scan_drop(struct lla_scan *scan, size_t at);

/* Begins a section that stands in that line, and ends it. */
void lla_scan_open(struct lla_scan *scan, unsigned line);
void lla_scan_close(struct lla_scan *scan);

#endif
