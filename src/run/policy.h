/* SPDX-License-Identifier: ISC */
/*
 * The policy of a command line: its options, a config and the options on top of it, or the
 * environment's. Knows nothing of the command.
 */
#ifndef LLA_RUN_POLICY_H
#define LLA_RUN_POLICY_H

#include "core/options.h"
#include "core/source.h"
#include "run/launch.h"

/* Makes the policy, with room for `more` bytes that the caller adds to it. `memory` gets the
 * image, and the caller releases it. Ends the process if there is no policy, after the lines that
 * say why. */
void lla_run_policy(const struct lla_launch *launch, const struct lla_options *options, size_t more,
		    struct lla_policy *policy, struct lla_memory *memory);

#endif
