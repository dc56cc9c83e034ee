/* SPDX-License-Identifier: ISC */
/*
 * The policy of one file, text or compiled, or of the environment's words: an image, or
 * the problems that stood in its way. Knows nothing of command lines.
 */
#ifndef LLA_CONFIG_H
#define LLA_CONFIG_H

#include "core/file.h"
#include "fleet/programs.h"

/* Begins as all zero. */
struct lla_config {
	struct lla_policy policy; /* the caller may add to it before lla_config_finish() */
	void *memory;
	struct lla_problems problems;
	struct lla_stamp stamp; /* of the text that was read; all zero if there was none */
	bool expanded;          /* the text has ${VAR}: what it means depends on the environment */
	bool no_policy;         /* the text has sections and nothing else */
};

/* Begins a policy without a file. `source` is for messages about its rules. Returns 0, or
 * -1 with the problem added. */
int lla_config_begin(struct lla_config *config, const char *source);

/* Reads a file. `programs` gets the program sections of a text. If it is NULL, only the system
 * config may have sections, and the reader passes over them. Returns 0 with a policy that is not
 * finished, or -1 with the problems added. */
int lla_config_read(struct lla_config *config, const char *path, struct lla_programs *programs);

/* Reads words, as LANDLOCK_AUTO has them. Returns as lla_config_read(). */
int lla_config_words(struct lla_config *config, const char *words);

/* Finishes the policy. Returns 0 with a valid image, or -1 with the problem added. */
int lla_config_finish(struct lla_config *config);

/* Adds err as a problem and returns -1. */
int lla_config_failed(struct lla_config *config, const struct lla_error *err);

/* Frees the memory of the policy and the problems. */
void lla_config_free(struct lla_config *config);

#endif
