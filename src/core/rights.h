/* SPDX-License-Identifier: ISC */
/*
 * The one table of all that Landlock can do, by name. The parser, the plan, the messages
 * and the tool's lists of rights are made from it. Pure.
 */
#ifndef LLA_RIGHTS_H
#define LLA_RIGHTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The set that a bit belongs to. The first three are the fields of a ruleset. */
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
/* The kinds that a policy can name: the handled ones and LLA_RULE (quiet). */
#define LLA_NAMED LLA_RESTRICT

#define LLA_ABI_NEWEST 11

struct lla_right {
	char name[21]; /* not a pointer: a relocation would dirty a page in every process */
	uint8_t kind;  /* enum lla_kind */
	uint8_t abi;   /* the first that has it */
	bool on_file;  /* LLA_FS: can be granted on a file that is no directory */
	uint32_t mask; /* its bit, as landlock.h has it */
};

/* Hidden at the declaration, or code would look for them through a relocated GOT. */
#pragma GCC visibility push(hidden)
extern const struct lla_right lla_rights[];
extern const size_t lla_rights_count;
#pragma GCC visibility pop

/* Returns the right of that name, or NULL. Case does not count, and `-` is `_`. Leaves out the
 * rows of LLA_RESTRICT, which are keys and not rights. */
const struct lla_right *lla_right_named(const char *name, size_t len);

/* Writes the bits of each kind that the ABI has, none for an ABI of 0 or less. An ABI newer than
 * LLA_ABI_NEWEST has the bits of LLA_ABI_NEWEST. */
void lla_rights_known(int abi, uint32_t known[LLA_KINDS]);

/* Returns the bits of one kind, as lla_rights_known() writes them. */
uint32_t lla_rights_of(enum lla_kind kind, int abi);

/* Returns the filesystem rights that can be granted on a file that is no directory. */
uint32_t lla_rights_on_file(void);

/* Returns the row of the lowest bit, or NULL for an empty set. */
const struct lla_right *lla_right_lowest(enum lla_kind kind, uint32_t set);

/* Returns the first Linux with that ABI, as "6.12". For an ABI of 0 or less, returns the Linux of
 * ABI 1; for an unknown one, the Linux of LLA_ABI_NEWEST. */
const char *lla_abi_linux(int abi);

#endif
