/* SPDX-License-Identifier: ISC */
#include "tool/request.h"

static void add_problem(void *config, const struct lla_error *err)
{
	lla_config_failed(config, err);
}

int lla_request_load(const struct lla_options *options, struct lla_config *config)
{
	int got = options->config ? lla_config_read(config, options->config, NULL)
				  : lla_config_begin(config, "command line");

	if (got)
		return -1;
	return lla_options_apply(options, &config->policy, add_problem, config) ? -1 : 0;
}
