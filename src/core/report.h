/* SPDX-License-Identifier: ISC */
/*
 * The one line that shim and tool say, and the only way for the shim to end a process.
 */
#ifndef LLA_REPORT_H
#define LLA_REPORT_H

#include "core/text.h"

/* The status of a program that did not run because it could not be confined. */
#define LLA_STATUS_REFUSED 125

/* What is known of standard error. */
struct lla_report {
	bool usable; /* descriptor 2 was open when the process began */
};

/* Looks at descriptor 2. First of all: a file opened later may get that number, and would
 * then get the message. */
struct lla_report lla_report_begin(void);

/* Writes "landlock-auto: ..." with one write(2), or not at all where that would
 * block, raise SIGPIPE or hit what is not standard error. */
void lla_report_line(const struct lla_report *report, const char *format, ...);
void lla_report_format(const struct lla_report *report, const char *format, va_list ap);

/* Says what is wrong, and what follows from it, into the kernel's log too, where this
 * process may write to that: it is the operator who should hear it. */
void lla_report_operator(const struct lla_report *report, const struct lla_error *err,
			 const char *what_now);

/* Says why, and ends the process with LLA_STATUS_REFUSED. main never runs. */
__attribute__((noreturn)) void lla_report_refuse(const struct lla_report *report,
						 const struct lla_error *err);

/* The same without a word: somebody else has said it. */
__attribute__((noreturn)) void lla_report_exit(void);

#endif
