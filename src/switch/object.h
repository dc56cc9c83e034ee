/* SPDX-License-Identifier: ISC */
/*
 * The preloaded object as a file: whether it is whole, for this machine, and ours. A
 * loader that meets another one stops every program, or passes over it. Reads it, runs
 * nothing.
 */
#ifndef LLA_OBJECT_H
#define LLA_OBJECT_H

#include "core/text.h"

#define LLA_OBJECT_NAME "liblandlock-auto.so"

/* Everything of its structure that a loader goes by, and who may write to it. -1: err
 * says what is wrong. */
int lla_object_check(const char *path, struct lla_error *err);

/* Whether that is a file with our object's name in it, wherever it is. */
bool lla_object_is_ours(const char *path);

#endif
