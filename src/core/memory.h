/* SPDX-License-Identifier: ISC */
/*
 * Memory for an image: the caller's small buffer while the image fits, else mapped
 * pages. Knows nothing of images.
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

/* Returns `bytes` bytes, 8-byte aligned, in place of the bytes that an earlier call returned.
 * They live until lla_memory_release(). Returns NULL with the error's text set. */
void *lla_memory_of(struct lla_memory *memory, size_t bytes, struct lla_error *err);

/* Unmaps mapped pages. The small buffer stays the caller's. */
void lla_memory_release(struct lla_memory *memory);

#endif
