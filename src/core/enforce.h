/* SPDX-License-Identifier: ISC */
/*
 * Plan to kernel: the only code that is irreversible. Everything before it can
 * be tried and thrown away.
 */
#ifndef LLA_ENFORCE_H
#define LLA_ENFORCE_H

#include "core/plan.h"

/* Asks the running kernel. Where it has no Landlock, abi is 0 and why its errno. */
struct lla_kernel lla_kernel_ask(void);

/* As lla_kernel_ask, but every bit that the ABI promises is tried, and left out
 * where the kernel refuses it: some distributors number their backports too high. */
struct lla_kernel lla_kernel_try(void);

/* Which fixes of the interface the kernel says it has, bit by bit; -errno. */
long lla_kernel_errata(void);

/* Where enforcement happens. */
struct lla_place {
	const char *home; /* of `~/`; NULL: unknown */
	bool threads;     /* this process has more than one */
	/* Log flags on top of the policy's, as far as the kernel has them. */
	uint32_t add_restrict_flags;
};

/*
 * Plans the image on the running kernel and enforces it on the calling process,
 * for good. `plan` tells what was done.
 *
 * 0: in force (or best-effort on a kernel without Landlock: see the plan).
 * -1: not in force; err has source and line set. no_new_privs may be on already
 * then: the caller must not go on.
 */
int lla_enforce(const struct lla_image *image, const struct lla_place *place, struct lla_plan *plan,
		struct lla_error *err);

#endif
