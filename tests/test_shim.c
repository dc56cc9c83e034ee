/* SPDX-License-Identifier: ISC */
#include "common.h"

Test(shim, todo)
{
	cr_fail();
}
