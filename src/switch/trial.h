/* SPDX-License-Identifier: ISC */
/*
 * Tries whether programs start with the object as they do without: some that every machine
 * has, and those that the database names. Starts them in a stage (stage.h). Changes nothing
 * of the machine.
 */
#ifndef LLA_TRIAL_H
#define LLA_TRIAL_H

#include "fleet/database.h"

/* `without` and `with`: the content of /etc/ld.so.preload without us and with us. */
struct lla_trial {
	const char *without, *with;
	size_t without_size, with_size;
	const struct lla_database *database; /* its programs as well; NULL: only a few */
	unsigned started;                    /* out: how many programs */
};

/* Runs the trial, and says a line of each program that does not start as before. Returns how many
 * there are, or -1 if there was no trial, and err says why. */
int lla_trial_run(struct lla_trial *trial, struct lla_error *err);

#endif
