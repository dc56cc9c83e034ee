/* SPDX-License-Identifier: ISC */
/*
 * Everything that Landlock can do, by name: the one table that the parser, the
 * plan, the messages and the documentation of the tool are made from. Pure.
 */
#ifndef LLA_RIGHTS_H
#define LLA_RIGHTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a bit is a bit of. The first three are the fields of a ruleset. */
enum lla_kind {
	LLA_FS,
	LLA_NET,
	LLA_SCOPE,
	LLA_RULE,     /* flags of landlock_add_rule */
	LLA_RESTRICT, /* flags of landlock_restrict_self */
	LLA_KINDS
};

/* The kinds that a ruleset handles: LLA_FS, LLA_NET, LLA_SCOPE. */
#define LLA_HANDLED LLA_RULE
/* The kinds that a policy can name: these and LLA_RULE (quiet). */
#define LLA_NAMED LLA_RESTRICT

#define LLA_ABI_NEWEST 11

struct lla_right {
	char name[21]; /* not a pointer: a relocation would dirty a page in every process */
	uint8_t kind;  /* enum lla_kind */
	uint8_t abi;   /* the first that has it */
	bool on_file;  /* LLA_FS: means something on a file that is no directory */
	uint32_t mask; /* its bit, as landlock.h has it */
};

/* Hidden where it is declared, or code would look for it through a relocated GOT. */
#pragma GCC visibility push(hidden)
extern const struct lla_right lla_rights[];
extern const size_t lla_rights_count;
#pragma GCC visibility pop

/* The right with that name, LLA_RESTRICT left out: those are keys, not rights.
 * Lower and upper case and `-` for `_` are the same. NULL: no such right. */
const struct lla_right *lla_right_named(const char *name, size_t len);

/* Bits of the kind that the ABI has. 0 for an ABI of 0 or less; what is newer
 * than LLA_ABI_NEWEST has what that has. */
uint32_t lla_rights_of(enum lla_kind kind, int abi);

/* Filesystem rights that may be granted on a file that is no directory. */
uint32_t lla_rights_on_file(void);

/* The lowest bit's row; NULL where the set is empty. */
const struct lla_right *lla_right_lowest(enum lla_kind kind, uint32_t set);

/* The first Linux with that ABI, as "6.12"; ABI 0 and less: that of ABI 1. */
const char *lla_abi_linux(int abi);

#endif
