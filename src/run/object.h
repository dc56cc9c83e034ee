/* SPDX-License-Identifier: ISC */
/* The object that the command's loader takes along: the one beside the launcher, else the
 * installed one. Knows nothing of the command. */
#ifndef LLA_RUN_OBJECT_H
#define LLA_RUN_OBJECT_H

#include "core/file.h"
#include "core/paths.h"
#include "run/launch.h"

/* Opens the object and checks it as a file. Writes its path. Returns 0, and the caller closes
 * file->fd; or -1. */
int lla_run_object_open(const struct lla_launch *launch, struct lla_file *file,
			char path[LLA_PATH_MAX], struct lla_error *err);

/* Finds an object that a loader can take from LD_PRELOAD, and writes its path. Checks everything
 * for which loaders would pass over it without a word. Returns 0 or -1. */
int lla_run_object_find(const struct lla_launch *launch, char path[LLA_PATH_MAX],
			struct lla_error *err);

#endif
