/* SPDX-License-Identifier: ISC */
/*
 * The program that this process runs: the path of its executable, without symbolic
 * links. For a script, the executable is the interpreter. Knows nothing of policies.
 */
#ifndef LLA_EXECUTABLE_H
#define LLA_EXECUTABLE_H

#include "core/paths.h"

/* Writes the path, without a NUL behind it. `argv` is as main gets it, or NULL if it is unknown,
 * which costs time. Returns the path's length, or -errno. */
long lla_executable(char *const *argv, char path[LLA_PATH_MAX]);

#endif
