/* SPDX-License-Identifier: ISC */
#include "base/child.h"

#include <errno.h>
#include <grp.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534

void lla_child_leave(int status)
{
	syscall(SYS_exit_group, status);
}

void lla_child_become_nobody(void)
{
	if (setgroups(0, NULL) || setgid(NOBODY) || setuid(NOBODY))
		lla_child_leave(126);
}

int lla_child_wait(pid_t pid)
{
	int status = 0;

	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}
