/* SPDX-License-Identifier: ISC */
/*
 * A host program that exports libc's and libconfuse's names for itself, as bash,
 * sudo and programs with an allocator of their own do. Each of them is a trap for
 * an object that would call it or look at it. Linked with -Wl,-E.
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

int environ = 7; /* no char ** at all */

static char heap[1 << 16];
static size_t used;

void *malloc(size_t size)
{
	size_t at = used;

	used += (size + 15) & ~(size_t)15;
	return used > sizeof(heap) ? NULL : heap + at;
}

void free(void *p)
{
	(void)p;
}

void *calloc(size_t n, size_t size)
{
	return malloc(n * size);
}

void *realloc(void *p, size_t size)
{
	void *q = malloc(size);

	if (p && q)
		memmove(q, p, size);
	return q;
}

#define TRAP(name)                \
	long name(void);          \
	long name(void)           \
	{                         \
		__builtin_trap(); \
	}

TRAP(getenv)
TRAP(secure_getenv)
TRAP(setenv)
TRAP(unsetenv)
TRAP(putenv)
TRAP(open)
TRAP(open64)
TRAP(openat)
TRAP(read)
TRAP(pread)
TRAP(statx)
TRAP(prctl)
TRAP(syscall)
TRAP(mmap)
TRAP(clone)
TRAP(execve)
TRAP(wait4)
TRAP(memfd_create)
TRAP(landlock_restrict_self)
TRAP(lla_enforce)
TRAP(cfg_init)
TRAP(cfg_parse)
TRAP(cfg_parse_buf)

int main(void)
{
	FILE *f = fopen("/etc/passwd", "r");

	puts(f ? "not confined" : "confined");
	return 0;
}
