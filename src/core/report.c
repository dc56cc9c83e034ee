/* SPDX-License-Identifier: ISC */
#include "core/report.h"
#include "core/signals.h"
#include "core/sys.h"

#include <linux/poll.h>
#include <linux/time_types.h>

#define STDERR 2

struct lla_report lla_report_begin(void)
{
	return (struct lla_report){ .usable = lla_syscall(__NR_fcntl, STDERR, F_GETFD, 0) >= 0 };
}

/*
 * A write may raise SIGPIPE, if the reader of a pipe has gone since the look. It may raise
 * SIGXFSZ for a file that may not grow, and SIGTTOU for a terminal that stops its background. We
 * hold these signals back, and take back those that were not pending before.
 */
static void write_without_signals(const char *at, size_t len)
{
	const uint64_t held =
		LLA_SIGNAL_BIT(SIGPIPE) | LLA_SIGNAL_BIT(SIGXFSZ) | LLA_SIGNAL_BIT(SIGTTOU);
	uint64_t mask = 0, before, ours;

	lla_signals_mask(SIG_BLOCK, &held, &mask);
	before = lla_signals_pending();
	lla_syscall(__NR_write, STDERR, at, len);
	ours = lla_signals_pending() & held & ~before;
	if (ours)
		lla_signals_take_back(ours);
	lla_signals_mask(SIG_SETMASK, &mask, NULL);
}

static void write_line(const struct lla_report *report, const struct lla_text *t)
{
	struct pollfd fd = { .fd = STDERR, .events = POLLOUT };
	const int64_t no_time[2] = { 0, 0 };
	long got;

	if (!report->usable)
		return;
	got = lla_syscall(__NR_ppoll, &fd, 1, no_time, NULL, LLA_SIGSET_BYTES);
	if (got > 0 && fd.revents & POLLOUT && !(fd.revents & (POLLERR | POLLNVAL)))
		write_without_signals(t->at, t->len);
}

/* A line between begin() and end(). */
struct line {
	struct lla_text t;
	char bytes[LLA_LINE_MAX];
};

static void begin(struct line *line)
{
	line->t = lla_text_in(line->bytes, sizeof(line->bytes) - 1);
	lla_text_add(&line->t, "landlock-auto: ");
}

static void end(struct line *line, const struct lla_report *report)
{
	line->bytes[line->t.len++] = '\n';
	write_line(report, &line->t);
}

void lla_report_format(const struct lla_report *report, const char *format, va_list ap)
{
	struct line line;

	begin(&line);
	lla_text_format(&line.t, format, ap);
	end(&line, report);
}

void lla_report_line(const struct lla_report *report, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	lla_report_format(report, format, ap);
	va_end(ap);
}

void lla_report_operator(const struct lla_report *report, const struct lla_error *err,
			 const char *what_now)
{
	struct line line;
	long fd;

	begin(&line);
	lla_text_add(&line.t, "%E; %s", err, what_now);
	end(&line, report);
	fd = lla_sys_open(AT_FDCWD, "/dev/kmsg", O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return;
	lla_syscall(__NR_write, fd, line.bytes, line.t.len);
	lla_sys_close((int)fd);
}

void lla_report_print(int fd, const char *text)
{
	for (size_t left = lla_length(text); left;) {
		long got = lla_syscall(__NR_write, fd, text, left);

		if (got == -EINTR)
			continue;
		if (got <= 0)
			return;
		text += got;
		left -= (size_t)got;
	}
}

void lla_report_exit(int status)
{
	for (;;)
		lla_syscall(__NR_exit_group, status);
}

void lla_report_refuse(const struct lla_report *report, const struct lla_error *err)
{
	lla_report_line(report, "%E", err);
	lla_report_exit(LLA_STATUS_REFUSED);
}
