/* SPDX-License-Identifier: ISC */
/*
 * The one line on standard error, and the only way for shim and launcher to end a process. Knows
 * nothing of policies.
 */
#ifndef LLA_REPORT_H
#define LLA_REPORT_H

#include "core/text.h"

/* The status of a program that did not run because it could not be confined. */
#define LLA_STATUS_REFUSED 125

/* As env(1) and nohup(1) have it: the command could not be run, or was not found. */
#define LLA_STATUS_CANNOT_RUN 126
#define LLA_STATUS_NOT_FOUND 127

/* Standard error, as the process got it. */
struct lla_report {
	bool usable; /* descriptor 2 was open when the process began */
};

/* Looks at descriptor 2. The caller asks before it opens any file that stays open: the file could
 * get that number, and then the message. */
struct lla_report lla_report_begin(void);

/* Writes "landlock-auto: ..." with one write(2). Writes nothing if that would
 * block, raise SIGPIPE or go elsewhere than to standard error. */
void lla_report_line(const struct lla_report *report, const char *format, ...);

/* As lla_report_line(). */
void lla_report_format(const struct lla_report *report, const char *format, va_list ap);

/* Writes an error and its consequence `what_now`. Writes them to the kernel's log as well if this
 * process may: the operator should hear of it. */
void lla_report_operator(const struct lla_report *report, const struct lla_error *err,
			 const char *what_now);

/* Writes the error and ends the process with LLA_STATUS_REFUSED. main never runs. */
__attribute__((noreturn)) void lla_report_refuse(const struct lla_report *report,
						 const struct lla_error *err);

/* Writes a text of any length, which a user has asked for, to a descriptor. */
void lla_report_print(int fd, const char *text);

/* Ends the process with a status, without a line: there is none, or the tool has written it. */
__attribute__((noreturn)) void lla_report_exit(int status);

#endif
