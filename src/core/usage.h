/* SPDX-License-Identifier: ISC */
/*
 * The commands of landlock-auto by name, and the help that lists them. Launcher and tool have
 * some commands each. Knows nothing of what a command does.
 */
#ifndef LLA_USAGE_H
#define LLA_USAGE_H

#include "core/text.h"

/* Room for lla_usage_add(). */
#define LLA_USAGE_MAX 2048

/* Adds the help of landlock-auto, several lines. */
void lla_usage_add(struct lla_text *t);

/* Returns whether this is the name of a command. */
bool lla_usage_has(const char *word);

/* Adds that there is no such command, in one line. */
void lla_usage_no_such(const char *word, struct lla_text *t);

#endif
