/* SPDX-License-Identifier: ISC */
/*
 * The fleet's database as a whole, for commands: read, validated to the last byte, walked
 * through, and replaced. What the shim does with it is in db.h.
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

/* Reads lla_fleet_db. -1: there is none or it cannot be used, and err says why. */
int lla_database_read(struct lla_database *db, struct lla_error *err);
void lla_database_free(struct lla_database *db);

/* Puts a database in the place of the one that is there. */
int lla_database_write(const void *bytes, size_t size, struct lla_error *err);

/* The program behind `last`, the first where that is NULL; NULL: that was the last. */
const struct lla_db_entry *lla_database_next(const struct lla_database *db,
					     const struct lla_db_entry *last);

static inline const char *lla_database_path(const struct lla_db_entry *entry)
{
	return (const char *)(entry + 1);
}

/* The program of that path; NULL: it is not named. */
const struct lla_db_entry *lla_database_find(const struct lla_database *db, const char *path);

#endif
