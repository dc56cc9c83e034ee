/* SPDX-License-Identifier: ISC */
/* Gives the values of a text to the policy of their part. Knows no syntax. */
#ifndef LLA_APPLY_H
#define LLA_APPLY_H

#include "conf/scan.h"

/* One value as libconfuse read it. */
struct lla_conf_value {
	unsigned key;
	unsigned line;
	char *text;
};

/* Hands each value to the policy of the part that it stands in, and each section to the job.
 * Reports all that is wrong. Fills the result except `expanded`. */
void lla_conf_apply(const struct lla_scan *scan, const struct lla_conf_value *values, size_t count,
		    const struct lla_conf_job *job, struct lla_conf_result *result);

#endif
