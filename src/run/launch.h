/* SPDX-License-Identifier: ISC */
/* The launcher's process, as the kernel has started it. Knows nothing of commands. */
#ifndef LLA_LAUNCH_H
#define LLA_LAUNCH_H

#include "core/report.h"

struct lla_launch {
	char **argv, **env;
	const unsigned long *auxv;
	struct lla_report report;
};

/* Returns the value of this type in the auxiliary vector, as getauxval(3); 0 if there is none. */
unsigned long lla_launch_aux(const struct lla_launch *launch, unsigned long type);

#endif
