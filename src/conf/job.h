/* SPDX-License-Identifier: ISC */
/* A text that is to be read: what may stand in it, and where it goes. Owns no memory. */
#ifndef LLA_JOB_H
#define LLA_JOB_H

#include "base/problems.h"
#include "core/policy.h"

/* What may stand in a text. */
enum lla_conf_kind {
	LLA_CONF_POLICY,  /* the policy of one program */
	LLA_CONF_PRESET,  /* fs and net, without ${VAR} */
	LLA_CONF_SYSTEM,  /* a policy, and `program` sections */
	LLA_CONF_SECTIONS /* sections alone */
};

/* One section. */
struct lla_section {
	const char *path; /* of the program: absolute, as it stands there */
	unsigned line;
	bool warn;                 /* on-error = warn */
	struct lla_policy *policy; /* not finished; NULL: there are errors in it */
};

/* What is to be read, and where it goes. */
struct lla_conf_job {
	const char *name; /* what messages call the file */
	enum lla_conf_kind kind;
	unsigned line; /* LLA_CONF_PRESET: all rules are of this line */
	/* Values outside of sections with ${VAR} are for another environment than this:
	 * they are not looked at. */
	bool deferred;
	struct lla_policy *policy; /* gets every rule and key outside of sections */
	struct lla_problems *problems;
	/* Told of every section; what it finds wrong it adds. NULL: nobody asks. */
	void (*section)(void *arg, const struct lla_section *section, struct lla_found *found);
	void *arg;
};

/* What the text turned out to be. */
struct lla_conf_result {
	bool expanded;   /* it uses ${VAR} */
	bool keys;       /* there are keys outside of sections */
	bool sound;      /* nothing is wrong outside of sections */
	size_t sections; /* how many there are */
};

#endif
