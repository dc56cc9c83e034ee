/* SPDX-License-Identifier: ISC */
/*
 * The policy image: the user's policy as one flat block without pointers,
 * which can lie in a file, a memfd or a process. Knows no kernel and no syntax.
 *
 * The layout is the same for 32 and 64 bits, in the byte order of the
 * machine that made the image. Every field is aligned by hand. A new layout is a new
 * LLA_IMAGE_VERSION.
 */
#ifndef LLA_IMAGE_H
#define LLA_IMAGE_H

#include "core/rights.h"
#include "core/text.h"

#define LLA_IMAGE_MAGIC "LLAUTO\r\n"
#define LLA_IMAGE_VERSION 1
#define LLA_IMAGE_MAX (16U << 20) /* bytes; more is no policy */

/* The text that an image was made from: this very file, in this state. All zero
 * if there is none. */
struct lla_stamp {
	uint64_t dev, ino, size;
	int64_t mtime_sec, ctime_sec; /* ctime too: anyone can set the mtime */
	uint32_t mtime_nsec, ctime_nsec;
};

enum lla_image_flags {
	LLA_BEST_EFFORT = 1U << 0,
	LLA_IGNORE_IF_MISSING = 1U << 1,
	LLA_HUSH_DENIALS = 1U << 2, /* log-denials = false */
	LLA_LOG_CHILDREN = 1U << 3,
	LLA_HUSH_NESTED = 1U << 4,     /* log-nested = false */
	LLA_KEEP_PRIVS = 1U << 5,      /* no-new-privs = false */
	LLA_EXPLICIT_HANDLE = 1U << 6, /* the handle_ fields count */
	LLA_IMAGE_FLAGS = (1U << 7) - 1
};

struct lla_image {
	char magic[8];
	uint32_t version;  /* first of the words, so that a foreign byte order shows */
	uint32_t size;     /* of the whole image, a multiple of 8 */
	uint64_t checksum; /* of all 64-bit words, this one taken as 0 */
	struct lla_stamp stamp;
	uint32_t flags; /* enum lla_image_flags */
	uint8_t abi;    /* nothing newer is handled; LLA_ABI_NEWEST if the policy has no abi key */
	uint8_t min_abi;
	uint8_t abi_given;
	uint8_t zero; /* as all fields of that name: 0, until a version needs it */
	uint32_t handle_soft[LLA_HANDLED];  /* by `core`: as far as the kernel has them */
	uint32_t handle_named[LLA_HANDLED]; /* the kernel must have them, except with best-effort */
	/* The rights that `handle` names one by one, not by `net` or `all`. */
	uint32_t handle_exact[LLA_HANDLED];
	uint32_t granted[LLA_NAMED]; /* union over the rules; LLA_RULE: flags that they use */
	uint32_t any_port;           /* LLA_NET rights that a rule with the port * leaves alone */
	uint32_t rules;              /* how many records */
	/* Offset of the first record. Before it, behind this header: the source's name, with NUL. */
	uint32_t rules_at;
};

enum lla_record_flags {
	LLA_OPTIONAL = 1U << 0,
	LLA_QUIET = 1U << 1,
	LLA_FROM_PRESET = 1U << 2, /* not of the user's own hand */
	LLA_RECORD_FLAGS = (1U << 3) - 1
};

/* One rule. The next one follows at `size`. */
struct lla_record {
	uint32_t size;        /* a multiple of 8 */
	uint32_t line;        /* where it stands in the source, 0: unknown */
	uint32_t access;      /* rights of its kind */
	uint32_t exact;       /* rights of `access` that were named one by one */
	uint8_t kind;         /* LLA_FS or LLA_NET */
	uint8_t flags;        /* enum lla_record_flags */
	uint16_t first, last; /* LLA_NET: ports */
	uint16_t zero;
	char path[]; /* LLA_FS: with NUL, filled up with NUL */
};

/* Returns the name of what the image was made from, for messages. */
static inline const char *lla_image_source(const struct lla_image *image)
{
	return (const char *)(image + 1);
}

/* A word of a struct, for a sum over the struct. It may alias the fields of the struct. */
typedef uint64_t __attribute__((may_alias)) lla_word;

/* Returns the record behind `at`; the first for NULL; NULL behind the last. The image must be
 * validated. */
const struct lla_record *lla_image_next(const struct lla_image *image, const struct lla_record *at);

/* Returns the checksum that the image should have. */
uint64_t lla_image_checksum(const struct lla_image *image);

/* Returns whether `len` bytes begin as an image and not as a text. */
bool lla_image_is(const void *at, size_t len);

/* Checks every field of `len` bytes, 8-byte aligned, of any origin. Returns 0 if the image
 * can be used without a further check, or -1 with the error's text set. */
int lla_image_validate(const void *at, size_t len, struct lla_error *err);

#endif
