/* SPDX-License-Identifier: ISC */
#include "common.h"

Test(presets, todo)
{
	cr_fail();
}
