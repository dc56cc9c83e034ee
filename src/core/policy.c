/* SPDX-License-Identifier: ISC */
#include "policy.h"
#include "landlock.h"

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

/* A switch is a flag of the image; `off` marks those that are set by `false`. */
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

#define SOURCE_MAX 256

static size_t round_up(size_t n)
{
	return (n + 7) & ~(size_t)7;
}

enum lla_key lla_key_named(const char *name, size_t len)
{
	int key = 0;

	while (key < LLA_KEYS && !lla_same_word(name, len, lla_keys[key].name))
		key++;
	return (enum lla_key)key;
}

static bool white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

size_t lla_policy_count_words(const char *text)
{
	size_t words = 0;

	for (bool inside = false; *text; text++) {
		words += !inside && !white(*text);
		inside = !white(*text);
		if (*text == '\\' && text[1])
			text++;
	}
	return words;
}

/* Each word at most one record; the longest word is unescaped behind them. */
size_t lla_policy_bound(size_t len, size_t words)
{
	return sizeof(struct lla_image) + SOURCE_MAX + words * (sizeof(struct lla_record) + 8) +
	       2 * round_up(len + 1) + 64;
}

int lla_policy_begin(struct lla_policy *policy, void *buffer, size_t capacity, const char *source,
		     struct lla_error *err)
{
	size_t len = lla_length(source), skip = len < SOURCE_MAX ? 0 : len - SOURCE_MAX + 1;
	struct lla_image *image = buffer;
	char *name = (char *)(image + 1);
	size_t at = sizeof(*image) + round_up(len - skip + 1);

	*policy = (struct lla_policy){ .image = image, .capacity = capacity };
	if (capacity < at)
		return lla_fail(err, "the policy is too large");
	*image = (struct lla_image){ .magic = LLA_IMAGE_MAGIC,
				     .version = LLA_IMAGE_VERSION,
				     .abi = LLA_ABI_NEWEST,
				     .rules_at = (uint32_t)at,
				     .size = (uint32_t)at };
	lla_copy(name, source + skip, len - skip);
	for (size_t i = len - skip; sizeof(*image) + i < at; i++)
		name[i] = '\0';
	return 0;
}

int lla_policy_resume(struct lla_policy *policy, void *buffer, size_t capacity,
		      const struct lla_image *image, struct lla_error *err)
{
	*policy = (struct lla_policy){ .image = buffer, .capacity = capacity };
	if (capacity < image->size)
		return lla_fail(err, "the policy is too large");
	lla_copy(buffer, image, image->size);
	lla_copy(policy->exact, image->handle_named, sizeof(policy->exact));
	return 0;
}

int lla_policy_add(struct lla_policy *policy, const struct lla_rule *rule, unsigned line,
		   struct lla_error *err)
{
	struct lla_image *image = policy->image;
	size_t room = rule->kind == LLA_FS ? round_up(rule->path_len + 1) : 0;
	size_t size = sizeof(struct lla_record) + room;
	struct lla_record *r = (struct lla_record *)(void *)((unsigned char *)image + image->size);

	if (size > policy->capacity - image->size || image->size + size > LLA_IMAGE_MAX)
		return lla_fail(err, "the policy is too large: %u rules did fit", image->rules);
	*r = (struct lla_record){ .size = (uint32_t)size,
				  .line = line,
				  .access = rule->access,
				  .exact = rule->exact,
				  .kind = (uint8_t)rule->kind,
				  .first = rule->first,
				  .last = rule->last };
	if (rule->optional)
		r->flags |= LLA_OPTIONAL;
	if (rule->quiet)
		r->flags |= LLA_QUIET;
	if (room) {
		lla_copy(r->path, rule->path, rule->path_len);
		for (size_t i = rule->path_len; i < room; i++)
			r->path[i] = '\0';
	}
	image->size += (uint32_t)size;
	image->rules++;
	image->granted[rule->kind] |= rule->access;
	image->granted[LLA_RULE] |= rule->quiet;
	return 0;
}

int lla_policy_rule(struct lla_policy *policy, const char *text, size_t len, enum lla_kind want,
		    unsigned line, struct lla_error *err)
{
	struct lla_rule rule;

	if (lla_rule_parse(text, len, &rule, err))
		return -1;
	/* `quiet:443` in a list of paths is a file of that name. */
	if (want != LLA_KINDS && rule.kind != want)
		return lla_fail(err, "\"%Q\" is a rule for %s; it belongs into `%s`", text, len,
				rule.kind == LLA_FS ? "a path" : "a port",
				rule.kind == LLA_FS ? "fs" : "net");
	if (rule.any_port) {
		policy->image->any_port |= rule.access;
		return 0;
	}
	return lla_policy_add(policy, &rule, line, err);
}

#define TCP (LLA_BIND_TCP | LLA_CONNECT_TCP)
#define UDP (LLA_BIND_UDP | LLA_CONNECT_SEND_UDP)

static const struct {
	char name[8];
	bool wide; /* means what the policy's ABI has of it, be that nothing */
	uint32_t rights[LLA_HANDLED];
} groups[] = {
	{ "tcp", false, { 0, TCP, 0 } },
	{ "udp", false, { 0, UDP, 0 } },
	{ "net", true, { 0, TCP | UDP, 0 } },
	{ "scope", false, { 0, 0, LLA_ABSTRACT_UNIX_SOCKET | LLA_SIGNAL } },
	{ "all", true, { UINT32_MAX, UINT32_MAX, UINT32_MAX } },
	{ "none", true, { 0, 0, 0 } },
};

static int handle_word(struct lla_policy *policy, const char *word, size_t len,
		       struct lla_error *err)
{
	const struct lla_right *right = lla_right_named(word, len);
	struct lla_image *image = policy->image;

	image->flags |= LLA_EXPLICIT_HANDLE;
	if (lla_same_word(word, len, "core")) {
		image->handle_soft[LLA_FS] = lla_rights_of(LLA_FS, LLA_ABI_NEWEST) & ~LLA_IOCTL_DEV;
		return 0;
	}
	if (right && right->kind < LLA_HANDLED) {
		image->handle_named[right->kind] |= 1U << right->bit;
		policy->exact[right->kind] |= 1U << right->bit;
		return 0;
	}
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		if (!lla_same_word(word, len, groups[i].name))
			continue;
		for (int kind = 0; kind < LLA_HANDLED; kind++) {
			uint32_t set = groups[i].rights[kind] &
				       lla_rights_of((enum lla_kind)kind, LLA_ABI_NEWEST);

			image->handle_named[kind] |= set;
			policy->exact[kind] |= groups[i].wide ? 0 : set;
		}
		return 0;
	}
	return lla_fail(err,
			"no such right '%Q' in handle; write core, tcp, udp, net, scope, all, none "
			"or the kernel's names (landlock-auto status lists them)",
			word, len);
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
		return handle_word(policy, word, len, err);
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
	/* A rule may have commas of its own: these lists come one by one. */
	if (key == LLA_KEY_FS || key == LLA_KEY_NET)
		return lla_policy_rule(policy, value, len, key == LLA_KEY_FS ? LLA_FS : LLA_NET,
				       line, err);
	for (size_t at = 0, end; !got && at <= len; at = end + 1) {
		end = at + lla_find(value + at, len - at, ',');
		got = add_element(policy, key, value + at, end - at, line, err);
	}
	return got;
}

/* One word of the environment's form. `given`: a bit for each key seen so far. */
static int add_word(struct lla_policy *policy, const char *word, size_t len, uint32_t *given,
		    struct lla_error *err)
{
	size_t equals = lla_find(word, len, '='), colon = lla_find(word, len, ':');
	enum lla_key key = lla_key_named(word, equals);

	if (colon < equals || (equals == len && key == LLA_KEYS))
		return lla_policy_rule(policy, word, len, LLA_KINDS, 0, err);
	if (key == LLA_KEYS)
		return lla_fail(err,
				"no such option '%Q' in \"%Q\"; the options are named in "
				"liblandlock-auto(7)",
				word, equals, word, len);
	if (key == LLA_KEY_FS || key == LLA_KEY_NET)
		return lla_fail(err, "\"%Q\": here a rule stands by itself, without %s=", word, len,
				lla_keys[key].name);
	if (*given & 1U << key)
		return lla_fail(err, "%s stands here twice; write it once", lla_keys[key].name);
	*given |= 1U << key;
	if (equals < len)
		return lla_policy_set(policy, key, word + equals + 1, len - equals - 1, 0, err);
	if (lla_keys[key].value != LLA_VALUE_SWITCH)
		return lla_fail(err, "%s needs a value, as in %s=%s", lla_keys[key].name,
				lla_keys[key].name,
				lla_keys[key].value == LLA_VALUE_NUMBER ? "7" : "...");
	return lla_policy_set(policy, key, "true", 4, 0, err);
}

/* Copies the next word without its backslashes to the end of the buffer; returns
 * its length, or more than `room` where it does not fit. Moves *text behind it. */
static size_t next_word(const char **text, char *to, size_t room)
{
	const char *s = *text;
	size_t len = 0;

	while (*s && !white(*s)) {
		if (*s == '\\' && s[1])
			s++;
		if (len < room)
			to[len] = *s;
		len++;
		s++;
	}
	*text = s;
	return len;
}

int lla_policy_words(struct lla_policy *policy, const char *text, struct lla_error *err)
{
	uint32_t given = 0;
	int got;

	for (;;) {
		while (white(*text))
			text++;
		if (!*text)
			return 0;
		/* The upper half of what is left is for the word, the lower for its record. */
		size_t left = policy->capacity - policy->image->size, room = left / 2;
		char *word = (char *)policy->image + policy->capacity - room;
		size_t len = next_word(&text, word, room);

		if (len > room)
			return lla_fail(err, "the policy is too large: a word of %u bytes",
					(unsigned)len);
		policy->capacity -= room;
		got = add_word(policy, word, len, &given, err);
		policy->capacity += room;
		if (got)
			return got;
	}
}

static int newer_than_abi(const char *where, enum lla_kind kind, uint32_t set, int abi,
			  struct lla_error *err)
{
	const struct lla_right *right = lla_right_lowest(kind, set & ~lla_rights_of(kind, abi));

	if (!right)
		return 0;
	return lla_fail(
		err,
		"%s names %s, which came with ABI %d, and abi=%d handles nothing newer than "
		"ABI %d; leave it out or raise abi",
		where, right->name, right->abi, abi, abi);
}

/* A rule that grants what an explicit handle leaves out would be the kernel's
 * EINVAL, and what a rule names beyond the policy's own ABI a grant of nothing. */
static int check_rule(const struct lla_image *image, const struct lla_record *r,
		      struct lla_error *err)
{
	enum lla_kind kind = (enum lla_kind)r->kind;
	uint32_t handled = image->handle_soft[kind] | image->handle_named[kind];
	const struct lla_right *right;

	if (newer_than_abi("the rule", kind, r->exact, image->abi, err))
		return -1;
	if (r->flags & LLA_QUIET && newer_than_abi("the rule", LLA_RULE, 1, image->abi, err))
		return -1;
	if (!(image->flags & LLA_EXPLICIT_HANDLE))
		return 0;
	right = lla_right_lowest(kind, r->access & lla_rights_of(kind, image->abi) & ~handled);
	if (!right)
		return 0;
	return lla_fail(
		err,
		"the rule for %s%q grants %s, which handle leaves out; add %s to handle, or "
		"leave it out of the rule",
		kind == LLA_FS ? "" : "a port", kind == LLA_FS ? r->path : "", right->name,
		right->name);
}

static int check_handle(const struct lla_policy *policy, struct lla_error *err)
{
	const struct lla_image *image = policy->image;
	const struct lla_right *right;

	for (int kind = 0; kind < LLA_HANDLED; kind++)
		if (newer_than_abi("handle", (enum lla_kind)kind, policy->exact[kind], image->abi,
				   err))
			return -1;
	if (!(image->flags & LLA_EXPLICIT_HANDLE))
		return 0;
	right = lla_right_lowest(LLA_NET, image->any_port & policy->exact[LLA_NET]);
	if (!right)
		return 0;
	return lla_fail(
		err,
		"a rule with the port * leaves %s alone, and handle names it; leave out one of "
		"the two",
		right->name);
}

int lla_policy_finish(struct lla_policy *policy, struct lla_error *err)
{
	struct lla_image *image = policy->image;

	if (check_handle(policy, err))
		return -1;
	for (const struct lla_record *r = NULL; (r = lla_image_next(image, r));) {
		if (check_rule(image, r, err)) {
			err->line = r->line;
			return -1;
		}
	}
	image->checksum = lla_image_checksum(image);
	return 0;
}
