/* SPDX-License-Identifier: ISC */
/*
 * System calls without a libc: nothing that a host program defines can stand in
 * for them, and errno stays as it was. Every call returns what the kernel does,
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

#if defined(__x86_64__) && defined(__ILP32__)
#error "x32 has system calls of its own"
#elif defined(__x86_64__)

static inline long lla_syscall6(long n, long a, long b, long c, long d, long e, long f)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;

	__asm__ volatile("syscall"
			 : "+a"(n)
			 : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return n;
}

/* clone(2) onto a stack of its own, where `run` is called and must not return. */
static inline long lla_sys_clone(unsigned long flags, void *stack, void (*run)(void *), void *arg)
{
	long n = __NR_clone;
	register long r10 __asm__("r10") = 0;
	register long r8 __asm__("r8") = 0;
	register void *r12 __asm__("r12") = arg;
	register void (*r13)(void *) __asm__("r13") = run;

	__asm__ volatile("syscall\n\t"
			 "test %%rax, %%rax\n\t"
			 "jnz 1f\n\t"
			 "xor %%ebp, %%ebp\n\t"
			 "mov %%r12, %%rdi\n\t"
			 "call *%%r13\n\t"
			 "ud2\n"
			 "1:"
			 : "+a"(n)
			 : "D"(flags), "S"(stack), "d"(0L), "r"(r10), "r"(r8), "r"(r12), "r"(r13)
			 : "rcx", "r11", "memory");
	return n;
}

#elif defined(__i386__)

/* ebx may be the PIC register and ebp the frame pointer: saved by hand. */
static inline long lla_syscall6(long n, long a, long b, long c, long d, long e, long f)
{
	const long args[6] = { a, b, c, d, e, f };

	__asm__ volatile("push %%ebx\n\t"
			 "push %%ebp\n\t"
			 "push %%edi\n\t"
			 "mov (%1), %%ebx\n\t"
			 "mov 4(%1), %%ecx\n\t"
			 "mov 8(%1), %%edx\n\t"
			 "mov 12(%1), %%esi\n\t"
			 "mov 20(%1), %%ebp\n\t"
			 "mov 16(%1), %%edi\n\t"
			 "int $0x80\n\t"
			 "pop %%edi\n\t"
			 "pop %%ebp\n\t"
			 "pop %%ebx"
			 : "+a"(n)
			 : "D"(args)
			 : "ecx", "edx", "esi", "memory");
	return n;
}

static inline long lla_sys_clone(unsigned long flags, void *stack, void (*run)(void *), void *arg)
{
	/* What the child needs travels on its stack: no register is sure to be free. */
	void **top = (void **)stack - 4;
	long n = __NR_clone;

	top[0] = (void *)(uintptr_t)run;
	top[1] = arg;
	__asm__ volatile("push %%ebx\n\t"
			 "mov %1, %%ebx\n\t"
			 "xor %%edx, %%edx\n\t"
			 "xor %%esi, %%esi\n\t"
			 "push %%edi\n\t"
			 "xor %%edi, %%edi\n\t"
			 "int $0x80\n\t"
			 "test %%eax, %%eax\n\t"
			 "jnz 1f\n\t"
			 "xor %%ebp, %%ebp\n\t"
			 "pop %%eax\n\t"
			 "call *%%eax\n\t"
			 "ud2\n"
			 "1:\n\t"
			 "pop %%edi\n\t"
			 "pop %%ebx"
			 : "+a"(n)
			 : "D"(flags), "c"(top)
			 : "edx", "esi", "memory");
	return n;
}

#elif defined(__aarch64__)

static inline long lla_syscall6(long n, long a, long b, long c, long d, long e, long f)
{
	register long x8 __asm__("x8") = n;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	register long x4 __asm__("x4") = e;
	register long x5 __asm__("x5") = f;

	__asm__ volatile("svc 0"
			 : "+r"(x0)
			 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
			 : "memory");
	return x0;
}

static inline long lla_sys_clone(unsigned long flags, void *stack, void (*run)(void *), void *arg)
{
	register long x8 __asm__("x8") = __NR_clone;
	register long x0 __asm__("x0") = (long)flags;
	register void *x1 __asm__("x1") = stack;
	register long x2 __asm__("x2") = 0;
	register long x3 __asm__("x3") = 0;
	register long x4 __asm__("x4") = 0;
	register void *x9 __asm__("x9") = arg;
	register void (*x10)(void *) __asm__("x10") = run;

	__asm__ volatile("svc 0\n\t"
			 "cbnz x0, 1f\n\t"
			 "mov x29, xzr\n\t"
			 "mov x0, x9\n\t"
			 "blr x10\n\t"
			 "brk #1\n"
			 "1:"
			 : "+r"(x0)
			 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x9), "r"(x10)
			 : "memory", "cc", "x30");
	return x0;
}

#elif defined(__arm__)

/* r7 may be the frame pointer of Thumb code: saved by hand. */
static inline long lla_syscall6(long n, long a, long b, long c, long d, long e, long f)
{
	register long r0 __asm__("r0") = a;
	register long r1 __asm__("r1") = b;
	register long r2 __asm__("r2") = c;
	register long r3 __asm__("r3") = d;
	register long r4 __asm__("r4") = e;
	register long r5 __asm__("r5") = f;
	register long r6 __asm__("r6") = n;

	__asm__ volatile("push {r7}\n\t"
			 "mov r7, r6\n\t"
			 "svc 0\n\t"
			 "pop {r7}"
			 : "+r"(r0)
			 : "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5), "r"(r6)
			 : "memory");
	return r0;
}

static inline long lla_sys_clone(unsigned long flags, void *stack, void (*run)(void *), void *arg)
{
	register long r0 __asm__("r0") = (long)flags;
	register void *r1 __asm__("r1") = stack;
	register long r2 __asm__("r2") = 0;
	register long r3 __asm__("r3") = 0;
	register long r4 __asm__("r4") = 0;
	register void *r5 __asm__("r5") = arg;
	register void (*r6)(void *) __asm__("r6") = run;

	__asm__ volatile("mov ip, r7\n\t"
			 "mov r7, %[nr]\n\t"
			 "svc 0\n\t"
			 "mov r7, ip\n\t"
			 "cmp r0, #0\n\t"
			 "bne 1f\n\t"
			 "mov r0, r5\n\t"
			 "blx r6\n\t"
			 "udf #0\n"
			 "1:"
			 : "+r"(r0)
			 : "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5), "r"(r6), [nr] "I"(120)
			 : "memory", "cc", "ip", "lr");
	return r0;
}

#elif defined(__riscv) && __riscv_xlen == 64

static inline long lla_syscall6(long n, long a, long b, long c, long d, long e, long f)
{
	register long a7 __asm__("a7") = n;
	register long a0 __asm__("a0") = a;
	register long a1 __asm__("a1") = b;
	register long a2 __asm__("a2") = c;
	register long a3 __asm__("a3") = d;
	register long a4 __asm__("a4") = e;
	register long a5 __asm__("a5") = f;

	__asm__ volatile("ecall"
			 : "+r"(a0)
			 : "r"(a7), "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5)
			 : "memory");
	return a0;
}

static inline long lla_sys_clone(unsigned long flags, void *stack, void (*run)(void *), void *arg)
{
	register long a7 __asm__("a7") = __NR_clone;
	register long a0 __asm__("a0") = (long)flags;
	register void *a1 __asm__("a1") = stack;
	register long a2 __asm__("a2") = 0;
	register long a3 __asm__("a3") = 0;
	register long a4 __asm__("a4") = 0;
	register void *a5 __asm__("a5") = arg;
	register void (*a6)(void *) __asm__("a6") = run;

	__asm__ volatile("ecall\n\t"
			 "bnez a0, 1f\n\t"
			 "mv s0, zero\n\t"
			 "mv a0, a5\n\t"
			 "jalr a6\n\t"
			 "ebreak\n"
			 "1:"
			 : "+r"(a0)
			 : "r"(a7), "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5), "r"(a6)
			 : "memory", "ra");
	return a0;
}

#else
#error "no system calls for this architecture in sys.h: x86_64 i386 aarch64 arm riscv64"
#endif

/* Whatever is in a register: an argument that the system call does not have. */
static inline long lla_any(void)
{
	long any;

	__asm__("" : "=r"(any));
	return any; /* cppcheck-suppress uninitvar */
}

/* A system call with the arguments that it has, at most five. */
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

#if defined(__NR_mmap2) /* its offset counts pages; ours is 0 */
#define LLA_NR_MMAP __NR_mmap2
#else
#define LLA_NR_MMAP __NR_mmap
#endif

/* Zeroed memory of our own. -errno lies in the last page, where nothing is mapped. */
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
