/* SPDX-License-Identifier: ISC */
#include "db.h"
#include "file.h"
#include "rule.h"
#include "sys.h"

_Static_assert(sizeof(struct lla_db_header) == 64, "the same on 32 and 64 bits");
_Static_assert(sizeof(struct lla_db_bucket) == 16, "the same on 32 and 64 bits");
_Static_assert(sizeof(struct lla_db_entry) == 32, "the same on 32 and 64 bits");

#define GOLDEN 0x9e3779b97f4a7c15U

/* A bijection, in which each bit of what goes in reaches all of what comes out. */
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
	const uint64_t *word = words;
	uint64_t sum = mix(GOLDEN * LLA_DB_VERSION ^ at) ^ mix(size);

	for (size_t i = 0; i < bytes / 8; i++)
		sum = mix(sum ^ word[i]);
	return sum;
}
