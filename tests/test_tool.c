/* SPDX-License-Identifier: ISC */
#include "common.h"

Test(tool, todo)
{
	cr_fail();
}
