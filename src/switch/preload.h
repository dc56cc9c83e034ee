/* SPDX-License-Identifier: ISC */
/*
 * What is in /etc/ld.so.preload, as glibc reads it (dl_main() in elf/rtld.c), and the
 * same bytes with one entry more or less. Knows nothing of files.
 *
 * Entries are words between spaces, tabs, newlines and colons; the last may end with
 * the file. From # to the end of the line is a comment; but glibc loses count, and may
 * take the words of all comments but the first for entries. After a NUL it sees the
 * last word of the file at most.
 */
#ifndef LLA_PRELOAD_H
#define LLA_PRELOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Where an entry is in the bytes. */
struct lla_preload_entry {
	size_t at, len;
};

/* What the loader would load, in its order. Returns how many, and *entries is the
 * caller's to free; -1: no memory. */
ssize_t lla_preload_entries(const char *bytes, size_t size, struct lla_preload_entry **entries);

/* Whether the loader takes this path as it is written. */
bool lla_preload_can_name(const char *path);

#define LLA_PRELOAD_MORE 3 /* bytes that an entry needs besides itself */

/* Adds an entry on a line of its own, at the end. Returns the new size. `to` has room for
 * all of it and LLA_PRELOAD_MORE, and may be `bytes`. */
size_t lla_preload_add(const char *bytes, size_t size, const char *entry, char *to);

/* Takes an entry out again: what lla_preload_add() made becomes what it was, and
 * whatever else others have written stays. `to` has room for `size`, and may be `bytes`. */
size_t lla_preload_remove(const char *bytes, size_t size, struct lla_preload_entry entry, char *to);

#endif
