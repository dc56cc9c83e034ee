/* SPDX-License-Identifier: ISC */
#include "core/helper.h"
#include "core/paths.h"
#include "core/report.h"
#include "core/signals.h"
#include "core/sys.h"
#include "core/variables.h"

#include <linux/memfd.h>
#include <linux/sched.h>
#include <linux/wait.h>

#define STACK_BYTES 16384

/* The child shares our memory, so `failed` comes back. */
struct child {
	char *argv[8];
	char **envp;
	uint64_t mask; /* our signal mask from before */
	int fd;        /* where the tool writes the image */
	int failed;    /* errno of execve */
};

/* The child runs this on its own stack in our memory, until execve. It changes nothing in our
 * memory except `failed`. */
static void run_tool(void *arg)
{
	struct child *c = arg;

	/* The child has its own table of descriptors: ours stays close-on-exec. */
	lla_syscall(__NR_fcntl, c->fd, F_SETFD, 0);
	lla_signals_mask(SIG_SETMASK, &c->mask, NULL);
	c->failed = (int)-lla_syscall(__NR_execve, lla_tool_path, c->argv, c->envp);
	for (;;)
		lla_syscall(__NR_exit, 127);
}

#define SIGCHLD_BIT LLA_SIGNAL_BIT(SIGCHLD)

/* Takes back the SIGCHLD of our child. Leaves it if another child, one from before the program
 * was executed, has ended meanwhile: both are one signal. */
static void drop_sigchld(void)
{
	/* A siginfo_t. Its first word, si_signo, stays 0 if no child has ended. */
	int info[32] = { 0 };

	lla_syscall(__NR_waitid, P_ALL, 0, info, WEXITED | WNOHANG | WNOWAIT, 0);
	if (!info[0])
		lla_signals_take_back(SIGCHLD_BIT);
}

/* While SIGCHLD is ignored, the kernel throws the status of a child away. If the program was
 * started so, sets the default action. Returns whether `action` has to be put back. */
static bool unignore_sigchld(unsigned long *action)
{
	const unsigned long by_default[8] = { 0 }; /* a struct sigaction with SIG_DFL */

	/* The handler is the first word of the struct on every architecture. */
	lla_syscall(__NR_rt_sigaction, SIGCHLD, NULL, action, LLA_SIGSET_BYTES);
	if (action[0] != (unsigned long)SIG_IGN)
		return false;
	lla_syscall(__NR_rt_sigaction, SIGCHLD, by_default, NULL, LLA_SIGSET_BYTES);
	return true;
}

/*
 * With CLONE_VM the kernel copies no page table. With CLONE_VFORK we sleep until the child has
 * executed the tool. We ask for no exit signal, and execve sets SIGCHLD as the exit signal all
 * the same. So we hold SIGCHLD back and drop it.
 */
static long spawn(struct child *c, char *stack, int *status)
{
	unsigned long action[8] = { 0 };
	const uint64_t all = UINT64_MAX;
	bool was_pending, ignored;
	long pid, got;

	/* A handler of the program must not run in the child. */
	lla_signals_mask(SIG_SETMASK, &all, &c->mask);
	was_pending = lla_signals_pending() & SIGCHLD_BIT;
	ignored = unignore_sigchld(action);
	pid = lla_sys_clone(CLONE_VM | CLONE_VFORK, stack + STACK_BYTES, run_tool, c);
	got = pid;
	while (pid > 0 && (got = lla_syscall(__NR_wait4, pid, status, __WALL, 0)) == -EINTR)
		;
	if (pid > 0 && !was_pending)
		drop_sigchld();
	if (ignored)
		lla_syscall(__NR_rt_sigaction, SIGCHLD, action, NULL, LLA_SIGSET_BYTES);
	lla_signals_mask(SIG_SETMASK, &c->mask, NULL);
	return got;
}

/* `what` says why a policy has to be compiled. */
static int cannot(const char *what, const char *who, const char *why, long error,
		  struct lla_error *err)
{
	return lla_fail(err,
			"%s, and %s %s: %e; compile the policy first with landlock-auto compile",
			what, who, why, (int)error);
}

static int failed(const char *what, const struct child *c, long got, int status,
		  struct lla_error *err)
{
	if (got < 0)
		return cannot(what, "the program that compiles it", "cannot be started", -got, err);
	if (c->failed)
		return cannot(what, lla_tool_path, "cannot be run", c->failed, err);
	if (status >> 8 == LLA_STATUS_REFUSED)
		return LLA_TOOL_SAID_IT;
	return lla_fail(err, "%s, and %q, which compiles it, %s %d", what, lla_tool_path,
			status & 0x7f ? "died of signal" : "ended with status",
			status & 0x7f ? status & 0x7f : status >> 8);
}

/* If a standard descriptor is closed, a new descriptor could get its number. */
static long memfd_above_stderr(void)
{
	long fd = lla_syscall(__NR_memfd_create, "landlock-auto", MFD_CLOEXEC);
	long high;

	if (fd < 0 || fd > 2)
		return fd;
	high = lla_syscall(__NR_fcntl, fd, F_DUPFD_CLOEXEC, 3);
	lla_sys_close((int)fd);
	return high;
}

/* Copies the pointers of env that the tool may see to `to`, which has room for all of them
 * and a NULL. */
static void filter_environ(char *const *env, char **to)
{
	for (; env && *env; env++)
		if (!lla_variable_is_ours(*env) && !lla_starts(*env, "LD_"))
			*to++ = *env;
	*to = NULL;
}

static size_t count_variables(char *const *env)
{
	size_t count = 0;

	while (env && env[count])
		count++;
	return count;
}

static int compile_into(long fd, const char *what, const char *config, const char *words,
			char *const *env, char *memory, struct lla_error *err)
{
	char number[12];
	struct lla_text t = LLA_TEXT_IN(number);
	struct child c = { .fd = (int)fd };
	int status = 0;
	long got;

	lla_text_add(&t, "%d", (int)fd);
	c.argv[0] = (char *)"landlock-auto";
	c.argv[1] = (char *)"compile";
	c.argv[2] = (char *)"--output-fd";
	c.argv[3] = t.at;
	c.argv[4] = (char *)(config ? "--" : "--words");
	c.argv[5] = (char *)(config ? config : words);
	c.envp = (char **)(void *)&memory[STACK_BYTES];
	filter_environ(env, c.envp);
	got = spawn(&c, memory, &status);
	if (got < 0 || status)
		return failed(what, &c, got, status, err);
	return (int)fd;
}

int lla_helper_compile(const char *config, const char *words, char *const *env,
		       struct lla_error *err)
{
	const char *what = config ? "the policy is text" : "the policy names presets";
	size_t bytes = STACK_BYTES + (count_variables(env) + 1) * sizeof(*env);
	long memory, fd;
	int got;

	fd = memfd_above_stderr();
	if (fd < 0)
		return cannot(what, "there is", "no descriptor to compile it into", -fd, err);
	memory = lla_sys_map(bytes);
	if (LLA_IS_ERRNO(memory)) {
		lla_sys_close((int)fd);
		return cannot(what, "there is", "no memory to compile it in", -memory, err);
	}
	got = compile_into(fd, what, config, words, env, (char *)memory, err);
	lla_sys_unmap((void *)memory, bytes);
	if (got < 0)
		lla_sys_close((int)fd);
	return got;
}
