/* SPDX-License-Identifier: ISC */
/*
 * What an object does when it is initialised, counted and not timed:
 *
 *	count OBJECT PROGRAM [NAME=VALUE ...]
 *
 * runs the program with that environment, and goes instruction by instruction from the
 * object's first system call until it returns. Prints how many system calls and
 * instructions that were, and on how many pages of it they lie. The same numbers each time.
 * Knows the system calls of x86_64 and aarch64.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/ptrace.h>

#define PAGE 4096UL
#define PAGES_MAX 64

struct object {
	const char *name;
	unsigned long begin, end;
	bool pages[PAGES_MAX];
	unsigned long instructions, calls;
};

static void die(const char *what)
{
	fprintf(stderr, "count: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* Where all of the object is mapped; nowhere before it is. */
static void look_for(struct object *o, pid_t pid)
{
	unsigned long begin, end;
	char line[4200];
	FILE *maps;

	snprintf(line, sizeof(line), "/proc/%d/maps", pid);
	maps = fopen(line, "re");
	if (!maps)
		die(line);
	o->begin = o->end = 0;
	while (fgets(line, sizeof(line), maps)) {
		if (!strstr(line, o->name) || sscanf(line, "%lx-%lx", &begin, &end) != 2)
			continue;
		if (!o->begin)
			o->begin = begin;
		o->end = end;
	}
	fclose(maps);
}

static bool runs(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid)
		die("waitpid");
	return WIFSTOPPED(status);
}

static void go_on(pid_t pid, int how)
{
	if (ptrace((enum __ptrace_request)how, pid, 0, 0))
		die("ptrace");
}

/* Whether the program is in the object, and where. */
static bool is_inside(const struct object *o, pid_t pid, unsigned long *ip)
{
	struct __ptrace_syscall_info info;

	if (ptrace((enum __ptrace_request)PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) < 0)
		die("ptrace");
	*ip = (unsigned long)info.instruction_pointer;
	return *ip >= o->begin && *ip < o->end;
}

/* A step over a system call does not stop in it, so they are known by the instruction. */
static void count_one(struct object *o, pid_t pid, unsigned long ip)
{
	unsigned long word;

	errno = 0;
	word = (unsigned long)ptrace(PTRACE_PEEKTEXT, pid, ip, 0);
	if (errno)
		die("PTRACE_PEEKTEXT");
	o->instructions++;
	o->pages[(ip - o->begin) / PAGE % PAGES_MAX] = true;
#if defined(__x86_64__)
	o->calls += (word & 0xffff) == 0x050f; /* syscall */
#elif defined(__aarch64__)
	o->calls += (uint32_t)word == 0xd4000001; /* svc 0 */
#else
	(void)word;
#endif
}

static void count(struct object *o, pid_t pid)
{
	unsigned long ip;

	do {
		go_on(pid, PTRACE_SYSCALL);
		if (!runs(pid))
			return;
		look_for(o, pid);
	} while (!is_inside(o, pid, &ip));
	/* Out of this first one. */
	go_on(pid, PTRACE_SYSCALL);
	for (o->calls = 1; runs(pid) && is_inside(o, pid, &ip); go_on(pid, PTRACE_SINGLESTEP))
		count_one(o, pid, ip);
	go_on(pid, PTRACE_CONT);
}

int main(int argc, char **argv)
{
	struct object o = { .name = argc > 2 ? argv[1] : "" };
	unsigned pages = 0;
	pid_t pid;

	if (argc < 3)
		return 2;
	pid = fork();
	if (pid < 0)
		die("fork");
	if (!pid) {
		char *arguments[] = { argv[2], NULL };

		if (!ptrace(PTRACE_TRACEME, 0, 0, 0))
			execve(argv[2], arguments, argv + 3);
		_exit(127);
	}
	runs(pid);
	count(&o, pid);
	for (size_t i = 0; i < PAGES_MAX; i++)
		pages += o.pages[i];
	printf("%lu,%lu,%u\n", o.calls, o.instructions, pages);
	return !o.calls;
}
