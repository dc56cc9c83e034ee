/* SPDX-License-Identifier: ISC */
/* How system calls are made on arm, EABI. sys.h has the contracts. */
#ifndef LLA_ARCH_ARM_H
#define LLA_ARCH_ARM_H

#include <linux/unistd.h>

#include <stdint.h>

#define LLA_AUDIT_ARCH AUDIT_ARCH_ARM

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
			 : "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5),
			   "r"(r6), [nr] "I"(__NR_clone)
			 : "memory", "cc", "ip", "lr");
	return r0;
}

/* The kernel has aligned the stack. */
#define LLA_ENTRY(function)                 \
	__asm__(".text\n"                   \
		".globl _start\n"           \
		".type _start, %function\n" \
		"_start:\n\t"               \
		"mov fp, #0\n\t"            \
		"mov lr, #0\n\t"            \
		"mov r0, sp\n\t"            \
		"bl " #function "\n\t"      \
		"udf #0\n")

#endif
