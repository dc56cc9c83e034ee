/* SPDX-License-Identifier: ISC */
/* The launcher's first instruction, and which command is meant. */
#include "run/launch.h"
#include "core/sys.h"
#include "core/usage.h"
#include "run/disable.h"
#include "run/export.h"
#include "run/relocate.h"
#include "run/run.h"
#include "run/tool.h"

static int print_usage(int fd, int status)
{
	char text[LLA_USAGE_MAX];
	struct lla_text t = LLA_TEXT_IN(text);

	lla_usage_add(&t);
	lla_report_print(fd, t.at);
	return status;
}

static int run_command(const struct lla_launch *launch)
{
	const char *word = launch->argv[0] ? launch->argv[1] : NULL;

	if (!word)
		return print_usage(2, LLA_STATUS_REFUSED);
	if (lla_equal(word, "--help") || lla_equal(word, "-h") || lla_equal(word, "help"))
		return print_usage(1, 0);
	if (lla_equal(word, "--version") || lla_equal(word, "-V")) {
		lla_report_print(1, "landlock-auto " LLA_VERSION "\n");
		return 0;
	}
	if (lla_equal(word, "run"))
		return lla_run(launch, launch->argv + 2);
	/* An option instead of a command is one of `run`, as people know it from other tools. */
	if (word[0] == '-')
		return lla_run(launch, launch->argv + 1);
	if (lla_equal(word, "export"))
		return lla_export(launch, launch->argv + 2);
	if (lla_disable_is(launch->argv + 1))
		return lla_disable(launch);
	return lla_tool_become(launch);
}

/* The kernel puts argc, argv, a NULL, the environment, a NULL and the auxiliary vector on the
 * stack. */
__attribute__((used, noreturn)) void lla_launch_begin(unsigned long *stack);

void lla_launch_begin(unsigned long *stack)
{
	struct lla_launch launch = { .argv = (char **)(void *)(stack + 1) };
	char **at = launch.argv + stack[0] + 1;

	lla_relocate();
	launch.env = at;
	while (*at)
		at++;
	launch.auxv = (const unsigned long *)(void *)(at + 1);
	launch.report = lla_report_begin();
	lla_report_exit(run_command(&launch));
}

LLA_ENTRY(lla_launch_begin);
