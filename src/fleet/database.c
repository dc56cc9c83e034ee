/* SPDX-License-Identifier: ISC */
#include "fleet/database.h"
#include "core/paths.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int lla_database_read(struct lla_database *db, struct lla_error *err)
{
	struct lla_db file;
	int got = lla_db_open(lla_fleet_db, &file, err);

	*db = (struct lla_database){ 0 };
	if (got == -ENOENT)
		return lla_fail(err, "is not there; landlock-auto fleet compile makes it");
	if (got == -EACCES)
		return lla_fail(err, "cannot be read: %e", EACCES);
	if (got)
		return -1;
	db->size = file.size;
	db->bytes = malloc(db->size + 1);
	got = db->bytes ? lla_file_read(file.fd, 0, db->bytes, db->size) : -ENOMEM;
	close(file.fd);
	if (!db->bytes || got)
		lla_fail(err, "cannot be read: %e", -got);
	else if (!lla_db_validate(db->bytes, db->size, err)) {
		db->programs = ((struct lla_db_header *)db->bytes)->programs;
		err->source = NULL;
		return 0;
	}
	lla_database_free(db);
	return -1;
}

void lla_database_free(struct lla_database *db)
{
	free(db->bytes);
	db->bytes = NULL;
}

/* Whole, as it was validated: entries lie one behind the other, then come zeros. */
const struct lla_db_entry *lla_database_next(const struct lla_database *db,
					     const struct lla_db_entry *last)
{
	const unsigned char *bytes = db->bytes, *at = (const void *)last;
	size_t head = sizeof(struct lla_db_header) +
		      lla_db_buckets(db->size) * sizeof(struct lla_db_bucket);
	const struct lla_db_entry *next;

	at = last ? at + last->size : bytes + head;
	next = (const void *)at;
	if ((size_t)(at - bytes) + sizeof(*next) > db->size || !next->size)
		return NULL;
	return next;
}

const struct lla_db_entry *lla_database_find(const struct lla_database *db, const char *path)
{
	uint64_t hash = lla_db_hash(path, strlen(path));
	const struct lla_db_bucket *bucket =
		(const void *)((const struct lla_db_header *)db->bytes + 1);
	const struct lla_db_entry *e;

	bucket += hash & (lla_db_buckets(db->size) - 1);
	if (!bucket->at)
		return NULL;
	e = (const void *)((const unsigned char *)db->bytes + bucket->at);
	while (e->hash != hash || strcmp(lla_database_path(e), path)) {
		if (e->flags & LLA_DB_LAST)
			return NULL;
		e = (const void *)((const unsigned char *)e + e->size);
	}
	return e;
}
