/* SPDX-License-Identifier: ISC */
/* The fleet's database as bytes in memory: db.h says how it lies there. */
#ifndef LLA_BUILD_H
#define LLA_BUILD_H

#include "fleet/programs.h"

/* The same for images that mean the same: what they were made from, and in which lines,
 * does not count. Never 0. */
uint64_t lla_build_policy_id(const struct lla_image *image);

/* The database of programs in the order of lla_programs_sorted(), each with an image.
 * The same programs are the same bytes. For free(). */
void *lla_build_database(struct lla_program *const *sorted, size_t count, size_t *size);

#endif
