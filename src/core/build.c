/* SPDX-License-Identifier: ISC */
#include "core/build.h"

_Static_assert(sizeof(struct lla_build_note) == 36, "what an ELF note is");

__attribute__((section(".note.landlock_auto"), aligned(4), used))
const struct lla_build_note lla_build_note = {
	.name_bytes = sizeof(LLA_BUILD_NOTE_NAME),
	.bytes = sizeof(lla_build_note.sum),
	.type = LLA_BUILD_TYPE,
	.name = LLA_BUILD_NOTE_NAME,
	.sum = { LLA_OBJECT_SUM },
};
