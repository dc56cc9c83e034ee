/* SPDX-License-Identifier: ISC */
/*
 * The input is read as two things: as a database; and as one whose checks are put
 * right, so that what follows is looked at. One that is valid must have every program
 * that it names, and no look-up may do more than say that it is damaged.
 */
#include "fleet/database.h"
#include "target.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int fd;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	fd = memfd_create("db", MFD_CLOEXEC);
	if (fd < 0)
		abort();
	return 0;
}

/* 0, -ENOENT or -EBADMSG, which has a reason. */
static int look_up(uint64_t size, const char *path, size_t len)
{
	struct lla_db db = { .fd = fd, .size = size };
	const struct lla_image *image = NULL;
	struct lla_error err = { 0 };
	int got = lla_db_find(&db, path, len, &err);
	void *memory;

	if (!got) {
		memory = malloc(db.entry.size);
		if (!memory)
			abort();
		got = lla_db_image(&db, path, len, memory, &image, &err);
		must(got || image->size == db.entry.size - db.entry.image_at ? NULL
									     : "another image");
		free(memory);
	}
	must(got != -EBADMSG || err.text[0] ? NULL : "refused without a word");
	return got;
}

/* Every program that is named in what has been found valid. */
static void use(const unsigned char *at, uint64_t size)
{
	uint64_t next =
		sizeof(struct lla_db_header) + lla_db_buckets(size) * sizeof(struct lla_db_bucket);
	const struct lla_db_header *header = (const void *)at;

	for (uint32_t n = 0; n < header->programs; n++) {
		const struct lla_db_entry *entry = (const void *)(at + next);
		const char *path = (const char *)(entry + 1);

		/* A path may be there twice: the first counts. */
		must(!look_up(size, path, strlen(path)) ? NULL : "a named program is not found");
		next += entry->size;
	}
}

static void as_database(const unsigned char *at, size_t size)
{
	struct lla_error err = { 0 };
	bool valid = size && !lla_database_validate(at, size, &err);

	if (ftruncate(fd, 0) || pwrite(fd, at, size, 0) != (ssize_t)size)
		abort();
	if (valid)
		use(at, size);
	else
		must(!size || err.text[0] ? NULL : "refused without a word");
	look_up(size, "/p", 2);
	look_up(size, "/usr/bin/true", 13);
}

/* The entries of a bucket, as far as they lie in the file. */
static void sign_entries(unsigned char *at, uint64_t size, uint64_t next)
{
	for (int i = 0; i < 8; i++) {
		struct lla_db_entry *entry;
		struct lla_image *image;

		if (next % 8 || next > size || size - next < sizeof(*entry))
			return;
		entry = (void *)(at + next);
		entry->check = 0;
		entry->check = (uint32_t)lla_db_check(entry, sizeof(*entry), next, size);
		if (entry->size % 8 || entry->size > size - next || entry->image_at % 8 ||
		    entry->image_at > entry->size || entry->size - entry->image_at < sizeof(*image))
			return;
		image = (void *)(at + next + entry->image_at);
		if (image->size == entry->size - entry->image_at)
			image->checksum = lla_image_checksum(image);
		if (entry->flags & LLA_DB_LAST)
			return;
		next += entry->size;
	}
}

static void sign(unsigned char *at, uint64_t size)
{
	struct lla_db_header *header = (void *)at;
	uint64_t buckets = lla_db_buckets(size);

	if (size < sizeof(*header) + buckets * sizeof(struct lla_db_bucket))
		return;
	memcpy(header->magic, LLA_DB_MAGIC, sizeof(header->magic));
	header->version = LLA_DB_VERSION;
	header->size = size;
	header->check = 0;
	header->check = lla_db_check(header, sizeof(*header), 0, size);
	for (uint64_t n = 0; n < buckets; n++) {
		uint64_t where = sizeof(*header) + n * sizeof(struct lla_db_bucket);
		struct lla_db_bucket *bucket = (void *)(at + where);

		bucket->check = 0;
		bucket->check = (uint32_t)lla_db_check(bucket, sizeof(*bucket), where, size);
		if (bucket->at)
			sign_entries(at, size, bucket->at);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned char *copy = malloc(size ? size : 1);

	if (!copy)
		abort();
	memcpy(copy, data, size);
	as_database(copy, size);
	sign(copy, size & ~(size_t)7);
	as_database(copy, size & ~(size_t)7);
	free(copy);
	return 0;
}
