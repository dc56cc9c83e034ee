/* SPDX-License-Identifier: ISC */
/*
 * The bytes of /etc/ld.so.preload, as glibc reads them (dl_main() in elf/rtld.c): their
 * entries, and the same bytes with one entry more or less. Knows nothing of files.
 *
 * Entries are words between spaces, tabs, newlines and colons. The last may end with the
 * file. A comment goes from # to the end of the line. glibc loses count of comments, and
 * may take the words of every comment except the first for entries. Behind a NUL glibc sees the
 * last word of the file at most.
 */
#ifndef LLA_PRELOAD_H
#define LLA_PRELOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* The place of an entry in the bytes. */
struct lla_preload_entry {
	size_t at, len;
};

/* Lists the entries that the loader would load, in its order. Returns how many; -1: no memory.
 * The caller frees *entries. */
ssize_t lla_preload_entries(const char *bytes, size_t size, struct lla_preload_entry **entries);

/* Tells whether the loader takes this path as it is written. */
bool lla_preload_can_name(const char *path);

#define LLA_PRELOAD_MORE 3 /* bytes that an added entry needs besides its own */

/* Adds an entry at the end, on a line of its own. Returns the new size. `to` has room for the
 * bytes, the entry and LLA_PRELOAD_MORE, and may be `bytes`. */
size_t lla_preload_add(const char *bytes, size_t size, const char *entry, char *to);

/* Takes an entry out. Undoes lla_preload_add() to the byte, and leaves the entries of others.
 * Returns the new size. `to` has room for `size` bytes, and may be `bytes`. */
size_t lla_preload_remove(const char *bytes, size_t size, struct lla_preload_entry entry, char *to);

#endif
