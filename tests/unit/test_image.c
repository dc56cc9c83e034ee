/* SPDX-License-Identifier: ISC */
#include "common.h"
#include "core/plan.h"

#include <stdlib.h>

#define WORDS \
	"abi=9 min-abi=2 handle=core,tcp,scope,ioctl_dev rwx:/usr ?r:/opt/app c:8000-8010 ub:*"

/* A copy in memory that ends after `len` bytes, so that a sanitizer sees one too
 * many being read. */
static struct lla_image *copied(const struct lla_image *image, size_t len)
{
	struct lla_image *copy = malloc(len ? len : 1);

	memcpy(copy, image, len < image->size ? len : image->size);
	return copy;
}

static void refuses(const void *at, size_t len, const char *part)
{
	struct lla_error err = { 0 };

	cr_assert_eq(lla_image_validate(at, len, &err), -1, "accepted; expected \"%s\"", part);
	cr_assert(strstr(err.text, part), "no \"%s\" in: %s", part, err.text);
}

static void accepts(const struct lla_image *image)
{
	struct lla_error err = { 0 };

	cr_assert_eq(lla_image_validate(image, image->size, &err), 0, "%s", err.text);
}

/* The record with that number, to tell lies in. */
static struct lla_record *record(struct lla_image *image, int number)
{
	const struct lla_record *r = lla_image_next(image, NULL);

	while (number--)
		r = lla_image_next(image, r);
	return (struct lla_record *)(uintptr_t)r;
}

Test(image, the_layout_is_as_documented)
{
	cr_assert_eq(sizeof(struct lla_image), 144);
	cr_assert_eq(offsetof(struct lla_image, magic), 0);
	cr_assert_eq(offsetof(struct lla_image, version), 8);
	cr_assert_eq(offsetof(struct lla_image, size), 12);
	cr_assert_eq(offsetof(struct lla_image, checksum), 16);
	cr_assert_eq(offsetof(struct lla_image, stamp), 24);
	cr_assert_eq(offsetof(struct lla_image, flags), 72);
	cr_assert_eq(offsetof(struct lla_image, abi), 76);
	cr_assert_eq(offsetof(struct lla_image, min_abi), 77);
	cr_assert_eq(offsetof(struct lla_image, abi_given), 78);
	cr_assert_eq(offsetof(struct lla_image, handle_soft), 80);
	cr_assert_eq(offsetof(struct lla_image, handle_named), 92);
	cr_assert_eq(offsetof(struct lla_image, handle_exact), 104);
	cr_assert_eq(offsetof(struct lla_image, granted), 116);
	cr_assert_eq(offsetof(struct lla_image, any_port), 132);
	cr_assert_eq(offsetof(struct lla_image, rules), 136);
	cr_assert_eq(offsetof(struct lla_image, rules_at), 140);
	cr_assert_eq(sizeof(struct lla_record), 24);
	cr_assert_eq(offsetof(struct lla_record, size), 0);
	cr_assert_eq(offsetof(struct lla_record, line), 4);
	cr_assert_eq(offsetof(struct lla_record, access), 8);
	cr_assert_eq(offsetof(struct lla_record, exact), 12);
	cr_assert_eq(offsetof(struct lla_record, kind), 16);
	cr_assert_eq(offsetof(struct lla_record, flags), 17);
	cr_assert_eq(offsetof(struct lla_record, first), 18);
	cr_assert_eq(offsetof(struct lla_record, last), 20);
	cr_assert_eq(offsetof(struct lla_record, path), 24);
}

Test(image, what_the_builder_makes_is_valid)
{
	static const char *const policies[] = {
		WORDS,           "",
		"r:/",           "quiet:/var",
		"quiet:0-65535", "c:*",
		"handle=none",   "r:1234567",
		"r:12345678",    "no-new-privs=false u:/run abi=9",
		"min-abi=11",    "abi=1",
	};

	for (size_t i = 0; i < COUNT(policies); i++)
		accepts(image_of(policies[i]));
}

Test(image, the_walk_meets_every_rule_in_order)
{
	const struct lla_image *image = image_of(WORDS);
	const struct lla_record *r = lla_image_next(image, NULL);

	cr_assert_str_eq(lla_image_source(image), "test");
	cr_assert_eq(image->rules, 3);
	cr_assert_str_eq(r->path, "/usr");
	r = lla_image_next(image, r);
	cr_assert_str_eq(r->path, "/opt/app");
	cr_assert_eq(r->flags, LLA_OPTIONAL);
	r = lla_image_next(image, r);
	cr_assert(r->kind == LLA_NET && r->first == 8000 && r->last == 8010);
	cr_assert_null(lla_image_next(image, r));
	cr_assert_null(lla_image_next(image_of("best-effort"), NULL));
}

Test(image, every_flipped_bit_is_seen)
{
	struct lla_image *image = image_of(WORDS);
	size_t len = image->size;
	struct lla_error err = { 0 };

	for (size_t bit = 0; bit < 8 * len; bit++) {
		((unsigned char *)image)[bit / 8] ^= (unsigned char)(1U << bit % 8);
		cr_assert_eq(lla_image_validate(image, len, &err), -1, "bit %zu of byte %zu",
			     bit % 8, bit / 8);
		((unsigned char *)image)[bit / 8] ^= (unsigned char)(1U << bit % 8);
	}
	accepts(image);
}

Test(image, a_damaged_byte_is_told_as_damage)
{
	struct lla_image *image = image_of(WORDS);

	record(image, 0)->path[1] ^= 1;
	refuses(image, image->size, "damaged (wrong checksum)");
}

Test(image, every_truncation_is_seen)
{
	const struct lla_image *image = image_of(WORDS);

	for (size_t len = 0; len < image->size; len++) {
		struct lla_image *cut = copied(image, len);

		refuses(cut, len, len < 8 ? "not a compiled policy" : "is cut short");
		free(cut);
	}
}

Test(image, every_appended_byte_is_seen)
{
	const struct lla_image *image = image_of(WORDS);

	for (size_t more = 1; more <= 64; more++) {
		struct lla_image *longer = copied(image, image->size + more);

		memset((char *)longer + image->size, 0, more);
		refuses(longer, image->size + more, "has more bytes than it should");
		free(longer);
	}
}

Test(image, a_magic_tells_an_image_from_a_text)
{
	struct lla_image *image = image_of(WORDS);

	cr_assert(lla_image_is(image, image->size));
	cr_assert_not(lla_image_is(image, 7));
	cr_assert_not(lla_image_is("fs = {}\r\n", 9));
	/* A transfer in text mode changes it like this. */
	memcpy(image->magic, "LLAUTO\n\n", 8);
	cr_assert_not(lla_image_is(image, image->size));
	refuses(image, image->size, "not a compiled policy");
}

Test(image, another_version_is_told_as_such)
{
	struct lla_image *image = image_of(WORDS);

	image->version = 2;
	image->checksum = lla_image_checksum(image);
	refuses(image, image->size, "is of another version of landlock-auto");
}

Test(image, another_byte_order_is_told_as_such)
{
	struct lla_image *image = image_of(WORDS);
	uint32_t len = image->size;

	image->version = __builtin_bswap32(image->version);
	image->size = __builtin_bswap32(image->size);
	refuses(image, len, "is of a machine with the other byte order");
}

/* Lies whose checksum is right. `i` has three rules: /usr, /opt/app, a port. */
#define LIE(name, ...)                        \
	static void name(struct lla_image *i) \
	{                                     \
		__VA_ARGS__;                  \
	}

LIE(size_zero, record(i, 0)->size = 0)
LIE(size_below_a_record, record(i, 0)->size = 16)
LIE(size_of_no_path, record(i, 0)->size = 24)
LIE(size_beyond_the_end, record(i, 2)->size += 8)
LIE(size_huge, record(i, 0)->size = 0xfffffff8)
LIE(size_unaligned, record(i, 0)->size += 4)
LIE(size_of_a_port_with_a_path, record(i, 1)->kind = LLA_NET; record(i, 1)->access = 2;
    record(i, 1)->exact = 0; record(i, 1)->flags = 0; i->granted[LLA_FS] = record(i, 0)->access)
LIE(kind_scope, record(i, 2)->kind = LLA_SCOPE)
LIE(kind_unknown, record(i, 0)->kind = 255)
LIE(unknown_fs_right, record(i, 0)->access |= 1U << 17; i->granted[LLA_FS] |= 1U << 17)
LIE(unknown_net_right, record(i, 2)->access |= 1U << 4; i->granted[LLA_NET] |= 1U << 4)
LIE(unknown_record_flag, record(i, 0)->flags |= 0x80)
LIE(optional_port, record(i, 2)->flags |= LLA_OPTIONAL)
LIE(exact_but_not_granted, record(i, 1)->exact = 1)
LIE(nothing_granted, i->granted[LLA_NET] = 0; record(i, 2)->access = record(i, 2)->exact = 0)
LIE(range_backwards, record(i, 2)->first = 8011)
LIE(port_of_a_path, record(i, 0)->last = 1)
LIE(path_without_end, memset(record(i, 0)->path, 'a', 8))
LIE(path_with_something_behind_it, record(i, 0)->path[strlen(record(i, 0)->path) + 1] = 'a')
LIE(path_empty, memset(record(i, 0)->path, 0, 8))
LIE(record_zero, record(i, 0)->zero = 1)
LIE(granted_too_much, i->granted[LLA_FS] |= LLA_IOCTL_DEV)
LIE(granted_too_little, i->granted[LLA_NET] = 0)
LIE(granted_a_scope, i->granted[LLA_SCOPE] = 1)
LIE(granted_quiet, i->granted[LLA_RULE] = 1)
LIE(quiet_not_granted, record(i, 0)->flags |= LLA_QUIET)
LIE(a_rule_more, i->rules++)
LIE(a_rule_less, i->rules--)
LIE(rules_in_the_header, i->rules_at = 136)
LIE(rules_without_a_source, i->rules_at = 144)
LIE(rules_beyond_the_end, i->rules_at = i->size + 8)
LIE(rules_unaligned, i->rules_at += 4)
LIE(rules_at_the_second, i->rules_at += record(i, 0)->size)
LIE(source_without_end, memset(i + 1, 'a', 8))
LIE(abi_0, i->abi = 0)
LIE(abi_12, i->abi = 12)
LIE(min_abi_12, i->min_abi = 12)
LIE(abi_given_2, i->abi_given = 2)
LIE(unknown_flag, i->flags |= 1U << 7)
LIE(header_zero, i->zero = 1)
LIE(exact_and_not_named, i->handle_exact[LLA_NET] |= LLA_BIND_UDP)
LIE(soft_unknown, i->handle_soft[LLA_FS] |= 1U << 17)
LIE(named_unknown, i->handle_named[LLA_SCOPE] |= 1U << 2)
LIE(any_port_unknown, i->any_port |= 1U << 4)

static void (*const lies[])(struct lla_image *) = {
	size_zero,
	size_below_a_record,
	size_of_no_path,
	size_beyond_the_end,
	size_huge,
	size_unaligned,
	size_of_a_port_with_a_path,
	kind_scope,
	kind_unknown,
	unknown_fs_right,
	unknown_net_right,
	unknown_record_flag,
	optional_port,
	exact_but_not_granted,
	nothing_granted,
	range_backwards,
	port_of_a_path,
	path_without_end,
	path_with_something_behind_it,
	path_empty,
	record_zero,
	granted_too_much,
	granted_too_little,
	granted_a_scope,
	granted_quiet,
	quiet_not_granted,
	a_rule_more,
	a_rule_less,
	rules_in_the_header,
	rules_without_a_source,
	rules_beyond_the_end,
	rules_unaligned,
	rules_at_the_second,
	source_without_end,
	abi_0,
	abi_12,
	min_abi_12,
	abi_given_2,
	unknown_flag,
	header_zero,
	exact_and_not_named,
	soft_unknown,
	named_unknown,
	any_port_unknown,
};

Test(image, every_lie_with_a_right_checksum_is_seen)
{
	const struct lla_image *honest = image_of(WORDS);

	for (size_t i = 0; i < COUNT(lies); i++) {
		struct lla_image *image = copied(honest, honest->size);
		struct lla_error err = { 0 };

		lies[i](image);
		image->checksum = lla_image_checksum(image);
		cr_assert_eq(lla_image_validate(image, honest->size, &err), -1, "lie %zu", i);
		contains(err.text, "impossible contents");
		free(image);
	}
}

/* Nothing but the bounds can tell these: all that they reach is as it should be. */
Test(image, a_record_ends_where_the_image_does)
{
	const struct lla_image *honest = image_of("r:/usr");
	struct lla_image *image = calloc(1, honest->size + 64);

	memcpy(image, honest, honest->size);
	record(image, 0)->size += 8;
	image->checksum = lla_image_checksum(image);
	refuses(image, image->size, "impossible contents");
}

Test(image, a_record_begins_where_it_is_aligned)
{
	struct lla_image *image = image_of("r:/usr r:/b");
	struct lla_record *r = record(image, 0);
	char *next = (char *)record(image, 1);

	memmove(next + 4, next, 28);
	r->size = 36;
	memset(next, 0, 4);
	memcpy(next + 4, &(uint32_t){ 28 }, 4);
	image->checksum = lla_image_checksum(image);
	refuses(image, image->size, "impossible contents");
}

/* Everything that enforcing reads of it, but for the kernel. */
static size_t use(const struct lla_image *image)
{
	size_t seen = strlen(lla_image_source(image));
	char line[2048];

	for (const struct lla_record *r = NULL; (r = lla_image_next(image, r));)
		seen += r->kind == LLA_FS ? strlen(r->path) : (size_t)(r->last - r->first);
	for (int abi = 0; abi <= 12; abi++) {
		struct lla_kernel kernel = lla_kernel_of_abi(abi);
		struct lla_text t = { line, 0, sizeof(line) };
		struct lla_plan plan;
		struct lla_error err;

		if (!lla_plan_make(image, &kernel, false, &plan, &err))
			lla_plan_describe(&plan, image, &t);
		seen += t.len;
	}
	return seen;
}

static void mutate(unsigned char *bytes, size_t len)
{
	static const uint32_t likely[] = { 0,    1,      2,          3,          7,
					   8,    24,     32,         0x7f,       0x80,
					   0xff, 0xffff, 0x7fffffff, 0xfffffff8, UINT32_MAX };

	for (int writes = 1 + rand() % 4; writes; writes--) {
		uint32_t value =
			rand() % 2 ? (uint32_t)rand() : likely[(size_t)rand() % (COUNT(likely))];
		size_t width = (size_t)1 << rand() % 3;
		size_t at = (size_t)rand() % (len - width + 1);

		memcpy(bytes + at, &value, width);
	}
}

Test(image, what_is_not_refused_can_be_used)
{
	const struct lla_image *honest = image_of(WORDS);
	size_t len = honest->size, accepted = 0, seen = 0;

	srand(1);
	for (int round = 0; round < 20000; round++) {
		struct lla_image *image = copied(honest, len);
		struct lla_error err;

		mutate((unsigned char *)image, len);
		/* Most of them with what a checksum lets through. */
		if (rand() % 8) {
			memcpy(image, honest, offsetof(struct lla_image, checksum));
			image->checksum = lla_image_checksum(image);
		}
		if (!lla_image_validate(image, len, &err)) {
			accepted++;
			seen += use(image);
		}
		free(image);
	}
	/* Else nothing was put to the test. */
	cr_assert_gt(accepted, 1000, "only %zu were accepted", accepted);
	cr_assert_lt(accepted, 15000, "as many as %zu were accepted", accepted);
	cr_assert_gt(seen, 0);
}
