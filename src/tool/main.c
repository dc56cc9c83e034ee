/* SPDX-License-Identifier: ISC */
#include "tool/command.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
} commands[] = {
	{ "run", lla_run, "confine a command and run it" },
	{ "check", lla_check, "say what is wrong with a policy file, and what it comes to" },
	{ "compile", lla_compile_command,
	  "compile a policy file, so that no parser runs at start" },
	{ "status", lla_status, "say what this kernel can enforce" },
	{ "fleet", lla_fleet, "confine programs of this machine however they are started" },
};

static int help(FILE *to)
{
	fputs("usage: landlock-auto [run] [option ...] [--] command [argument ...]\n"
	      "       landlock-auto check [--abi N] file\n"
	      "       landlock-auto compile [-o output] file\n"
	      "       landlock-auto status\n"
	      "       landlock-auto fleet command [option ...]\n"
	      "\n"
	      "Confines unmodified programs with Landlock.\n"
	      "\n",
	      to);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		fprintf(to, "  %-9s %s\n", commands[i].name, commands[i].help);
	fputs("\n"
	      "Each has a --help of its own; --version says which this is. The policy language:\n"
	      "liblandlock-auto(7); config files: landlock-auto.conf(5).\n",
	      to);
	return to == stdout ? 0 : LLA_STATUS_REFUSED;
}

int lla_usage_error(const char *command)
{
	lla_say("no such option or argument, or one is missing; see landlock-auto %s --help",
		command);
	return LLA_STATUS_REFUSED;
}

int main(int argc, char **argv)
{
	opterr = 0;
	if (argc < 2)
		return help(stderr);
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help"))
		return help(stdout);
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
		puts("landlock-auto " LLA_VERSION);
		return 0;
	}
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (!strcmp(argv[1], commands[i].name))
			return commands[i].run(argc - 1, argv + 1);
	/* Without a command's name it is `run`, as people know it from other tools. */
	if (argv[1][0] == '-')
		return lla_run(argc, argv);
	lla_say("no such command '%q'; the commands are run, check, compile, status and fleet, and "
		"landlock-auto [option ...] -- %q runs a program",
		argv[1], argv[1]);
	return LLA_STATUS_REFUSED;
}
