/* SPDX-License-Identifier: ISC */
/*
 * Executes a program in difficult surroundings, with the object in $SHIM
 * preloaded (into it, not into us):
 *
 *   layers:N        inside N Landlock domains that allow everything
 *   no-landlock:E   landlock_create_ruleset fails with errno E
 *   forbid:N        system call N fails with EPERM
 *   child:N         (no program) with a child that ends after N microseconds, and
 *                   then says whether its SIGCHLD has been lost
 *   threads         no exec: loads the object late, beside a second thread
 */
#include <dlfcn.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CREATE_RULESET 444
#define RESTRICT_SELF 446

static int stack_layers(int count)
{
	/* Denies the creation of block devices, which nobody here misses. */
	uint64_t handled = 1 << 11;

	while (count--) {
		long fd = syscall(CREATE_RULESET, &handled, sizeof(handled), 0);

		if (fd < 0 || syscall(RESTRICT_SELF, fd, 0))
			return -1;
		close((int)fd);
	}
	return 0;
}

static int fail_syscall(unsigned number, unsigned error)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(code[0]), code };

	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static void *sleep_forever(void *arg)
{
	for (;;)
		pause();
	return arg;
}

static int load_beside_a_thread(const char *shim)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, sleep_forever, NULL) || !dlopen(shim, RTLD_NOW))
		return 98;
	puts("main ran");
	return 0;
}

static int exec_beside_a_child(const char *self, unsigned microseconds)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		return 98;
	if (!fork()) {
		usleep(microseconds);
		_exit(0);
	}
	if (setenv("LD_PRELOAD", getenv("SHIM"), 1))
		return 98;
	execl(self, self, "pending", (char *)NULL);
	return 98;
}

static int is_sigchld_pending(void)
{
	sigset_t set;

	waitpid(-1, NULL, 0);
	if (sigpending(&set) || !sigismember(&set, SIGCHLD))
		puts("the SIGCHLD of another child is lost");
	return 0;
}

int main(int argc, char **argv)
{
	const char *shim = getenv("SHIM");
	int number, failed = 0;

	if (argc == 2 && !strcmp(argv[1], "pending"))
		return is_sigchld_pending();
	if (argc == 2 && sscanf(argv[1], "child:%d", &number) == 1)
		return exec_beside_a_child(argv[0], (unsigned)number);
	if (argc < 3 || !shim || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return 98;
	if (!strcmp(argv[1], "threads"))
		return load_beside_a_thread(shim);
	if (sscanf(argv[1], "layers:%d", &number) == 1)
		failed = stack_layers(number);
	else if (sscanf(argv[1], "no-landlock:%d", &number) == 1)
		failed = fail_syscall(CREATE_RULESET, (unsigned)number);
	else if (sscanf(argv[1], "forbid:%d", &number) == 1)
		failed = fail_syscall((unsigned)number, 1);
	else
		return 98;
	if (failed || setenv("LD_PRELOAD", shim, 1))
		return 98;
	execvp(argv[2], argv + 2);
	return 98;
}
