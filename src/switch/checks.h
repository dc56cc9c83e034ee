/* SPDX-License-Identifier: ISC */
/*
 * What must hold before the fleet's policies are switched on, and what the operator has
 * said of that by files in /etc. Changes nothing.
 */
#ifndef LLA_CHECKS_H
#define LLA_CHECKS_H

#include "fleet/database.h"
#include "switch/switch.h"

/* Whether /etc/landlock-auto.disable, or .required, is there and is root's. */
bool lla_checks_switched_off(void);
bool lla_checks_required(void);

/* The same as an error. Returns 0; -1: it is switched off. */
int lla_checks_not_switched_off(struct lla_error *err);

/* Whether users can read what their programs start with; as root. */
int lla_checks_users(struct lla_error *err);

/* Checks the object and reads the database, which the caller frees. */
int lla_checks_all(struct lla_database *database, struct lla_error *err);

/* Looks at the switch, as long as there is no other of us in it. The caller frees it in
 * any case. */
int lla_checks_look(struct lla_switch *s, struct lla_error *err);

/* Whether loaders would read the list, with us in it, as we do. */
int lla_checks_list(const struct lla_switch *s, struct lla_error *err);

#endif
