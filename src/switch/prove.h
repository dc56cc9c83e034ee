/* SPDX-License-Identifier: ISC */
/*
 * Whether the object confines, of which nothing is seen where programs just start. Knows
 * nothing of the machine's own policies.
 */
#ifndef LLA_PROVE_H
#define LLA_PROVE_H

#include "core/text.h"

/*
 * Tries in the stage (stage.h), with the object preloaded, whether it enforces a policy at
 * all. `refusal_will_do`: it is enough that the object refuses to run a program for want of
 * what the kernel has. Returns 0; 1: it does not, and a line said why; -1: it could not be
 * tried.
 */
int lla_prove(bool refusal_will_do, struct lla_error *err);

#endif
