/* SPDX-License-Identifier: ISC */
/*
 * Counts, and does not time, the work of an object when it is initialised, or of a launcher before
 * its exec:
 *
 *	count FILE [NAME=VALUE ...] PROGRAM [ARGUMENT ...]
 *
 * runs the program with that environment, and goes instruction by instruction through the file,
 * which is mapped in it: an object from its first system call until it returns, the program itself
 * from its first instruction until it executes another. Prints how many system calls and
 * instructions that were, and on how many pages of the file they lie. The same numbers each
 * time. Knows the system calls of x86_64 and aarch64.
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
#define ENVIRONMENT_MAX 16

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

/* Waits for the program's next stop. Returns false if it has ended, or is another one now. */
static bool runs(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid)
		die("waitpid");
	return WIFSTOPPED(status) && status >> 16 != PTRACE_EVENT_EXEC;
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

/* Goes on until the program is in the object for the first time. Returns whether it ever was. */
static bool enter(struct object *o, pid_t pid)
{
	unsigned long ip;

	look_for(o, pid);
	if (is_inside(o, pid, &ip))
		return true;
	do {
		go_on(pid, PTRACE_SYSCALL);
		if (!runs(pid))
			return false;
		look_for(o, pid);
	} while (!is_inside(o, pid, &ip));
	/* Out of this first one. */
	o->calls = 1;
	go_on(pid, PTRACE_SYSCALL);
	return runs(pid);
}

static void count(struct object *o, pid_t pid)
{
	unsigned long ip;
	bool here = enter(o, pid);

	while (here && is_inside(o, pid, &ip)) {
		count_one(o, pid, ip);
		go_on(pid, PTRACE_SINGLESTEP);
		here = runs(pid);
	}
}

int main(int argc, char **argv)
{
	struct object o = { .name = argc > 2 ? argv[1] : "" };
	char **program = argv + 2, *env[ENVIRONMENT_MAX + 1] = { NULL };
	unsigned pages = 0;
	pid_t pid;

	if (argc < 3)
		return 2;
	for (size_t i = 0; *program && strchr(*program, '=') && i < ENVIRONMENT_MAX; i++)
		env[i] = *program++;
	if (!*program)
		return 2;
	pid = fork();
	if (pid < 0)
		die("fork");
	if (!pid) {
		if (!ptrace(PTRACE_TRACEME, 0, 0, 0))
			execve(*program, program, env);
		_exit(127);
	}
	if (!runs(pid) || ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL))
		die(*program);
	count(&o, pid);
	for (size_t i = 0; i < PAGES_MAX; i++)
		pages += o.pages[i];
	printf("%lu,%lu,%u\n", o.calls, o.instructions, pages);
	return !o.calls;
}
