/* SPDX-License-Identifier: ISC */
/*
 * The policy builder: makes an image of rules and keys, in any order.
 * Knows no kernel, opens no file, allocates nothing.
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
	bool absolute;  /* the reader of configs refuses relative paths */
	/* Merges a preset's rules. NULL in the shim, which reads no presets. */
	int (*preset)(struct lla_policy *policy, const char *name, size_t len, unsigned line,
		      struct lla_error *err);
};

/* Returns how many bytes a policy of the environment's form can need at most, for `len` bytes
 * in `words` words. */
size_t lla_policy_bound(size_t len, size_t words);

/* Begins a policy in an 8-byte aligned buffer. Messages about its rules name `source`; if
 * `source` is too long, its end. Returns 0, or -1 if the buffer is too small. */
int lla_policy_begin(struct lla_policy *policy, void *buffer, size_t capacity, const char *source,
		     struct lla_error *err);

/* Begins a policy from a copy of a finished image. Returns 0, or -1 if the buffer is too
 * small. */
int lla_policy_resume(struct lla_policy *policy, void *buffer, size_t capacity,
		      const struct lla_image *image, struct lla_error *err);

/* Adds one rule. `want` is the kind of the list that it stands in, LLA_FS or LLA_NET, or
 * LLA_KINDS for any. Returns 0, or -1 with the error's text set. */
int lla_policy_rule(struct lla_policy *policy, const char *text, size_t len, enum lla_kind want,
		    unsigned line, struct lla_error *err);

/* As lla_policy_rule(), for a rule that is parsed. The rule must not be for the port `*`. */
int lla_policy_add(struct lla_policy *policy, const struct lla_rule *rule, unsigned line,
		   struct lla_error *err);

/* Checks the rules and keys against each other. Returns 0, or -1 with the error's text set, and
 * its line if a rule is wrong. After 0 this process can enforce the image. The image has no
 * checksum, so every other process refuses it. */
int lla_policy_check(const struct lla_policy *policy, struct lla_error *err);

/* Checks as lla_policy_check(), then sets the checksum. After 0 the image is valid and must not be
 * changed. */
int lla_policy_finish(struct lla_policy *policy, struct lla_error *err);

#endif
