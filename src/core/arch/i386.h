/* SPDX-License-Identifier: ISC */
/* How system calls are made on i386. sys.h has the contracts. */
#ifndef LLA_ARCH_I386_H
#define LLA_ARCH_I386_H

#include <linux/unistd.h>

#include <stdint.h>

#define LLA_AUDIT_ARCH AUDIT_ARCH_I386

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
	/* The child's function and argument travel on its stack: no register is sure to be free. */
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

#define LLA_ENTRY(function)                 \
	__asm__(".text\n"                   \
		".globl _start\n"           \
		".type _start, @function\n" \
		"_start:\n\t"               \
		"xor %ebp, %ebp\n\t"        \
		"mov %esp, %eax\n\t"        \
		"and $-16, %esp\n\t"        \
		"sub $12, %esp\n\t"         \
		"push %eax\n\t"             \
		"call " #function "\n\t"    \
		"hlt\n")

#endif
