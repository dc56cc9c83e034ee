/* SPDX-License-Identifier: ISC */
/*
 * Switching the fleet's policies on: a trial, and then the change, if nothing else has
 * changed meanwhile. Knows nothing of command lines.
 */
#ifndef LLA_ARMING_H
#define LLA_ARMING_H

#include "fleet/database.h"
#include "switch/switch.h"

/* A trial of programs of the machine, and those of the database unless it is NULL. 0; -1:
 * not all start as before, or there was no trial. */
int lla_arming_try(const struct lla_switch *s, const struct lla_database *database,
		   unsigned *started, struct lla_error *err);

/* Switches on what was tried, for `confirm_within` seconds, or for good where that is 0.
 * 0; -1; 1: nothing is wrong, but somebody has changed the list since it was looked at. */
int lla_arming_switch_on(const struct lla_switch *s, unsigned confirm_within,
			 struct lla_error *err);

#endif
