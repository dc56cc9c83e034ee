/* SPDX-License-Identifier: ISC */
/*
 * Checks that come before the fleet's policies are switched on, and the two files in /etc by
 * which an operator overrides them. Changes nothing.
 */
#ifndef LLA_CHECKS_H
#define LLA_CHECKS_H

#include "fleet/database.h"
#include "switch/switch.h"

/* Tell whether /etc/landlock-auto.disable, or .required, is there and is root's. */
bool lla_checks_switched_off(void);
bool lla_checks_required(void);

/* Returns -1 if lla_checks_switched_off(); else 0. */
int lla_checks_not_switched_off(struct lla_error *err);

/* Checks, as root, that every user can read the object, the database and /etc/ld.so.preload.
 * Returns 0 or -1. */
int lla_checks_users(struct lla_error *err);

/* Checks everything in the installed object that a loader goes by, that it is of this build, and
 * that only root can write to it. Returns 0 or -1. */
int lla_checks_object(struct lla_error *err);

/* Checks the object, its directories and the users, and reads the database. Returns 0 or -1. The
 * database begins as all zero, and the caller frees it in any case. */
int lla_checks_all(struct lla_database *database, struct lla_error *err);

/* Looks at the switch. Returns 0 or -1; -1 also if an entry is our object under another path. The
 * caller frees the switch in any case. */
int lla_checks_look(struct lla_switch *s, struct lla_error *err);

/* Checks that loaders would read the list with our entry as we do. Returns 0 or -1. */
int lla_checks_list(const struct lla_switch *s, struct lla_error *err);

#endif
