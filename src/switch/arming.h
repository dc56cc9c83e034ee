/* SPDX-License-Identifier: ISC */
/*
 * Switches the fleet's policies on: tries it, and then changes the switch if nobody else has
 * changed it meanwhile. Knows nothing of command lines.
 */
#ifndef LLA_ARMING_H
#define LLA_ARMING_H

#include "fleet/database.h"
#include "switch/switch.h"

/* Tries programs of the machine, and the database's programs unless `database` is NULL. Returns
 * 0, or -1 if not all of them start as before, or if there was no trial. `started` counts the
 * programs. */
int lla_arming_try(const struct lla_switch *s, const struct lla_database *database,
		   unsigned *started, struct lla_error *err);

/* Arms and enables the switch, for `confirm_within` seconds; 0: for good. `s` is how the switch
 * was when it was tried. Returns 0; -1; 1 if somebody has changed the list since then. Fills err
 * for 1 as well. */
int lla_arming_switch_on(const struct lla_switch *s, unsigned confirm_within,
			 struct lla_error *err);

#endif
