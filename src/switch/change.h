/* SPDX-License-Identifier: ISC */
/*
 * Changes the switch (switch.h), by one rename(2), symlink(2) or unlink(2) after another. The
 * machine works before and after each of them. Knows nothing of whether it is wise to switch
 * on.
 */
#ifndef LLA_CHANGE_H
#define LLA_CHANGE_H

#include "switch/switch.h"

/* Takes the lock of the switch. Returns a descriptor, which holds the lock until it is closed.
 * Returns -1 if another process has held the lock for 10 seconds, or if there can be no lock. */
int lla_switch_lock(void);

/* Arms the switch: makes the files in /run, for the form that the switch has or will have.
 * Returns 0 or -1. */
int lla_switch_arm(const struct lla_switch *s, struct lla_error *err);

/* Disarms the switch: removes the files in /run. */
void lla_switch_disarm(void);

/* Enables the switch: makes /etc/ld.so.preload refer to the files in /run, which lla_switch_arm()
 * has made. This outlives a boot. Returns 0 or -1. */
int lla_switch_enable(const struct lla_switch *s, struct lla_error *err);

/* Takes all that is ours out of /etc/ld.so.preload, and leaves the entries of others. Returns 0,
 * or -1, and then the switch is disarmed all the same. */
int lla_switch_disable(const struct lla_switch *s, struct lla_error *err);

/* Looks at the switch and disables it; if it cannot be read, disarms it. Returns 0 or -1. The
 * caller frees the switch in any case. */
int lla_switch_off(struct lla_switch *s, struct lla_error *err);

#endif
