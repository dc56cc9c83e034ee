/* SPDX-License-Identifier: ISC */
/*
 * Strings and messages for code that has no libc. Allocates nothing, and writes nothing
 * past the capacity that the caller gives.
 */
#ifndef LLA_TEXT_H
#define LLA_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

size_t lla_length(const char *s);
void lla_copy(void *to, const void *from, size_t len);

/* Returns whether `len` bytes are the same. Reads none behind the first that differs. */
bool lla_same_bytes(const void *a, const void *b, size_t len);

/* Returns whether the slice `a` is the string `b`. */
bool lla_same(const char *a, size_t len, const char *b);

/* Returns whether the strings are the same. */
static inline bool lla_equal(const char *a, const char *b)
{
	return lla_same(a, lla_length(a), b);
}

/* As lla_same(), except that case does not count and `-` is `_`. */
bool lla_same_word(const char *a, size_t len, const char *b);

/* Returns whether `s` begins with the string `with`. */
bool lla_starts(const char *s, const char *with);

/* Returns the index of the first such byte, or len. */
size_t lla_find(const char *s, size_t len, char byte);

/* Reads a number: at least one decimal digit, nothing else, and `max` at most. Returns whether
 * the slice is such a number. */
bool lla_number(const char *s, size_t len, unsigned long max, unsigned long *value);

/* A line that is being written: `cap` bytes at `at`, of which `len` are used. Always ends in
 * NUL. Characters that do not fit are dropped. */
struct lla_text {
	char *at;
	size_t len, cap;
};

/* Returns an empty text in `cap` bytes at `at`. */
static inline struct lla_text lla_text_in(char *at, size_t cap)
{
	at[0] = '\0';
	return (struct lla_text){ at, 0, cap };
}

/* An empty text in an array. */
#define LLA_TEXT_IN(array) lla_text_in((array), sizeof(array))

/* Room for any line that people read. */
#define LLA_LINE_MAX 1024

/* Declares an empty text of LLA_LINE_MAX bytes on the stack. */
#define LLA_LINE(name)                   \
	char name##_bytes[LLA_LINE_MAX]; \
	struct lla_text name = LLA_TEXT_IN(name##_bytes)

/*
 * Adds to a text. Directives:
 *
 *	%s	a trusted string
 *	%q %Q	a string and a slice (pointer, size_t) from outside
 *	%d %u	int, unsigned
 *	%e	an errno in words
 *	%E	a struct lla_error, as "source:line: text"
 *
 * A string from outside is shortened and shown in printable ASCII, with \xNN for all other
 * bytes. So a message can neither drive a terminal nor grow without bound.
 */
void lla_text_format(struct lla_text *t, const char *format, va_list ap);
void lla_text_add(struct lla_text *t, const char *format, ...);

/* The reason for a refusal. `source` (a file, a variable) and `line` say where it is,
 * NULL and 0 if there is no such place. Owns its text, borrows its source. */
struct lla_error {
	const char *source;
	unsigned line;
	char text[640];
};

/* Empties an error. The text is long, so its first byte alone is written. */
void lla_error_clear(struct lla_error *err);

/* Fills the error's text and returns -1. Leaves source and line alone. */
int lla_fail(struct lla_error *err, const char *format, ...);

#endif
