/* SPDX-License-Identifier: ISC */
#include "switch/prove.h"
#include "base/replace.h"
#include "base/say.h"
#include "fleet/build.h"
#include "core/paths.h"
#include "core/words.h"
#include "switch/start.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#define SHELL "/bin/sh"
#define STAGED "/etc/landlock-auto.trial"
#define STAGED_DB STAGED "/" LLA_FLEET_DB_NAME

static int make_image(struct lla_policy *policy, void *memory, size_t size, struct lla_error *err)
{
	if (lla_policy_begin(policy, memory, size, "trial", err))
		return -1;
	if (lla_policy_words(policy, "handle=read_file log-denials=false", err))
		return -1;
	return lla_policy_finish(policy, err);
}

/* Makes a database in which the shell is a program that may read nothing. */
static void *make_database(size_t *size, struct lla_error *err)
{
	_Alignas(8) char memory[4096];
	char path[PATH_MAX];
	struct lla_program shell = { .path = path };
	struct lla_program *const all[] = { &shell };
	struct lla_policy policy;

	if (!realpath(SHELL, path)) {
		lla_fail(err, "%s: %e", SHELL, errno);
		return NULL;
	}
	if (make_image(&policy, memory, sizeof(memory), err))
		return NULL;
	shell.hash = lla_db_hash(path, strlen(path));
	shell.image = policy.image;
	return lla_build_database(all, 1, size);
}

/* Covers the directory, not the file: a mount on a file is gone when `fleet compile` replaces the
 * file. */
static int cover_database(void)
{
	struct stat ours, there;

	if (mount(STAGED, lla_fleet_dir, NULL, MS_BIND, NULL) || stat(STAGED_DB, &ours) ||
	    stat(lla_fleet_db, &there))
		return -errno;
	if (ours.st_ino == there.st_ino && ours.st_dev == there.st_dev)
		return 0;
	return mount(STAGED_DB, lla_fleet_db, NULL, MS_BIND, NULL) ? -errno : 0;
}

#define FAILURE "cannot show a database to a trial"

/* Puts the database in the place of the machine's. Nobody else sees the stage's /etc. */
static int put_database(const void *database, size_t size, struct lla_error *err)
{
	const struct lla_replacement r = {
		.path = STAGED_DB, .temporary = STAGED_DB ".new", .mode = 0644, .failure = FAILURE
	};
	int got;

	if (mkdir(STAGED, 0755))
		return lla_fail(err, FAILURE ": %e", errno);
	if (lla_replace(&r, database, size, err))
		return -1;
	got = cover_database();
	return got ? lla_fail(err, FAILURE ": %e", -got) : 0;
}

static int report(const struct lla_ended *e)
{
	if (e->end == LLA_END_EXITED && e->value == LLA_STATUS_REFUSED)
		lla_say("the object confines nothing here: %Q", e->err, strcspn(e->err, "\n"));
	else
		lla_say("the object confines nothing here: programs pass over "
			"/etc/ld.so.preload, as those with musl do, or it is another object "
			"of the same name");
	return 1;
}

int lla_prove(bool refusal_will_do, struct lla_error *err)
{
	static const char *const argv[] = { SHELL, "-c", ": <" SHELL, NULL };
	const struct lla_start start = { .argv = argv };
	struct lla_ended ended;
	size_t size;
	void *database = make_database(&size, err);
	bool denied, refused;
	int got;

	if (!database)
		return -1;
	got = put_database(database, size, err);
	free(database);
	if (got)
		return -1;
	got = lla_start(&start, &ended, err);
	/* Fails if nothing is mounted there. */
	umount2(lla_fleet_db, MNT_DETACH);
	umount2(lla_fleet_dir, MNT_DETACH);
	if (got)
		return -1;
	refused = ended.end == LLA_END_EXITED && ended.value == LLA_STATUS_REFUSED;
	denied = ended.end == LLA_END_EXITED && ended.value && !refused &&
		 strstr(ended.err, strerror(EACCES));
	return denied || (refused && refusal_will_do) ? 0 : report(&ended);
}
