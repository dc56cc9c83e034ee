/* SPDX-License-Identifier: ISC */
/*
 * System calls without a libc. No function of a host program can stand in
 * for them, and errno stays as it was. Every call returns the kernel's result,
 * an error as -errno. Numbers come from the kernel's own <asm/unistd.h>.
 */
#ifndef LLA_SYS_H
#define LLA_SYS_H

#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/mman.h>
#include <linux/prctl.h>
#include <linux/stat.h>
#include <linux/unistd.h>

#include <stddef.h>
#include <stdint.h>

/*
 * The header of each architecture defines these:
 *
 * lla_syscall6(): makes the system call `n` with six arguments. Returns the kernel's result.
 *
 * lla_sys_clone(): makes a child by clone(2), on a stack of its own. The child calls `run`, which
 * must not return. Returns the child's number, or -errno.
 *
 * LLA_ENTRY(): makes the program begin with this function, which gets the stack pointer as the
 * kernel has set it, and must not return.
 *
 * LLA_AUDIT_ARCH: the architecture as a seccomp filter sees it, one of <linux/audit.h>.
 */
static inline long lla_syscall6(long n, long a, long b, long c, long d, long e, long f);
static inline long lla_sys_clone(unsigned long flags, void *stack, void (*run)(void *), void *arg);

#if defined(__x86_64__) && defined(__ILP32__)
#error "x32 has system calls of its own"
#elif defined(__x86_64__)
#include "core/arch/x86_64.h"
#elif defined(__i386__)
#include "core/arch/i386.h"
#elif defined(__aarch64__)
#include "core/arch/aarch64.h"
#elif defined(__arm__)
#include "core/arch/arm.h"
#elif defined(__riscv) && __riscv_xlen == 64
#include "core/arch/riscv64.h"
#else
#error "no system calls for this architecture: x86_64 i386 aarch64 arm riscv64 are in core/arch"
#endif

/* Returns whatever is in a register, for an argument that the system call does not have. */
static inline long lla_any(void)
{
	long any;

	__asm__("" : "=r"(any));
	return any; /* cppcheck-suppress uninitvar */
}

/* Makes a system call with the arguments that it has, at most five. */
#define lla_syscall(...) \
	LLA_SYSCALL_(__VA_ARGS__, lla_any(), lla_any(), lla_any(), lla_any(), lla_any(), )
#define LLA_SYSCALL_(n, a, b, c, d, e, ...) \
	lla_syscall6((n), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), lla_any())

static inline long lla_sys_open(int dir, const char *path, int flags)
{
	return lla_syscall(__NR_openat, dir, path, flags);
}

static inline long lla_sys_close(int fd)
{
	return lla_syscall(__NR_close, fd);
}

static inline long lla_sys_prctl(int option, unsigned long a, unsigned long b, unsigned long c)
{
	return lla_syscall(__NR_prctl, option, a, b, c, 0);
}

/* The offset of mmap2 counts pages. Ours is 0. */
#if defined(__NR_mmap2)
#define LLA_NR_MMAP __NR_mmap2
#else
#define LLA_NR_MMAP __NR_mmap
#endif

/* Maps zeroed memory. Returns its address, or -errno. LLA_IS_ERRNO() tells them apart, as no
 * mapping is in the last page. */
static inline long lla_sys_map(size_t bytes)
{
	return lla_syscall6(LLA_NR_MMAP, 0, (long)bytes, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static inline long lla_sys_unmap(void *at, size_t bytes)
{
	return lla_syscall(__NR_munmap, at, bytes);
}

#define LLA_IS_ERRNO(value) ((value) < 0 && (value) > -4096)

#endif
