/* SPDX-License-Identifier: ISC */
/* db_version FILE VERSION: makes a database what another version would have written,
 * every check of it right. */
#include "core/db.h"

#include <stdio.h>
#include <stdlib.h>

static uint32_t version;
#undef LLA_DB_VERSION
#define LLA_DB_VERSION version
#include "core/db.c"

static _Alignas(8) unsigned char file[1 << 20];

static void renew(uint64_t size)
{
	struct lla_db_header *header = (void *)file;
	struct lla_db_bucket *bucket = (void *)(header + 1), *end = bucket + lla_db_buckets(size);
	struct lla_db_entry *entry;

	for (uint64_t at = sizeof(*header); bucket < end; bucket++, at += sizeof(*bucket)) {
		bucket->check = 0;
		bucket->check = (uint32_t)lla_db_check(bucket, sizeof(*bucket), at, size);
	}
	for (uint64_t at = (uint64_t)((unsigned char *)end - file);
	     at + sizeof(*entry) <= size && (entry = (void *)(file + at))->size;
	     at += entry->size) {
		entry->check = 0;
		entry->check = (uint32_t)lla_db_check(entry, sizeof(*entry), at, size);
	}
	header->version = version;
	header->check = 0;
	header->check = lla_db_check(header, sizeof(*header), 0, size);
}

int main(int argc, char **argv)
{
	FILE *f = argc == 3 ? fopen(argv[1], "r+b") : NULL;
	size_t size = f ? fread(file, 1, sizeof(file), f) : 0;

	if (size < sizeof(struct lla_db_header) || size == sizeof(file))
		return 1;
	version = (uint32_t)strtoul(argv[2], NULL, 10);
	renew(size);
	rewind(f);
	return fwrite(file, 1, size, f) != size || fclose(f);
}
