/* SPDX-License-Identifier: ISC */
/* A forked child: its rights and its end. Knows nothing of what the child is for. */
#ifndef LLA_CHILD_H
#define LLA_CHILD_H

#include <sys/types.h>

/* Gives the calling child the rights of an unprivileged user. If that fails, the child ends
 * with status 126. */
void lla_child_become_nobody(void);

/* Ends the calling child, as _exit(2) does. AddressSanitizer does not notice this end, and
 * so does not complain if /proc is not mounted. */
void lla_child_leave(int status);

/* Waits until a child has ended. `pid` is from fork(2); -1 is no child. Returns the status as
 * wait(2) does; 0 for no child. */
int lla_child_wait(pid_t pid);

#endif
