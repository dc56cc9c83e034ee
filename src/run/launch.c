/* SPDX-License-Identifier: ISC */
#include "run/launch.h"

#include <linux/auxvec.h>

unsigned long lla_launch_aux(const struct lla_launch *launch, unsigned long type)
{
	const unsigned long *at = launch->auxv;

	while (at[0] != AT_NULL && at[0] != type)
		at += 2;
	return at[0] == type ? at[1] : 0;
}
