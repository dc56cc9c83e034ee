/* SPDX-License-Identifier: ISC */
#include "switch/checks.h"
#include "base/child.h"
#include "core/db.h"
#include "core/object.h"
#include "core/paths.h"
#include "switch/preload.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

bool lla_checks_switched_off(void)
{
	return lla_file_is_roots(lla_fleet_disable_file);
}

int lla_checks_not_switched_off(struct lla_error *err)
{
	if (!lla_checks_switched_off())
		return 0;
	return lla_fail(err, "%q is there, and so nothing is confined; remove it first",
			lla_fleet_disable_file);
}

bool lla_checks_required(void)
{
	return lla_file_is_roots(lla_fleet_required_file);
}

/* A child with the rights of a user tries, as the directories on the way count as well. */
static bool hidden_from_users(const char *path)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		lla_child_become_nobody();
		lla_child_leave(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) < 0 &&
				errno == EACCES);
	}
	status = lla_child_wait(pid);
	return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

/* If a user cannot read one of these, the programs of this user start unconfined. */
int lla_checks_users(struct lla_error *err)
{
	const char *const needed[] = { lla_shim_path, lla_fleet_db, LLA_PRELOAD_FILE };

	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (hidden_from_users(needed[i]))
			return lla_fail(err,
					"%q cannot be read by every user: chmod 644 it, and 755 "
					"the directories that it is in",
					needed[i]);
	return 0;
}

/* A user who can write to one of them can put another object there. */
static int check_directories(struct lla_error *err)
{
	char path[PATH_MAX], *slash;
	struct stat st;

	if (!realpath(lla_shim_path, path))
		return lla_fail(err, "%q: %e", lla_shim_path, errno);
	while ((slash = strrchr(path, '/'))) {
		slash[slash == path] = '\0';
		if (stat(path, &st) || !lla_is_roots_alone(st.st_uid, st.st_mode))
			return lla_fail(err,
					"%q, where the object is, is not root's alone to write: "
					"chown root and chmod go-w it",
					path);
		if (slash == path)
			break;
	}
	return 0;
}

int lla_checks_object(struct lla_error *err)
{
	static const struct lla_object_words words = { "", "install it again" };
	struct lla_file file;
	int got = lla_file_open(lla_shim_path, &file);

	if (got)
		return lla_fail(err, "cannot read %q, which confines programs: %e; %s",
				lla_shim_path, -got, words.remedy);
	got = lla_object_check(&file, lla_shim_path, &words, err);
	close(file.fd);
	if (got)
		return -1;
	if (!lla_db_owned(&file))
		return lla_fail(err, "%q is not root's alone to write: chown root and chmod 644 it",
				lla_shim_path);
	return 0;
}

int lla_checks_all(struct lla_database *database, struct lla_error *err)
{
	if (lla_checks_object(err) || check_directories(err))
		return -1;
	if (lla_database_read(database, err))
		return -1;
	return lla_checks_users(err);
}

int lla_checks_look(struct lla_switch *s, struct lla_error *err)
{
	if (lla_switch_look(s, err))
		return -1;
	if (!s->copy)
		return 0;
	return lla_fail(
		err,
		"%q names the object as %q already, which no boot would verify; landlock-auto "
		"fleet disable takes it out",
		s->path, s->copy);
}

int lla_checks_list(const struct lla_switch *s, struct lla_error *err)
{
	if (!lla_preload_can_name(lla_shim_path))
		return lla_fail(err,
				"the path %q has a character that loaders would read as another; "
				"install the object elsewhere",
				lla_shim_path);
	if (s->bytes && memchr(s->bytes, '\0', s->size))
		return lla_fail(err, "%q has a NUL byte in it, behind which loaders see nothing",
				s->path);
	return 0;
}
