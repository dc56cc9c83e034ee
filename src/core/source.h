/* SPDX-License-Identifier: ISC */
/*
 * Makes an image of a policy, wherever it comes from: words, a compiled file, a text with or
 * without its compiled sibling, a descriptor. Knows nothing of enforcing.
 */
#ifndef LLA_SOURCE_H
#define LLA_SOURCE_H

#include "core/helper.h"
#include "core/image.h"
#include "core/memory.h"

/* The values of our variables that name a policy; NULL: not set. At most one may be set. If
 * none is, the policy is the system config. */
struct lla_source {
	const char *words;  /* LANDLOCK_AUTO */
	const char *config; /* LANDLOCK_AUTO_CONFIG */
	const char *fd;     /* LANDLOCK_AUTO_FD */
};

/* Returns whether the source names a policy. */
static inline bool lla_source_is_set(const struct lla_source *source)
{
	return source->words || source->config || source->fd;
}

/* Returns the policy as a validated image in `memory`, which the caller releases. An image of
 * words has no checksum: this process can enforce it, and no other takes it. The helper
 * compiles texts and words with presets. Returns NULL with err set. If the helper has said itself
 * what is wrong, the error's text is empty. */
const struct lla_image *lla_source_image(const struct lla_source *source, struct lla_helper *helper,
					 struct lla_memory *memory, struct lla_error *err);

/* As lla_source_image(), for the policy of the helper's options. */
const struct lla_image *lla_source_options(struct lla_helper *helper, struct lla_memory *memory,
					   struct lla_error *err);

#endif
