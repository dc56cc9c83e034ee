/* SPDX-License-Identifier: ISC */
/*
 * The scan of a text: its tokens, blanks, values and variables. Knows nothing of what a key
 * means. libconfuse reads some texts otherwise than they say: it drops characters, replaces
 * unset variables by nothing and loses count of lines. So the scan comes first, and leaves a
 * text that both read alike.
 */
#ifndef LLA_SCAN_H
#define LLA_SCAN_H

#include "conf/job.h"
#include "core/keys.h"

/* The keys of a text beside enum lla_key. */
enum { LLA_KEY_ON_ERROR = LLA_KEYS, LLA_KEY_PROGRAM, LLA_CONF_KEYS };

enum lla_token_type {
	LLA_TOKEN_END,
	LLA_TOKEN_WORD,
	LLA_TOKEN_STRING, /* with its quotes */
	LLA_TOKEN_EQUALS,
	LLA_TOKEN_OPEN,
	LLA_TOKEN_CLOSE,
	LLA_TOKEN_COMMA,
	LLA_TOKEN_BROKEN /* reported; nothing behind it can be trusted */
};

struct lla_token {
	enum lla_token_type type;
	size_t at, len; /* in the text that the scan wrote */
	unsigned line;
};

/* The most bytes of a value, more than any rule can have. libconfuse takes quadratic time over a
 * long token or a long blank. */
#define LLA_VALUE_MAX 16384

/* Stands in the place of a value that the scan passes over: it was refused and reported, or it is
 * deferred. The values behind it can still be checked. */
#define LLA_REFUSED '\001'

/* A section, or everything outside of sections. */
struct lla_part {
	unsigned line;
	unsigned key_line[LLA_CONF_KEYS]; /* the first line with each key; 0: none */
	/* The values of a section: first <= i < end. The first is its path. */
	size_t first, end;
	/* The text has `handle = {}`: nothing is handled. Without the key, the rights of the
	 * default are handled. */
	bool handles_nothing;
	bool wrong; /* an error was reported */
};

/* A scan reads the text and writes it over itself: the same tokens in the same lines, without
 * comments and with as few blanks as possible. */
struct lla_scan {
	char *text;
	size_t at, out; /* read up to here, written up to there: out <= at */
	unsigned line;
	struct lla_found *found;
	enum lla_conf_kind kind;
	bool deferred;          /* as in struct lla_conf_job */
	struct lla_part *parts; /* the first is what stands outside of sections */
	size_t part_count, capacity;
	size_t part;         /* the part that is being read */
	size_t found_before; /* errors when that part began or went on */
	size_t values;       /* how many libconfuse must find */
	unsigned expanded;   /* the first line with ${VAR}, 0: none */
	bool refused;        /* some of the values are LLA_REFUSED */
};

/* Begins a scan of `len` bytes; text[len] must be NUL. Returns 0, and the caller ends the scan
 * with lla_scan_end(). Returns -1 if this is no text, which is reported. */
int lla_scan_begin(struct lla_scan *scan, char *text, size_t len, const struct lla_conf_job *job,
		   struct lla_found *found);

/* Frees the parts. The text is the caller's. */
void lla_scan_end(struct lla_scan *scan);

/* Reads the next token, writes it, and returns it. */
struct lla_token lla_scan_token(struct lla_scan *scan);

/* Checks the last token, a word or string that is a value. If it is wrong, puts LLA_REFUSED in
 * its place. */
void lla_scan_value(struct lla_scan *scan, const struct lla_token *token);

/* Takes back all that was written from `at` on, except the ends of lines. */
void lla_scan_drop(struct lla_scan *scan, size_t at);

/* Begins a section that stands in that line. */
void lla_scan_open(struct lla_scan *scan, unsigned line);

/* Ends the section. The part outside of sections goes on. */
void lla_scan_close(struct lla_scan *scan);

#endif
