/* SPDX-License-Identifier: ISC */
#include "fleet/build.h"

#include <stdlib.h>
#include <string.h>

/* Takes each field that means something from a copy in which the others are zero. */
uint64_t lla_build_policy_id(const struct lla_image *image)
{
	struct lla_image head = *image;
	const struct lla_record *r = NULL;
	uint64_t id;

	memset(&head.stamp, 0, sizeof(head.stamp));
	head.checksum = 0;
	/* A longer name of the text makes both fields greater. */
	head.size = image->size - image->rules_at;
	head.rules_at = 0;
	id = lla_db_check(&head, sizeof(head), 0, 0);
	while ((r = lla_image_next(image, r))) {
		_Alignas(8) struct lla_record record = *r;

		record.line = 0;
		id = lla_db_check(&record, sizeof(record), id, 0);
		id = lla_db_check(r->path, r->size - sizeof(record), id, 0);
	}
	return id ? id : 1;
}

static size_t path_room(const struct lla_program *p)
{
	return (strlen(p->path) + 8) & ~(size_t)7;
}

static size_t entry_size(const struct lla_program *p)
{
	return sizeof(struct lla_db_entry) + path_room(p) + p->image->size;
}

/* A bucket that is being filled. */
struct slot {
	uint64_t at;   /* offset of its next entry */
	uint32_t left; /* how many are still to come */
};

/* A database under construction. */
struct build {
	unsigned char *file;
	uint64_t size, buckets;
	struct slot *slots;
};

static uint64_t bucket_of(const struct build *b, const struct lla_program *p)
{
	return p->hash & (b->buckets - 1);
}

/* Takes the smallest number of buckets with which lla_db_buckets() finds this number again, from
 * the size of the file. */
static void measure(struct build *b, uint64_t entries)
{
	uint64_t head = sizeof(struct lla_db_header);

	for (b->buckets = 1;; b->buckets *= 2) {
		b->size = head + b->buckets * sizeof(struct lla_db_bucket) + entries;
		if (b->size < 256 * b->buckets)
			break;
	}
	if (b->buckets > 1 && b->size < 128 * b->buckets)
		b->size = 128 * b->buckets;
}

static void place(struct build *b, struct lla_program *const *sorted, size_t count)
{
	uint64_t at = sizeof(struct lla_db_header) + b->buckets * sizeof(struct lla_db_bucket);

	for (size_t i = 0; i < count; i++) {
		struct slot *slot = &b->slots[bucket_of(b, sorted[i])];

		slot->at += entry_size(sorted[i]);
		slot->left++;
	}
	for (uint64_t n = 0; n < b->buckets; n++) {
		uint64_t bytes = b->slots[n].at;

		b->slots[n].at = at;
		at += bytes;
	}
}

static void put_entry(struct build *b, const struct lla_program *p, struct slot *slot)
{
	size_t image_at = sizeof(struct lla_db_entry) + path_room(p);
	struct lla_db_entry entry = { .hash = p->hash,
				      .id = lla_build_policy_id(p->image),
				      .size = (uint32_t)entry_size(p),
				      .image_at = (uint32_t)image_at,
				      .flags = p->flags };

	if (!--slot->left)
		entry.flags |= LLA_DB_LAST;
	entry.check = (uint32_t)lla_db_check(&entry, sizeof(entry), slot->at, b->size);
	memcpy(b->file + slot->at, &entry, sizeof(entry));
	memcpy(b->file + slot->at + sizeof(entry), p->path, strlen(p->path));
	memcpy(b->file + slot->at + image_at, p->image, p->image->size);
	slot->at += entry.size;
}

static struct lla_db_bucket *bucket(const struct build *b, uint64_t n)
{
	return (struct lla_db_bucket *)(void *)(b->file + sizeof(struct lla_db_header)) + n;
}

/* Within a bucket the entries stay in the order of the programs. */
static void put_entries(struct build *b, struct lla_program *const *sorted, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct slot *slot = &b->slots[bucket_of(b, sorted[i])];
		struct lla_db_bucket *to = bucket(b, bucket_of(b, sorted[i]));

		if (!to->at)
			to->at = slot->at;
		to->marks |= lla_db_mark(sorted[i]->hash);
		put_entry(b, sorted[i], slot);
	}
}

static void put_head(struct build *b, size_t count)
{
	struct lla_db_header header = { .version = LLA_DB_VERSION,
					.programs = (uint32_t)count,
					.size = b->size };

	for (uint64_t n = 0; n < b->buckets; n++) {
		uint64_t at = sizeof(header) + n * sizeof(struct lla_db_bucket);

		bucket(b, n)->check = (uint32_t)lla_db_check(
			bucket(b, n), sizeof(struct lla_db_bucket), at, b->size);
	}
	memcpy(header.magic, LLA_DB_MAGIC, sizeof(header.magic));
	header.check = lla_db_check(&header, sizeof(header), 0, b->size);
	memcpy(b->file, &header, sizeof(header));
}

void *lla_build_database(struct lla_program *const *sorted, size_t count, size_t *size)
{
	struct build b = { 0 };
	uint64_t entries = 0;

	for (size_t i = 0; i < count; i++)
		entries += entry_size(sorted[i]);
	measure(&b, entries);
	b.file = calloc(1, b.size);
	b.slots = calloc(b.buckets, sizeof(*b.slots));
	if (!b.file || !b.slots)
		abort();
	place(&b, sorted, count);
	put_entries(&b, sorted, count);
	put_head(&b, count);
	free(b.slots);
	*size = b.size;
	return b.file;
}
