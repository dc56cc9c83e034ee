/* SPDX-License-Identifier: ISC */
#include "core/usage.h"
#include "tool/command.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

/* The launcher has the other commands, and executes this program for these. */
static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "check", lla_check },
	{ "compile", lla_compile_command },
	{ "status", lla_status },
	{ "fleet", lla_fleet },
};

int main(int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : "";
	LLA_LINE(t);

	lla_say_begin();
	opterr = 0;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (!strcmp(word, commands[i].name))
			return commands[i].run(argc - 1, argv + 1);
	lla_usage_no_such(word, &t);
	lla_say("%s", t.at);
	return LLA_STATUS_REFUSED;
}
