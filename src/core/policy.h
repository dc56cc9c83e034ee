/* SPDX-License-Identifier: ISC */
/*
 * The policy builder: rules and keys, in any order, become an image. What the
 * user asked for; knows no kernel, opens no file, allocates nothing.
 */
#ifndef LLA_POLICY_H
#define LLA_POLICY_H

#include "core/image.h"
#include "core/rule.h"

/* A policy under construction. Everything in it belongs to the caller. */
struct lla_policy {
	struct lla_image *image; /* in the caller's buffer */
	size_t capacity;
	bool in_preset; /* rules that are added now come from a preset */
	/* Merges a preset's rules. NULL (in the shim): a preset is not for us. */
	int (*preset)(struct lla_policy *policy, const char *name, size_t len, unsigned line,
		      struct lla_error *err);
};

/* Bytes that a policy of the environment's form can need at most: `len` bytes in
 * `words` words. */
size_t lla_policy_bound(size_t len, size_t words);

/* Begins a policy in an 8-byte aligned buffer. `source` is for messages about
 * its rules; of one that is too long the end is kept. -1: too small a buffer. */
int lla_policy_begin(struct lla_policy *policy, void *buffer, size_t capacity, const char *source,
		     struct lla_error *err);

/* Goes on from a finished image instead, which is copied. */
int lla_policy_resume(struct lla_policy *policy, void *buffer, size_t capacity,
		      const struct lla_image *image, struct lla_error *err);

/* Adds one rule. `want` is the list that it stands in, LLA_FS or LLA_NET, or
 * LLA_KINDS for either. */
int lla_policy_rule(struct lla_policy *policy, const char *text, size_t len, enum lla_kind want,
		    unsigned line, struct lla_error *err);

/* The same for a rule that has been read; a port `*` is not for it. */
int lla_policy_add(struct lla_policy *policy, const struct lla_rule *rule, unsigned line,
		   struct lla_error *err);

/* Checks what only the whole policy shows, then signs the image. The image is
 * valid from here on and must not be changed. */
int lla_policy_finish(struct lla_policy *policy, struct lla_error *err);

#endif
