/* SPDX-License-Identifier: ISC */
/*
 * The program by which tests/vm/matrix asks a kernel. It is unmodified like any other: the
 * policy comes from outside, and nothing of the project is in here.
 *
 *   abi                       prints the kernel's Landlock ABI and "allowed", or 0 and why
 *   serve                     serves what the probes look for; prints "ready"
 *   try PROBE...              prints "PROBE allowed" or "PROBE EACCES" for each
 *   open PATH                 prints the same for a file or directory
 *   no-new-privs              prints its own
 *   threads OBJECT PATH       loads the object late, beside other threads; then each
 *                             thread prints whether it can open the file
 *   layers N COMMAND...       inside N (0 or more) Landlock domains, without no_new_privs
 *   at-exit COMMAND...        prints the command's no_new_privs as it ends
 *
 * The probes work beneath the working directory: tests/probes.h says with what in it, and
 * ADDRESS and OUTSIDE in the environment are what is outside of them.
 */
#include "probes.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CREATE_RULESET 444
#define RESTRICT_SELF 446

#define SERVED 8005
#define UNSERVED 8006

static const char *answer(int error)
{
	static char number[32];

	switch (error) {
	case 0: return "allowed";
	case EACCES: return "EACCES";
	case EPERM: return "EPERM";
	case EXDEV: return "EXDEV";
	case ENOSYS: return "ENOSYS";
	case EOPNOTSUPP: return "EOPNOTSUPP";
	}
	snprintf(number, sizeof(number), "errno=%d", error);
	return number;
}

static int open_to_read(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	return fd < 0 ? errno : close(fd);
}

static int try(const char *name)
{
	int got = probe(name);

	if (got < 0)
		return 98;
	printf("%s %s\n", name, answer(got));
	return 0;
}

/* Servers. */

static int serve_at(int type, const void *address, socklen_t len)
{
	int s = socket(((const struct sockaddr *)address)->sa_family, type, 0);

	if (bind(s, address, len) || (type == SOCK_STREAM && listen(s, 1024)))
		exit(98);
	return s;
}

static int serve(void)
{
	const struct sockaddr_in port = probe_address(SERVED);
	const struct sockaddr_un stream = { AF_UNIX, "socket/stream" };
	const struct sockaddr_un datagram = { AF_UNIX, "socket/datagram" };
	const struct sockaddr_un nowhere = probe_abstract_address();
	char bytes[16];
	int s;

	/* The script that has started this may be killed. */
	prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
	serve_at(SOCK_STREAM, &port, sizeof(port));
	serve_at(SOCK_DGRAM, &port, sizeof(port));
	serve_at(SOCK_STREAM, &stream, sizeof(stream));
	serve_at(SOCK_STREAM, &nowhere, sizeof(nowhere));
	s = serve_at(SOCK_DGRAM, &datagram, sizeof(datagram));
	puts("ready");
	fflush(stdout);
	/* This queue is short, and a full one would make the probes wait. */
	while (recv(s, bytes, sizeof(bytes), 0) >= 0)
		;
	return 98;
}

/* Threads. */

static pthread_barrier_t loaded;
static const char *wanted;

static void tell(const char *who)
{
	printf("%s: %s, no_new_privs %d\n", who, answer(open_to_read(wanted)),
	       prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
}

static void *other_thread(void *who)
{
	pthread_barrier_wait(&loaded);
	tell(who);
	return NULL;
}

static int beside_threads(const char *object, const char *path)
{
	static char names[3][8] = { "other 1", "other 2", "other 3" };
	pthread_t threads[3];

	wanted = path;
	if (pthread_barrier_init(&loaded, NULL, 4))
		return 98;
	for (int i = 0; i < 3; i++)
		if (pthread_create(&threads[i], NULL, other_thread, names[i]))
			return 98;
	if (strcmp(object, "none") != 0 && !dlopen(object, RTLD_NOW))
		return 98;
	tell("main");
	pthread_barrier_wait(&loaded);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	return 0;
}

/* Commands. */

static int inside_layers(int count, char **command)
{
	/* Denies the creation of block devices, which nobody here misses. */
	uint64_t handled = 1 << 11;

	while (count--) {
		long fd = syscall(CREATE_RULESET, &handled, sizeof(handled), 0);

		if (fd < 0 || syscall(RESTRICT_SELF, fd, 0))
			return 98;
		close((int)fd);
	}
	execvp(command[0], command);
	return 98;
}

/* The process is traced and about to end, so it is still in /proc. */
static void tell_no_new_privs(pid_t pid)
{
	char path[64], line[256];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, "NoNewPrivs:", 11))
			printf("no_new_privs at exit: %s", line + 12);
	if (f)
		fclose(f);
}

static int at_exit(char **command)
{
	int status = 0;
	pid_t pid = fork();

	if (!pid) {
		if (!ptrace(PTRACE_TRACEME, 0, NULL, NULL) && !raise(SIGSTOP))
			execvp(command[0], command);
		_exit(98);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid ||
	    ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACEEXIT | PTRACE_O_TRACEEXEC))
		return 98;
	do {
		if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8))
			tell_no_new_privs(pid);
		if (ptrace(PTRACE_CONT, pid, NULL, NULL))
			return 98;
	} while (waitpid(pid, &status, 0) == pid && WIFSTOPPED(status));
	fflush(stdout);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 97;
}

/* A caller beside others has an address of its own, and so its ports. */
static void look_outside(void)
{
	const char *address = getenv("ADDRESS"), *process = getenv("OUTSIDE");

	probe_outside.address = inet_addr(address ? address : "127.0.0.1");
	probe_outside.process = process ? atoi(process) : 0;
	probe_outside.served = SERVED;
	probe_outside.bound = UNSERVED;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	int failed = 0;
	long abi;

	look_outside();
	if (!strcmp(what, "serve"))
		return serve();
	if (!strcmp(what, "threads") && argc == 4)
		return beside_threads(argv[2], argv[3]);
	if (!strcmp(what, "no-new-privs"))
		return printf("%d\n", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0)) < 0;
	if (!strcmp(what, "open") && argc == 3)
		return printf("%s %s\n", argv[2], answer(open_to_read(argv[2]))) < 0;
	if (!strcmp(what, "layers") && argc > 3)
		return inside_layers(atoi(argv[2]), argv + 3);
	if (!strcmp(what, "at-exit") && argc > 2)
		return at_exit(argv + 2);
	if (!strcmp(what, "abi")) {
		abi = syscall(CREATE_RULESET, NULL, 0, 1);
		printf("%ld %s\n", abi > 0 ? abi : 0, answer(abi > 0 ? 0 : errno));
		return 0;
	}
	if (strcmp(what, "try") != 0)
		return 98;
	for (int i = 2; i < argc; i++)
		failed |= try(argv[i]);
	return failed;
}
