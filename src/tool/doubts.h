/* SPDX-License-Identifier: ISC */
/*
 * Doubts about a policy: likely mistakes, and rights that a kernel cannot enforce. Knows nothing
 * of texts or of the commands that ask.
 */
#ifndef LLA_DOUBTS_H
#define LLA_DOUBTS_H

#include "base/problems.h"
#include "core/plan.h"

/* The kernel that is asked about. */
struct lla_asked {
	struct lla_kernel kernel;
	bool running; /* it is the running one */
};

/* Adds every doubt about a finished policy. Looks at the paths that the rules name. A doubt
 * about a rule gets the line of the rule. Any other doubt gets `line`, which is the line of a
 * section, or 0. Among the doubts of one file, a missing abi key and the rights that the kernel
 * lacks come once. */
void lla_doubts_add(const struct lla_image *image, unsigned line, const struct lla_asked *asked,
		    struct lla_found *doubts);

/* Says the same doubts on standard error as warnings, by line, each with the source of the
 * policy. */
void lla_doubts_say(const struct lla_image *image, unsigned line, const struct lla_asked *asked);

#endif
