/* SPDX-License-Identifier: ISC */
/*
 * A forked child and its end. Knows nothing of what it does between.
 */
#ifndef LLA_CHILD_H
#define LLA_CHILD_H

#include <sys/types.h>

/* Makes this child an unprivileged user's. If that fails, the child ends with status 126. */
void lla_child_become_nobody(void);

/* Ends this child, as _exit(2) does. AddressSanitizer does not see that it ends, and so does
 * not complain where there is no /proc. */
void lla_child_leave(int status);

/* Waits until a child has ended, and no longer if there is none. Returns its status as wait(2)
 * has it; 0 if there is none. */
int lla_child_wait(pid_t pid);

#endif
