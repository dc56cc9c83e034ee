/* SPDX-License-Identifier: ISC */
#include "common.h"

Test(enforce, todo)
{
	cr_fail();
}
