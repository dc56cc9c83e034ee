/* SPDX-License-Identifier: ISC */
/* landlock-auto fleet test: a program as if the fleet's policies were on, this once. */
#include "switch/checks.h"
#include "tool/command.h"
#include "core/paths.h"
#include "switch/stage.h"
#include "core/target.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int usage(void)
{
	puts("usage: landlock-auto fleet test program [-- argument ...]\n"
	     "\n"
	     "Runs a program as it would run with the fleet's policies switched on: the database is\n"
	     "that of the last fleet compile, and what it starts is treated likewise. It is in a\n"
	     "mount namespace of its own for that, where files that are made in /etc itself are not\n"
	     "the machine's. For root.\n"
	     "\n"
	     "Status: the program's; 125 if it was not run, 126 if it cannot be executed, 127 if it\n"
	     "was not found.");
	return 0;
}

/* Warns a user who would test no policy. The program of a script is its interpreter.
 * lla_target_inspect() refuses privileged programs, which `run` cannot confine. Here they can be
 * confined, so its error does not count. */
static int warn_of_unnamed(const struct lla_database *db, struct lla_target *target,
			   struct lla_error *err)
{
	struct lla_error no_matter = { 0 };
	bool looked = !lla_target_inspect(target, &no_matter);
	char *path = realpath(looked ? target->program : target->path, NULL);

	if (!path)
		return lla_fail(err, "%q: %e", target->path, errno);
	if (looked && target->kind == LLA_TARGET_STATIC)
		lla_say("%q is static: no object is loaded into it, so it is not "
			"confined",
			path);
	else if (!lla_database_find(db, path))
		lla_say("%q is not named: it is not confined itself", path);
	free(path);
	return 0;
}

static int check(struct lla_database *db, struct lla_target *target, struct lla_error *err)
{
	if (lla_checks_all(db, err) || lla_checks_not_switched_off(err))
		return -1;
	return warn_of_unnamed(db, target, err);
}

static int stage(const struct lla_switch *s, struct lla_error *err)
{
	char *list;
	size_t size;
	int got;

	if (lla_checks_list(s, err) || lla_stage_enter(err))
		return -1;
	list = lla_switch_list(s, lla_shim_path, &size);
	got = lla_stage_preload(list, size, err);
	free(list);
	return got;
}

static int prepare(struct lla_target *target, struct lla_error *err)
{
	struct lla_database db = { 0 };
	struct lla_switch s;
	int got = check(&db, target, err);

	lla_database_free(&db);
	if (got)
		return -1;
	got = lla_switch_look(&s, err) ? -1 : stage(&s, err);
	lla_switch_free(&s);
	return got;
}

static int cannot_run(const char *command, int error)
{
	lla_say("%q: %e", command, error);
	return error == ENOENT ? LLA_STATUS_NOT_FOUND : LLA_STATUS_CANNOT_RUN;
}

int lla_fleet_test(int argc, char **argv)
{
	struct lla_error err = { 0 };
	struct lla_target target;
	char **command = argv + 1;
	int got;

	if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")))
		return usage();
	if (argc > 1 && !strcmp(argv[1], "--"))
		command++;
	if (!*command || **command == '-')
		return lla_usage_error("fleet test");
	got = lla_target_find(*command, getenv("PATH"), &target);
	if (got)
		return cannot_run(*command, -got);
	if (geteuid()) {
		lla_say("fleet test is for root");
		return LLA_STATUS_REFUSED;
	}
	if (prepare(&target, &err))
		return lla_refuse(&err);
	/* In `fleet test program -- argument`, the program gets its name for the `--`. */
	if (command[1] && !strcmp(command[1], "--")) {
		command[1] = command[0];
		command++;
	}
	execv(target.path, command);
	return cannot_run(target.path, errno);
}
