/* SPDX-License-Identifier: ISC */
/*
 * What the machine says of this program: its policy in the fleet's database. Takes
 * nothing from the environment.
 */
#ifndef LLA_MACHINE_H
#define LLA_MACHINE_H

#include "core/db.h"
#include "core/memory.h"

enum lla_fleet_answer {
	LLA_FLEET_NOTHING, /* no database, not named, or switched off */
	LLA_FLEET_POLICY,
	LLA_FLEET_IN_FORCE, /* inherited from the program that started this one */
	LLA_FLEET_UNKNOWN   /* the database cannot be used: err says why */
};

struct lla_fleet {
	const struct lla_image *image; /* in `memory`, which the caller releases */
	uint64_t id;
	uint32_t flags;
	struct lla_memory memory; /* in: what there is of it */
	/* LLA_FLEET_UNKNOWN, and whoever starts the program can have seen to that: no damage of
	 * the machine's, that programs should survive. */
	bool refuse;
};

/* Leaves no descriptor open. The small memory has LLA_PATH_MAX bytes or more. `argv` as for
 * lla_executable(). */
enum lla_fleet_answer lla_fleet_ask(char *const *argv, struct lla_fleet *fleet,
				    struct lla_error *err);

/* Whether a database that cannot be used is to stop programs. */
bool lla_fleet_required(void);

#endif
