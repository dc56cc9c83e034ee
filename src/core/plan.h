/* SPDX-License-Identifier: ISC */
/*
 * What a policy comes to on one kernel: image x kernel -> plan. Pure: the kernel
 * is an argument, so that every ABI can be tested on any.
 */
#ifndef LLA_PLAN_H
#define LLA_PLAN_H

#include "core/image.h"
#include "core/landlock.h"

/* What a kernel can do. */
struct lla_kernel {
	int abi; /* 0: no Landlock */
	int why; /* then: the errno of landlock_create_ruleset */
	uint32_t has[LLA_KINDS];
};

struct lla_plan {
	struct lla_ruleset_attr attr;
	uint32_t attr_size; /* 0: nothing to enforce but no_new_privs */
	uint32_t restrict_flags;
	bool prctl_no_new_privs;      /* by prctl(2), before */
	uint32_t missing[LLA_NAMED];  /* the policy names it, this kernel lacks it (best-effort) */
	uint32_t absent[LLA_HANDLED]; /* denied by default, but this kernel cannot */
	int abi;                      /* of the kernel */
	int why;
};

/* What a kernel of that ABI has. */
struct lla_kernel lla_kernel_of_abi(int abi);

/* 0, or -1: this kernel cannot enforce the policy, and the error says what it
 * lacks. `threads`: the process has more than one. */
int lla_plan_make(const struct lla_image *image, const struct lla_kernel *kernel, bool threads,
		  struct lla_plan *plan, struct lla_error *err);

/* Best effort that has come to nothing: the policy would deny something, and the
 * plan denies nothing. */
bool lla_plan_is_void(const struct lla_plan *plan);

/* "no Landlock in this kernel: ..." in words and with the remedy. */
void lla_plan_no_landlock(int why, struct lla_text *t);

/* What the plan enforces and what it cannot, on one line. */
void lla_plan_describe(const struct lla_plan *plan, const struct lla_image *image,
		       struct lla_text *t);

/* Names of the rights in a set, commas between them. */
void lla_rights_text(enum lla_kind kind, uint32_t set, struct lla_text *t);

#endif
