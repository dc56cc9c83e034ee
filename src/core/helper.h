/* SPDX-License-Identifier: ISC */
/*
 * Has the installed tool compile a policy: runs it as a short-lived child that the program
 * never notices. Knows nothing of policies.
 */
#ifndef LLA_HELPER_H
#define LLA_HELPER_H

#include "core/text.h"

/*
 * Has the tool compile the config file `config` or, if `config` is NULL, the words of the
 * environment's form. The tool gets the variables of `env` except ours and the loader's (LD_*).
 * Returns a descriptor of the image, which the caller closes; -1 with the error's text set;
 * LLA_TOOL_SAID_IT if the tool has said on standard error what is wrong.
 */
int lla_helper_compile(const char *config, const char *words, char *const *env,
		       struct lla_error *err);

#define LLA_TOOL_SAID_IT (-2)

#endif
