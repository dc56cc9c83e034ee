/* SPDX-License-Identifier: ISC */
#include "common.h"

Test(rights, todo)
{
	cr_fail();
}
