/* SPDX-License-Identifier: ISC */
#include "common.h"

Test(image, todo)
{
	cr_fail();
}
