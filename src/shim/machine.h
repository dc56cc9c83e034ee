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
	/* There is no database, it does not name the program, all policies are switched off, or
	 * this is process 1. */
	LLA_MACHINE_NOTHING,
	LLA_MACHINE_POLICY,
	/* The program inherited the policy from the program that started it. */
	LLA_MACHINE_IN_FORCE,
	/* The database cannot be used. The machine is damaged then, and programs should survive
	 * the damage. */
	LLA_MACHINE_UNKNOWN,
	/* As LLA_MACHINE_UNKNOWN, except that the program must not run. The machine requires its
	 * policies, or the user who started the program may have made the policy unknown. */
	LLA_MACHINE_REFUSES
};

struct lla_machine {
	enum lla_machine_answer answer;
	/* LLA_MACHINE_POLICY: the policy, with the id and flags of its entry in the database. */
	const struct lla_image *image;
	uint64_t id;
	uint32_t flags;
	/* Holds the image. The caller releases it. */
	struct lla_memory memory;
};

/*
 * Looks this program up. `argv` is as for lla_executable(). `small` has LLA_PATH_MAX bytes or
 * more, belongs to the caller, and may hold the image. Leaves no descriptor open.
 * Fills err for LLA_MACHINE_UNKNOWN and LLA_MACHINE_REFUSES.
 */
void lla_machine_ask(char *const *argv, uint64_t *small, size_t small_bytes,
		     struct lla_machine *machine, struct lla_error *err);

#endif
