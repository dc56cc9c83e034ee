/* SPDX-License-Identifier: ISC */
/*
 * The commands of the tool, a file for each. argv[0] is the command's name. Each
 * returns the status of the process.
 */
#ifndef LLA_COMMAND_H
#define LLA_COMMAND_H

#include "base/say.h"

/* env(1), nohup(1): the command could not be run; was not found. */
#define LLA_STATUS_CANNOT_RUN 126
#define LLA_STATUS_NOT_FOUND 127

/* After getopt, which is told to be silent, has met what it does not know. */
int lla_usage_error(const char *command);

int lla_run(int argc, char **argv);
int lla_check(int argc, char **argv);
int lla_compile_command(int argc, char **argv);
int lla_status(int argc, char **argv);
int lla_fleet(int argc, char **argv); /* has commands of its own: fleet.h */

#endif
