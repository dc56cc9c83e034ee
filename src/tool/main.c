/* SPDX-License-Identifier: ISC */
#include "tool/command.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const struct lla_command list[] = {
	{ "run", lla_run, "confine a command and run it" },
	{ "check", lla_check, "say what is wrong with a policy file, and what it comes to" },
	{ "compile", lla_compile_command,
	  "compile a policy file, so that no parser runs at start" },
	{ "status", lla_status, "say what this kernel can enforce" },
	{ "fleet", lla_fleet, "confine programs of this machine however they are started" },
	{ 0 },
};

static const struct lla_commands commands = {
	.at = list,
	.above = "",
	.usage = "usage: landlock-auto [run] [option ...] [--] command [argument ...]\n"
		 "       landlock-auto check [--abi N] file\n"
		 "       landlock-auto compile [-o output] file\n"
		 "       landlock-auto status\n"
		 "       landlock-auto fleet command [option ...]\n"
		 "\n"
		 "Confines unmodified programs with Landlock.\n"
		 "\n",
	.more = "\n"
		"Each has a --help of its own; --version says which this is. The policy language:\n"
		"liblandlock-auto(7); config files: landlock-auto.conf(5).\n",
	.otherwise = ", and landlock-auto [option ...] -- %q runs a program",
};

static bool is(const char *word, const char *option, const char *letter)
{
	return !strcmp(word, option) || !strcmp(word, letter);
}

int main(int argc, char **argv)
{
	lla_say_begin();
	opterr = 0;
	if (argc > 1 && is(argv[1], "--version", "-V")) {
		puts("landlock-auto " LLA_VERSION);
		return 0;
	}
	/* An option instead of a command is one of `run`, as people know it from other tools. */
	if (argc > 1 && argv[1][0] == '-' && !is(argv[1], "--help", "-h"))
		return lla_run(argc, argv);
	return lla_commands_run(&commands, argc, argv);
}
