/* SPDX-License-Identifier: ISC */
/*
 * Kills a command at one moment of its life:
 *
 *	kill_at NUMBER ROOT COMMAND...
 *
 * runs the command in the root directory ROOT, and kills it before its system call of this
 * number. Counting begins with the first call that has landlock-auto in an argument. Before
 * it, the loader and the sanitizers are at work. The status is the command's, 137 after a
 * kill, and 99 if the command cannot be traced.
 *
 * NUMBER 0 kills nothing. Descriptor 3 then gets a line for each change of a file that
 * succeeds: write, sync, link or unlink and a path, or rename and two paths.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/ptrace.h>

#define CHANGES 3

struct command {
	pid_t pid;
	const char *root;
	unsigned long calls; /* since the first that counts */
	char change[3 * PATH_MAX];
};

static void die(const char *what)
{
	fprintf(stderr, "kill_at: %s: %s\n", what, strerror(errno));
	exit(99);
}

/* Reads a string from the command's memory; "" if nothing is mapped there. */
static void read_string(const struct command *c, unsigned long at, char *buffer, size_t size)
{
	struct iovec to = { buffer, size - 1 }, from = { (void *)at, size - 1 };
	ssize_t got = process_vm_readv(c->pid, &to, 1, &from, 1, 0);

	buffer[got < 0 ? 0 : got] = '\0';
}

/* The path of a descriptor inside of the root directory. */
static void path_of(const struct command *c, int fd, char *path)
{
	char link[PATH_MAX + 64], target[PATH_MAX];
	size_t skip = strlen(c->root);
	ssize_t len;

	if (fd == AT_FDCWD)
		snprintf(link, sizeof(link), "%s/proc/%d/cwd", c->root, c->pid);
	else
		snprintf(link, sizeof(link), "%s/proc/%d/fd/%d", c->root, c->pid, fd);
	len = readlink(link, target, sizeof(target) - 1);
	target[len < 0 ? 0 : len] = '\0';
	snprintf(path, PATH_MAX, "%s", target + (strncmp(target, c->root, skip) ? 0 : skip));
}

/* The arguments that are the directory and the name of a file. Without a name, the directory
 * is the file itself. Without a directory, it is the one that the command is in. */
struct file {
	int dir, name;
};

#define DESCRIPTOR    \
	{             \
		0, -1 \
	}
#define NO_FILE        \
	{              \
		-1, -1 \
	}

static const struct change {
	unsigned long call;
	const char *how;
	struct file file, to;
} changes[] = {
	{ SYS_write, "write", DESCRIPTOR, NO_FILE },
	{ SYS_writev, "write", DESCRIPTOR, NO_FILE },
	{ SYS_pwrite64, "write", DESCRIPTOR, NO_FILE },
	{ SYS_ftruncate, "write", DESCRIPTOR, NO_FILE },
	{ SYS_fchmod, "write", DESCRIPTOR, NO_FILE },
	{ SYS_fchown, "write", DESCRIPTOR, NO_FILE },
	{ SYS_fsync, "sync", DESCRIPTOR, NO_FILE },
	{ SYS_fdatasync, "sync", DESCRIPTOR, NO_FILE },
	{ SYS_renameat, "rename", { 0, 1 }, { 2, 3 } },
	{ SYS_renameat2, "rename", { 0, 1 }, { 2, 3 } },
	{ SYS_symlinkat, "link", { 1, 2 }, NO_FILE },
	{ SYS_unlinkat, "unlink", { 0, 1 }, NO_FILE },
#ifdef SYS_rename
	{ SYS_rename, "rename", { -1, 0 }, { -1, 1 } },
	{ SYS_symlink, "link", { -1, 1 }, NO_FILE },
	{ SYS_unlink, "unlink", { -1, 0 }, NO_FILE },
#endif
};

/* The path of a file inside of the root directory; "" if there is no file. */
static void path_at(const struct command *c, struct file f, const __u64 *arg, char *path)
{
	char name[PATH_MAX] = "";
	size_t len = 0;

	if (f.name >= 0)
		read_string(c, arg[f.name], name, sizeof(name));
	if (*name != '/' && (f.dir >= 0 || f.name >= 0)) {
		path_of(c, f.dir < 0 ? AT_FDCWD : (int)arg[f.dir], path);
		len = strlen(path);
	}
	snprintf(path + len, PATH_MAX - len, "%s%s", len && f.name >= 0 ? "/" : "", name);
}

/* Looks at a call before it is made: a renamed file has its old name then. */
static void note_change(struct command *c, unsigned long call, const __u64 *arg)
{
	char file[PATH_MAX], to[PATH_MAX];

	c->change[0] = '\0';
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		if (changes[i].call != call)
			continue;
		path_at(c, changes[i].file, arg, file);
		path_at(c, changes[i].to, arg, to);
		snprintf(c->change, sizeof(c->change), "%s %s %s", changes[i].how, file, to);
	}
}

static bool is_about_ours(const struct command *c, const __u64 *arg)
{
	char text[PATH_MAX];

	for (int i = 0; i < 4; i++) {
		read_string(c, arg[i], text, sizeof(text));
		if (strstr(text, "landlock-auto"))
			return true;
	}
	return false;
}

/* The command has stopped before a system call, or behind one. */
static void look(struct command *c, unsigned long last)
{
	struct ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, c->pid, sizeof(info), &info) <= 0)
		die("PTRACE_GET_SYSCALL_INFO");
	if (info.op == PTRACE_SYSCALL_INFO_EXIT && *c->change && !info.exit.is_error)
		dprintf(CHANGES, "%s\n", c->change);
	if (info.op != PTRACE_SYSCALL_INFO_ENTRY)
		return;
	if (c->calls || is_about_ours(c, info.entry.args))
		c->calls++;
	if (last && c->calls == last)
		kill(c->pid, SIGKILL);
	else if (!last)
		note_change(c, info.entry.nr, info.entry.args);
}

static void begin(struct command *c, char **argv)
{
	int status;

	c->pid = fork();
	if (c->pid < 0)
		die("fork");
	if (!c->pid) {
		if (chroot(c->root) || chdir("/") || ptrace(PTRACE_TRACEME, 0, 0, 0))
			die(c->root);
		close(CHANGES);
		raise(SIGSTOP);
		execv(argv[0], argv);
		die(argv[0]);
	}
	if (waitpid(c->pid, &status, 0) < 0 || !WIFSTOPPED(status) ||
	    ptrace(PTRACE_SETOPTIONS, c->pid, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL))
		die("ptrace");
}

/* Every other stop is for a signal, which the command gets. */
static int run(struct command *c, unsigned long last)
{
	int status, signal = 0;

	for (;;) {
		if (ptrace(PTRACE_SYSCALL, c->pid, 0, signal) && errno != ESRCH)
			die("PTRACE_SYSCALL");
		while (waitpid(c->pid, &status, 0) < 0)
			if (errno != EINTR)
				die("waitpid");
		if (WIFEXITED(status))
			return WEXITSTATUS(status);
		if (WIFSIGNALED(status))
			return 128 + WTERMSIG(status);
		signal = WSTOPSIG(status);
		if (signal == (SIGTRAP | 0x80)) {
			look(c, last);
			signal = 0;
		} else if (signal == SIGTRAP) {
			signal = 0;
		}
	}
}

int main(int argc, char **argv)
{
	struct command c = { 0 };

	if (argc < 4) {
		fprintf(stderr, "usage: kill_at NUMBER ROOT COMMAND...\n");
		return 99;
	}
	c.root = argv[2];
	begin(&c, argv + 3);
	return run(&c, strtoul(argv[1], NULL, 10));
}
