/* SPDX-License-Identifier: ISC */
/*
 * Switched on for a while, unless somebody confirms that the machine still works: a
 * file, on disk, that says so, and a process that switches off when the time is over.
 * Without that process, and after a boot, it stays unconfirmed.
 */
#ifndef LLA_CONFIRM_H
#define LLA_CONFIRM_H

#include "core/text.h"

enum lla_unconfirmed {
	LLA_CONFIRMED,     /* or never to be confirmed */
	LLA_CONFIRM_WAITS, /* somebody waits for it */
	LLA_CONFIRM_LOST   /* the one who waited is gone */
};

/* The file. */
const char *lla_confirm_path(void);

enum lla_unconfirmed lla_confirm_state(void);

/* Starts to wait; before anything is switched on. */
int lla_confirm_begin(unsigned seconds, struct lla_error *err);

/* Nothing is to be confirmed any more. Returns 0 or -errno. */
int lla_confirm_end(void);

#endif
