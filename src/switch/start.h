/* SPDX-License-Identifier: ISC */
/*
 * Starts a program to see how it ends: without input, for a few seconds, and with none of its
 * processes left afterwards. Knows nothing of what is preloaded.
 */
#ifndef LLA_START_H
#define LLA_START_H

#include "core/text.h"

#define LLA_START_SECONDS 5

struct lla_start {
	const char *const *argv; /* the program's path is the first */
	bool nobody;             /* by an unprivileged user */
	bool trace;              /* its loader only lists what it would load */
};

enum lla_end {
	LLA_END_EXITED,
	LLA_END_DIED,   /* of a signal */
	LLA_END_HANGS,  /* was killed after LLA_START_SECONDS */
	LLA_END_NO_EXEC /* the kernel did not execute it */
};

struct lla_ended {
	enum lla_end end;
	int value;      /* exit status, signal, or errno */
	char err[4096]; /* the beginning of what it wrote to standard error */
};

/* Starts a program and waits until it has ended, or has had its time. Returns 0, or -1 if it
 * could not be started. */
int lla_start(const struct lla_start *start, struct lla_ended *ended, struct lla_error *err);

#endif
