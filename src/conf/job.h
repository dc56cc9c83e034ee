/* SPDX-License-Identifier: ISC */
/*
 * One reading of a text: the job that goes in, the result that comes out. Owns no memory and
 * knows no syntax.
 */
#ifndef LLA_JOB_H
#define LLA_JOB_H

#include "base/problems.h"
#include "core/policy.h"

/* The kinds of text, by the keys that may stand in them. */
enum lla_conf_kind {
	LLA_CONF_POLICY,  /* the policy of one program */
	LLA_CONF_PRESET,  /* fs and net, without ${VAR} */
	LLA_CONF_SYSTEM,  /* a policy, and `program` sections */
	LLA_CONF_SECTIONS /* sections alone */
};

/* One program section of a text. */
struct lla_section {
	const char *path; /* of the program: absolute, as the text has it */
	unsigned line;
	bool warn;                 /* on-error = warn */
	struct lla_policy *policy; /* not finished; NULL: the section has errors */
};

/* The input of lla_conf_read(). */
struct lla_conf_job {
	const char *name; /* what messages call the file */
	enum lla_conf_kind kind;
	unsigned line; /* LLA_CONF_PRESET: all rules are of this line */
	/* The text counts in another environment than this one: the reader passes over values
	 * outside of sections that have ${VAR} in them. */
	bool deferred;
	struct lla_policy *policy; /* gets every rule and key outside of sections */
	struct lla_problems *problems;
	/* Gets every section, and adds the errors that it finds. NULL: nobody asks. */
	void (*section)(void *arg, const struct lla_section *section, struct lla_found *found);
	void *arg;
};

/* The output of lla_conf_read(). */
struct lla_conf_result {
	bool expanded;   /* it uses ${VAR} */
	bool keys;       /* there are keys outside of sections */
	bool sound;      /* nothing is wrong outside of sections */
	size_t sections; /* how many there are */
};

#endif
