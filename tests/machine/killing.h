/* SPDX-License-Identifier: ISC */
/* The system calls of a command, so that it can be killed at each. */
#ifndef LLA_TESTS_KILLING_H
#define LLA_TESTS_KILLING_H

#include <stddef.h>

/* A system call: its name, and its number among those of that name, as strace counts. */
struct call {
	char name[32];
	int nth;
};

#define CALLS_MAX 1024

/*
 * Runs a shell command under strace, and fills in its calls, from the first on that names
 * something of ours: the loader or a sanitizer makes those before. Returns how many there are,
 * more than 20.
 */
size_t calls_of(const char *command, struct call *calls);

#endif
