/* SPDX-License-Identifier: ISC */
#include "core/keys.h"
#include "core/landlock.h"

const struct lla_key_row lla_keys[LLA_KEYS] = {
	[LLA_KEY_FS] = { "fs", LLA_VALUE_LIST },
	[LLA_KEY_NET] = { "net", LLA_VALUE_LIST },
	[LLA_KEY_HANDLE] = { "handle", LLA_VALUE_LIST },
	[LLA_KEY_ABI] = { "abi", LLA_VALUE_NUMBER },
	[LLA_KEY_MIN_ABI] = { "min-abi", LLA_VALUE_NUMBER },
	[LLA_KEY_BEST_EFFORT] = { "best-effort", LLA_VALUE_SWITCH },
	[LLA_KEY_IGNORE_IF_MISSING] = { "ignore-if-missing", LLA_VALUE_SWITCH },
	[LLA_KEY_LOG_DENIALS] = { "log-denials", LLA_VALUE_SWITCH },
	[LLA_KEY_LOG_CHILDREN] = { "log-children", LLA_VALUE_SWITCH },
	[LLA_KEY_LOG_NESTED] = { "log-nested", LLA_VALUE_SWITCH },
	[LLA_KEY_NO_NEW_PRIVS] = { "no-new-privs", LLA_VALUE_SWITCH },
	[LLA_KEY_PRESETS] = { "presets", LLA_VALUE_LIST },
};

/* A switch is a flag of the image. `off`: the value `false` sets the flag. */
static const struct {
	uint8_t key;
	uint8_t flag;
	bool off;
} switches[] = {
	{ LLA_KEY_BEST_EFFORT, LLA_BEST_EFFORT, false },
	{ LLA_KEY_IGNORE_IF_MISSING, LLA_IGNORE_IF_MISSING, false },
	{ LLA_KEY_LOG_DENIALS, LLA_HUSH_DENIALS, true },
	{ LLA_KEY_LOG_CHILDREN, LLA_LOG_CHILDREN, false },
	{ LLA_KEY_LOG_NESTED, LLA_HUSH_NESTED, true },
	{ LLA_KEY_NO_NEW_PRIVS, LLA_KEEP_PRIVS, true },
};

enum lla_key lla_key_named(const char *name, size_t len)
{
	int key = 0;

	while (key < LLA_KEYS && !lla_same_word(name, len, lla_keys[key].name))
		key++;
	return (enum lla_key)key;
}

#define TCP (LLA_BIND_TCP | LLA_CONNECT_TCP)
#define UDP (LLA_BIND_UDP | LLA_CONNECT_SEND_UDP)

static const struct {
	char name[8];
	/* Stands for those of its rights that the policy's ABI has, even none. */
	bool wide;
	uint32_t rights[LLA_HANDLED];
} groups[] = {
	{ "tcp", false, { 0, TCP, 0 } },
	{ "udp", false, { 0, UDP, 0 } },
	{ "net", true, { 0, TCP | UDP, 0 } },
	{ "scope", false, { 0, 0, LLA_ABSTRACT_UNIX_SOCKET | LLA_SIGNAL } },
	{ "all", true, { UINT32_MAX, UINT32_MAX, UINT32_MAX } },
	{ "none", true, { 0, 0, 0 } },
};

static int handle_word(struct lla_image *image, const char *word, size_t len, struct lla_error *err)
{
	const struct lla_right *right = lla_right_named(word, len);

	image->flags |= LLA_EXPLICIT_HANDLE;
	if (lla_same_word(word, len, "core")) {
		image->handle_soft[LLA_FS] = lla_rights_of(LLA_FS, LLA_ABI_NEWEST) & ~LLA_IOCTL_DEV;
		return 0;
	}
	if (right && right->kind < LLA_HANDLED) {
		image->handle_named[right->kind] |= right->mask;
		image->handle_exact[right->kind] |= right->mask;
		return 0;
	}
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		if (!lla_same_word(word, len, groups[i].name))
			continue;
		for (int kind = 0; kind < LLA_HANDLED; kind++) {
			uint32_t set = groups[i].rights[kind] &
				       lla_rights_of((enum lla_kind)kind, LLA_ABI_NEWEST);

			image->handle_named[kind] |= set;
			image->handle_exact[kind] |= groups[i].wide ? 0 : set;
		}
		return 0;
	}
	return lla_fail(err,
			"no such right '%Q' in handle; write core, tcp, udp, net, scope, all, none "
			"or %s",
			word, len, LLA_KERNELS_NAMES);
}

static int set_switch(struct lla_image *image, enum lla_key key, const char *value, size_t len,
		      struct lla_error *err)
{
	bool on = lla_same_word(value, len, "true") || lla_same_word(value, len, "yes") ||
		  lla_same_word(value, len, "on");
	bool off = lla_same_word(value, len, "false") || lla_same_word(value, len, "no") ||
		   lla_same_word(value, len, "off");

	if (!on && !off)
		return lla_fail(err, "no such value '%Q' for %s; write true or false", value, len,
				lla_keys[key].name);
	for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++) {
		if (switches[i].key != key)
			continue;
		if (on != switches[i].off)
			image->flags |= switches[i].flag;
		else
			image->flags &= ~(uint32_t)switches[i].flag;
	}
	return 0;
}

static int set_abi(struct lla_image *image, enum lla_key key, const char *value, size_t len,
		   struct lla_error *err)
{
	unsigned lowest = key == LLA_KEY_ABI ? 1 : 0;
	unsigned long abi;

	if (!lla_number(value, len, LLA_ABI_NEWEST, &abi) || abi < lowest)
		return lla_fail(err, "no such Landlock ABI '%Q' for %s; write %u to %u", value, len,
				lla_keys[key].name, lowest, LLA_ABI_NEWEST);
	if (key == LLA_KEY_MIN_ABI) {
		image->min_abi = (uint8_t)abi;
		return 0;
	}
	image->abi = (uint8_t)abi;
	image->abi_given = 1;
	return 0;
}

static int add_element(struct lla_policy *policy, enum lla_key key, const char *word, size_t len,
		       unsigned line, struct lla_error *err)
{
	if (!len)
		return lla_fail(err, "an empty word in %s; write a list such as %s",
				lla_keys[key].name,
				key == LLA_KEY_HANDLE ? "core,tcp" : "base,tls");
	if (key == LLA_KEY_HANDLE)
		return handle_word(policy->image, word, len, err);
	if (!policy->preset)
		return LLA_NEEDS_TOOL;
	return policy->preset(policy, word, len, line, err);
}

int lla_policy_set(struct lla_policy *policy, enum lla_key key, const char *value, size_t len,
		   unsigned line, struct lla_error *err)
{
	int got = 0;

	switch (lla_keys[key].value) {
	case LLA_VALUE_SWITCH: return set_switch(policy->image, key, value, len, err);
	case LLA_VALUE_NUMBER: return set_abi(policy->image, key, value, len, err);
	default: break;
	}
	/* A rule may contain commas, so the elements of these two lists come one by one. */
	if (key == LLA_KEY_FS || key == LLA_KEY_NET)
		return lla_policy_rule(policy, value, len, key == LLA_KEY_FS ? LLA_FS : LLA_NET,
				       line, err);
	for (size_t at = 0, end; !got && at <= len; at = end + 1) {
		end = at + lla_find(value + at, len - at, ',');
		got = add_element(policy, key, value + at, end - at, line, err);
	}
	return got;
}
