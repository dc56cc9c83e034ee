/* SPDX-License-Identifier: ISC */
/*
 * The functions that a compiler calls even in freestanding code. Hidden: we never call the host
 * program's functions of these names, and the program never calls ours.
 */
#include <stddef.h>

/* The compiler makes the calls only after it has dropped functions that nobody calls. So these
 * must be marked as used. */
#define USED __attribute__((used))

USED void *memcpy(void *to, const void *from, size_t len);
USED void *memmove(void *to, const void *from, size_t len);
USED void *memset(void *to, int byte, size_t len);
USED int memcmp(const void *a, const void *b, size_t len);

void *memcpy(void *to, const void *from, size_t len)
{
	unsigned char *t = to;
	const unsigned char *f = from;

	while (len--)
		*t++ = *f++;
	return to;
}

void *memmove(void *to, const void *from, size_t len)
{
	unsigned char *t = to;
	const unsigned char *f = from;

	if (t <= f)
		return memcpy(to, from, len);
	while (len--)
		t[len] = f[len];
	return to;
}

void *memset(void *to, int byte, size_t len)
{
	unsigned char *t = to;

	while (len--)
		*t++ = (unsigned char)byte;
	return to;
}

int memcmp(const void *a, const void *b, size_t len)
{
	const unsigned char *x = a, *y = b;

	for (; len--; x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}

#if defined(__arm__)
/* libgcc's division calls raise() for a division by zero. We have no such division. */
USED int raise(int signal);

int raise(int signal)
{
	(void)signal;
	__builtin_trap();
}
#endif
