/* SPDX-License-Identifier: ISC */
#include "fleet/database.h"
#include "base/replace.h"
#include "core/paths.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct walk {
	const unsigned char *file;
	uint64_t size, at; /* the next entry must begin here */
	uint32_t programs;
};

static bool zeros(const struct walk *w, uint64_t from, uint64_t to)
{
	while (from < to)
		if (w->file[from++])
			return false;
	return true;
}

static bool next_entry(struct walk *w, struct lla_db_entry *entry)
{
	struct lla_error err;
	const char *path;
	size_t room, len;

	if (w->size - w->at < sizeof(*entry))
		return false;
	lla_copy(entry, w->file + w->at, sizeof(*entry));
	if (!lla_db_entry_ok(*entry, w->at, w->size))
		return false;
	path = (const char *)w->file + w->at + sizeof(*entry);
	room = entry->image_at - sizeof(*entry);
	len = lla_find(path, room, '\0');
	if (path[0] != '/' || len == room || room - len > 8 ||
	    !zeros(w, w->at + sizeof(*entry) + len, w->at + entry->image_at) ||
	    lla_db_hash(path, len) != entry->hash ||
	    lla_image_validate(w->file + w->at + entry->image_at, entry->size - entry->image_at,
			       &err))
		return false;
	w->at += entry->size;
	w->programs++;
	return true;
}

static bool bucket_whole(struct walk *w, uint64_t number, uint64_t buckets)
{
	uint64_t at = sizeof(struct lla_db_header) + number * sizeof(struct lla_db_bucket);
	struct lla_db_entry entry;
	struct lla_db_bucket bucket;
	uint32_t marks = 0;

	lla_copy(&bucket, w->file + at, sizeof(bucket));
	if (!lla_db_bucket_ok(bucket, at, w->size))
		return false;
	if (!bucket.marks)
		return !bucket.at;
	if (bucket.at != w->at)
		return false;
	do {
		if (!next_entry(w, &entry) || (entry.hash & (buckets - 1)) != number)
			return false;
		marks |= lla_db_mark(entry.hash);
	} while (!(entry.flags & LLA_DB_LAST));
	return marks == bucket.marks;
}

static bool header_ok(struct lla_db_header header, uint64_t size)
{
	uint64_t check = header.check;

	header.check = 0;
	return lla_same(header.magic, sizeof(header.magic), LLA_DB_MAGIC) &&
	       header.version == LLA_DB_VERSION && header.size == size &&
	       check == lla_db_check(&header, sizeof(header), 0, size) &&
	       !(header.zero[0] | header.zero[1] | header.zero[2] | header.zero[3]);
}

int lla_database_validate(const void *at, size_t size, struct lla_error *err)
{
	uint64_t buckets = lla_db_buckets(size);
	struct walk w = { .file = at, .size = size };
	struct lla_db_header header;

	if (size < sizeof(header) || size % 8)
		return lla_fail(err, "is cut short");
	lla_copy(&header, at, sizeof(header));
	w.at = sizeof(header) + buckets * sizeof(struct lla_db_bucket);
	if (w.at > size || !header_ok(header, size))
		return lla_fail(err, "is damaged, cut short, or of another version");
	for (uint64_t n = 0; n < buckets; n++)
		if (!bucket_whole(&w, n, buckets))
			return lla_fail(err, "is damaged (bucket %u)", (unsigned)n);
	if (w.programs != header.programs || !zeros(&w, w.at, size))
		return lla_fail(err, "is damaged at its end");
	return 0;
}

static int read_all(const struct lla_db *file, struct lla_database *db, struct lla_error *err)
{
	int got;

	db->size = file->size;
	db->bytes = malloc(db->size + 1);
	got = db->bytes ? lla_file_read(file->fd, 0, db->bytes, db->size) : -ENOMEM;
	if (got)
		return lla_fail(err, "cannot be read: %e", -got);
	return lla_database_validate(db->bytes, db->size, err);
}

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
	got = read_all(&file, db, err);
	close(file.fd);
	if (got) {
		lla_database_free(db);
		return -1;
	}
	db->programs = ((struct lla_db_header *)db->bytes)->programs;
	err->source = NULL;
	return 0;
}

void lla_database_free(struct lla_database *db)
{
	free(db->bytes);
	db->bytes = NULL;
}

/* The database is validated: its entries lie one behind the other, and zeros follow. */
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

static int write_database(const void *bytes, size_t size, struct lla_error *err)
{
	char path[PATH_MAX], temporary[PATH_MAX];
	const struct lla_replacement r = {
		.path = path, .temporary = temporary, .mode = 0644, .failure = path
	};

	snprintf(path, sizeof(path), "%s/" LLA_FLEET_DB_NAME, lla_fleet_dir);
	snprintf(temporary, sizeof(temporary), "%s/.new-" LLA_FLEET_DB_NAME, lla_fleet_dir);
	return lla_replace(&r, bytes, size, err);
}

/* If lla_fleet_db is missing, or is the database itself as in an older version, a link takes its
 * place. */
static int link_database(struct lla_error *err)
{
	char target[PATH_MAX], is[PATH_MAX], temporary[PATH_MAX];
	const char *name = strrchr(lla_fleet_db, '/') + 1;
	const struct lla_replacement r = { .path = lla_fleet_db,
					   .temporary = temporary,
					   .failure = lla_fleet_db };
	ssize_t len = readlink(lla_fleet_db, is, sizeof(is));

	snprintf(target, sizeof(target), "%s/" LLA_FLEET_DB_NAME, strrchr(lla_fleet_dir, '/') + 1);
	if (len > 0 && lla_same(is, (size_t)len, target))
		return 0;
	snprintf(temporary, sizeof(temporary), "%.*s.new-%s", (int)(name - lla_fleet_db),
		 lla_fleet_db, name);
	return lla_replace_by_link(&r, target, err);
}

int lla_database_write(const void *bytes, size_t size, struct lla_error *err)
{
	if (write_database(bytes, size, err))
		return -1;
	return link_database(err);
}
