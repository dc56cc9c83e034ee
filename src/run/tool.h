/* SPDX-License-Identifier: ISC */
/*
 * The tool: the one of this build beside the launcher, else the installed one. Knows nothing of
 * its commands.
 */
#ifndef LLA_RUN_TOOL_H
#define LLA_RUN_TOOL_H

#include "core/helper.h"
#include "core/paths.h"
#include "run/launch.h"

/* The name of the tool's file. */
#define LLA_TOOL_NAME "landlock-auto-tool"

/* The tool that is found. Begins as { launch }. */
struct lla_tool_search {
	const struct lla_launch *launch;
	char path[LLA_PATH_MAX]; /* of the tool beside the launcher */
};

/* Finds the tool for a struct lla_tool_search. Fits struct lla_helper. Returns 0, and the caller
 * closes tool->fd if it is not -1; or -1 if a tool is beside the launcher that nobody should
 * trust. */
int lla_tool_find(void *search, struct lla_tool *tool, struct lla_error *err);

/* Becomes the tool, with the launcher's own arguments and environment. If that fails, says why
 * and returns the status of the process. */
int lla_tool_become(const struct lla_launch *launch);

#endif
