/* SPDX-License-Identifier: ISC */
/*
 * The installed tool, run as a short-lived child that compiles a policy for us
 * and that the program never notices.
 */
#ifndef LLA_HELPER_H
#define LLA_HELPER_H

#include "core/text.h"

/*
 * Has the tool compile a config file (`config`) or, where that is NULL, the
 * words of the environment's form. The tool gets the variables of `env` except
 * ours and the loader's (LD_*). Returns a descriptor of the image, to be
 * closed; -1 with err set; LLA_TOOL_SAID_IT where the tool has said itself what is
 * wrong.
 */
int lla_helper_compile(const char *config, const char *words, char *const *env,
		       struct lla_error *err);

#define LLA_TOOL_SAID_IT (-2)

#endif
