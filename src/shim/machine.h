/* SPDX-License-Identifier: ISC */
/*
 * The machine's answer for this program: its policy in the fleet's database. Takes
 * nothing from the environment.
 */
#ifndef LLA_MACHINE_H
#define LLA_MACHINE_H

#include "core/db.h"
#include "core/memory.h"

enum lla_machine_answer {
	/* No database, not named in it, or all policies are switched off. */
	LLA_MACHINE_NOTHING,
	LLA_MACHINE_POLICY,
	/* The policy is inherited from the program that started this one. */
	LLA_MACHINE_IN_FORCE,
	/* The database cannot be used. A damage of the machine's, which programs survive. */
	LLA_MACHINE_UNKNOWN,
	/* As LLA_MACHINE_UNKNOWN, and the program must not run: the machine says so, or whoever
	 * started the program can have seen to it that nobody can tell. */
	LLA_MACHINE_REFUSES
};

struct lla_machine {
	enum lla_machine_answer answer;
	/* LLA_MACHINE_POLICY: the policy, and what the database says of it. */
	const struct lla_image *image;
	uint64_t id;
	uint32_t flags;
	/* Where the image is. The caller releases it. */
	struct lla_memory memory;
};

/*
 * Looks this program up. `argv` is as for lla_executable(). `small` is the caller's, of
 * LLA_PATH_MAX bytes or more, and in use as long as the image is. Leaves no descriptor open.
 * Fills err for LLA_MACHINE_UNKNOWN and LLA_MACHINE_REFUSES.
 */
void lla_machine_ask(char *const *argv, uint64_t *small, size_t small_bytes,
		     struct lla_machine *machine, struct lla_error *err);

#endif
