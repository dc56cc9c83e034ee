/* SPDX-License-Identifier: ISC */
#include "shim/process.h"
#include "core/sys.h"

#include <linux/auxvec.h>
#include <linux/sched.h>

#ifndef PR_GET_AUXV
#define PR_GET_AUXV 0x41555856
#endif

/* Weak: the C libraries differ in which of them they have. We never call or write them. */
extern char **__environ __attribute__((weak));
extern void *__libc_stack_end __attribute__((weak));

/*
 * glibc passes argc, argv and envp to constructors. When the first constructor runs, glibc has
 * not set __environ yet. musl passes nothing, so the registers hold anything, and has set
 * __environ.
 */
static bool is_musl(void)
{
	return &__environ && !&__libc_stack_end;
}

/* Not `environ`: a program may define its own variable of that name. */
char **lla_process_environ(char **envp)
{
	return is_musl() ? __environ : envp;
}

char **lla_process_arguments(char **argv)
{
	return is_musl() ? NULL : argv;
}

/* 64 pairs, three times as many as any kernel passes. */
#define AUXV_WORDS 128

static long read_auxv(unsigned long *auxv)
{
	long fd, got;

	got = lla_sys_prctl(PR_GET_AUXV, (unsigned long)auxv, AUXV_WORDS * sizeof(*auxv), 0);
	/* The size of the vector, which may be more than there was room for. */
	if (got >= 0)
		return got < (long)(AUXV_WORDS * sizeof(*auxv))
			       ? got
			       : (long)(AUXV_WORDS * sizeof(*auxv));
	fd = lla_sys_open(AT_FDCWD, "/proc/self/auxv", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fd;
	got = lla_syscall(__NR_read, fd, auxv, AUXV_WORDS * sizeof(*auxv));
	lla_sys_close((int)fd);
	return got;
}

/* Asks the kernel, and not the words behind envp. In secure execution the loader has moved those
 * words, so they would be wrong exactly when it matters. */
bool lla_process_executed(struct lla_executed *e)
{
	unsigned long auxv[AUXV_WORDS];
	long words = read_auxv(auxv) / (long)sizeof(*auxv);
	bool secure_known = false;

	e->name = NULL;
	for (long i = 0; i + 1 < words; i += 2) {
		if (auxv[i] == AT_SECURE) {
			e->secure = auxv[i + 1];
			secure_known = true;
		} else if (auxv[i] == AT_EXECFN) {
			e->name = (const char *)auxv[i + 1];
		}
	}
	return secure_known;
}

enum lla_secure lla_process_secure(void)
{
	struct lla_executed e;

	if (!lla_process_executed(&e))
		return LLA_SECURE_UNKNOWN;
	return e.secure ? LLA_SECURE : LLA_NOT_SECURE;
}

/* unshare(2) of threads succeeds, and does nothing, exactly if there
 * are no other threads. If a seccomp filter forbids the call, /proc counts the threads. */
bool lla_process_threads(void)
{
	struct statx st;
	long got = lla_syscall(__NR_unshare, CLONE_THREAD);

	if (!got || got == -EINVAL)
		return got != 0;
	got = lla_syscall(__NR_statx, AT_FDCWD, "/proc/self/task", 0, STATX_NLINK, &st);
	return got < 0 || st.stx_nlink != 3; /* ".", "..", and one thread */
}
