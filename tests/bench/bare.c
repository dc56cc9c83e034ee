/* SPDX-License-Identifier: ISC */
/*
 * The floor of everything that is executed in front of a command: a program without a libc and a
 * loader, which executes the command and does nothing else. Without a command it ends.
 */
#include "core/sys.h"

__attribute__((used, noreturn)) void lla_bare_begin(char **stack);

void lla_bare_begin(char **stack)
{
	/* argc, argv, a NULL, the environment */
	char **argv = stack + 1, **env = argv + (uintptr_t)stack[0] + 1;
	long status = 0;

	if (argv[1])
		status = -lla_syscall(__NR_execve, argv[1], argv + 1, env);
	for (;;)
		lla_syscall(__NR_exit_group, status);
}

LLA_ENTRY(lla_bare_begin);
