/* SPDX-License-Identifier: ISC */
/* landlock-auto check: what is wrong with a policy, and what it comes to. */
#include "command.h"
#include "enforce.h"
#include "request.h"
#include "explain.h"

#include <stdio.h>
#include <string.h>

static int usage(void)
{
	fputs("usage: landlock-auto check [--abi N] file\n"
	      "\n"
	      "Says every error in a policy file, then what looks doubtful in it, then what it denies and\n"
	      "allows on this kernel. Enforces nothing. Status 0: no error, 1: errors.\n"
	      "\n"
	      "      --abi N   on a kernel with this Landlock ABI instead\n",
	      stdout);
	return 0;
}

static void say_doubts(const struct lla_image *image)
{
	struct lla_problems doubts = { 0 };

	lla_explain_doubts(image, &doubts);
	for (size_t i = 0; i < doubts.count; i++) {
		const struct lla_problem *p = &doubts.at[i];
		struct lla_error err = { .source = p->source, .line = p->line };
		char line[900];
		struct lla_text t = { line, 0, sizeof(line) };

		lla_fail(&err, "warning: %s", p->text);
		lla_error_text(&err, &t);
		lla_report_line(true, "%s", line);
	}
	lla_problems_free(&doubts);
}

/* On a kernel that lacks something: why it would not start, or what is left out. */
static void say_policy(const struct lla_image *image, const struct lla_kernel *kernel,
		       bool this_kernel)
{
	struct lla_error err = { 0 };
	struct lla_plan plan;
	int got = lla_plan_make(image, kernel, false, &plan, &err);

	if (got)
		lla_report_line(true, "%q: warning: %s the program would not start: %s",
				lla_image_source(image),
				this_kernel ? "on this kernel" : "on such a kernel", err.text);
	for (int kind = 0; !got && kind < LLA_NAMED; kind++) {
		uint32_t without =
			plan.missing[kind] | (kind < LLA_HANDLED ? plan.absent[kind] : 0);
		char names[400];
		struct lla_text t = { names, 0, sizeof(names) };

		if (!without)
			continue;
		lla_rights_text((enum lla_kind)kind, without, &t);
		lla_report_line(true, "%q: warning: %s cannot enforce %s", lla_image_source(image),
				this_kernel ? "this kernel" : "such a kernel", names);
	}
	if (this_kernel)
		printf("on this kernel (Landlock ABI %d):\n", kernel->abi);
	else
		printf("on a kernel with Landlock ABI %d (Linux %s%s):\n", kernel->abi,
		       kernel->abi ? "" : "before ", lla_abi_linux(kernel->abi));
	if (got)
		printf("the program does not start\n");
	else
		lla_explain_policy(image, &plan);
}

static bool parse_options(int argc, char **argv, struct lla_kernel *kernel, bool *this_kernel,
			  int *status)
{
	static const struct option options[] = { { "abi", required_argument, NULL, 'a' },
						 { "help", no_argument, NULL, 'h' },
						 { 0 } };
	unsigned long abi;

	for (int c; (c = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
		if (c == 'a' && lla_number(optarg, strlen(optarg), LLA_ABI_NEWEST, &abi)) {
			*kernel = lla_kernel_of_abi((int)abi);
			*this_kernel = false;
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
	struct lla_request request = { 0 };
	struct lla_kernel kernel = lla_kernel_try();
	bool this_kernel = true;
	int status;

	if (!parse_options(argc, argv, &kernel, &this_kernel, &status))
		return status;
	status = lla_request_read(&request, argv[optind]) ? 1 : 0;
	lla_request_report(&request);
	if (!status) {
		say_doubts(request.policy.image);
		say_policy(request.policy.image, &kernel, this_kernel);
	}
	lla_request_free(&request);
	return status;
}
