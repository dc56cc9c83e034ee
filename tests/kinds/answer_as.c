/* SPDX-License-Identifier: ISC */
/*
 * answer_as ABI COMMAND...: a command on a kernel of an older Landlock ABI, or of
 * none (0). Landlock's three system calls of the command and of all that it starts
 * come here first (seccomp_unotify(2)); what the older kernel does not know gets that
 * kernel's answer, and all else is the running kernel's to do. Status: the command's,
 * 128 + a signal, or 98 where it could not be run like that.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define CREATE_RULESET 444
#define ADD_RULE 445
#define RESTRICT_SELF 446

/* For each ABI: how long its attribute of a ruleset is, and what the kernel knows. */
static const struct {
	uint32_t size;
	uint64_t known[6]; /* fs, net, scopes; the same for quiet rules */
	uint64_t rule_types, rule_flags, restrict_flags;
} abis[] = {
	{ 0 },
	{ 8, { 0x1fff }, 1 << 1, 0, 0 },
	{ 8, { 0x3fff }, 1 << 1, 0, 0 },
	{ 8, { 0x7fff }, 1 << 1, 0, 0 },
	{ 16, { 0x7fff, 3 }, 1 << 1 | 1 << 2, 0, 0 },
	{ 16, { 0xffff, 3 }, 1 << 1 | 1 << 2, 0, 0 },
	{ 24, { 0xffff, 3, 3 }, 1 << 1 | 1 << 2, 0, 0 },
	{ 24, { 0xffff, 3, 3 }, 1 << 1 | 1 << 2, 0, 7 },
	{ 24, { 0xffff, 3, 3 }, 1 << 1 | 1 << 2, 0, 15 },
	{ 24, { 0x1ffff, 3, 3 }, 1 << 1 | 1 << 2, 0, 15 },
	{ 48, { 0x1ffff, 15, 3, 0x1ffff, 15, 3 }, 1 << 1 | 1 << 2, 1, 15 },
	{ 48, { 0x1ffff, 15, 3, 0x1ffff, 15, 3 }, 1 << 1 | 1 << 2, 1, 31 },
};

#define ABIS ((int)(sizeof(abis) / sizeof(abis[0])))

static int abi;

/* A call gets a result or -errno, or this: the running kernel is to answer. */
#define GO_ON LONG_MAX

/* That the kernel reads the attribute again does not matter: nobody here changes it
 * meanwhile. */
static long create_ruleset(pid_t pid, uint64_t address, uint64_t size, uint64_t flags)
{
	unsigned char bytes[4096] = { 0 };
	uint64_t fields[6] = { 0 };
	struct iovec here = { bytes, size }, there = { (void *)(uintptr_t)address, size };

	if (flags == 1 && !address && !size)
		return abi;
	/* 2 asks for errata, since ABI 7. */
	if (flags)
		return flags == 2 && abi >= 7 ? GO_ON : -EINVAL;
	/* Too short, too long or not there is so for every kernel. */
	if (size < 8 || size > sizeof(bytes) ||
	    process_vm_readv(pid, &here, 1, &there, 1, 0) != (ssize_t)size)
		return GO_ON;
	for (uint64_t i = abis[abi].size; i < size; i++)
		if (bytes[i])
			return -E2BIG;
	__builtin_memcpy(fields, bytes, sizeof(fields));
	for (int i = 0; i < 6; i++)
		if (fields[i] & ~abis[abi].known[i])
			return -EINVAL;
	return GO_ON;
}

static long answer(const struct seccomp_notif *call)
{
	const __u64 *args = call->data.args;

	if (!abi)
		return -ENOSYS;
	switch (call->data.nr) {
	case CREATE_RULESET: return create_ruleset((pid_t)call->pid, args[0], args[1], args[2]);
	case ADD_RULE:
		if ((uint32_t)args[3] & ~abis[abi].rule_flags)
			return -EINVAL;
		return args[1] < 64 && abis[abi].rule_types & 1ULL << args[1] ? GO_ON : -EINVAL;
	default: return (uint32_t)args[1] & ~abis[abi].restrict_flags ? -EINVAL : GO_ON;
	}
}

/* Answers one call; a process that is gone by now needs no answer. */
static void serve(int listener)
{
	struct seccomp_notif call = { 0 };
	struct seccomp_notif_resp response = { 0 };
	long got;

	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call))
		return;
	got = answer(&call);
	response.id = call.id;
	if (got == GO_ON)
		response.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	else if (got < 0)
		response.error = (int)got;
	else
		response.val = got;
	ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
}

/* Landlock's calls have the same numbers on every machine. */
static int listen_to_calls(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, RESTRICT_SELF, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, CREATE_RULESET, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(code[0]), code };

	/* Root's own no_new_privs stays as it is: there are tests of that. */
	if (geteuid() && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -1;
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER,
			    &program);
}

/* In the child, which shares its descriptors with us until the exec. */
static void run(int tell, char **command)
{
	int listener = listen_to_calls();

	if (listener < 0)
		perror("answer_as: seccomp");
	if (write(tell, &listener, sizeof(listener)) != sizeof(listener) || listener < 0)
		_exit(98);
	execvp(command[0], command);
	perror(command[0]);
	_exit(98);
}

/* Until the command ends. */
static int serve_while(pid_t pid, int listener)
{
	struct pollfd of[] = { { listener, POLLIN, 0 },
			       { (int)syscall(SYS_pidfd_open, pid, 0), POLLIN, 0 } };
	int status;

	while (of[1].fd >= 0 && !of[1].revents && (poll(of, 2, -1) >= 0 || errno == EINTR))
		if (of[0].revents & POLLIN)
			serve(listener);
	if (waitpid(pid, &status, 0) != pid)
		return 98;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char **argv)
{
	int ends[2], listener = -1;
	pid_t pid;

	abi = argc > 2 ? atoi(argv[1]) : -1;
	if (abi < 0 || abi >= ABIS || pipe2(ends, O_CLOEXEC))
		return 98;
	pid = (pid_t)syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
	if (!pid)
		run(ends[1], argv + 2);
	if (pid < 0 || read(ends[0], &listener, sizeof(listener)) != sizeof(listener))
		return 98;
	return serve_while(pid, listener);
}
