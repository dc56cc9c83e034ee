/* SPDX-License-Identifier: ISC */
/*
 * Which program this process runs: the path of its executable, without symbolic
 * links. Of a script that is its interpreter.
 */
#ifndef LLA_EXECUTABLE_H
#define LLA_EXECUTABLE_H

#include "core/paths.h"

/* The length, without a NUL behind it, or -errno. `argv` as main has it; NULL: unknown, which
 * costs time. */
long lla_executable(char *const *argv, char path[LLA_PATH_MAX]);

#endif
