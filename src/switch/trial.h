/* SPDX-License-Identifier: ISC */
/*
 * Whether programs start with a preload as they do without: some that every machine
 * has, and those that the database names. Starts them in a view of the machine of its
 * own (stage.h); nothing of them is left afterwards.
 */
#ifndef LLA_TRIAL_H
#define LLA_TRIAL_H

#include "fleet/database.h"

/* Contents of /etc/ld.so.preload without us and with us. */
struct lla_trial {
	const char *without, *with;
	size_t without_size, with_size;
	const struct lla_database *database; /* its programs too; NULL: only a few programs */
	unsigned started;                    /* out: how many programs */
};

/* 0: all start as before. Else how many do not, and each has been reported; -1: there was
 * no trial, and err says why. */
int lla_trial_run(struct lla_trial *trial, struct lla_error *err);

#endif
