/* SPDX-License-Identifier: ISC */
/*
 * The command `fleet disable`, also if the tool cannot do it. It rescues a machine without a tool,
 * a libc or /proc, and a machine on which a preload breaks every other program. Knows nothing of
 * the database.
 */
#ifndef LLA_DISABLE_H
#define LLA_DISABLE_H

#include "run/launch.h"

/* Returns whether the words are this command and nothing more. */
bool lla_disable_is(char *const *words);

/* Has the tool do it. If the tool cannot, makes the file that switches all policies off, and takes
 * the object's entries out of /etc/ld.so.preload. Returns the status of the process. */
int lla_disable(const struct lla_launch *launch);

#endif
