/* SPDX-License-Identifier: ISC */
/*
 * The running processes of programs that the database names, and what /proc tells of each.
 * The kernel does not tell the policies of a process. It tells the files that a process has
 * mapped, when the process was made, and the number of its seccomp filters. Changes nothing.
 */
#ifndef LLA_PROCESSES_H
#define LLA_PROCESSES_H

#include "fleet/database.h"

#include <sys/types.h>

enum lla_process_state {
	/* It has the object, and was made after the database was written. The object has
	 * enforced the database's policy, or the process would not run. (It might run
	 * with on-error = warn, or if /etc/landlock-auto.disable was there.) */
	LLA_PROCESS_CONFINED,
	/* It has the object, and was made before the database was written. It is under the policy
	 * of the database before, if that database named its program. */
	LLA_PROCESS_EARLIER,
	/* It has the object, and lacks the seccomp filter that goes with the policy. */
	LLA_PROCESS_OPEN,
	/* It does not have the object, or it is process 1, which gets no fleet policy. */
	LLA_PROCESS_WITHOUT,
	/* This user may not see the files that it has mapped. */
	LLA_PROCESS_UNKNOWN
};

struct lla_process {
	pid_t pid;
	const char *path;
	enum lla_process_state state;
};

/* Calls `tell` for each process of a named program that has the caller's root directory or mount
 * namespace. Without /proc, calls it for none. */
void lla_processes_walk(const struct lla_database *db, void (*tell)(const struct lla_process *p));

#endif
