/* SPDX-License-Identifier: ISC */
/*
 * The programs that texts name, each with its policy: collected text by text, then
 * brought into one order. Opens no text, prints and writes nothing.
 */
#ifndef LLA_PROGRAMS_H
#define LLA_PROGRAMS_H

#include "conf/job.h"
#include "core/db.h"

struct lla_program {
	const char *source; /* the text */
	unsigned line;
	char *path;  /* as the kernel will name it */
	char *named; /* as the text does, where that is another; else NULL */
	uint64_t hash;
	uint32_t flags;                  /* enum lla_db_flags, without LLA_DB_LAST */
	struct lla_image *image;         /* NULL: it has errors */
	const struct lla_program *first; /* of that hash, where this is a second; else NULL */
};

/* Begins as all zero. */
struct lla_programs {
	struct lla_program *at; /* in the order of the texts */
	size_t count, capacity;
	char **sources; /* names of the texts */
	size_t source_count;
	struct lla_problems warnings;
	struct lla_found warned; /* of the text that is being read */
	/* Told of every program whose policy is right, with the policy; what it doubts it adds.
	 * NULL: nobody asks. */
	void (*doubt)(void *arg, const struct lla_program *program, struct lla_found *doubts);
	void *arg;
};

/* Before a text is read, and after it. The job gets what it needs to hand its
 * sections on, and a name that lives as long as the programs. */
void lla_programs_begin(struct lla_programs *programs, struct lla_conf_job *job);
void lla_programs_end(struct lla_programs *programs);

/* All of them by hash, for free(). Those that are named twice become errors; then, and
 * where there are too many, NULL. */
struct lla_program **lla_programs_sorted(struct lla_programs *programs,
					 struct lla_problems *errors);

void lla_programs_free(struct lla_programs *programs);

#endif
