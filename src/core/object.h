/* SPDX-License-Identifier: ISC */
/*
 * The object as a file: whether it is whole, for this machine, ours, and of one build with the
 * program that looks at it. With any other file in its place, loaders would stop every program,
 * or pass over the file. Runs nothing.
 */
#ifndef LLA_OBJECT_H
#define LLA_OBJECT_H

#include "core/file.h"
#include "core/text.h"

#define LLA_OBJECT_NAME "liblandlock-auto.so"

/* The words of the error: PATH, `between`, what is wrong, the remedy. */
struct lla_object_words {
	const char *between, *remedy;
};

/* Checks the sum of an open object. If the sum is not that of this build, looks for the reason in
 * everything that a loader goes by. Returns 0 or -1. */
int lla_object_check(const struct lla_file *file, const char *path,
		     const struct lla_object_words *words, struct lla_error *err);

/* Tells the class and the machine, as ELF has them, of the object of this build. */
unsigned char lla_object_class(void);
uint16_t lla_object_machine(void);

/* Tells whether the file at a path has our object's name in it. */
bool lla_object_is_ours(const char *path);

#endif
