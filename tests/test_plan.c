/* SPDX-License-Identifier: ISC */
#include "common.h"

Test(plan, todo)
{
	cr_fail();
}
