/* SPDX-License-Identifier: ISC */
/*
 * Config files: text becomes calls of the policy builder, and whatever is wrong
 * in it becomes a list of problems. Prints nothing and knows no kernel.
 */
#ifndef LLA_CONF_H
#define LLA_CONF_H

#include "policy.h"

/* One thing wrong or doubtful, where. */
struct lla_problem {
	char *source;  /* as the caller named it: show it with %q; NULL: none */
	unsigned line; /* 0: no line in particular */
	char *text;    /* printable */
};

/* Begins as all zero. */
struct lla_problems {
	struct lla_problem *at;
	size_t count, capacity;
};

/* Copies what it is given; control characters in `text` become '?'. */
void lla_problems_add(struct lla_problems *problems, const char *source, unsigned line,
		      const char *text);
void lla_problems_free(struct lla_problems *problems);

#define LLA_CONF_MAX (4U << 20)   /* bytes of text */
#define LLA_CONF_PROBLEMS_MAX 100 /* of one file; of those beyond only the number is told */

/* Opens a config for reading; it must be a regular file of at most LLA_CONF_MAX
 * bytes. Never blocks. The descriptor, closed on exec, or -1 with the error's
 * text and source (which is `path`) set. */
int lla_conf_open(const char *path, struct lla_error *err);

/* Reads the whole text of fd, a regular file, and adds every rule and key to the policy.
 * `name` is what messages call the file. Every error found is added to
 * `problems` with its line, in line order. `expanded`: does the text use ${VAR}.
 * Returns 0, or -1 when there was any error: the policy is then of no use. */
int lla_conf_read(int fd, const char *name, struct lla_policy *policy,
		  struct lla_problems *problems, bool *expanded);

/* For struct lla_policy.preset: reads NAME.conf in lla_preset_dir, where only fs
 * and net may stand, without ${VAR}, and adds its rules as ones of `line`. */
int lla_conf_preset(struct lla_policy *policy, const char *name, size_t len, unsigned line,
		    struct lla_error *err);

#endif
