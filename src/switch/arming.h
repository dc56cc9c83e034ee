/* SPDX-License-Identifier: ISC */
/*
 * What the commands that switch the fleet's policies on, off or try them have in
 * common: everything that is checked before, and how it is done.
 */
#ifndef LLA_ARMING_H
#define LLA_ARMING_H

#include "fleet/database.h"
#include "switch/switch.h"

#define LLA_STATUS_OFF 1 /* of several commands: nothing is wrong, and it is not on */

/* Of a command that takes no argument and needs root. False: *status is the command's. */
bool lla_arming_begin(int argc, char **argv, const char *command, const char *help, int *status);

/* Whether /etc/landlock-auto.disable, or .required, is there and is root's. */
bool lla_arming_switched_off(void);
bool lla_arming_required(void);

/* Whether users can read what their programs start with; as root. */
int lla_arming_check_users(struct lla_error *err);

/* Checks the object and reads the database, which the caller frees. */
int lla_arming_check(struct lla_database *database, struct lla_error *err);

/* Looks at the switch, as long as there is no other of us in it. The caller frees it in
 * any case. */
int lla_arming_look(struct lla_switch *s, struct lla_error *err);

/* Whether loaders would read the list, with us in it, as we do. */
int lla_arming_check_list(const struct lla_switch *s, struct lla_error *err);

/* A trial of programs of the machine, and those of the database unless it is NULL. 0; -1:
 * not all start as before, or there was no trial. */
int lla_arming_try(const struct lla_switch *s, const struct lla_database *database,
		   unsigned *started, struct lla_error *err);

/* Switches on what was tried, for `confirm_within` seconds, or for good where that is 0.
 * 0; -1; 1: nothing is wrong, but somebody has changed the list since it was looked at. */
int lla_arming_switch_on(const struct lla_switch *s, unsigned confirm_within,
			 struct lla_error *err);

#endif
