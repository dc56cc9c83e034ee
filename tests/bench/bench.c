/* SPDX-License-Identifier: ISC */
/*
 * How long programs take to start and end, several variants of them side by side:
 *
 *	bench [-t SECONDS] [-c CPU] WORKLOAD <VARIANTS >CSV
 *	bench -p WORKLOAD <VARIANTS
 *	bench worker [-e NAME=VALUE ...] PROGRAM [ARGUMENT ...]
 *	bench [-c CPU] [-n STARTS] phases [-e NAME=VALUE ...] PROGRAM [ARGUMENT ...]
 *
 * A line of VARIANTS is a name, a class and a shell command, with tabs between, and the
 * command has to become a worker: `exec $WORKER -e LD_PRELOAD=x.so /bin/true`. The worker
 * starts the program when it is told to, waits for it and says how long that took, so
 * whatever the shell command has arranged before (a root directory, a policy in force)
 * is not measured. A variant of the class `base` is compared with the first one, and what comes
 * after it with this one, up to the next of its class.
 *
 * In a round each variant runs once, in an order that changes from round to round, all on
 * one CPU. Times are compared within their round: what disturbs a round disturbs both.
 * Variants that take long are left out of most rounds.
 *
 * -p: instead, whether the program succeeds in the classes `base` and `free` and fails in all
 * others, as one that reads what the policy denies has to.
 *
 * phases: the environment preloads an object with phases.c in it. Prints how long each part of
 * it took: quartiles in microseconds, over many starts.
 */
#include "phases.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { VARIANTS_MAX = 48, ROUNDS_MAX = 20000, COMMAND_FD = 198, ANSWER_FD = 199 };

/* So much slower than the first variant is slow, and runs in one of so many rounds. */
#define SLOW 5
#define SELDOM 10

struct answer {
	int64_t ns;
	int64_t faults; /* minor page faults of the program and its children */
	int64_t status; /* 0: it succeeded */
};

struct variant {
	char *name, *class, *command;
	int to, from, said; /* said: what was written to standard error */
	struct answer *at;  /* one for each round, ns < 0: not in this one */
};

static void die(const char *what)
{
	fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * (int64_t)1000000000 + t.tv_nsec;
}

/* The worker. */

static struct answer start_and_wait(char **argv, char **env)
{
	struct answer a;
	struct rusage used;
	siginfo_t info;
	int64_t begin = now();
	pid_t pid;

	errno = posix_spawn(&pid, argv[0], NULL, NULL, argv, env);
	if (errno)
		die(argv[0]);
	/* The system call, because it tells what the child used as well. */
	while (syscall(SYS_waitid, P_PID, pid, &info, WEXITED, &used) < 0)
		if (errno != EINTR)
			die("waitid");
	a.ns = now() - begin;
	a.faults = used.ru_minflt;
	a.status = info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
	return a;
}

/* Ours and what -e adds to it; returns the arguments behind. */
static char **environment(char **argv, char *env[64])
{
	size_t n = 0;

	while (environ[n] && n < 32) {
		env[n] = environ[n];
		n++;
	}
	for (argv++; argv[0] && argv[1] && !strcmp(argv[0], "-e") && n < 63; argv += 2)
		env[n++] = argv[1];
	env[n] = NULL;
	return argv;
}

static int worker(char **argv)
{
	char *env[64];
	char byte;

	argv = environment(argv, env);
	fcntl(COMMAND_FD, F_SETFD, FD_CLOEXEC);
	fcntl(ANSWER_FD, F_SETFD, FD_CLOEXEC);
	while (read(COMMAND_FD, &byte, 1) == 1) {
		struct answer a = start_and_wait(argv, env);

		if (write(ANSWER_FD, &a, sizeof(a)) != sizeof(a))
			return 1;
	}
	return 0;
}

/* The others. */

static void start_worker(struct variant *v)
{
	int to[2], from[2];
	pid_t pid;

	v->said = memfd_create("said", MFD_CLOEXEC);
	if (v->said < 0 || pipe2(to, O_CLOEXEC) || pipe2(from, O_CLOEXEC))
		die("pipe");
	pid = fork();
	if (pid < 0)
		die("fork");
	if (!pid) {
		dup2(to[0], COMMAND_FD);
		dup2(from[1], ANSWER_FD);
		dup2(open("/dev/null", O_RDWR), 0);
		dup2(0, 1);
		dup2(v->said, 2);
		execl("/bin/sh", "sh", "-c", v->command, (char *)NULL);
		_exit(127);
	}
	close(to[0]);
	close(from[1]);
	v->to = to[1];
	v->from = from[0];
}

static bool ask(struct variant *v, struct answer *a)
{
	return write(v->to, "", 1) == 1 && read(v->from, a, sizeof(*a)) == sizeof(*a);
}

/* What a worker or its program has said, on one line and without commas; "" where it
 * was silent, as it should be: a loader that cannot preload says so and goes on. */
static const char *said(const struct variant *v)
{
	static char text[200];
	ssize_t len = pread(v->said, text, sizeof(text) - 1, 0);

	text[len > 0 ? len : 0] = '\0';
	for (char *at = text; *at; at++)
		if (*at == '\n' || *at == ',')
			*at = ' ';
	return text;
}

static size_t read_variants(struct variant *variants)
{
	size_t count = 0, room = 0;
	char *line = NULL;

	while (getline(&line, &room, stdin) > 0 && count < VARIANTS_MAX) {
		struct variant *v = &variants[count++];
		char *name = strtok(line, "\t"), *class = strtok(NULL, "\t");
		char *command = strtok(NULL, "\n");

		if (!command)
			die(line);
		*v = (struct variant){ .name = strdup(name),
				       .class = strdup(class),
				       .command = strdup(command),
				       .at = malloc(ROUNDS_MAX * sizeof(*v->at)) };
		if (!v->name || !v->class || !v->command || !v->at)
			die(line);
	}
	free(line);
	return count;
}

static bool is_base(const struct variant *v)
{
	return !strcmp(v->class, "base");
}

__attribute__((noreturn)) static void ended(const struct variant *v, const struct answer *a)
{
	fprintf(stderr, "bench: %s: ended with status %d: %s\n", v->name, (int)a->status, said(v));
	exit(1);
}

/* Starts the workers, and each program once, so that all is in memory. One that does
 * not run is said to be so, and no longer among them. Others cannot do without a base. */
static size_t warm_up(struct variant *variants, size_t count, const char *workload)
{
	size_t left = 0;

	for (size_t i = 0; i < count; i++) {
		struct variant *v = &variants[i];
		struct answer a = { .status = -1 };

		start_worker(v);
		if (ask(v, &a) && !a.status && !*said(v))
			variants[left++] = *v;
		else if (is_base(v))
			ended(v, &a);
		else
			printf("%s,%s,%s,0,,,,,,,,,does not run: %s\n", workload, v->name, v->class,
			       said(v));
	}
	return left;
}

static int probe(struct variant *variants, size_t count)
{
	int wrong = 0;

	for (size_t i = 0; i < count; i++) {
		struct variant *v = &variants[i];
		bool may = is_base(v) || !strcmp(v->class, "free");
		struct answer a;

		start_worker(v);
		if (!ask(v, &a) || !a.status == may)
			continue;
		fprintf(stderr, "bench: %s %s what the policy denies\n", v->name,
			may ? "cannot read" : "can read");
		wrong = 1;
	}
	return wrong;
}

static void shuffle(size_t *order, size_t count)
{
	for (size_t i = count; i > 1; i--) {
		size_t j = (size_t)rand() % i, swap = order[i - 1];

		order[i - 1] = order[j];
		order[j] = swap;
	}
}

static void one_round(struct variant *variants, size_t count, int n)
{
	size_t order[VARIANTS_MAX];

	for (size_t i = 0; i < count; i++)
		order[i] = i;
	shuffle(order, count);
	for (size_t i = 0; i < count; i++) {
		struct variant *v = &variants[order[i]];
		bool slow = n && v->at[0].ns > SLOW * variants[0].at[0].ns;

		if (slow && n % SELDOM)
			v->at[n].ns = -1;
		else if (!ask(v, &v->at[n]) || v->at[n].status)
			ended(v, &v->at[n]);
	}
}

/* Numbers. */

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double quantile(const double *sorted, int n, double q)
{
	double at = q * (n - 1);
	int i = (int)at;

	return i + 1 < n ? sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]) : sorted[i];
}

static void quartiles(double *values, int n, double q[3])
{
	qsort(values, (size_t)n, sizeof(*values), compare);
	for (int i = 0; i < 3; i++)
		q[i] = quantile(values, n, 0.25 * (i + 1));
}

static void report(const struct variant *v, const struct variant *base, int rounds,
		   const char *workload)
{
	static double time[ROUNDS_MAX], more[ROUNDS_MAX], faults[ROUNDS_MAX], ratio[ROUNDS_MAX];
	double t[3], m[3], f[3], r[3];
	int n = 0;

	for (int i = 0; i < rounds; i++) {
		if (v->at[i].ns < 0)
			continue;
		time[n] = (double)v->at[i].ns / 1e3;
		more[n] = (double)(v->at[i].ns - base->at[i].ns) / 1e3;
		ratio[n] = (double)v->at[i].ns / (double)base->at[i].ns;
		faults[n++] = (double)(v->at[i].faults - base->at[i].faults);
	}
	quartiles(time, n, t);
	quartiles(more, n, m);
	quartiles(ratio, n, r);
	quartiles(faults, n, f);
	printf("%s,%s,%s,%d,%.1f,%.1f,%.1f,%.2f,%.2f,%.2f,%.3f,%.0f,\n", workload, v->name,
	       v->class, n, t[1], t[0], t[2], m[1], m[0], m[2], r[1], f[1]);
}

/* Microseconds in a tick of the phases' clock. */
static double tick(void)
{
	int64_t begin = now();
	uint64_t before = ticks();

	while (now() - begin < 50000000)
		;
	return (double)(now() - begin) / 1e3 / (double)(ticks() - before);
}

static int phases(char **argv, int starts)
{
	static const char *const names[PHASES] = { "find",     "read",     "parse",
						   "validate", "plan",     "create",
						   "rules",    "restrict", "strip" };
	static double took[PHASES][ROUNDS_MAX];
	double us = tick(), q[3];
	struct phases p;
	char *env[64];
	int fds[2];

	argv = environment(argv, env);
	if (pipe(fds) || dup2(fds[1], PHASES_FD) < 0)
		die("pipe");
	for (int i = 0; i < starts; i++) {
		if (start_and_wait(argv, env).status || read(fds[0], &p, sizeof(p)) != sizeof(p))
			die(argv[0]);
		for (int k = 0; k < PHASES; k++)
			took[k][i] = (double)p.took[k] * us;
	}
	for (int k = 0; k < PHASES; k++) {
		quartiles(took[k], starts, q);
		printf("%s,%.2f,%.2f,%.2f\n", names[k], q[1], q[0], q[2]);
	}
	return 0;
}

static void pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET((size_t)cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		die("sched_setaffinity");
}

int main(int argc, char **argv)
{
	static struct variant variants[VARIANTS_MAX];
	bool only_probe = false;
	double seconds = 30;
	size_t count;
	int64_t end;
	int n = 0, starts = 1000, opt;

	while ((opt = getopt(argc, argv, "+t:c:n:p")) > 0) {
		if (opt == 't')
			seconds = atof(optarg);
		else if (opt == 'c')
			pin(atoi(optarg));
		else if (opt == 'n' && atoi(optarg) <= ROUNDS_MAX)
			starts = atoi(optarg);
		else if (opt == 'p')
			only_probe = true;
		else
			return 2;
	}
	if (optind == argc)
		return 2;
	if (!strcmp(argv[optind], "worker"))
		return worker(argv + optind);
	if (!strcmp(argv[optind], "phases"))
		return phases(argv + optind, starts);
	signal(SIGPIPE, SIG_IGN);
	count = read_variants(variants);
	if (only_probe)
		return probe(variants, count);
	count = warm_up(variants, count, argv[optind]);
	for (end = now() + (int64_t)(seconds * 1e9); n < ROUNDS_MAX && (n < 3 || now() < end); n++)
		one_round(variants, count, n);
	for (size_t i = 0, base = 0; i < count; i++) {
		/* The base is compared with the first one itself. */
		report(&variants[i], &variants[is_base(&variants[i]) ? 0 : base], n, argv[optind]);
		base = is_base(&variants[i]) ? i : base;
	}
	return 0;
}
