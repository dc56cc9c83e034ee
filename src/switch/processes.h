/* SPDX-License-Identifier: ISC */
/*
 * The running processes of programs that the database names, and what can be known of
 * each. The kernel does not tell which policies a process is under; what it tells is
 * which files it has mapped, when it was made, and how many seccomp filters it has.
 */
#ifndef LLA_PROCESSES_H
#define LLA_PROCESSES_H

#include "fleet/database.h"

#include <sys/types.h>

enum lla_process_state {
	/* It has the object, and was made after the database was written: the object
	 * has enforced the policy of that, or the process would not run (with on-error =
	 * warn, or if /etc/landlock-auto.disable was there, it might). */
	LLA_PROCESS_CONFINED,
	/* It has the object, and was made before the database was written: under the
	 * policy of another one, if that named it. */
	LLA_PROCESS_EARLIER,
	/* It has the object, and lacks the seccomp filter that goes with the policy. */
	LLA_PROCESS_OPEN,
	/* It has not the object. */
	LLA_PROCESS_WITHOUT,
	/* What it has mapped is not for this user to see. */
	LLA_PROCESS_UNKNOWN
};

struct lla_process {
	pid_t pid;
	const char *path;
	enum lla_process_state state;
};

/* Tells each process of a named program whose root directory is that of the caller.
 * Where /proc is not mounted there are none. */
void lla_processes_walk(const struct lla_database *db, void (*tell)(const struct lla_process *p));

#endif
