/* SPDX-License-Identifier: ISC */
/* The fleet's database: every named program is found, and nothing else; whatever is
 * not as it was written is seen, by the look-up and as a whole. */
#include "common.h"
#include "core/image.h"
#include "fleet/build.h"
#include "fleet/database.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct made {
	unsigned char *at;
	size_t size, count;
	struct lla_program *programs;
	int fd; /* of a file with these bytes */
};

static int by_hash(const void *a, const void *b)
{
	const struct lla_program *const *p = a, *const *q = b;

	return (*p)->hash < (*q)->hash ? -1 : (*p)->hash > (*q)->hash;
}

/* Programs /p/0, /p/1 and so on; each has a policy of its own. */
static struct made make(size_t count)
{
	struct made m = { .count = count };
	struct lla_program **sorted = calloc(count + 1, sizeof(*sorted));

	m.programs = calloc(count + 1, sizeof(*m.programs));
	for (size_t i = 0; i < count; i++) {
		struct lla_program *p = &m.programs[i];
		char words[64];

		cr_assert(asprintf(&p->path, "/p/%zu", i) > 0);
		snprintf(words, sizeof(words), "r:/policy/%zu", i);
		p->image = image_of(words);
		p->hash = lla_db_hash(p->path, strlen(p->path));
		sorted[i] = p;
	}
	qsort(sorted, count, sizeof(*sorted), by_hash);
	m.at = lla_build_database(sorted, count, &m.size);
	m.fd = memfd_create("db", MFD_CLOEXEC);
	cr_assert(m.fd >= 0);
	cr_assert_eq(write(m.fd, m.at, m.size), (ssize_t)m.size);
	free(sorted);
	return m;
}

/* 1 found with this image, 0 not named, -1 another image, or -EBADMSG. */
static int look_up(const struct made *m, const char *path, const struct lla_image *want)
{
	struct lla_db db = { .fd = m->fd, .size = m->size };
	const struct lla_image *image;
	struct lla_error err = { 0 };
	struct stat st;
	void *memory;
	int got;

	fstat(m->fd, &st);
	db.size = (uint64_t)st.st_size;
	got = lla_db_find(&db, path, strlen(path), &err);
	if (got)
		return got == -ENOENT ? 0 : got;
	memory = malloc(db.entry.size);
	got = lla_db_image(&db, path, strlen(path), memory, &image, &err);
	if (!got)
		got = want && image->size == want->size && !memcmp(image, want, want->size) ? 1
											    : -1;
	free(memory);
	return got == -ENOENT ? 0 : got;
}

Test(db, every_named_program_is_found_and_nothing_else)
{
	static const size_t counts[] = { 0, 1, 2, 3, 10, 1000 };
	struct lla_error err;
	char path[32];

	for (size_t c = 0; c < COUNT(counts); c++) {
		struct made m = make(counts[c]);

		cr_assert(!lla_database_validate(m.at, m.size, &err), "%zu: %s", counts[c],
			  err.text);
		for (size_t i = 0; i < m.count; i++)
			cr_assert_eq(look_up(&m, m.programs[i].path, m.programs[i].image), 1, "%zu",
				     i);
		for (size_t i = m.count; i < 3000; i++) {
			snprintf(path, sizeof(path), "/p/%zu", i);
			cr_assert_eq(look_up(&m, path, NULL), 0, "%s", path);
		}
	}
}

/* Changes one byte, and asks for everything. */
static void flip(struct made *m, size_t at, unsigned char bit)
{
	unsigned char byte = m->at[at] ^ bit;
	struct lla_error err;
	size_t seen = 0;

	cr_assert_eq(pwrite(m->fd, &byte, 1, (off_t)at), 1);
	for (size_t i = 0; i < m->count; i++) {
		int got = look_up(m, m->programs[i].path, m->programs[i].image);

		cr_assert(got == 1 || got == -EBADMSG, "byte %zu bit %u: %s: %d", at, bit,
			  m->programs[i].path, got);
		seen += got == -EBADMSG;
	}
	/* A program reads little that concerns others. */
	cr_assert_lt(seen, m->count);
	cr_assert_eq(pwrite(m->fd, m->at + at, 1, (off_t)at), 1);
	m->at[at] = byte;
	cr_assert(lla_database_validate(m->at, m->size, &err), "byte %zu bit %u", at, bit);
	m->at[at] ^= bit;
}

Test(db, every_flipped_bit_is_seen)
{
	struct made m = make(8);

	for (size_t at = 0; at < m.size; at++)
		for (unsigned bit = 1; bit < 256; bit *= 2)
			flip(&m, at, (unsigned char)bit);
}

Test(db, every_other_length_is_seen)
{
	struct made m = make(8);
	struct lla_error err;

	for (size_t size = 0; size < 2 * m.size; size++) {
		if (size == m.size)
			continue;
		cr_assert_not(ftruncate(m.fd, (off_t)(size < m.size ? size : m.size)));
		cr_assert_not(ftruncate(m.fd, (off_t)size));
		if (size < m.size)
			cr_assert_eq(pwrite(m.fd, m.at, size, 0), (ssize_t)size);
		for (size_t i = 0; i < m.count; i++)
			cr_assert_eq(look_up(&m, m.programs[i].path, NULL), -EBADMSG, "%zu", size);
		if (size < m.size)
			cr_assert(lla_database_validate(m.at, size, &err));
		cr_assert_eq(pwrite(m.fd, m.at, m.size, 0), (ssize_t)m.size);
	}
}

Test(db, what_stands_in_another_place_is_seen)
{
	struct made m = make(64);
	uint64_t buckets = lla_db_buckets(m.size);
	struct lla_db_bucket *b = (void *)(m.at + sizeof(struct lla_db_header));
	struct lla_error err;
	size_t moved = 0;

	/* Each bucket goes where the next one was. */
	for (uint64_t n = 0; n < buckets; n++)
		cr_assert_eq(pwrite(m.fd, &b[(n + 1) % buckets], sizeof(*b),
				    (off_t)((unsigned char *)&b[n] - m.at)),
			     (ssize_t)sizeof(*b));
	for (size_t i = 0; i < m.count; i++)
		moved += look_up(&m, m.programs[i].path, m.programs[i].image) == -EBADMSG;
	cr_assert_eq(moved, m.count);
	cr_assert(!lla_database_validate(m.at, m.size, &err));
}

static int open_db(const char *path)
{
	struct lla_error err = { 0 };
	struct lla_db db;
	int got = lla_db_open(path, &db, &err);

	if (!got)
		close(db.fd);
	cr_assert(got != -EBADMSG || err.text[0]);
	return got;
}

Test(db, is_roots_alone)
{
	struct made m = make(1);
	const char *path = test_file("db", m.at, m.size);

	needs_root();
	cr_assert_eq(open_db("nosuch"), -ENOENT);
	cr_assert_eq(open_db("/dev/null/nosuch"), -ENOENT);
	cr_assert_eq(open_db(path), 0);
	chmod(path, 0664);
	cr_assert_eq(open_db(path), -EBADMSG);
	chmod(path, 0646);
	cr_assert_eq(open_db(path), -EBADMSG);
	chmod(path, 0600);
	cr_assert_eq(open_db(path), 0);
	cr_assert_not(chown(path, 1, 0));
	cr_assert_eq(open_db(path), -EBADMSG);
	cr_assert_not(chown(path, 65534, 0));
	cr_assert_eq(open_db(path), -EBADMSG);
	cr_assert_eq(open_db("/tmp"), -EBADMSG);
}

static int open_as_nobody(void *path)
{
	if (setgid(65534) || setuid(65534))
		return 255;
	return -open_db(path);
}

/* A sandbox hides the file, if everybody may read it and this process may not. */
Test(db, one_that_not_all_may_read_is_no_database)
{
	struct made m = make(1);
	char *path = (char *)test_file("db", m.at, m.size);

	needs_root();
	cr_assert_eq(in_child(open_as_nobody, path), 0);
	chmod(path, 0600);
	cr_assert_eq(in_child(open_as_nobody, path), EBADMSG);
}
