/* SPDX-License-Identifier: ISC */
/*
 * The policy builder: rules and keys, in any order, become an image. What the
 * user asked for; knows no kernel, opens no file, allocates nothing.
 */
#ifndef LLA_POLICY_H
#define LLA_POLICY_H

#include "core/image.h"
#include "core/rule.h"

/* The keys of the language, the same in a config file, on the command line and
 * in the environment. */
enum lla_key {
	LLA_KEY_FS,
	LLA_KEY_NET,
	LLA_KEY_HANDLE,
	LLA_KEY_ABI,
	LLA_KEY_MIN_ABI,
	LLA_KEY_BEST_EFFORT,
	LLA_KEY_IGNORE_IF_MISSING,
	LLA_KEY_LOG_DENIALS,
	LLA_KEY_LOG_CHILDREN,
	LLA_KEY_LOG_NESTED,
	LLA_KEY_NO_NEW_PRIVS,
	LLA_KEY_PRESETS,
	LLA_KEYS
};

enum lla_value { LLA_VALUE_LIST, LLA_VALUE_NUMBER, LLA_VALUE_SWITCH };

struct lla_key_row {
	char name[20];
	uint8_t value; /* enum lla_value */
};

/* Hidden where it is declared, or code would look for it through a relocated GOT. */
#pragma GCC visibility push(hidden)
extern const struct lla_key_row lla_keys[LLA_KEYS];
#pragma GCC visibility pop

/* The key of that name, or LLA_KEYS. */
enum lla_key lla_key_named(const char *name, size_t len);

/* A policy under construction. Everything in it belongs to the caller. */
struct lla_policy {
	struct lla_image *image; /* in the caller's buffer */
	size_t capacity;
	bool in_preset; /* rules that are added now come from a preset */
	/* Merges a preset's rules. NULL (in the shim): a preset is not for us. */
	int (*preset)(struct lla_policy *policy, const char *name, size_t len, unsigned line,
		      struct lla_error *err);
};

/* What lla_policy_words() and lla_policy_set() return for `presets` without a hook. */
#define LLA_NEEDS_TOOL 1

/* Bytes that a policy of the environment's form can need at most: `len` bytes in
 * `words` words. */
size_t lla_policy_bound(size_t len, size_t words);
/* How many words those are. */
size_t lla_policy_count_words(const char *text);

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

/* Sets a key, or adds to a list (elements with commas between them). */
int lla_policy_set(struct lla_policy *policy, enum lla_key key, const char *value, size_t len,
		   unsigned line, struct lla_error *err);

/* The environment's form: words between white space. 0, -1 or LLA_NEEDS_TOOL. */
int lla_policy_words(struct lla_policy *policy, const char *text, struct lla_error *err);

/* Checks what only the whole policy shows, then signs the image. The image is
 * valid from here on and must not be changed. */
int lla_policy_finish(struct lla_policy *policy, struct lla_error *err);

#endif
