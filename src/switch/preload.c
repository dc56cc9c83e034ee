/* SPDX-License-Identifier: ISC */
#include "switch/preload.h"
#include "core/text.h"

#include <stdlib.h>
#include <string.h>

static bool separates(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == ':';
}

/* dl_main() does the same: after a comment it searches from the beginning of the file again,
 * and for as many bytes as are left behind the comment. */
static void blank_comments(char *seen, size_t size)
{
	for (size_t rest = size; rest;) {
		char *comment = memchr(seen, '#', rest);

		if (!comment)
			break;
		rest -= (size_t)(comment - seen);
		do
			*comment = ' ';
		while (--rest && *++comment != '\n');
	}
}

/* Lists the words of seen[at..end), up to a NUL. */
static size_t words(const char *seen, size_t at, size_t end, struct lla_preload_entry *entries)
{
	size_t count = 0;

	end = at + strnlen(seen + at, end - at);
	while (at < end) {
		size_t from = at;

		while (at < end && !separates(seen[at]))
			at++;
		if (at > from)
			entries[count++] = (struct lla_preload_entry){ from, at - from };
		at++;
	}
	return count;
}

ssize_t lla_preload_entries(const char *bytes, size_t size, struct lla_preload_entry **entries)
{
	char *seen = malloc(size + 1);
	size_t tail = size, count;

	*entries = calloc(size / 2 + 1, sizeof(**entries));
	if (!seen || !*entries) {
		free(seen);
		free(*entries);
		*entries = NULL;
		return -1;
	}
	memcpy(seen, bytes, size);
	blank_comments(seen, size);
	/* dl_main() treats a last word that ends with the file by itself. */
	while (tail && !separates(seen[tail - 1]))
		tail--;
	count = words(seen, 0, tail, *entries);
	count += words(seen, tail, size, *entries + count);
	free(seen);
	return (ssize_t)count;
}

/* The loader replaces $ORIGIN and its like. */
bool lla_preload_can_name(const char *path)
{
	return path[0] == '/' && !strpbrk(path, " \t\n:#$");
}

/* The space tells lla_preload_remove() that the newline before it is ours as well. */
size_t lla_preload_add(const char *bytes, size_t size, const char *entry, char *to)
{
	size_t len = strlen(entry);

	memmove(to, bytes, size);
	if (size && bytes[size - 1] != '\n') {
		to[size++] = '\n';
		to[size++] = ' ';
	}
	lla_copy(to + size, entry, len);
	to[size + len] = '\n';
	return size + len + 1;
}

/* Widens an entry to the separators that go with it. */
static void widen(const char *bytes, size_t size, size_t *from, size_t *to)
{
	bool at_end = *to == size || bytes[*to] == '\n';
	size_t before = *from;

	if (before && bytes[before - 1] == ' ')
		before--;
	if (at_end && (!before || bytes[before - 1] == '\n')) {
		/* The entry has a line of its own. */
		bool added = before < *from && before;

		*from = before;
		*to += *to < size;
		if (added && *to == size)
			(*from)--;
	} else if (*to < size && bytes[*to] != '\n' && separates(bytes[*to])) {
		(*to)++;
	} else if (at_end && *from && bytes[*from - 1] != '\n' && separates(bytes[*from - 1])) {
		(*from)--;
	}
}

size_t lla_preload_remove(const char *bytes, size_t size, struct lla_preload_entry entry, char *to)
{
	size_t from = entry.at, end = entry.at + entry.len;

	widen(bytes, size, &from, &end);
	memmove(to, bytes, from);
	memmove(to + from, bytes + end, size - end);
	return from + size - end;
}
