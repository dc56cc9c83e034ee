/* SPDX-License-Identifier: ISC */
/*
 * Starting a program to see how that goes: without input, for a few seconds, and with
 * nothing of it left running afterwards. Says how it ended.
 */
#ifndef LLA_START_H
#define LLA_START_H

#include "core/text.h"

#define LLA_START_SECONDS 5

struct lla_start {
	const char *const *argv; /* with the program's path first */
	bool nobody;             /* by an unprivileged user */
	bool trace;              /* its loader only lists what it would load */
};

enum lla_end {
	LLA_END_EXITED,
	LLA_END_DIED,   /* of a signal */
	LLA_END_HANGS,  /* was stopped after LLA_START_SECONDS */
	LLA_END_NO_EXEC /* the kernel did not execute it */
};

struct lla_ended {
	enum lla_end end;
	int value;      /* exit status, signal, or errno */
	char err[4096]; /* the beginning of what it wrote to standard error */
};

/* Returns 0; -1: it could not be started. */
int lla_start(const struct lla_start *start, struct lla_ended *ended, struct lla_error *err);

#endif
