/* SPDX-License-Identifier: ISC */
/*
 * The command `fleet disable` where the tool cannot do it: a machine must be rescued if there is
 * no tool, no libc, no /proc, and if a preload breaks every other program.
 */
#ifndef LLA_DISABLE_H
#define LLA_DISABLE_H

#include "run/launch.h"

/* Returns whether the words are this command and nothing more. */
bool lla_disable_is(char *const *words);

/* Has the tool do it. If the tool cannot, makes the file that switches all policies off, and takes
 * what refers to the object out of /etc/ld.so.preload. Returns the status of the process. */
int lla_disable(const struct lla_launch *launch);

#endif
