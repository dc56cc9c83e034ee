/* SPDX-License-Identifier: ISC */
/* How system calls are made on x86_64, 64-bit system calls. sys.h has the contracts. */
#ifndef LLA_ARCH_X86_64_H
#define LLA_ARCH_X86_64_H

#include <linux/unistd.h>

#include <stdint.h>

#define LLA_AUDIT_ARCH AUDIT_ARCH_X86_64

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

#define LLA_ENTRY(function)                 \
	__asm__(".text\n"                   \
		".globl _start\n"           \
		".type _start, @function\n" \
		"_start:\n\t"               \
		"xor %ebp, %ebp\n\t"        \
		"mov %rsp, %rdi\n\t"        \
		"and $-16, %rsp\n\t"        \
		"call " #function "\n\t"    \
		"hlt\n")

#endif
