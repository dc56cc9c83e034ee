/* SPDX-License-Identifier: ISC */
/*
 * The object as a file: whether it is whole, for this machine, and ours. With any other file
 * in its place, loaders would stop every program, or pass over the file. Runs nothing.
 */
#ifndef LLA_OBJECT_H
#define LLA_OBJECT_H

#include "core/text.h"

#define LLA_OBJECT_NAME "liblandlock-auto.so"

/* Checks everything in the object that a loader goes by, and that only root can write to it.
 * Returns 0 or -1. */
int lla_object_check(const char *path, struct lla_error *err);

/* Tells whether the file at a path has our object's name in it. */
bool lla_object_is_ours(const char *path);

#endif
