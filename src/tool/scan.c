/* SPDX-License-Identifier: ISC */
#include "scan.h"

#include <stdlib.h>
#include <string.h>

#define BOM "\xef\xbb\xbf"

void lla_scan_fill(struct lla_scan *scan, size_t at, size_t end, char with)
{
	for (; at < end; at++)
		if (scan->text[at] != '\n')
			scan->text[at] = with;
}

int lla_scan_begin(struct lla_scan *scan, char *text, size_t len, uint32_t keys,
		   struct lla_found *found)
{
	const char *nul = memchr(text, '\0', len);
	unsigned line = 1;

	*scan = (struct lla_scan){
		.text = text, .len = len, .line = 1, .found = found, .keys = keys
	};
	if (nul) {
		for (const char *s = text; s < nul; s++)
			line += *s == '\n';
		lla_found_add(found, line, "a NUL byte: this is not a text file");
		return -1;
	}
	if (lla_starts(text, BOM))
		lla_scan_fill(scan, 0, strlen(BOM), ' ');
	return 0;
}

/* Blanks the comment that begins here. */
static void line_comment(struct lla_scan *scan)
{
	size_t end = scan->at + lla_find(scan->text + scan->at, scan->len - scan->at, '\n');

	lla_scan_fill(scan, scan->at, end, ' ');
	scan->at = end;
}

static bool block_comment(struct lla_scan *scan)
{
	const char *end = strstr(scan->text + scan->at + 2, "*/");
	size_t to;

	if (!end) {
		lla_found_add(scan->found, scan->line,
			      "the comment that begins here has no end; "
			      "write */ behind it");
		return false;
	}
	to = (size_t)(end + 2 - scan->text);
	for (size_t i = scan->at; i < to; i++)
		scan->line += scan->text[i] == '\n';
	lla_scan_fill(scan, scan->at, to, ' ');
	scan->at = to;
	return true;
}

static bool line_end_cr(const char *s)
{
	return *s == '\r' && (s[1] == '\n' || !s[1]);
}

/* White space and comments. False: a comment without end. */
static bool skip_blank(struct lla_scan *scan)
{
	for (;;) {
		char *s = scan->text + scan->at;

		if (*s == '#' || lla_starts(s, "//")) {
			line_comment(scan);
		} else if (lla_starts(s, "/*")) {
			if (!block_comment(scan))
				return false;
		} else if (*s == '\n') {
			scan->line++;
			scan->at++;
		} else if (*s == ' ' || *s == '\t' || line_end_cr(s)) {
			*s = ' ';
			scan->at++;
		} else {
			return true;
		}
	}
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

static struct lla_token string_token(struct lla_scan *scan, struct lla_token token)
{
	const char *s = scan->text + token.at, quote[] = { s[0], '\\', '\r', '\n', '\0' };
	size_t len = 1 + strcspn(s + 1, quote);

	while (s[len] == '\\' && s[len + 1] && s[len + 1] != '\r' && s[len + 1] != '\n')
		len += 2 + strcspn(s + len + 2, quote);
	token.len = len + 1;
	if (s[len] == s[0])
		return token;
	lla_found_add(scan->found, token.line,
		      "the string %Q has no closing quote; it must end in the line in which it "
		      "begins",
		      s, len);
	token.type = LLA_TOKEN_BROKEN;
	return token;
}

/* At least the byte that is there, be it a CR that ends no line. A variable is
 * part of the word, which is then refused as a whole. */
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

struct lla_token lla_scan_token(struct lla_scan *scan)
{
	struct lla_token token;
	const char *s;

	if (!skip_blank(scan))
		return (struct lla_token){ .type = LLA_TOKEN_BROKEN, .at = scan->at };
	s = scan->text + scan->at;
	token = (struct lla_token){ punctuation(*s), scan->at, *s != '\0', scan->line };
	if (*s == '"' || *s == '\'') {
		token.type = LLA_TOKEN_STRING;
		token = string_token(scan, token);
	} else if (*s && token.type == LLA_TOKEN_END) {
		token.type = LLA_TOKEN_WORD;
		token.len = word_length(s);
	}
	scan->at += token.len;
	return token;
}

/* Reports a value, once, and has the rest of the reader pass over it. */
static void refuse(struct lla_scan *scan, const struct lla_token *token, const char *format,
		   const char *what, size_t what_len)
{
	size_t quote = token->type == LLA_TOKEN_STRING;

	lla_found_add(scan->found, token->line, format, what, what_len, scan->text + token->at,
		      token->len);
	lla_scan_fill(scan, token->at + quote, token->at + token->len - quote, LLA_REFUSED);
	scan->refused = true;
}

/* Letters, digits and what libconfuse has no use of its own for. */
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
			       "'%Q' in %Q outside quotes; write the value in double "
			       "quotes",
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
	if (word[token->len] == '#')
		refuse(scan, token,
		       "'%Q' directly behind %Q looks like a part of it; write the "
		       "value in double quotes, or a space before the comment",
		       word + token->len, 1);
}

/* A variable at s, which begins with "${". Its length, or 0: refused. */
static size_t check_variable(struct lla_scan *scan, const struct lla_token *token, const char *s)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"
				      "0123456789";
	size_t len = strspn(s + 2, letters);
	char *name;
	const char *value;

	if (!scan->expanded)
		scan->expanded = token->line;
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
	if (token->type == LLA_TOKEN_WORD)
		check_word(scan, token);
	else if (scan->text[token->at] == '"')
		check_string(scan, token);
}
