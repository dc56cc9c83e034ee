/* SPDX-License-Identifier: ISC */
/*
 * The policy that a command line asks for: a config, options on top of it, or the
 * environment. Knows nothing of how a file is read.
 */
#ifndef LLA_REQUEST_H
#define LLA_REQUEST_H

#include "core/keys.h"
#include "tool/config.h"

#include <getopt.h>

/* One key from the command line. */
struct lla_option {
	enum lla_key key;
	const char *value;
};

/* Begins as all zero. Borrows its strings from the command line. */
struct lla_request {
	const char *config; /* --config; NULL: none */
	struct lla_option *options;
	size_t option_count;
};

/* The values of own long options must be below this number; lla_request_options() has one at or
 * above it for each key. */
#define LLA_OPTION_KEY 1000

/* Returns getopt_long()'s table: every key of the language, then `own`. The next call
 * overwrites the table. Short options are the caller's. */
const struct option *lla_request_options(const struct option *own);

/* Takes the option that getopt_long() returned. Returns whether it is one of the keys. */
bool lla_request_option(struct lla_request *request, int option, const char *value);

/* Adds a key, as if the command line had it. Borrows the value. */
void lla_request_add(struct lla_request *request, enum lla_key key, const char *value);

/* Makes the policy of the config and the options; without both, the policy of the environment.
 * Returns 0 with a valid image, or -1 with the problems added. The caller frees `config` in both
 * cases. */
int lla_request_load(const struct lla_request *request, struct lla_config *config);

void lla_request_free(struct lla_request *request);

#endif
