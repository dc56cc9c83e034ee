/* SPDX-License-Identifier: ISC */
/* The command `export`: copies the launcher and its object into a directory. Knows nothing of
 * policies. */
#ifndef LLA_EXPORT_H
#define LLA_EXPORT_H

#include "run/launch.h"

/* Runs the command line behind the word `export`. Returns the status of the process. */
int lla_export(const struct lla_launch *launch, char *const *words);

#endif
