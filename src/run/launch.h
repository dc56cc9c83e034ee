/* SPDX-License-Identifier: ISC */
/* The launcher's process, as the kernel has started it. */
#ifndef LLA_LAUNCH_H
#define LLA_LAUNCH_H

#include "core/report.h"

struct lla_launch {
	char **argv, **env;
	const unsigned long *auxv;
	struct lla_report report;
};

/* Returns the value of this type in the auxiliary vector, getauxval(3); 0: it is not there. */
unsigned long lla_launch_aux(const struct lla_launch *launch, unsigned long type);

#endif
