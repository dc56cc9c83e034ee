/* SPDX-License-Identifier: ISC */
/*
 * The tool's lines on standard error, each after "landlock-auto: ". Formats as
 * lla_text_format() does, so that no string from outside can drive a terminal.
 */
#ifndef LLA_SAY_H
#define LLA_SAY_H

#include "base/problems.h"
#include "core/report.h"

/* Opens the standard descriptors that are closed, until the tool executes another program. Else
 * a file that the tool opens later would get the number, and then the lines. */
void lla_say_begin(void);

/* Says one line. */
void lla_say(const char *format, ...);

/* Says why the tool refuses. Returns LLA_STATUS_REFUSED, for the caller to return. */
int lla_refuse(const struct lla_error *err);

/* Says each problem in a line of its own: its place, the prefix, its text. */
void lla_say_problems(const struct lla_problems *problems, const char *prefix);

/* Adds to `t` the line that lla_say_problems() says of one problem. */
void lla_problem_text(const struct lla_problem *problem, const char *prefix, struct lla_text *t);

#endif
