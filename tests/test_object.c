/* SPDX-License-Identifier: ISC */
#include "common.h"

Test(object, todo)
{
	cr_fail();
}
