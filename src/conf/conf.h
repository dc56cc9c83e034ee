/* SPDX-License-Identifier: ISC */
/*
 * The reader of configs: a text becomes calls of the policy builder, and each mistake in it
 * becomes a problem. Prints nothing and knows no kernel.
 */
#ifndef LLA_CONF_H
#define LLA_CONF_H

#include "conf/job.h"

/* Reads the whole text of fd, a regular file. Adds every error to the job's problems, by line.
 * Fills the result in any case. Returns 0, or -1 if there are errors: the policy is of no use
 * then. */
int lla_conf_read(int fd, const struct lla_conf_job *job, struct lla_conf_result *result);

#endif
