/* SPDX-License-Identifier: ISC */
/*
 * A new file in the place of an old one. At every moment there is the old file or the new
 * one, whole, even if the process is killed or the power fails. Knows nothing of what is
 * in the file.
 */
#ifndef LLA_REPLACE_H
#define LLA_REPLACE_H

#include "core/text.h"

#include <sys/stat.h>

struct lla_replacement {
	const char *path;
	/* A name in the same directory, for the new file until it is whole. No other process
	 * may use it, and what a killed process has left there is removed. NULL: a name that
	 * nobody uses. */
	const char *temporary;
	/* The old file as the caller has seen it. The new file gets its owner, its mode and
	 * its extended attributes. If the old file has changed since, it stays. NULL: the
	 * old file does not matter. */
	const struct stat *old;
	mode_t mode; /* of the new file, unless there is `old` */
	/* What the message begins with, before a colon and the reason. NULL: "cannot write"
	 * and the path. */
	const char *failure;
};

/* Replaces a file and writes it to disk, with its name if the caller may read the
 * directory. Returns 0, or -1: the old file is there, except if only the directory could
 * not be written to disk. */
int lla_replace(const struct lla_replacement *r, const void *bytes, size_t size,
		struct lla_error *err);

/* Puts a symbolic link in the place of a file, as lla_replace() does. Needs `temporary`, and
 * has no use for `old` and `mode`. */
int lla_replace_by_link(const struct lla_replacement *r, const char *target, struct lla_error *err);

/* Writes all the bytes to a descriptor. Returns 0 or -errno. */
int lla_write_all(int fd, const void *bytes, size_t size);

/* Has the directory of a path written to disk, if the caller may read it. Returns 0 or
 * -errno. */
int lla_sync_directory(const char *path);

#endif
