/* SPDX-License-Identifier: ISC */
/* The fleet's texts: finds them, and reads those that root alone can write. Knows nothing of
 * the database. */
#ifndef LLA_TEXTS_H
#define LLA_TEXTS_H

#include "fleet/programs.h"

/* Waits until no other process compiles the texts. Makes lla_fleet_dir if it is missing, and
 * checks that only root can write to this directory and to that of lla_system_config.
 * Returns a descriptor, or -1. Other processes wait until the descriptor is closed. */
int lla_texts_begin(struct lla_error *err);

/* Reads every text, and adds its programs and its errors. Returns 0, or -1 if there are errors. */
int lla_texts_read(struct lla_programs *programs, struct lla_problems *errors);

#endif
