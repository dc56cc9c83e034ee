/* SPDX-License-Identifier: ISC */
/*
 * Changes of the switch (switch.h). Each is one rename(2), symlink(2) or unlink(2) after the
 * other, and the machine works between any two of them. Knows nothing of whether it is wise
 * to switch on.
 */
#ifndef LLA_CHANGE_H
#define LLA_CHANGE_H

#include "switch/switch.h"

/* Nobody else changes it while this descriptor is open. -1: somebody else has held it for
 * long, or it cannot be made. */
int lla_switch_lock(void);

/* Makes in /run what is referred to, in the form that it has, or will have. */
int lla_switch_arm(const struct lla_switch *s, struct lla_error *err);

/* The reverse, in /run alone. */
void lla_switch_disarm(void);

/* Makes /etc/ld.so.preload refer to it, for good. After lla_switch_arm(). */
int lla_switch_enable(const struct lla_switch *s, struct lla_error *err);

/* Takes all that is ours away, and leaves what is others'. */
int lla_switch_disable(const struct lla_switch *s, struct lla_error *err);

/* Looks and does that, as far as it can be done in whatever state it is. */
int lla_switch_off(struct lla_switch *s, struct lla_error *err);

#endif
