/* SPDX-License-Identifier: ISC */
/*
 * The policy that the options of `run` ask for: a config, and keys on top of it. Knows nothing of
 * how a file is read.
 */
#ifndef LLA_REQUEST_H
#define LLA_REQUEST_H

#include "core/options.h"
#include "tool/config.h"

/* Makes the policy of the options. Returns 0 with a policy that is not finished, or -1 with the
 * problems added. The caller frees `config` in both cases. */
int lla_request_load(const struct lla_options *options, struct lla_config *config);

#endif
