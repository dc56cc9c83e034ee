/* SPDX-License-Identifier: ISC */
/*
 * Enforces a plan by the kernel, the only step that cannot be undone. Everything before it can be
 * tried and thrown away. Knows nothing of how a policy is written.
 */
#ifndef LLA_ENFORCE_H
#define LLA_ENFORCE_H

#include "core/plan.h"

/* Asks the running kernel what it can do. If the kernel has no Landlock, `abi` is 0, and `why` is
 * the errno. */
struct lla_kernel lla_kernel_ask(void);

/* As lla_kernel_ask(), and tries every bit that the ABI promises. Leaves out the bits that the
 * kernel refuses: some distributors number their backports too high. */
struct lla_kernel lla_kernel_try(void);

/* Returns a bit for each fix of the interface that the kernel says it has, or -errno. */
long lla_kernel_errata(void);

/* The process that is confined. */
struct lla_place {
	const char *home; /* of `~/`; NULL: unknown */
	bool threads;     /* it has more than one thread */
	/* Log flags on top of the policy's, as far as the kernel has them. */
	uint32_t add_restrict_flags;
};

/*
 * Plans the image for the running kernel and enforces it on the calling process, for good. The
 * plan tells the caller how much is enforced. With best effort on a kernel without Landlock, that
 * is nothing.
 *
 * Returns 0, or -1 with err's text, source and line set. After -1 no_new_privs may be on, so the
 * caller must not go on.
 */
int lla_enforce(const struct lla_image *image, const struct lla_place *place, struct lla_plan *plan,
		struct lla_error *err);

#endif
