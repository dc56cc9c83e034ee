/* SPDX-License-Identifier: ISC */
#include "core/policy.h"
#include "core/landlock.h"

#define SOURCE_MAX 256

static size_t round_up(size_t n)
{
	return (n + 7) & ~(size_t)7;
}

/* A word becomes one record at most. Behind the records is room to unescape the longest word. */
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
	size_t room = round_up(len - skip + 1), at = sizeof(*image) + room;
	char *name = (char *)(image + 1);

	*policy = (struct lla_policy){ .image = image, .capacity = capacity };
	if (capacity < at)
		return lla_fail(err, "the policy is too large");
	*image = (struct lla_image){ .version = LLA_IMAGE_VERSION,
				     .abi = LLA_ABI_NEWEST,
				     .rules_at = (uint32_t)at,
				     .size = (uint32_t)at };
	lla_copy(image->magic, LLA_IMAGE_MAGIC, sizeof(image->magic));
	*(lla_word *)(void *)(name + room - sizeof(lla_word)) = 0;
	lla_copy(name, source + skip, len - skip);
	return 0;
}

int lla_policy_resume(struct lla_policy *policy, void *buffer, size_t capacity,
		      const struct lla_image *image, struct lla_error *err)
{
	*policy = (struct lla_policy){ .image = buffer, .capacity = capacity };
	if (capacity < image->size)
		return lla_fail(err, "the policy is too large");
	lla_copy(buffer, image, image->size);
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
	/* Every field by name: a compiler clears the whole struct first if one is left out. */
	*r = (struct lla_record){
		.size = (uint32_t)size,
		.line = line,
		.access = rule->access,
		/* A preset stands for several rights, as the word `rw` does. */
		.exact = policy->in_preset ? 0 : rule->exact,
		.kind = (uint8_t)rule->kind,
		.flags = (uint8_t)((rule->optional ? LLA_OPTIONAL : 0) |
				   (rule->quiet ? LLA_QUIET : 0) |
				   (policy->in_preset ? LLA_FROM_PRESET : 0)),
		.first = rule->first,
		.last = rule->last,
		.zero = 0,
	};
	if (room) {
		/* The NUL and those that fill up are in the last word. */
		*(lla_word *)(void *)(r->path + room - sizeof(lla_word)) = 0;
		lla_copy(r->path, rule->path, rule->path_len);
	}
	image->size += (uint32_t)size;
	image->rules++;
	image->granted[rule->kind] |= rule->access;
	image->granted[LLA_RULE] |= rule->quiet ? LLA_ADD_QUIET : 0;
	return 0;
}

int lla_policy_rule(struct lla_policy *policy, const char *text, size_t len, enum lla_kind want,
		    unsigned line, struct lla_error *err)
{
	struct lla_rule rule;

	if (lla_rule_parse(text, len, &rule, err))
		return -1;
	/* `quiet:443` in a list of paths is the rule for a file of that name. */
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

/* The image with the rights that its ABI has. */
struct check {
	const struct lla_image *image;
	uint32_t known[LLA_KINDS];
};

/* `newer`: rights that the ABI does not have. */
static int newer_than_abi(const struct check *c, const char *where, enum lla_kind kind,
			  uint32_t newer, struct lla_error *err)
{
	const struct lla_right *right = lla_right_lowest(kind, newer);

	return lla_fail(
		err,
		"%s names %s, which came with ABI %d, and abi=%d handles nothing newer; leave it "
		"out or raise abi",
		where, right->name, right->abi, c->image->abi);
}

/* The kernel answers EINVAL to a rule that grants a right which an explicit handle leaves out. A
 * right beyond the policy's own ABI would grant nothing. */
static int check_rule(const struct check *c, const struct lla_record *r, struct lla_error *err)
{
	const struct lla_image *image = c->image;
	enum lla_kind kind = (enum lla_kind)r->kind;
	uint32_t handled = image->handle_soft[kind] | image->handle_named[kind];
	const struct lla_right *right;

	if (r->exact & ~c->known[kind])
		return newer_than_abi(c, "the rule", kind, r->exact & ~c->known[kind], err);
	if (r->flags & LLA_QUIET && !(c->known[LLA_RULE] & LLA_ADD_QUIET))
		return newer_than_abi(c, "the rule", LLA_RULE, LLA_ADD_QUIET, err);
	if (!(image->flags & LLA_EXPLICIT_HANDLE))
		return 0;
	right = lla_right_lowest(kind, r->access & c->known[kind] & ~handled);
	if (!right)
		return 0;
	return lla_fail(
		err,
		"the rule for %s%q grants %s, which handle leaves out; add %s to handle, or "
		"leave it out of the rule",
		kind == LLA_FS ? "" : "a port", kind == LLA_FS ? r->path : "", right->name,
		right->name);
}

static int check_handle(const struct check *c, struct lla_error *err)
{
	const struct lla_image *image = c->image;
	const struct lla_right *right;

	for (int kind = 0; kind < LLA_HANDLED; kind++) {
		uint32_t newer = image->handle_exact[kind] & ~c->known[kind];

		if (newer)
			return newer_than_abi(c, "handle", (enum lla_kind)kind, newer, err);
	}
	if (!(image->flags & LLA_EXPLICIT_HANDLE))
		return 0;
	right = lla_right_lowest(LLA_NET, image->any_port & image->handle_exact[LLA_NET]);
	if (!right)
		return 0;
	return lla_fail(
		err,
		"a rule with the port * leaves %s alone, and handle names it; leave out one of "
		"the two",
		right->name);
}

int lla_policy_check(const struct lla_policy *policy, struct lla_error *err)
{
	struct check c = { .image = policy->image };

	/* No right is newer than the newest ABI, and only `handle` leaves rights out. */
	if (c.image->abi == LLA_ABI_NEWEST && !(c.image->flags & LLA_EXPLICIT_HANDLE))
		return 0;
	lla_rights_known(c.image->abi, c.known);
	if (check_handle(&c, err))
		return -1;
	for (const struct lla_record *r = NULL; (r = lla_image_next(c.image, r));) {
		if (check_rule(&c, r, err)) {
			err->line = r->line;
			return -1;
		}
	}
	return 0;
}

int lla_policy_finish(struct lla_policy *policy, struct lla_error *err)
{
	if (lla_policy_check(policy, err))
		return -1;
	policy->image->checksum = lla_image_checksum(policy->image);
	return 0;
}
