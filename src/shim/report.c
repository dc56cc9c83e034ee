/* SPDX-License-Identifier: ISC */
#include "report.h"
#include "sys.h"

#include <linux/poll.h>
#include <linux/signal.h>
#include <linux/time_types.h>

#define STDERR 2
#define SIGSET_BYTES 8

bool lla_report_usable(void)
{
	return lla_syscall(__NR_fcntl, STDERR, F_GETFD, 0, 0, 0) >= 0;
}

/*
 * Signals that a write may raise: a pipe whose reader has gone since the look, a file
 * that may not grow, a terminal that stops its background. They are held back, and
 * taken away again where they were not pending before.
 */
#define SIGNAL_BIT(signal) (1ULL << ((signal)-1))

static void write_without_signals(const char *at, size_t len)
{
	const uint64_t held = SIGNAL_BIT(SIGPIPE) | SIGNAL_BIT(SIGXFSZ) | SIGNAL_BIT(SIGTTOU);
	const int64_t no_time[2] = { 0, 0 };
	uint64_t mask = 0, before = 0, after = 0;

	lla_syscall(__NR_rt_sigprocmask, SIG_BLOCK, &held, &mask, SIGSET_BYTES, 0);
	lla_syscall(__NR_rt_sigpending, &before, SIGSET_BYTES, 0, 0, 0);
	lla_syscall(__NR_write, STDERR, at, len, 0, 0);
	lla_syscall(__NR_rt_sigpending, &after, SIGSET_BYTES, 0, 0, 0);
	after &= held & ~before;
	if (after)
		lla_syscall(__NR_rt_sigtimedwait, &after, NULL, no_time, SIGSET_BYTES, 0);
	lla_syscall(__NR_rt_sigprocmask, SIG_SETMASK, &mask, NULL, SIGSET_BYTES, 0);
}

static void write_line(bool usable, const struct lla_text *t)
{
	struct pollfd fd = { .fd = STDERR, .events = POLLOUT };
	const int64_t no_time[2] = { 0, 0 };
	long got;

	if (!usable)
		return;
	got = lla_syscall(__NR_ppoll, &fd, 1, no_time, NULL, SIGSET_BYTES);
	if (got > 0 && fd.revents & POLLOUT && !(fd.revents & (POLLERR | POLLNVAL)))
		write_without_signals(t->at, t->len);
}

void lla_report_line(bool usable, const char *format, ...)
{
	char line[1024];
	struct lla_text t = { line, 0, sizeof(line) - 1 };
	va_list ap;

	lla_text_add(&t, "landlock-auto: ");
	va_start(ap, format);
	lla_text_format(&t, format, ap);
	va_end(ap);
	line[t.len++] = '\n';
	write_line(usable, &t);
}

void lla_report_exit(void)
{
	for (;;)
		lla_syscall(__NR_exit_group, LLA_STATUS_REFUSED, 0, 0, 0, 0);
}

void lla_report_refuse(bool usable, const struct lla_error *err)
{
	char text[900];
	struct lla_text t = { text, 0, sizeof(text) };

	lla_error_text(err, &t);
	lla_report_line(usable, "%s", text);
	lla_report_exit();
}
