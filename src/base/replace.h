/* SPDX-License-Identifier: ISC */
/*
 * A new file in the place of an old one. At every moment there is the old file or the new
 * one, whole, even if the process is killed or the power fails. Knows nothing of what is
 * in a file.
 */
#ifndef LLA_REPLACE_H
#define LLA_REPLACE_H

#include "core/text.h"

#include <sys/stat.h>

struct lla_replacement {
	const char *path;
	/* The name of the new file until it is whole, in the same directory. No other process
	 * may use this name: a file that a killed process has left there is removed. NULL:
	 * a name that is free. */
	const char *temporary;
	/* The old file as the caller has seen it. The new file gets its owner, mode and
	 * extended attributes. If the old file has changed since, nothing is replaced.
	 * NULL: the old file does not matter. */
	const struct stat *old;
	mode_t mode; /* of the new file; `old` overrides it */
	/* The beginning of the message, before a colon and the reason. NULL: "cannot write"
	 * and the path. */
	const char *failure;
};

/* Replaces a file and has the new file written to disk. Then has the directory written, if the
 * caller may read the directory. Returns 0 or -1. After -1 the old file is there, unless only the
 * directory could not be written. */
int lla_replace(const struct lla_replacement *r, const void *bytes, size_t size,
		struct lla_error *err);

/* Puts a symbolic link in the place of a file, as lla_replace() puts a file. Needs
 * `temporary`, and ignores `old` and `mode`. Returns 0 or -1. */
int lla_replace_by_link(const struct lla_replacement *r, const char *target, struct lla_error *err);

/* Writes all of the bytes to a descriptor. Returns 0 or -errno. */
int lla_write_all(int fd, const void *bytes, size_t size);

/* Has the directory of a path written to disk, if the caller may read the directory. Returns 0
 * or -errno. */
int lla_sync_directory(const char *path);

#endif
