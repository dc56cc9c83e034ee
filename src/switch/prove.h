/* SPDX-License-Identifier: ISC */
/*
 * Tries whether the object confines. A program that starts as before does not show it. Knows
 * nothing of the machine's own policies.
 */
#ifndef LLA_PROVE_H
#define LLA_PROVE_H

#include "core/text.h"

/*
 * Tries whether the object enforces a policy. Needs the stage (stage.h) with the object
 * preloaded. `refusal_will_do`: it is enough that the object refuses to run the program because
 * the kernel lacks something. Returns 0; 1 if the object does not enforce it, and a line says so;
 * -1 if there was no trial.
 */
int lla_prove(bool refusal_will_do, struct lla_error *err);

#endif
