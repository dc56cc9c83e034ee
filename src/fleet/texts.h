/* SPDX-License-Identifier: ISC */
/* The fleet's texts: which there are, and whether they are root's alone to write. */
#ifndef LLA_TEXTS_H
#define LLA_TEXTS_H

#include "fleet/programs.h"

/* Checks that the directories of lla_system_config and lla_fleet_dir are root's alone to
 * write, makes the latter where it is missing, and waits until no other process has begun.
 * Returns a descriptor that keeps the others waiting until it is closed; -1. */
int lla_texts_begin(struct lla_error *err);

/* Reads every text. -1: there are errors. */
int lla_texts_read(struct lla_programs *programs, struct lla_problems *errors);

#endif
