/* SPDX-License-Identifier: ISC */
#include "core/db.h"
#include "core/file.h"
#include "core/sys.h"

_Static_assert(sizeof(struct lla_db_header) == 64, "the same on 32 and 64 bits");
_Static_assert(sizeof(struct lla_db_bucket) == 16, "the same on 32 and 64 bits");
_Static_assert(sizeof(struct lla_db_entry) == 32, "the same on 32 and 64 bits");

#define GOLDEN 0x9e3779b97f4a7c15U

/* A bijection, in which each bit of the argument reaches all bits of the result. */
static uint64_t mix(uint64_t x)
{
	x = (x ^ (x >> 32)) * 0xd6e8feb86659fd93U;
	x = (x ^ (x >> 32)) * 0xd6e8feb86659fd93U;
	return x ^ (x >> 32);
}

uint64_t lla_db_hash(const char *path, size_t len)
{
	uint64_t hash = GOLDEN;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)path[i]) * 0x100000001b3U;
	return mix(hash ^ len);
}

uint32_t lla_db_mark(uint64_t hash)
{
	return 1U << (hash >> 59);
}

uint64_t lla_db_buckets(uint64_t size)
{
	uint64_t buckets = 1;

	while (buckets <= size / 256)
		buckets *= 2;
	return buckets;
}

uint64_t lla_db_check(const void *words, size_t bytes, uint64_t at, uint64_t size)
{
	const lla_word *word = words;
	uint64_t sum = mix(GOLDEN * LLA_DB_VERSION ^ at) ^ mix(size);

	for (size_t i = 0; i < bytes / 8; i++)
		sum = mix(sum ^ word[i]);
	return sum;
}

/* Something in the file did not fit. If the header is foreign or newer, the message says so. */
static int damaged(const struct lla_db *db, uint64_t at, struct lla_error *err)
{
	struct lla_db_header header;

	if (lla_file_read(db->fd, 0, &header, sizeof(header)) ||
	    !lla_same(header.magic, sizeof(header.magic), LLA_DB_MAGIC))
		lla_fail(err, "is no database of policies");
	else if (header.version > LLA_DB_VERSION)
		lla_fail(err, "is of a newer version of landlock-auto");
	else
		lla_fail(err, "is damaged (byte %u)", (unsigned)at);
	return -EBADMSG;
}

bool lla_db_owned(const struct lla_file *file)
{
	return !(file->mode & LLA_WRITABLE_BY_OTHERS) && lla_uid_is_root(file->uid);
}

/* Landlock does not restrict statx(2). So if everybody may read the file except this process, a
 * sandbox hides it, which is normal. */
static int cannot_open(const char *path, int got, struct lla_error *err)
{
	struct statx st;

	if (got == -ENOENT || got == -ENOTDIR)
		return -ENOENT;
	if (got == -EACCES && !lla_syscall(__NR_statx, AT_FDCWD, path, 0, STATX_BASIC_STATS, &st) &&
	    st.stx_mode & 04)
		return got;
	lla_fail(err, got == -EMEDIUMTYPE ? "is not a regular file" : "%e", -got);
	return -EBADMSG;
}

int lla_db_open(const char *path, struct lla_db *db, struct lla_error *err)
{
	struct lla_file file;
	int got = lla_file_open(path, &file);

	err->source = path;
	err->line = 0;
	if (got)
		return cannot_open(path, got, err);
	*db = (struct lla_db){ .fd = file.fd, .size = file.stamp.size };
	if (lla_db_owned(&file))
		return 0;
	lla_sys_close(file.fd);
	lla_fail(err, "can be written by others than root");
	return -EBADMSG;
}

bool lla_db_bucket_ok(struct lla_db_bucket bucket, uint64_t at, uint64_t size)
{
	uint32_t check = bucket.check;

	bucket.check = 0;
	return check == (uint32_t)lla_db_check(&bucket, sizeof(bucket), at, size);
}

bool lla_db_entry_ok(struct lla_db_entry entry, uint64_t at, uint64_t size)
{
	uint32_t check = entry.check;

	entry.check = 0;
	return check == (uint32_t)lla_db_check(&entry, sizeof(entry), at, size) &&
	       !(entry.flags & ~(uint32_t)LLA_DB_FLAGS) && !(entry.size % 8) &&
	       !(entry.image_at % 8) && entry.image_at > sizeof(entry) &&
	       entry.image_at <= sizeof(entry) + LLA_PATH_MAX && entry.size > entry.image_at &&
	       entry.size <= LLA_DB_ENTRY_MAX && at <= size && entry.size <= size - at;
}

static uint64_t bucket_at(uint64_t hash, uint64_t size)
{
	return sizeof(struct lla_db_header) +
	       (hash & (lla_db_buckets(size) - 1)) * sizeof(struct lla_db_bucket);
}

int lla_db_find(struct lla_db *db, const char *path, size_t len, struct lla_error *err)
{
	uint64_t hash = lla_db_hash(path, len), at = bucket_at(hash, db->size);
	struct lla_db_bucket bucket;

	if (lla_file_read(db->fd, at, &bucket, sizeof(bucket)) ||
	    !lla_db_bucket_ok(bucket, at, db->size))
		return damaged(db, at, err);
	if (!(bucket.marks & lla_db_mark(hash)))
		return -ENOENT;
	for (db->at = bucket.at;; db->at += db->entry.size) {
		if (lla_file_read(db->fd, db->at, &db->entry, sizeof(db->entry)) ||
		    !lla_db_entry_ok(db->entry, db->at, db->size))
			return damaged(db, db->at, err);
		if (db->entry.hash == hash)
			return 0;
		if (db->entry.flags & LLA_DB_LAST)
			return -ENOENT;
	}
}

/* Returns 0 if the path behind the entry is this one, -ENOENT if it is another, or -EBADMSG. */
static int compare_path(const struct lla_db_entry *entry, const char *path, size_t len)
{
	const char *name = (const char *)(entry + 1);
	size_t room = entry->image_at - sizeof(*entry), n = lla_find(name, room, '\0');

	if (n == room || lla_db_hash(name, n) != entry->hash)
		return -EBADMSG;
	return n == len && lla_same(path, len, name) ? 0 : -ENOENT;
}

int lla_db_image(const struct lla_db *db, const char *path, size_t len, void *memory,
		 const struct lla_image **image, struct lla_error *err)
{
	const struct lla_db_entry *entry = memory;
	unsigned char *at = memory;
	int got;

	/* Keeps the entry that lla_db_find() has checked: the file may have other bytes by now. */
	lla_copy(memory, &db->entry, sizeof(db->entry));
	if (lla_file_read(db->fd, db->at + sizeof(*entry), at + sizeof(*entry),
			  db->entry.size - sizeof(*entry)))
		return damaged(db, db->at, err);
	got = compare_path(entry, path, len);
	if (got == -ENOENT)
		return got;
	*image = (const struct lla_image *)(void *)(at + db->entry.image_at);
	if (got || lla_image_validate(*image, db->entry.size - db->entry.image_at, err))
		return damaged(db, db->at, err);
	return 0;
}
