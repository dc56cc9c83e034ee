/* SPDX-License-Identifier: ISC */
#include "tool/command.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int lla_usage_error(const char *command)
{
	lla_say("no such option or argument, or one is missing; see landlock-auto %s --help",
		command);
	return LLA_STATUS_REFUSED;
}

static bool asks_for_help(const char *word)
{
	return !strcmp(word, "--help") || !strcmp(word, "-h");
}

bool lla_command_begins(int argc, char **argv, const char *command, const char *help, int *status)
{
	*status = 0;
	if (argc > 1 && asks_for_help(argv[1])) {
		puts(help);
		return false;
	}
	if (argc > 1) {
		*status = lla_usage_error(command);
		return false;
	}
	if (geteuid()) {
		lla_say("%s is for root", command);
		*status = LLA_STATUS_REFUSED;
		return false;
	}
	umask(022);
	return true;
}

static int print_help(const struct lla_commands *c, FILE *to)
{
	fputs(c->usage, to);
	for (const struct lla_command *command = c->at; command->name; command++)
		fprintf(to, "  %-9s %s\n", command->name, command->help);
	fputs(c->more, to);
	return to == stdout ? 0 : LLA_STATUS_REFUSED;
}

/* Writes "run, check and status". */
static void add_names(const struct lla_commands *c, struct lla_text *t)
{
	const struct lla_command *first = c->at;

	for (const struct lla_command *command = first; command->name; command++) {
		if (command > first)
			lla_text_add(t, command[1].name ? ", " : " and ");
		lla_text_add(t, "%s", command->name);
	}
}

static int no_such_command(const struct lla_commands *c, const char *word)
{
	LLA_LINE(t);

	lla_text_add(&t, "no such command '%s%q'; the commands are %s", c->above, word, c->above);
	add_names(c, &t);
	lla_say("%s", t.at);
	return LLA_STATUS_REFUSED;
}

int lla_commands_run(const struct lla_commands *c, int argc, char **argv)
{
	if (argc < 2)
		return print_help(c, stderr);
	if (asks_for_help(argv[1]) || !strcmp(argv[1], "help"))
		return print_help(c, stdout);
	for (const struct lla_command *command = c->at; command->name; command++)
		if (!strcmp(argv[1], command->name))
			return command->run(argc - 1, argv + 1);
	return no_such_command(c, argv[1]);
}
