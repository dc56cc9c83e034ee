/* SPDX-License-Identifier: ISC */
/*
 * The fleet's database, which maps the path of an executable to a policy image: the layout
 * of the file, and the look-up of one program. Knows nothing of processes, and writes nothing.
 *
 * The start of a program that is not named reads one bucket of 16 bytes, however many
 * programs there are. For that, the size of the file alone tells how many buckets it has.
 * Buckets and entries carry a check of their own, which depends on their offset and on the
 * size of the file. So no reader believes a part that was moved, cut off or changed.
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

/* Leads to the programs whose hash ends in the bucket's number. */
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

/* One program. Behind this struct come the path with NUL, filled up with NUL to a multiple of 8,
 * and the image. The image ends the entry. */
struct lla_db_entry {
	uint64_t hash;     /* lla_db_hash() of the path */
	uint64_t id;       /* the same for policies that mean the same */
	uint32_t size;     /* of the entry, a multiple of 8 */
	uint32_t image_at; /* from the entry's beginning */
	uint32_t flags;    /* enum lla_db_flags */
	uint32_t check;    /* as in a bucket */
};

#define LLA_DB_ENTRY_MAX (sizeof(struct lla_db_entry) + LLA_PATH_MAX + LLA_IMAGE_MAX)

/* Returns the hash of a path. */
uint64_t lla_db_hash(const char *path, size_t len);

/* Returns the hash's mark, one of 32 bits. */
uint32_t lla_db_mark(uint64_t hash);

/* Returns how many buckets a file of `size` bytes has, a power of two. */
uint64_t lla_db_buckets(uint64_t size);

/* Returns the check of a struct of 64-bit words at offset `at` in a file of `size` bytes. */
uint64_t lla_db_check(const void *words, size_t bytes, uint64_t at, uint64_t size);

/* Returns whether a bucket or an entry is as it was written at offset `at` of a file of `size`
 * bytes. Looks at the entry's struct alone, not at the path and the image behind it. */
bool lla_db_bucket_ok(struct lla_db_bucket bucket, uint64_t at, uint64_t size);
bool lla_db_entry_ok(struct lla_db_entry entry, uint64_t at, uint64_t size);

/* An open database and one program in it. */
struct lla_db {
	int fd;
	uint64_t size;
	uint64_t at; /* of the entry that was found */
	struct lla_db_entry entry;
};

/* Returns whether root owns the file and nobody else may write to it. */
bool lla_db_owned(const struct lla_file *file);

/*
 * Opens a database, O_CLOEXEC. Returns 0; -ENOENT if there is none; -EACCES if a sandbox
 * around this process hides it; -EBADMSG if it cannot be used, and err says why. The caller
 * closes db->fd.
 */
int lla_db_open(const char *path, struct lla_db *db, struct lla_error *err);

/*
 * Looks for a program by its resolved path, and reads its entry to db->entry. Returns 0; -ENOENT
 * if the database does not name the program; -EBADMSG as above. The entry may be that of another
 * path with the same hash: lla_db_image() tells.
 */
int lla_db_find(struct lla_db *db, const char *path, size_t len, struct lla_error *err);

/*
 * Reads the found entry into db->entry.size bytes of memory, 8-byte aligned. Validates the
 * entry's image and makes `image` point to it. Returns 0; -ENOENT if the entry is another path's;
 * -EBADMSG as above.
 */
int lla_db_image(const struct lla_db *db, const char *path, size_t len, void *memory,
		 const struct lla_image **image, struct lla_error *err);

#endif
