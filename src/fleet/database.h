/* SPDX-License-Identifier: ISC */
/*
 * The fleet's database as a whole, for commands: reads it, validates every byte, walks
 * through it, replaces it. Knows nothing of texts. The shim's look-up is in db.h.
 */
#ifndef LLA_DATABASE_H
#define LLA_DATABASE_H

#include "core/db.h"

/* Checks every byte of a database of `size` bytes in memory, 8-byte aligned. Returns 0, or -1
 * with err saying what is wrong. */
int lla_database_validate(const void *at, size_t size, struct lla_error *err);

struct lla_database {
	void *bytes;
	uint64_t size;
	uint32_t programs;
};

/* Reads lla_fleet_db. Returns 0, or -1 if there is none or it cannot be used, and err says why.
 * The caller frees it with lla_database_free(), which does nothing after -1. */
int lla_database_read(struct lla_database *db, struct lla_error *err);
void lla_database_free(struct lla_database *db);

/* Puts a database in the place of the old one (replace.h). Returns 0 or -1. */
int lla_database_write(const void *bytes, size_t size, struct lla_error *err);

/* Returns the program behind `last`; the first if `last` is NULL; NULL behind the last. */
const struct lla_db_entry *lla_database_next(const struct lla_database *db,
					     const struct lla_db_entry *last);

/* Returns the path of a program. */
static inline const char *lla_database_path(const struct lla_db_entry *entry)
{
	return (const char *)(entry + 1);
}

/* Finds the program of a path. Returns NULL if the database does not name it. */
const struct lla_db_entry *lla_database_find(const struct lla_database *db, const char *path);

#endif
