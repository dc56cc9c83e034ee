/* SPDX-License-Identifier: ISC */
/*
 * Strings and messages for code that has no libc. Nothing here allocates, and
 * nothing writes past the capacity that it was given.
 */
#ifndef LLA_TEXT_H
#define LLA_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

size_t lla_length(const char *s);
void lla_copy(void *to, const void *from, size_t len);
bool lla_same(const char *a, size_t len, const char *b); /* exactly */
/* As lla_same, but case does not count and `-` is `_`. */
bool lla_same_word(const char *a, size_t len, const char *b);
bool lla_starts(const char *s, const char *with);
/* Where the byte is, or len. */
size_t lla_find(const char *s, size_t len, char byte);

/* Decimal digits only, at least one, at most `max`. False: not such a number. */
bool lla_number(const char *s, size_t len, unsigned long max, unsigned long *value);

/* A line that is being written: `cap` bytes at `at`, `len` used; always ends in
 * NUL. What does not fit is dropped. */
struct lla_text {
	char *at;
	size_t len, cap;
};

/* An empty text in `cap` bytes at `at`. */
static inline struct lla_text lla_text_in(char *at, size_t cap)
{
	at[0] = '\0';
	return (struct lla_text){ at, 0, cap };
}

/* The same in an array. */
#define LLA_TEXT_IN(array) lla_text_in((array), sizeof(array))

/* Room for any line that people read. */
#define LLA_LINE_MAX 1024

/* Declares an empty text with that much room, on the stack. */
#define LLA_LINE(name)                   \
	char name##_bytes[LLA_LINE_MAX]; \
	struct lla_text name = LLA_TEXT_IN(name##_bytes)

/*
 * Directives: %s trusted text, %q a string and %Q a slice (pointer, size_t) that
 * came from outside, %d int, %u unsigned, %e an errno in words, %E a struct lla_error as
 * "source:line: text". What came from outside is shown in printable ASCII with \xNN for the rest, and shortened: a
 * message can neither drive a terminal nor grow without bound.
 */
void lla_text_format(struct lla_text *t, const char *format, va_list ap);
void lla_text_add(struct lla_text *t, const char *format, ...);

/* Why something was refused. `source` (a file, a variable) and `line` say where,
 * NULL and 0 where that has no meaning. Owns its text, borrows its source. */
struct lla_error {
	const char *source;
	unsigned line;
	char text[640];
};

/* Fills the error's text and returns -1. Leaves source and line alone. */
int lla_fail(struct lla_error *err, const char *format, ...);

#endif
