/* SPDX-License-Identifier: ISC */
/*
 * The kind of program that a command is, and so how it can be confined. Reads ELF headers and
 * first lines of scripts. Runs nothing.
 */
#ifndef LLA_TARGET_H
#define LLA_TARGET_H

#include "core/text.h"

#include <limits.h>

/* As many #! lines as the kernel follows. */
#define LLA_SCRIPTS_MAX 5

enum lla_target_kind {
	LLA_TARGET_PRELOAD, /* its loader takes the shim along */
	LLA_TARGET_STATIC,  /* no loader: confined before the exec */
};

struct lla_target {
	enum lla_target_kind kind;
	char path[PATH_MAX];    /* the file that is executed */
	char program[PATH_MAX]; /* the ELF file behind it: itself, or what its #! names */
	char scripts[LLA_SCRIPTS_MAX][PATH_MAX]; /* the files with #! on the way */
	int script_count;
};

/* Finds the command as execvp(3) does. Returns 0, ENOENT or EACCES. */
int lla_target_find(const char *command, struct lla_target *target);

/* Looks at the kind of the program. `shim` is the path of the object that would be preloaded.
 * Returns 0, or -1 if the program cannot be confined, or not without doubt, and err says why. */
int lla_target_inspect(struct lla_target *target, const char *shim, struct lla_error *err);

#endif
