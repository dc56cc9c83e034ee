/* SPDX-License-Identifier: ISC */
#include "common.h"

Test(rule, todo)
{
	cr_fail();
}
