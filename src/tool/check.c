/* SPDX-License-Identifier: ISC */
/* landlock-auto check: the mistakes in a policy, and its effect. */
#include "tool/command.h"
#include "core/enforce.h"
#include "tool/config.h"
#include "tool/doubts.h"
#include "tool/explain.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int usage(void)
{
	fputs("usage: landlock-auto check [--abi N] file\n"
	      "\n"
	      "Says every error in a policy file, then what looks doubtful in it, then what it denies and\n"
	      "allows on this kernel, for each program that it has a section for. Enforces nothing.\n"
	      "Status 0: no error, 1: errors.\n"
	      "\n"
	      "      --abi N   on a kernel with this Landlock ABI instead\n",
	      stdout);
	return 0;
}

static void say_policy(const struct lla_image *image, unsigned line, const struct lla_asked *asked)
{
	struct lla_error ignored = { 0 };
	struct lla_plan plan;
	int abi = asked->kernel.abi;

	lla_doubts_say(image, line, asked);
	if (asked->running)
		printf("on this kernel (Landlock ABI %d):\n", abi);
	else
		printf("on a kernel with Landlock ABI %d (Linux %s%s):\n", abi,
		       abi ? "" : "before ", lla_abi_linux(abi));
	if (lla_plan_make(image, &asked->kernel, false, &plan, &ignored))
		printf("the program does not start\n");
	else
		lla_explain_policy(image, &plan);
}

static void say_program(const struct lla_program *p, bool first, const struct lla_asked *asked)
{
	LLA_LINE(t);

	lla_text_add(&t, "%q", p->path);
	printf("%sprogram %s%s\n", first ? "" : "\n", t.at,
	       p->flags & LLA_DB_WARN ? " (without its policy, and a warning, where that fails)"
				      : "");
	say_policy(p->image, p->line, asked);
}

/* One error may hide another, so check says all of them before it stops. */
static int check(struct lla_config *config, struct lla_programs *programs, const char *path,
		 const struct lla_asked *asked)
{
	if (!lla_config_read(config, path, programs))
		lla_config_finish(config);
	free(lla_programs_sorted(programs, &config->problems));
	lla_say_problems(&programs->warnings, "warning: ");
	lla_say_problems(&config->problems, "");
	if (config->problems.count)
		return 1;
	if (!config->no_policy)
		say_policy(config->policy.image, 0, asked);
	for (size_t i = 0; i < programs->count; i++)
		say_program(&programs->at[i], !i && config->no_policy, asked);
	return 0;
}

static bool parse_options(int argc, char **argv, struct lla_asked *asked, int *status)
{
	static const struct option options[] = { { "abi", required_argument, NULL, 'a' },
						 { "help", no_argument, NULL, 'h' },
						 { 0 } };
	unsigned long abi;

	for (int c; (c = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
		if (c == 'a' && lla_number(optarg, strlen(optarg), LLA_ABI_NEWEST, &abi)) {
			asked->kernel = lla_kernel_of_abi((int)abi);
			asked->running = false;
			continue;
		}
		*status = c == 'h' ? usage() : lla_usage_error("check");
		return false;
	}
	if (argc - optind == 1)
		return true;
	*status = lla_usage_error("check");
	return false;
}

int lla_check(int argc, char **argv)
{
	struct lla_programs programs = { 0 };
	struct lla_config config = { 0 };
	struct lla_asked asked = { lla_kernel_try(), true };
	int status;

	if (!parse_options(argc, argv, &asked, &status))
		return status;
	status = check(&config, &programs, argv[optind], &asked);
	lla_config_free(&config);
	lla_programs_free(&programs);
	return status;
}
