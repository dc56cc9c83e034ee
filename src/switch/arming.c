/* SPDX-License-Identifier: ISC */
#include "switch/arming.h"
#include "tool/command.h"
#include "core/file.h"
#include "switch/confirm.h"
#include "switch/object.h"
#include "core/paths.h"
#include "switch/change.h"
#include "switch/preload.h"
#include "base/child.h"
#include "switch/trial.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

bool lla_arming_begin(int argc, char **argv, const char *command, const char *help, int *status)
{
	*status = LLA_STATUS_REFUSED;
	if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))) {
		puts(help);
		*status = 0;
		return false;
	}
	if (argc > 1) {
		lla_usage_error(command);
		return false;
	}
	if (geteuid()) {
		lla_say("%s is for root", command);
		return false;
	}
	umask(022);
	return true;
}

bool lla_arming_switched_off(void)
{
	return lla_file_is_roots(lla_fleet_disable_file);
}

bool lla_arming_required(void)
{
	return lla_file_is_roots(lla_fleet_required_file);
}

/* Tried by one of them, as the directories on the way count, too. */
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

/* Without one of these, the programs of users start unconfined. */
int lla_arming_check_users(struct lla_error *err)
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

/* Who can write to one of them can put another object there. */
static int check_directories(struct lla_error *err)
{
	char path[PATH_MAX], *slash;
	struct stat st;

	if (!realpath(lla_shim_path, path))
		return lla_fail(err, "%q: %e", lla_shim_path, errno);
	while ((slash = strrchr(path, '/'))) {
		slash[slash == path] = '\0';
		if (stat(path, &st) || st.st_uid || st.st_mode & 022)
			return lla_fail(err,
					"%q, where the object is, is not root's alone to write: "
					"chown root and chmod go-w it",
					path);
		if (slash == path)
			break;
	}
	return 0;
}

int lla_arming_check(struct lla_database *database, struct lla_error *err)
{
	return lla_object_check(lla_shim_path, err) || check_directories(err) ||
			       lla_database_read(database, err) || lla_arming_check_users(err)
		       ? -1
		       : 0;
}

int lla_arming_look(struct lla_switch *s, struct lla_error *err)
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

int lla_arming_check_list(const struct lla_switch *s, struct lla_error *err)
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

int lla_arming_try(const struct lla_switch *s, const struct lla_database *database,
		   unsigned *started, struct lla_error *err)
{
	struct lla_trial trial = { .database = database };
	char *with, *without;
	int failed;

	if (lla_arming_check_list(s, err))
		return -1;
	with = lla_switch_list(s, lla_shim_path, &trial.with_size);
	without = lla_switch_list(s, NULL, &trial.without_size);
	trial.with = with;
	trial.without = without;
	failed = lla_trial_run(&trial, err);
	free(with);
	free(without);
	*started = trial.started;
	if (failed <= 0)
		return failed;
	return lla_fail(err, "nothing is changed: %d of %u trials failed", failed, trial.started);
}

/* Another of us may have armed it meanwhile, which is what is wanted. */
static bool same_others(const struct lla_switch *a, const struct lla_switch *b)
{
	size_t a_size, b_size;
	char *a_list = lla_switch_list(a, NULL, &a_size);
	char *b_list = lla_switch_list(b, NULL, &b_size);
	bool same = a_size == b_size && !memcmp(a_list, b_list, a_size);

	free(a_list);
	free(b_list);
	return same;
}

static int look_again(const struct lla_switch *before, struct lla_error *err)
{
	struct lla_switch s;
	int got = lla_arming_look(&s, err);

	if (!got &&
	    (s.form != before->form || s.file != before->file || !same_others(&s, before))) {
		lla_fail(err, LLA_PRELOAD_FILE " has changed meanwhile; try again");
		got = 1;
	}
	lla_switch_free(&s);
	return got;
}

int lla_arming_switch_on(const struct lla_switch *s, unsigned confirm_within, struct lla_error *err)
{
	int lock = lla_switch_lock(), got;

	if (lock < 0)
		return lla_fail(err,
				"another landlock-auto fleet command does not end, or " LLA_RUN_DIR
				" cannot be made");
	got = look_again(s, err);
	if (!got && confirm_within)
		got = lla_confirm_begin(confirm_within, err);
	if (!got && (lla_switch_arm(s, err) || lla_switch_enable(s, err))) {
		got = -1;
		if (s->form == LLA_SWITCH_NONE)
			lla_switch_disarm();
		if (confirm_within)
			lla_confirm_end();
	}
	close(lock);
	return got;
}
