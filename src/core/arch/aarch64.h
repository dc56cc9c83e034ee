/* SPDX-License-Identifier: ISC */
/* How system calls are made on aarch64. sys.h has the contracts. */
#ifndef LLA_ARCH_AARCH64_H
#define LLA_ARCH_AARCH64_H

#include <linux/unistd.h>

#include <stdint.h>

#define LLA_AUDIT_ARCH AUDIT_ARCH_AARCH64

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

#define LLA_ENTRY(function)                 \
	__asm__(".text\n"                   \
		".globl _start\n"           \
		".type _start, %function\n" \
		"_start:\n\t"               \
		"mov x29, xzr\n\t"          \
		"mov x30, xzr\n\t"          \
		"mov x0, sp\n\t"            \
		"bl " #function "\n\t"      \
		"brk #1\n")

#endif
