/* SPDX-License-Identifier: ISC */
/*
 * Config files: text becomes calls of the policy builder, and whatever is wrong
 * in it becomes a list of problems. Prints nothing and knows no kernel.
 */
#ifndef LLA_CONF_H
#define LLA_CONF_H

#include "conf/job.h"

/* Reads the whole text of fd, a regular file. Every error found is added to the
 * problems with its line, in line order. Returns 0, or -1 when there was any error:
 * the policy is then of no use. */
int lla_conf_read(int fd, const struct lla_conf_job *job, struct lla_conf_result *result);

#endif
