/* SPDX-License-Identifier: ISC */
/*
 * The kind of program that a command is, and so how it can be confined. Reads ELF headers and
 * first lines of scripts. Runs nothing.
 */
#ifndef LLA_TARGET_H
#define LLA_TARGET_H

#include "core/elf_file.h"
#include "core/text.h"

/* As many #! lines as the kernel follows. */
#define LLA_SCRIPTS_MAX 5

enum lla_target_kind {
	LLA_TARGET_PRELOAD, /* its loader takes the object along */
	LLA_TARGET_STATIC   /* no loader: confined before the exec */
};

struct lla_target {
	enum lla_target_kind kind;
	int script_count;
	char path[LLA_PATH_MAX];    /* the file that is executed */
	struct lla_elf elf;         /* of `program` */
	char program[LLA_PATH_MAX]; /* the ELF file behind it: itself, or what its #! names */
	char scripts[LLA_SCRIPTS_MAX][LLA_PATH_MAX]; /* the files with #! on the way */
};

/* Finds the command as execvp(3) does, in `search` (PATH; NULL: not set). Returns 0, -ENOENT or
 * -EACCES. */
int lla_target_find(const char *command, const char *search, struct lla_target *target);

/* Looks at the kind of the program. Returns 0, or -1 if the program cannot be confined, or not
 * without doubt, and err says why. */
int lla_target_inspect(struct lla_target *target, struct lla_error *err);

#endif
