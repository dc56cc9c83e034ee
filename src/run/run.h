/* SPDX-License-Identifier: ISC */
/* The command `run`: confines a command and becomes it. */
#ifndef LLA_RUN_H
#define LLA_RUN_H

#include "run/launch.h"

/* Runs the command line behind the word `run`. Returns the status of the process if it has not
 * become the command. */
int lla_run(const struct lla_launch *launch, char *const *words);

#endif
