/* SPDX-License-Identifier: ISC */
/* Makes the bytes of the fleet's database, as db.h lays them out. Knows nothing of files. */
#ifndef LLA_BUILD_H
#define LLA_BUILD_H

#include "fleet/programs.h"

/* Returns a number that is the same for images that mean the same: names and lines of the text
 * do not count. Never 0. */
uint64_t lla_build_policy_id(const struct lla_image *image);

/* Makes the database of these programs, which lla_programs_sorted() has put in order and which
 * all have an image. The same programs give the same bytes. The caller frees the result. */
void *lla_build_database(struct lla_program *const *sorted, size_t count, size_t *size);

#endif
