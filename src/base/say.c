/* SPDX-License-Identifier: ISC */
#include "base/say.h"

#include <fcntl.h>
#include <unistd.h>

static const struct lla_report standard_error = { .usable = true };

void lla_say_begin(void)
{
	int fd;

	do
		fd = open("/", O_PATH | O_CLOEXEC);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

void lla_say(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	lla_report_format(&standard_error, format, ap);
	va_end(ap);
}

int lla_refuse(const struct lla_error *err)
{
	lla_say("%E", err);
	return LLA_STATUS_REFUSED;
}

void lla_problem_text(const struct lla_problem *problem, const char *prefix, struct lla_text *t)
{
	struct lla_error err = { .source = problem->source, .line = problem->line };
	struct lla_text text = LLA_TEXT_IN(err.text);

	lla_text_add(&text, "%s%s", prefix, problem->text);
	lla_text_add(t, "%E", &err);
}

void lla_say_problems(const struct lla_problems *problems, const char *prefix)
{
	for (size_t i = 0; i < problems->count; i++) {
		LLA_LINE(t);

		lla_problem_text(&problems->at[i], prefix, &t);
		lla_say("%s", t.at);
	}
}
