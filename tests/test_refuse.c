/* SPDX-License-Identifier: ISC */
#include "common.h"

Test(refuse, todo)
{
	cr_fail();
}
