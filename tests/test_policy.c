/* SPDX-License-Identifier: ISC */
#include "common.h"

Test(policy, todo)
{
	cr_fail();
}
