/* SPDX-License-Identifier: ISC */
/*
 * The programs that texts name, each with its policy: collected text by text, then brought
 * into one order. Opens no text, prints and writes nothing.
 */
#ifndef LLA_PROGRAMS_H
#define LLA_PROGRAMS_H

#include "conf/job.h"
#include "core/db.h"

struct lla_program {
	const char *source; /* name of the text; the programs own it */
	unsigned line;
	char *path;  /* as the kernel will name it */
	char *named; /* as the text names it, if that is another path; else NULL */
	uint64_t hash;
	uint32_t flags;                  /* enum lla_db_flags, without LLA_DB_LAST */
	struct lla_image *image;         /* NULL: the section has errors */
	const struct lla_program *first; /* with the same hash, if this is a second; else NULL */
};

/* Begins as all zero. */
struct lla_programs {
	struct lla_program *at; /* in the order of the texts */
	size_t count, capacity;
	char **sources; /* names of the texts */
	size_t source_count;
	struct lla_problems warnings;
	struct lla_found warned; /* the warnings of the text that is being read */
	/* Gets every program that has an image, and adds doubts about its policy to `doubts`.
	 * NULL: nobody asks. */
	void (*doubt)(void *arg, const struct lla_program *program, struct lla_found *doubts);
	void *arg;
};

/* Makes the job hand its sections to the programs, before the text is read. The job gets a
 * copy of its name, which lives as long as the programs. */
void lla_programs_begin(struct lla_programs *programs, struct lla_conf_job *job);

/* Sorts the warnings of the text, after it was read. */
void lla_programs_end(struct lla_programs *programs);

/* Returns all programs, sorted by hash. The caller frees the array alone. Returns NULL after
 * adding errors if a program is named twice, or if there are too many. */
struct lla_program **lla_programs_sorted(struct lla_programs *programs,
					 struct lla_problems *errors);

/* Frees the programs, their images, the names of the texts and the warnings. */
void lla_programs_free(struct lla_programs *programs);

#endif
