/* SPDX-License-Identifier: ISC */
/*
 * How the tool speaks: lines on standard error, each after "landlock-auto: ". Formats as
 * lla_text_format() does, so that nothing from outside can drive a terminal.
 */
#ifndef LLA_SAY_H
#define LLA_SAY_H

#include "base/problems.h"
#include "core/report.h"

/* Says one line. */
void lla_say(const char *format, ...);

/* Says why the tool does not do it. Returns LLA_STATUS_REFUSED, for the caller to return. */
int lla_refuse(const struct lla_error *err);

/* Says each problem in a line of its own: where it is, the prefix, what it is. */
void lla_say_problems(const struct lla_problems *problems, const char *prefix);

/* Writes what lla_say_problems() would say of one of them. */
void lla_problem_text(const struct lla_problem *problem, const char *prefix, struct lla_text *t);

#endif
