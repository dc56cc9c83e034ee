/* SPDX-License-Identifier: ISC */
/*
 * Starts a command in one of the ways that programs have, and ends as it ends:
 *
 *   spawn vfork COMMAND...
 *   spawn posix_spawn COMMAND...
 *   spawn daemon COMMAND...		two forks, without terminal; does not wait
 */
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static int ended(pid_t pid)
{
	int status;

	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return 98;
	return WEXITSTATUS(status);
}

static int by_vfork(char **command)
{
	pid_t pid = vfork();

	if (!pid) {
		execvp(command[0], command);
		_exit(98);
	}
	return ended(pid);
}

static int by_posix_spawn(char **command)
{
	pid_t pid;

	return posix_spawnp(&pid, command[0], NULL, NULL, command, environ) ? 98 : ended(pid);
}

static int as_daemon(char **command)
{
	int null;

	if (fork())
		return 0;
	if (setsid() < 0)
		return 98;
	if (fork())
		return 0;
	null = open("/dev/null", O_RDWR);
	dup2(null, 0);
	dup2(null, 2);
	execvp(command[0], command);
	return 98;
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return 98;
	if (!strcmp(argv[1], "vfork"))
		return by_vfork(argv + 2);
	if (!strcmp(argv[1], "posix_spawn"))
		return by_posix_spawn(argv + 2);
	return as_daemon(argv + 2);
}
