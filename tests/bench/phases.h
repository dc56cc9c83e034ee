/* SPDX-License-Identifier: ISC */
/* The parts of a start, and the clock that they are timed with. */
#ifndef LLA_BENCH_PHASES_H
#define LLA_BENCH_PHASES_H

#include <stdint.h>

/* Where the object that is timed writes what it took. */
#define PHASES_FD 197

enum phase { FIND, READ, PARSE, VALIDATE, PLAN, CREATE, RULES, RESTRICT, STRIP, PHASES };

/* In ticks, of unknown length. */
struct phases {
	uint64_t took[PHASES];
};

static inline uint64_t ticks(void)
{
#if defined(__x86_64__) || defined(__i386__)
	return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
	uint64_t t;

	__asm__ volatile("mrs %0, cntvct_el0" : "=r"(t));
	return t;
#else
#error "no clock for this machine in tests/bench/phases.h"
#endif
}

#endif
