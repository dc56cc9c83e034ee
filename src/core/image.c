/* SPDX-License-Identifier: ISC */
#include "core/image.h"
#include "core/landlock.h"
#include "core/paths.h"

_Static_assert(sizeof(struct lla_stamp) == 48, "the same on 32 and 64 bits");
_Static_assert(sizeof(struct lla_image) % 8 == 0, "what follows is aligned");
_Static_assert(sizeof(struct lla_image) == 144, "the same on 32 and 64 bits");
_Static_assert(sizeof(struct lla_record) == 24, "the same on 32 and 64 bits");

const struct lla_record *lla_image_next(const struct lla_image *image, const struct lla_record *at)
{
	const unsigned char *next;

	next = at ? (const unsigned char *)at + at->size
		  : (const unsigned char *)image + image->rules_at;
	if (next == (const unsigned char *)image + image->size)
		return NULL;
	return (const struct lla_record *)(const void *)next;
}

/* A step is a bijection of the sum, so a change of one word always shows. */
static uint64_t sum_step(uint64_t sum)
{
	sum *= 0x100000001b3U;
	return sum ^ sum >> 29;
}

__attribute__((noinline)) static uint64_t sum_words(uint64_t sum, const lla_word *word,
						    const lla_word *end)
{
	do
		sum = sum_step(sum ^ *word++);
	while (word < end);
	return sum;
}

uint64_t lla_image_checksum(const struct lla_image *image)
{
	const lla_word *word = (const lla_word *)(const void *)image;
	const size_t at = offsetof(struct lla_image, checksum) / 8;
	uint64_t sum = sum_words(0xcbf29ce484222325U, word, word + at);

	return sum_words(sum_step(sum), word + at + 1, word + image->size / 8);
}

bool lla_image_is(const void *at, size_t len)
{
	return len >= 8 && lla_same(at, 8, LLA_IMAGE_MAGIC);
}

static int unusable(const char *why, struct lla_error *err)
{
	return lla_fail(err, "the compiled policy %s; compile it again", why);
}

static int header(const struct lla_image *image, size_t len, struct lla_error *err)
{
	if (!lla_image_is(image, len))
		return lla_fail(err, "not a compiled policy");
	if (len < sizeof(*image))
		return unusable("is cut short", err);
	if (image->version == __builtin_bswap32(LLA_IMAGE_VERSION))
		return unusable("is of a machine with the other byte order", err);
	if (image->version != LLA_IMAGE_VERSION)
		return unusable("is of another version of landlock-auto", err);
	if (image->size < len)
		return unusable("has more bytes than it should", err);
	if (image->size > len)
		return unusable("is cut short", err);
	if (len > LLA_IMAGE_MAX || len % 8 || image->checksum != lla_image_checksum(image))
		return unusable("is damaged (wrong checksum)", err);
	return 0;
}

static bool fields_ok(const struct lla_image *image)
{
	uint32_t known[LLA_KINDS];

	if (image->flags & ~(uint32_t)LLA_IMAGE_FLAGS || image->zero)
		return false;
	if (image->abi < 1 || image->abi > LLA_ABI_NEWEST || image->min_abi > LLA_ABI_NEWEST ||
	    image->abi_given > 1)
		return false;
	lla_rights_known(LLA_ABI_NEWEST, known);
	for (int kind = 0; kind < LLA_HANDLED; kind++)
		if ((image->handle_soft[kind] | image->handle_named[kind] | image->granted[kind]) &
			    ~known[kind] ||
		    image->handle_exact[kind] & ~image->handle_named[kind])
			return false;
	if (image->any_port & ~known[LLA_NET])
		return false;
	if (image->rules_at <= sizeof(*image) || image->rules_at > image->size ||
	    image->rules_at % 8)
		return false;
	return ((const char *)image)[image->rules_at - 1] == '\0';
}

/* Returns the highest bit of each byte that is NUL, and perhaps of bytes above the lowest such
 * byte. */
static uint64_t nul_bytes(uint64_t word)
{
	return (word - 0x0101010101010101U) & ~word & 0x8080808080808080U;
}

/* A path has one encoding: no more room than it takes, and NUL behind it. So the first NUL is in
 * the last word. Every architecture of core/arch is little-endian, so all bytes from that NUL on
 * are zero exactly if the word is less than the NUL's lowest bit. */
static bool path_ok(const char *path, uint32_t room)
{
	const lla_word *word = (const lla_word *)(const void *)path;
	uint64_t nul;

	if (!room || room > LLA_PATH_MAX || !*path)
		return false;
	for (;; word++) {
		nul = nul_bytes(*word);
		room -= (uint32_t)sizeof(*word);
		if (!room)
			return *word < (nul & -nul) >> 7;
		if (nul)
			return false;
	}
}

static bool record_ok(const struct lla_record *r)
{
	uint32_t room = r->size - (uint32_t)sizeof(*r);

	if (r->flags & ~(uint32_t)LLA_RECORD_FLAGS || r->zero || r->exact & ~r->access)
		return false;
	if (!r->access && !(r->flags & LLA_QUIET))
		return false;
	if (r->kind == LLA_NET)
		return !room && r->first <= r->last && !(r->flags & LLA_OPTIONAL);
	return r->kind == LLA_FS && !r->first && !r->last && path_ok(r->path, room);
}

static bool records_ok(const struct lla_image *image)
{
	const unsigned char *at = (const unsigned char *)image + image->rules_at;
	const unsigned char *end = (const unsigned char *)image + image->size;
	uint32_t granted[LLA_NAMED] = { 0 };
	uint32_t count = 0;

	for (; at < end; count++) {
		const struct lla_record *r = (const struct lla_record *)(const void *)at;
		size_t left = (size_t)(end - at);

		if (left < sizeof(*r) || r->size < sizeof(*r) || r->size > left || r->size % 8 ||
		    !record_ok(r))
			return false;
		granted[r->kind] |= r->access;
		granted[LLA_RULE] |= r->flags & LLA_QUIET ? LLA_ADD_QUIET : 0;
		at += r->size;
	}
	for (int kind = 0; kind < LLA_NAMED; kind++)
		if (granted[kind] != image->granted[kind])
			return false;
	return count == image->rules;
}

int lla_image_validate(const void *at, size_t len, struct lla_error *err)
{
	const struct lla_image *image = at;

	if (header(image, len, err))
		return -1;
	if (!fields_ok(image) || !records_ok(image))
		return unusable("is damaged (impossible contents)", err);
	return 0;
}
