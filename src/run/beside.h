/* SPDX-License-Identifier: ISC */
/*
 * The files beside the launcher's own file: which of them the launcher trusts. Each is opened
 * once and judged by its descriptor. Knows nothing of their contents.
 */
#ifndef LLA_BESIDE_H
#define LLA_BESIDE_H

#include "core/file.h"
#include "core/paths.h"
#include "run/launch.h"

/* Opens the file of that name beside the launcher, and writes its path. Returns 0, and the caller
 * closes file->fd; 1 if there is no such file; -1 if nobody should trust the file. */
int lla_beside_open(const struct lla_launch *launch, const char *name, struct lla_file *file,
		    char path[LLA_PATH_MAX], struct lla_error *err);

/* Opens the launcher's own file. Returns as lla_file_open(). */
int lla_beside_open_self(const struct lla_launch *launch, struct lla_file *file);

#endif
