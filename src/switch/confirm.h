/* SPDX-License-Identifier: ISC */
/*
 * The state unconfirmed: enabled for a while, unless somebody confirms that the machine still
 * works. A file on disk says so. A process waits, and switches off when the time is over. If the
 * process is killed, and after a boot, the file is still there.
 */
#ifndef LLA_CONFIRM_H
#define LLA_CONFIRM_H

#include "core/text.h"

enum lla_unconfirmed {
	LLA_CONFIRMED,     /* or there was nothing to confirm */
	LLA_CONFIRM_WAITS, /* a process waits for the confirmation */
	LLA_CONFIRM_LOST   /* unconfirmed, and the process is gone */
};

/* Returns the path of the file. */
const char *lla_confirm_path(void);

/* Tells the state. A user who may not open the file is told LLA_CONFIRM_WAITS. */
enum lla_unconfirmed lla_confirm_state(void);

/* Makes the file and starts the process, before anything is switched on. Returns 0 or -1. */
int lla_confirm_begin(unsigned seconds, struct lla_error *err);

/* Removes the file, upon which the process ends. Returns 0 or -errno. */
int lla_confirm_end(void);

#endif
