/* SPDX-License-Identifier: ISC */
/*
 * Runs the tool as a short-lived child that the program never notices, most often to have a
 * policy compiled. Knows nothing of policies.
 */
#ifndef LLA_HELPER_H
#define LLA_HELPER_H

#include "core/text.h"

/* The tool's file. */
struct lla_tool {
	const char *path;
	int fd; /* the open file, which is executed then; -1: the path is */
};

/* The caller of the tool, and how it finds the tool. All except `env` may be zero. */
struct lla_helper {
	char *const *env; /* the tool gets it without our variables and the loader's, LD_* */
	/* Finds another tool than the installed one. Returns 0, and the helper closes tool->fd; or
	 * -1 with the error's text set. NULL: the tool is the installed one. */
	int (*find)(void *arg, struct lla_tool *tool, struct lla_error *err);
	void *arg;
	/* The options of `run`, with its config, if the launcher asks. The tool then reports every
	 * error, and not only the first. */
	char *const *run;
	size_t run_words;
	bool compiled; /* set when the tool has compiled a policy */
};

/*
 * Has the tool compile the words of the environment's form or, if `words` is NULL, the options of
 * `run` or, if there are none, the config file `config`.
 * Returns a descriptor of the image, which the caller closes; -1 with the error's text set;
 * LLA_TOOL_SAID_IT if the tool has said on standard error what is wrong.
 */
int lla_helper_compile(struct lla_helper *helper, const char *config, const char *words,
		       struct lla_error *err);

#define LLA_TOOL_SAID_IT (-2)

/* Becomes the tool, with these arguments and this environment. Returns -errno if that fails. */
int lla_helper_execute(const struct lla_tool *tool, char *const *argv, char *const *env);

/* Runs a tool with these arguments until it ends. Returns its status as wait(2) does, or
 * -errno. `env` is as in struct lla_helper. */
int lla_helper_run(const struct lla_tool *tool, char *const *argv, char *const *env);

#endif
