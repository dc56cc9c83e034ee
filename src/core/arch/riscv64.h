/* SPDX-License-Identifier: ISC */
/* How system calls are made on riscv64. sys.h has the contracts. */
#ifndef LLA_ARCH_RISCV64_H
#define LLA_ARCH_RISCV64_H

#include <linux/unistd.h>

#include <stdint.h>

#define LLA_AUDIT_ARCH AUDIT_ARCH_RISCV64

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

/* Linkers address data by gp, which nobody else sets. */
#define LLA_ENTRY(function)                     \
	__asm__(".text\n"                       \
		".globl _start\n"               \
		".type _start, %function\n"     \
		"_start:\n\t"                   \
		".option push\n\t"              \
		".option norelax\n\t"           \
		"lla gp, __global_pointer$\n\t" \
		".option pop\n\t"               \
		"mv s0, zero\n\t"               \
		"mv a0, sp\n\t"                 \
		"andi sp, sp, -16\n\t"          \
		"call " #function "\n\t"        \
		"ebreak\n")

#endif
