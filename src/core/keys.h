/* SPDX-License-Identifier: ISC */
/*
 * The keys of a policy, such as handle, abi and the switches: their names, and how a value
 * changes a policy under construction. Knows nothing of where a value was read.
 */
#ifndef LLA_KEYS_H
#define LLA_KEYS_H

#include "core/policy.h"

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

/* Hidden at the declaration, or code would look for it through a relocated GOT. */
#pragma GCC visibility push(hidden)
extern const struct lla_key_row lla_keys[LLA_KEYS];
#pragma GCC visibility pop

/* Returns the key of that name, or LLA_KEYS. */
enum lla_key lla_key_named(const char *name, size_t len);

/* Only the tool has the hook for presets. A policy without the hook cannot take the key
 * `presets`. */
#define LLA_NEEDS_TOOL 1

/* Sets a key, or adds to a list. The value of fs or net is one rule. The value of another list
 * may have several elements, with commas between them. Returns 0, LLA_NEEDS_TOOL, or -1 with the
 * error's text set. */
int lla_policy_set(struct lla_policy *policy, enum lla_key key, const char *value, size_t len,
		   unsigned line, struct lla_error *err);

#endif
