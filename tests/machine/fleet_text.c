/* SPDX-License-Identifier: ISC */
#include "machine/fleet_text.h"
#include "fleet/database.h"
#include "core/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

void text(const char *name, const char *what)
{
	char path[4096];

	snprintf(path, sizeof(path), ETC "/%s", name);
	test_text(path, what);
}

void begin(void)
{
	needs_root();
	umask(022);
	ran_well(sh("mkdir -p " DIR " root/usr/bin && ln -s usr/bin root/bin && cd root/usr/bin && "
		    "for p in a b c d; do echo >$p && chmod 755 $p; done"),
		 0);
}

void compiles(unsigned programs)
{
	struct ran r = COMPILED;
	char says[100];

	snprintf(says, sizeof(says), "%u program%s in ", programs, programs == 1 ? "" : "s");
	if (programs) {
		ran_well(r, 0);
	} else {
		cr_assert_eq(r.status, 0, "%s", r.err);
		contains(r.err, "landlock-auto: warning: no program is named in ");
		cr_assert_eq(strchr(r.err, '\n'), r.err + strlen(r.err) - 1, "%s", r.err);
	}
	cr_assert(!strncmp(r.out, says, strlen(says)), "%s", r.out);
	contains(r.out, lla_fleet_db);
}

void warns(const char *of)
{
	struct ran r = COMPILED;

	cr_assert_eq(r.status, 0, "%s", r.err);
	contains(r.err, of);
	cr_assert_eq(strchr(r.err, '\n'), r.err + strlen(r.err) - 1, "not one line:\n%s", r.err);
}

void fails(const char *const *lines)
{
	struct ran r = COMPILED;
	char *line = strtok(r.err, "\n");

	cr_assert_eq(r.status, 125, "status %d: %s", r.status, r.err);
	cr_assert_str_empty(r.out);
	for (; *lines; lines++, line = strtok(NULL, "\n")) {
		cr_assert_not_null(line, "nothing says \"%s\"", *lines);
		contains(line, *lines);
	}
	cr_assert_not_null(line);
	contains(line, "nothing is changed");
	cr_assert_null(strtok(NULL, "\n"));
}

void fails_once(const char *line)
{
	fails((const char *const[]){ line, NULL });
}

const char *db_path(void)
{
	static char path[4096];

	snprintf(path, sizeof(path), "%s/" ETC "/landlock-auto.db", test_dir());
	return path;
}

struct lla_db_entry entry_of(const char *path)
{
	struct lla_error err = { 0 };
	struct lla_db db;
	int got;

	cr_assert_eq(lla_db_open(db_path(), &db, &err), 0, "%s", err.text);
	got = lla_db_find(&db, path, strlen(path), &err);
	cr_assert(!got || got == -ENOENT, "%s", err.text);
	close(db.fd);
	return got ? (struct lla_db_entry){ 0 } : db.entry;
}

bool is_named(const char *path)
{
	return entry_of(path).size;
}

const struct lla_image *image_in_db(const char *path)
{
	struct lla_error err = { 0 };
	const struct lla_image *image;
	struct lla_db db;

	cr_assert_eq(lla_db_open(db_path(), &db, &err), 0, "%s", err.text);
	cr_assert_eq(lla_db_find(&db, path, strlen(path), &err), 0, "%s is not named", path);
	cr_assert_eq(lla_db_image(&db, path, strlen(path), malloc(db.entry.size), &image, &err), 0,
		     "%s", err.text);
	close(db.fd);
	return image;
}

unsigned programs_in_db(void)
{
	struct lla_error err = { 0 };
	struct stat st;
	struct lla_db_header *at;
	unsigned programs;
	int fd = open(db_path(), O_RDONLY | O_CLOEXEC);

	cr_assert(fd >= 0 && !fstat(fd, &st), "%s: %s", db_path(), strerror(errno));
	at = malloc((size_t)st.st_size);
	cr_assert_eq(read(fd, at, (size_t)st.st_size), st.st_size);
	close(fd);
	cr_assert_eq(lla_database_validate(at, (size_t)st.st_size, &err), 0, "%s", err.text);
	programs = at->programs;
	free(at);
	return programs;
}
