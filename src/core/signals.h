/* SPDX-License-Identifier: ISC */
/*
 * Sets of signals as the kernel has them, and how a signal that is pending is taken back.
 * Knows nothing of whose signals they are.
 */
#ifndef LLA_SIGNALS_H
#define LLA_SIGNALS_H

#include "core/sys.h"

#include <linux/signal.h>

/* The size of the kernel's sets, whatever a libc's have. */
#define LLA_SIGSET_BYTES 8

#define LLA_SIGNAL_BIT(signal) (1ULL << ((signal)-1))

/* Changes the mask as rt_sigprocmask(2) does. `before` may be NULL. */
static inline void lla_signals_mask(int how, const uint64_t *set, uint64_t *before)
{
	lla_syscall(__NR_rt_sigprocmask, how, set, before, LLA_SIGSET_BYTES);
}

/* Returns the set of signals that are pending. */
static inline uint64_t lla_signals_pending(void)
{
	uint64_t pending = 0;

	lla_syscall(__NR_rt_sigpending, &pending, LLA_SIGSET_BYTES);
	return pending;
}

/* Takes one signal of the set back if one is pending. The mask must hold the set back. */
static inline void lla_signals_take_back(uint64_t set)
{
	const int64_t no_time[2] = { 0, 0 };

	lla_syscall(__NR_rt_sigtimedwait, &set, NULL, no_time, LLA_SIGSET_BYTES);
}

#endif
