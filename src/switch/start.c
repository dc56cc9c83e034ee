/* SPDX-License-Identifier: ISC */
#include "switch/start.h"
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* One message through the pipe `end`. */
struct message {
	enum lla_end end;
	int value;
	pid_t group; /* the first message has only the process group */
};

struct pipes {
	int err[2], end[2];
};

static void tell(int fd, struct message m)
{
	while (write(fd, &m, sizeof(m)) < 0 && errno == EINTR)
		;
}

/* A root directory may have no devices. */
static void set_descriptors(const struct pipes *p)
{
	int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int out = open("/dev/null", O_WRONLY | O_CLOEXEC), empty[2];

	if (in < 0 && !pipe2(empty, O_CLOEXEC)) {
		in = empty[0];
		close(empty[1]);
	}
	if (out < 0)
		out = p->err[1];
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(p->err[1], STDERR_FILENO);
}

static void program(const struct lla_start *start, const struct pipes *p)
{
	static char *env[] = { "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
			       "HOME=/", "LC_ALL=C", "LD_TRACE_LOADED_OBJECTS=1", NULL };

	if (!start->trace)
		env[3] = NULL;
	setsid();
	tell(p->end[1], (struct message){ .group = getpid() });
	set_descriptors(p);
	if (start->nobody)
		lla_child_become_nobody();
	execve(start->argv[0], (char *const *)(uintptr_t)start->argv, env);
	tell(p->end[1], (struct message){ .end = LLA_END_NO_EXEC, .value = errno });
	lla_child_leave(127);
}

/* The first process of a namespace, between us and the program. When it ends, the kernel kills
 * every process that the program has left. The program must not be this first process, which
 * the kernel treats otherwise. */
static void keeper(const struct lla_start *start, const struct pipes *p)
{
	struct message m = { .end = LLA_END_EXITED };
	pid_t pid, got;
	int status = 0;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	pid = fork();
	if (!pid)
		program(start, p);
	close(p->err[1]);
	do
		got = wait(&status);
	while (got != pid && (got > 0 || errno == EINTR));
	m.value = WEXITSTATUS(status);
	if (WIFSIGNALED(status))
		m = (struct message){ .end = LLA_END_DIED, .value = WTERMSIG(status) };
	tell(p->end[1], m);
	lla_child_leave(0);
}

static pid_t fork_keeper(bool *namespace)
{
	/* If there are no such namespaces, killing the process group must suffice. */
	pid_t pid = (pid_t)syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, NULL, NULL, NULL, NULL);

	*namespace = pid >= 0;
	return pid < 0 ? fork() : pid;
}

static int milliseconds_left(const struct timespec *since)
{
	struct timespec now;
	long long gone;

	clock_gettime(CLOCK_MONOTONIC, &now);
	gone = (long long)(now.tv_sec - since->tv_sec) * 1000 +
	       (now.tv_nsec - since->tv_nsec) / 1000000;
	return gone < LLA_START_SECONDS * 1000LL ? (int)(LLA_START_SECONDS * 1000LL - gone) : 0;
}

/* Reads on when `err` is full, or the program would wait. Returns false at the end. */
static bool read_err(int fd, struct lla_ended *ended)
{
	size_t len = strlen(ended->err), room = sizeof(ended->err) - 1 - len;
	char more[4096];
	ssize_t got = read(fd, more, sizeof(more));

	if (got <= 0)
		return got < 0 && (errno == EINTR || errno == EAGAIN);
	for (ssize_t i = 0; i < got && room; i++)
		if (more[i])
			ended->err[len++] = more[i], room--;
	ended->err[len] = '\0';
	return true;
}

/* Watches the program until it has ended, or has had its time. */
static void watch(const struct pipes *p, struct lla_ended *ended, pid_t *group)
{
	struct pollfd fds[] = { { p->end[0], POLLIN, 0 }, { p->err[0], POLLIN, 0 } };
	struct timespec since;
	struct message m;
	int left;

	clock_gettime(CLOCK_MONOTONIC, &since);
	*ended = (struct lla_ended){ .end = LLA_END_HANGS };
	while ((left = milliseconds_left(&since)) && (poll(fds, 2, left) >= 0 || errno == EINTR)) {
		if (fds[1].revents && !read_err(p->err[0], ended))
			fds[1].fd = -1;
		if (!fds[0].revents)
			continue;
		if (read(p->end[0], &m, sizeof(m)) != sizeof(m))
			return;
		if (m.group) {
			*group = m.group;
			continue;
		}
		ended->end = m.end;
		ended->value = m.value;
		return;
	}
}

static void clean_up(const struct pipes *p, pid_t keeper_pid, pid_t group, struct lla_ended *ended)
{
	if (group > 0)
		kill(-group, SIGKILL);
	kill(keeper_pid, SIGKILL);
	lla_child_wait(keeper_pid);
	do
		errno = 0;
	while (read_err(p->err[0], ended) && errno != EAGAIN);
}

static int open_pipes(struct pipes *p)
{
	int got;

	if (pipe2(p->err, O_CLOEXEC))
		return -errno;
	if (pipe2(p->end, O_CLOEXEC)) {
		got = -errno;
		close(p->err[0]);
		close(p->err[1]);
		return got;
	}
	fcntl(p->err[0], F_SETFL, O_NONBLOCK);
	return 0;
}

static int start_and_watch(const struct lla_start *start, struct pipes *p, struct lla_ended *ended)
{
	pid_t group = 0, pid;
	bool namespace;
	int got = 0;

	pid = fork_keeper(&namespace);
	if (pid < 0)
		got = -errno;
	if (!pid)
		keeper(start, p);
	close(p->err[1]);
	close(p->end[1]);
	if (got)
		return got;
	watch(p, ended, &group);
	/* In a namespace the group has another number, which means nothing out here. */
	clean_up(p, pid, namespace ? 0 : group, ended);
	return 0;
}

int lla_start(const struct lla_start *start, struct lla_ended *ended, struct lla_error *err)
{
	struct pipes p;
	int got = open_pipes(&p);

	if (!got) {
		got = start_and_watch(start, &p, ended);
		close(p.err[0]);
		close(p.end[0]);
	}
	return got ? lla_fail(err, "cannot start programs for a trial: %e", -got) : 0;
}
