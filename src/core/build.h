/* SPDX-License-Identifier: ISC */
/*
 * The build that a launcher or a tool is of, told by the object that was made with it. Object,
 * launcher and tool of one build can be copied anywhere, and find each other there. Knows nothing
 * of files.
 */
#ifndef LLA_BUILD_H
#define LLA_BUILD_H

#include <stdint.h>

/* An ELF note, so that the launcher finds it in the tool's file. */
struct lla_build_note {
	uint32_t name_bytes, bytes, type;
	char name[16];
	uint32_t sum[2]; /* the object's, the lower half first */
};

#define LLA_BUILD_NOTE_NAME "landlock-auto"

/* The types of the note: whose file it is in. */
#define LLA_BUILD_LAUNCHER 1
#define LLA_BUILD_TOOL 2

/* Hidden at the declaration, or code would look for it through a relocated GOT. */
#pragma GCC visibility push(hidden)
extern const struct lla_build_note lla_build_note;
#pragma GCC visibility pop

/* Returns the sum of the object of this build, as src/core/object_sum prints it. */
static inline uint64_t lla_build_sum(void)
{
	return (uint64_t)lla_build_note.sum[1] << 32 | lla_build_note.sum[0];
}

#endif
