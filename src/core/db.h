/* SPDX-License-Identifier: ISC */
/*
 * The fleet's database: policy images by the path of the executable. How it lies in
 * the file, and how one program is found in it. Knows nothing of processes, and
 * writes nothing.
 *
 * A start of a program that is not named reads one bucket, 16 bytes, wherever that is
 * and however many programs there are. So how many buckets there are follows from
 * the size of the file, and what is read carries its own check, which depends on
 * where it stands and on the size of the file: nothing that was moved, cut off or
 * changed is believed.
 *
 *	header | buckets | entries, those of a bucket one behind the other | zeros
 */
#ifndef LLA_DB_H
#define LLA_DB_H

#include "core/file.h"
#include "core/paths.h"

#define LLA_DB_MAGIC "LLAFLEET"
#define LLA_DB_VERSION 1
#define LLA_DB_PROGRAMS_MAX (1U << 20)

struct lla_db_header {
	char magic[8];
	uint32_t version; /* first of the words, so that a foreign byte order shows */
	uint32_t programs;
	uint64_t size;  /* of the file, a multiple of 8 */
	uint64_t check; /* lla_db_check() of this header, with this field 0 */
	uint64_t zero[4];
};

/* The programs whose hash ends in the bucket's number. */
struct lla_db_bucket {
	uint64_t at;    /* offset of its first entry; 0: it has none */
	uint32_t marks; /* lla_db_mark() of each entry */
	uint32_t check; /* lower half of lla_db_check() of the bucket, with this field 0 */
};

enum lla_db_flags {
	LLA_DB_LAST = 1U << 0,     /* the bucket's last entry */
	LLA_DB_WARN = 1U << 1,     /* on-error = warn */
	LLA_DB_REENTERS = 1U << 2, /* the policy lets some program be executed */
	LLA_DB_FLAGS = (1U << 3) - 1
};

/* One program. Behind it: its path with NUL, filled up with NUL to a multiple of 8, and
 * the image, to the end of the entry. */
struct lla_db_entry {
	uint64_t hash;     /* lla_db_hash() of the path */
	uint64_t id;       /* the same for policies that mean the same */
	uint32_t size;     /* of the entry, a multiple of 8 */
	uint32_t image_at; /* from the entry's beginning */
	uint32_t flags;    /* enum lla_db_flags */
	uint32_t check;    /* as in a bucket */
};

#define LLA_DB_ENTRY_MAX (sizeof(struct lla_db_entry) + LLA_PATH_MAX + LLA_IMAGE_MAX)

uint64_t lla_db_hash(const char *path, size_t len);

/* One of 32 bits. */
uint32_t lla_db_mark(uint64_t hash);

/* How many buckets a file of that size has: a power of two. */
uint64_t lla_db_buckets(uint64_t size);

/* Of a struct of 64-bit words at `at` in a file of `size` bytes. */
uint64_t lla_db_check(const void *words, size_t bytes, uint64_t at, uint64_t size);

/* Whether a bucket or an entry, read at `at` of a file of `size` bytes, is as it was written
 * there. Of the entry that is the struct alone, without the path and the image behind it. */
bool lla_db_bucket_ok(struct lla_db_bucket bucket, uint64_t at, uint64_t size);
bool lla_db_entry_ok(struct lla_db_entry entry, uint64_t at, uint64_t size);

/* An open database and one program in it. */
struct lla_db {
	int fd;
	uint64_t size;
	uint64_t at; /* of the entry that was found */
	struct lla_db_entry entry;
};

/* Whether it is root's, and nobody else may write to it. */
bool lla_db_owned(const struct lla_file *file);

/*
 * Opens the file, O_CLOEXEC. 0; -ENOENT: there is none; -EACCES: a sandbox that this
 * process is in hides it. -EBADMSG: it cannot be used as it is, and err says why.
 */
int lla_db_open(const char *path, struct lla_db *db, struct lla_error *err);

/* Looks for a program by its resolved path. 0: db->entry is it, unless another path has
 * the same hash, which lla_db_image() sees. -ENOENT: not named. -EBADMSG as above. */
int lla_db_find(struct lla_db *db, const char *path, size_t len, struct lla_error *err);

/*
 * Reads the found entry into db->entry.size bytes of memory, 8-byte aligned, and
 * validates its image. 0; -ENOENT: it is another path's; -EBADMSG as above.
 */
int lla_db_image(const struct lla_db *db, const char *path, size_t len, void *memory,
		 const struct lla_image **image, struct lla_error *err);

#endif
