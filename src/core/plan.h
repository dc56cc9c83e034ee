/* SPDX-License-Identifier: ISC */
/*
 * The plan: how much of a policy one kernel can enforce. Pure: the kernel
 * is an argument, so that every ABI can be tested on any kernel.
 */
#ifndef LLA_PLAN_H
#define LLA_PLAN_H

#include "core/image.h"
#include "core/landlock.h"

/* The abilities of one kernel. */
struct lla_kernel {
	int abi; /* 0: no Landlock */
	int why; /* for abi 0: the errno of landlock_create_ruleset */
	uint32_t has[LLA_KINDS];
};

struct lla_plan {
	struct lla_ruleset_attr attr;
	uint32_t attr_size; /* 0: nothing to enforce except no_new_privs */
	uint32_t restrict_flags;
	bool prctl_no_new_privs;      /* by prctl(2), before the restriction */
	uint32_t missing[LLA_NAMED];  /* the policy names it, this kernel lacks it (best-effort) */
	uint32_t absent[LLA_HANDLED]; /* denied by default, but this kernel cannot */
	int abi, why;                 /* of the kernel */
};

/* Returns a kernel that has everything of that ABI. For an ABI of 0 or less, one without
 * Landlock. */
struct lla_kernel lla_kernel_of_abi(int abi);

/* Plans the image for the kernel. `threads`: the process has more than one thread. Returns 0, or
 * -1 if the kernel cannot enforce the policy, with an error that says what the kernel lacks. */
int lla_plan_make(const struct lla_image *image, const struct lla_kernel *kernel, bool threads,
		  struct lla_plan *plan, struct lla_error *err);

/* Returns whether best effort has come to nothing: the policy would deny something, and the
 * plan denies nothing. */
bool lla_plan_is_void(const struct lla_plan *plan);

/* Adds why there is no Landlock, and the remedy. `why` is the errno. */
void lla_plan_no_landlock(int why, struct lla_text *t);

/* Adds what the plan enforces and what it cannot, for one line. */
void lla_plan_describe(const struct lla_plan *plan, const struct lla_image *image,
		       struct lla_text *t);

/* Adds the names of the rights in a set, with commas between them. */
void lla_rights_text(enum lla_kind kind, uint32_t set, struct lla_text *t);

#endif
