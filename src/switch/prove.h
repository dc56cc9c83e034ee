/* SPDX-License-Identifier: ISC */
/*
 * Tries whether the object confines: programs that start as before do not show it. Knows
 * nothing of the machine's own policies.
 */
#ifndef LLA_PROVE_H
#define LLA_PROVE_H

#include "core/text.h"

/*
 * Tries whether the object enforces a policy. Needs the stage (stage.h) with the object
 * preloaded. `refusal_will_do`: it is enough that the object refuses to run the program, for
 * want of something in the kernel. Returns 0; 1: the object does not, and a line says so;
 * -1: there was no trial.
 */
int lla_prove(bool refusal_will_do, struct lla_error *err);

#endif
