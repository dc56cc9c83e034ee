/* SPDX-License-Identifier: ISC */
/*
 * The one line that the shim may say, and the only way for it to end a process.
 */
#ifndef LLA_REPORT_H
#define LLA_REPORT_H

#include "core/text.h"

/* The status of a program that did not run because it could not be confined. */
#define LLA_STATUS_REFUSED 125

/* Looks whether descriptor 2 is open. First of all: a file opened later may get
 * that number, and would then get the message. */
bool lla_report_usable(void);

/* Writes "landlock-auto: ..." with one write(2), or not at all where that would
 * block, raise SIGPIPE or hit what is not standard error. */
void lla_report_line(bool usable, const char *format, ...);

/* Says what is wrong, and what follows from it, into the kernel's log too, where this
 * process may write to that: it is the operator who should hear it. */
void lla_report_operator(bool usable, const struct lla_error *err, const char *what_now);

/* Says why, and ends the process with LLA_STATUS_REFUSED. main never runs. */
__attribute__((noreturn)) void lla_report_refuse(bool usable, const struct lla_error *err);

/* The same without a word: somebody else has said it. */
__attribute__((noreturn)) void lla_report_exit(void);

#endif
