/* SPDX-License-Identifier: ISC */
#include "conf/scan.h"

#include <stdlib.h>
#include <string.h>

#define BOM "\xef\xbb\xbf"

void lla_scan_drop(struct lla_scan *scan, size_t at)
{
	size_t end = scan->out;

	scan->out = at;
	for (; at < end; at++)
		if (scan->text[at] == '\n')
			scan->text[scan->out++] = '\n';
}

static void add_part(struct lla_scan *scan, unsigned line)
{
	if (scan->part_count == scan->capacity) {
		scan->capacity = scan->capacity ? 2 * scan->capacity : 4;
		scan->parts = reallocarray(scan->parts, scan->capacity, sizeof(*scan->parts));
	}
	if (!scan->parts)
		abort();
	scan->parts[scan->part_count++] = (struct lla_part){ .line = line, .first = scan->values };
}

static void leave_part(struct lla_scan *scan)
{
	struct lla_part *part = &scan->parts[scan->part];

	if (lla_found_count(scan->found) != scan->found_before)
		part->wrong = true;
	scan->found_before = lla_found_count(scan->found);
	part->end = scan->values;
}

void lla_scan_open(struct lla_scan *scan, unsigned line)
{
	leave_part(scan);
	add_part(scan, line);
	scan->part = scan->part_count - 1;
}

void lla_scan_close(struct lla_scan *scan)
{
	leave_part(scan);
	scan->part = 0;
}

int lla_scan_begin(struct lla_scan *scan, char *text, size_t len, const struct lla_conf_job *job,
		   struct lla_found *found)
{
	const char *nul = memchr(text, '\0', len);
	unsigned line = 1;

	*scan = (struct lla_scan){ .text = text,
				   .line = 1,
				   .found = found,
				   .kind = job->kind,
				   .deferred = job->deferred };
	if (nul) {
		for (const char *s = text; s < nul; s++)
			line += *s == '\n';
		lla_found_add(found, line, "a NUL byte: this is not a text file");
		return -1;
	}
	if (lla_starts(text, BOM))
		scan->at = strlen(BOM);
	add_part(scan, 0);
	return 0;
}

void lla_scan_end(struct lla_scan *scan)
{
	free(scan->parts);
}

/* Returns the length of the comment at s; 0: it has no end. */
static size_t comment_length(const char *s)
{
	const char *end;

	if (!lla_starts(s, "/*"))
		return strcspn(s, "\n");
	end = strstr(s + 2, "*/");
	return end ? (size_t)(end + 2 - s) : 0;
}

/* Returns the length of the blank at s: of a comment or of one character; 0: there is none. */
static size_t blank_length(const char *s)
{
	if (*s == '#' || lla_starts(s, "//") || lla_starts(s, "/*"))
		return comment_length(s);
	if (*s == '\r')
		return s[1] == '\n' || !s[1];
	return *s == ' ' || *s == '\t' || *s == '\n';
}

/* Returns false if a comment has no end, which is reported. */
static bool skip_blank(struct lla_scan *scan)
{
	size_t begin = scan->at, len;
	unsigned line = scan->line;

	while ((len = blank_length(scan->text + scan->at))) {
		for (; len; len--, scan->at++)
			scan->line += scan->text[scan->at] == '\n';
	}
	if (scan->line == line && scan->at > begin)
		scan->text[scan->out++] = ' ';
	for (; line < scan->line; line++)
		scan->text[scan->out++] = '\n';
	if (!lla_starts(scan->text + scan->at, "/*"))
		return true;
	lla_found_add(scan->found, scan->line,
		      "the comment that begins here has no end; write */ behind it");
	return false;
}

static enum lla_token_type punctuation(char c)
{
	switch (c) {
	case '=': return LLA_TOKEN_EQUALS;
	case '{': return LLA_TOKEN_OPEN;
	case '}': return LLA_TOKEN_CLOSE;
	case ',': return LLA_TOKEN_COMMA;
	default: return LLA_TOKEN_END;
	}
}

/* Returns the length of a string with both quotes; 0: the line has no second quote. */
static size_t string_length(const char *s)
{
	const char stop[] = { s[0], '\\', '\r', '\n', '\0' };
	size_t len = 1 + strcspn(s + 1, stop);

	while (s[len] == '\\' && s[len + 1] && s[len + 1] != '\r' && s[len + 1] != '\n')
		len += 2 + strcspn(s + len + 2, stop);
	return s[len] == s[0] ? len + 1 : 0;
}

/* Returns at least 1, so a CR that ends no line is a word. A variable is a part of the word, so
 * that the word is refused as a whole. */
static size_t word_length(const char *s)
{
	size_t len = 0;

	for (;;) {
		len += 1 + strcspn(s + len + 1, " \t\r\n\"'={},#");
		if (s[len - 1] != '$' || s[len] != '{')
			return len;
		len += strcspn(s + len, "\"\r\n}");
		if (s[len] != '}')
			return len;
	}
}

static struct lla_token measure(struct lla_scan *scan)
{
	const char *s = scan->text + scan->at;
	struct lla_token token = { punctuation(*s), scan->at, *s != '\0', scan->line };

	if (*s == '"' || *s == '\'') {
		token.type = LLA_TOKEN_STRING;
		token.len = string_length(s);
	} else if (*s && token.type == LLA_TOKEN_END) {
		token.type = LLA_TOKEN_WORD;
		token.len = word_length(s);
	}
	if (*s && !token.len) {
		lla_found_add(scan->found, scan->line,
			      "the string %Q has no closing quote; it must end in the line in "
			      "which it begins",
			      s, strcspn(s, "\r\n"));
		token.type = LLA_TOKEN_BROKEN;
	}
	return token;
}

struct lla_token lla_scan_token(struct lla_scan *scan)
{
	struct lla_token token = { .type = LLA_TOKEN_BROKEN };

	if (skip_blank(scan))
		token = measure(scan);
	memmove(scan->text + scan->out, scan->text + token.at, token.len);
	token.at = scan->out;
	scan->at += token.len;
	scan->out += token.len;
	return token;
}

/* Makes the rest of the reader pass over a value. */
static void pass_over(struct lla_scan *scan, const struct lla_token *token)
{
	scan->out = token->at;
	scan->text[scan->out++] = LLA_REFUSED;
	/* A word may stand directly behind the string, and must stay apart from it. */
	if (token->type == LLA_TOKEN_STRING)
		scan->text[scan->out++] = ' ';
	scan->refused = true;
}

/* Reports a value. Nobody reports it again. */
static void refuse(struct lla_scan *scan, const struct lla_token *token, const char *format,
		   const char *what, size_t what_len)
{
	lla_found_add(scan->found, token->line, format, what, what_len, scan->text + token->at,
		      token->len);
	pass_over(scan, token);
}

/* Whether libconfuse has no use of its own for the character. */
static bool plain(char c)
{
	return c > ' ' && c < 0x7f && !strchr("*+\\$()", c);
}

static void check_word(struct lla_scan *scan, const struct lla_token *token)
{
	const char *word = scan->text + token->at;

	for (size_t i = 0; i < token->len; i++) {
		if (!plain(word[i])) {
			refuse(scan, token,
			       "'%Q' in %Q outside quotes; write the value in double quotes",
			       word + i, 1);
			return;
		}
	}
	for (size_t i = 0; i + 1 < token->len; i++) {
		if (lla_starts(word + i, "//")) {
			refuse(scan, token,
			       "'%Q' in %Q looks like a comment; write the value in "
			       "double quotes, or a space before the comment",
			       word + i, 2);
			return;
		}
	}
	if (scan->text[scan->at] == '#')
		refuse(scan, token,
		       "'%Q' directly behind %Q looks like a part of it; write the "
		       "value in double quotes, or a space before the comment",
		       "#", 1);
}

/* Checks the variable at s, which begins with "${". Returns its length; 0: the value was
 * refused or passed over. */
static size_t check_variable(struct lla_scan *scan, const struct lla_token *token, const char *s)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"
				      "0123456789";
	size_t len = strspn(s + 2, letters);
	char *name;
	const char *value;

	if (!scan->expanded)
		scan->expanded = token->line;
	if (scan->part) {
		refuse(scan, token,
		       "'%Q' in %Q: a program section takes no variables, which are whoever's "
		       "who starts the program; write the value itself, or in single quotes a $",
		       s, 2);
		return 0;
	}
	if (scan->deferred) {
		pass_over(scan, token);
		return 0;
	}
	if (!len || (s[2] >= '0' && s[2] <= '9') || s[2 + len] != '}') {
		refuse(scan, token,
		       "'%Q' in %Q is no variable; write ${NAME}, of letters, digits "
		       "and _, without a default; in single quotes $ is just a $",
		       s, strcspn(s, "}\"") + (s[strcspn(s, "}\"")] == '}'));
		return 0;
	}
	name = strndup(s + 2, len);
	value = name ? getenv(name) : NULL;
	free(name);
	if (value && *value)
		return len + 3;
	refuse(scan, token,
	       value ? "the variable '%Q' in %Q is empty; give it a value"
		     : "the variable '%Q' in %Q is not set; give it a value",
	       s + 2, len);
	return 0;
}

static void check_string(struct lla_scan *scan, const struct lla_token *token)
{
	const char *s = scan->text + token->at + 1, *end = s + token->len - 2;
	size_t step;

	for (; s < end; s += step) {
		step = 1;
		if (*s == '\\') {
			step = 2;
			if (s[1] != '\\' && s[1] != '"') {
				refuse(scan, token,
				       "'%Q' in %Q: only \\\\ and \\\" are known; "
				       "write the character itself, and \\ twice",
				       s, 2);
				return;
			}
		} else if (lla_starts(s, "${")) {
			step = check_variable(scan, token, s);
			if (!step)
				return;
		}
	}
}

void lla_scan_value(struct lla_scan *scan, const struct lla_token *token)
{
	if (token->len > LLA_VALUE_MAX)
		refuse(scan, token, "'%Q...' is longer than any value can be",
		       scan->text + token->at, 20);
	else if (token->type == LLA_TOKEN_WORD)
		check_word(scan, token);
	else if (scan->text[token->at] == '"')
		check_string(scan, token);
}
