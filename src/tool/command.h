/* SPDX-License-Identifier: ISC */
/*
 * The commands of the tool, a file for each, and their common part of a command line: the
 * table of commands, the help, the complaint about an option. Knows nothing of what a command
 * does.
 */
#ifndef LLA_COMMAND_H
#define LLA_COMMAND_H

#include "base/say.h"

/* For several fleet commands: nothing is wrong, and the policies are not on. */
#define LLA_STATUS_OFF 1

struct lla_command {
	const char *name;
	/* Gets the name as argv[0]. Returns the status of the process. */
	int (*run)(int argc, char **argv);
	const char *help; /* a line, without an end */
};

struct lla_commands {
	const struct lla_command *at; /* the last has no name */
	const char *above;            /* "fleet ", or "" */
	const char *usage, *more;     /* lines of the help, before and after the commands */
};

/* Runs the command that argv[1] names, or prints the help. Returns the status of the process. */
int lla_commands_run(const struct lla_commands *c, int argc, char **argv);

/* Begins a command that takes no argument and needs root. Returns true with the umask 022, and
 * *status is 0. Returns false if the process is to end with *status: the help is printed, or a
 * line says why not. */
bool lla_command_begins(int argc, char **argv, const char *command, const char *help, int *status);

/* Says that an option or argument of the command is wrong, as main() has told getopt(3) to be
 * silent. Returns LLA_STATUS_REFUSED. */
int lla_usage_error(const char *command);

int lla_check(int argc, char **argv);
int lla_compile_command(int argc, char **argv);
int lla_status(int argc, char **argv);
int lla_fleet(int argc, char **argv);

int lla_fleet_compile(int argc, char **argv);
int lla_fleet_enable(int argc, char **argv);
int lla_fleet_confirm(int argc, char **argv);
int lla_fleet_disable(int argc, char **argv);
int lla_fleet_arm(int argc, char **argv);
int lla_fleet_status(int argc, char **argv);
int lla_fleet_test(int argc, char **argv);

#endif
