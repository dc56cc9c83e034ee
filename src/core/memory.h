/* SPDX-License-Identifier: ISC */
/*
 * Memory for an image: a small buffer of the caller's while the image fits, else mapped
 * pages. Knows nothing of what is kept there.
 */
#ifndef LLA_MEMORY_H
#define LLA_MEMORY_H

#include "core/text.h"

struct lla_memory {
	uint64_t *small;
	size_t small_bytes;
	void *mapped;
	size_t mapped_bytes;
};

/* Returns `bytes` bytes, 8-byte aligned, which live until the memory is released and
 * replace what an earlier call returned. NULL: err says why. */
void *lla_memory_of(struct lla_memory *memory, size_t bytes, struct lla_error *err);

/* Unmaps what was mapped. The small buffer stays the caller's. */
void lla_memory_release(struct lla_memory *memory);

#endif
