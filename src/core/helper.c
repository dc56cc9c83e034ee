/* SPDX-License-Identifier: ISC */
#include "core/helper.h"
#include "core/file.h"
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
	const struct lla_tool *tool;
	char *const *argv, *const *envp;
	uint64_t mask; /* our signal mask from before */
	int fd;        /* where the tool writes the image; -1: it writes none */
	int failed;    /* errno of execve */
};

int lla_helper_execute(const struct lla_tool *tool, char *const *argv, char *const *env)
{
	if (tool->fd < 0)
		return (int)lla_syscall(__NR_execve, tool->path, argv, env);
	return (int)lla_syscall(__NR_execveat, tool->fd, "", argv, env, AT_EMPTY_PATH);
}

/* The child runs this on its own stack in our memory, until execve. It changes nothing in our
 * memory except `failed`. */
static void run_tool(void *arg)
{
	struct child *c = arg;

	/* The child has its own table of descriptors: ours stays close-on-exec. */
	if (c->fd >= 0)
		lla_syscall(__NR_fcntl, c->fd, F_SETFD, 0);
	lla_signals_mask(SIG_SETMASK, &c->mask, NULL);
	c->failed = -lla_helper_execute(c->tool, c->argv, c->envp);
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
		return cannot(what, c->tool->path, "cannot be run", c->failed, err);
	if (status >> 8 == LLA_STATUS_REFUSED)
		return LLA_TOOL_SAID_IT;
	return lla_fail(err, "%s, and %q, which compiles it, %s %d", what, c->tool->path,
			status & 0x7f ? "died of signal" : "ended with status",
			status & 0x7f ? status & 0x7f : status >> 8);
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

/* Memory that the child uses while it shares ours: its stack, its environment, its arguments. */
struct room {
	size_t bytes;
	char *stack;
	char **envp, **argv;
};

/* Returns 0, or -errno. `words` is how many arguments there may be. */
static int make_room(char *const *env, size_t words, struct room *room)
{
	size_t variables = lla_variable_count(env) + 1;
	long at;

	room->bytes = STACK_BYTES + (variables + words + 1) * sizeof(char *);
	at = lla_sys_map(room->bytes);
	if (LLA_IS_ERRNO(at))
		return (int)at;
	room->stack = (char *)at;
	room->envp = (char **)(at + STACK_BYTES);
	room->argv = room->envp + variables;
	filter_environ(env, room->envp);
	return 0;
}

static char *const *arguments(const struct lla_helper *helper, const char *number,
			      const char *config, const char *words, char **argv)
{
	char **at = argv;

	*at++ = (char *)"landlock-auto";
	*at++ = (char *)"compile";
	*at++ = (char *)"--output-fd";
	*at++ = (char *)number;
	if (helper->run && !words) {
		*at++ = (char *)"--run";
		for (size_t i = 0; i < helper->run_words; i++)
			*at++ = helper->run[i];
	} else {
		*at++ = (char *)(words ? "--words" : "--");
		*at++ = (char *)(words ? words : config);
	}
	*at = NULL;
	return argv;
}

/* The most arguments besides those of `run`. */
#define ARGUMENTS 6

static int compile_with(const struct lla_tool *tool, long fd, const char *what,
			const struct lla_helper *helper, const char *config, const char *words,
			struct lla_error *err)
{
	char number[12];
	struct lla_text t = LLA_TEXT_IN(number);
	struct child c = { .tool = tool, .fd = (int)fd };
	struct room room = { 0 };
	int status = 0;
	long got = make_room(helper->env, ARGUMENTS + helper->run_words, &room);

	if (got)
		return cannot(what, "there is", "no memory to compile it in", -got, err);
	lla_text_add(&t, "%d", (int)fd);
	c.argv = arguments(helper, number, config, words, room.argv);
	c.envp = room.envp;
	got = spawn(&c, room.stack, &status);
	lla_sys_unmap(room.stack, room.bytes);
	if (got < 0 || status)
		return failed(what, &c, got, status, err);
	return (int)fd;
}

static int compile_into(long fd, const char *what, const struct lla_helper *helper,
			const char *config, const char *words, struct lla_error *err)
{
	struct lla_tool tool;
	int got;

	/* Not by an initializer: clang would make a relocation of it. */
	tool.path = lla_tool_path;
	tool.fd = -1;
	if (helper->find && helper->find(helper->arg, &tool, err))
		return -1;
	got = compile_with(&tool, fd, what, helper, config, words, err);
	if (tool.fd >= 0)
		lla_sys_close(tool.fd);
	return got;
}

int lla_helper_compile(struct lla_helper *helper, const char *config, const char *words,
		       struct lla_error *err)
{
	const char *what = config ? "the policy is text" : "the policy names presets";
	long fd = lla_file_memfd(MFD_CLOEXEC);
	int got;

	if (fd < 0)
		return cannot(what, "there is", "no descriptor to compile it into", -fd, err);
	got = compile_into(fd, what, helper, config, words, err);
	if (got < 0)
		lla_sys_close((int)fd);
	else
		helper->compiled = true;
	return got;
}

int lla_helper_run(const struct lla_tool *tool, char *const *argv, char *const *env)
{
	struct child c = { .tool = tool, .argv = argv, .fd = -1 };
	struct room room = { 0 };
	int status = 0;
	long got = make_room(env, 0, &room);

	if (got)
		return (int)got;
	c.envp = room.envp;
	got = spawn(&c, room.stack, &status);
	lla_sys_unmap(room.stack, room.bytes);
	if (got < 0)
		return (int)got;
	return c.failed ? -c.failed : status;
}
