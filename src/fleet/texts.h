/* SPDX-License-Identifier: ISC */
/*
 * The fleet's files: which texts there are and whether they are root's alone, and
 * how the database is replaced, so that at every moment there is the old one or the
 * new one, whole, even where the power fails.
 */
#ifndef LLA_TEXTS_H
#define LLA_TEXTS_H

#include "fleet/programs.h"

#include <sys/stat.h>

/* The directories of lla_system_config and lla_fleet_dir, open. */
struct lla_fleet_files {
	int etc, dir, lock;
};

/* Opens both, makes the latter where it is missing, and waits until no other process
 * has them like this. They must be root's alone to write. Held until the process
 * ends. -1: err says why not. */
int lla_fleet_begin(struct lla_fleet_files *files, struct lla_error *err);

/* Reads every text. -1: there are errors. */
int lla_fleet_read(struct lla_programs *programs, struct lla_problems *errors);

/* Puts a database in the place of the one that is there. */
int lla_fleet_write(const struct lla_fleet_files *files, const void *at, size_t size,
		    struct lla_error *err);

/* Makes a file, of root alone, with this in it. Returns it open; -errno. */
int lla_fleet_file_make(int dir, const char *name, const void *at, size_t size);

/* Closes it, on disk, and as `like` has it, or readable for all. 0 or errno. */
int lla_fleet_file_finish(int fd, const struct stat *like);

/* Has a directory written to disk. 0 or errno. */
int lla_sync_directory(int fd);

#endif
