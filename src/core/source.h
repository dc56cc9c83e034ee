/* SPDX-License-Identifier: ISC */
/*
 * Where the policy comes from: the environment's words, a compiled file, a text
 * with or without its compiled sibling, a descriptor. In each case an image.
 */
#ifndef LLA_SOURCE_H
#define LLA_SOURCE_H

#include "shim/environ.h"
#include "core/image.h"

/* Memory for an image: `small` while it fits, else mapped. */
struct lla_memory {
	uint64_t *small;
	size_t small_bytes;
	void *mapped;
	size_t mapped_bytes;
};

/* So many bytes, 8-byte aligned, that live until the memory is released. */
void *lla_memory_of(struct lla_memory *memory, size_t bytes, struct lla_error *err);

/* Makes a validated image of the session's policy, in `memory`, which the caller
 * releases. NULL: err is set, or its text is empty where the tool has said it. */
const struct lla_image *lla_source_image(const struct lla_session *session, char *const *env,
					 struct lla_memory *memory, struct lla_error *err);

void lla_memory_release(struct lla_memory *memory);

#endif
