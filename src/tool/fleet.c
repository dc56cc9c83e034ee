/* SPDX-License-Identifier: ISC */
/* landlock-auto fleet: policies by program, for a whole machine. */
#include "tool/fleet.h"
#include "tool/command.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
} commands[] = {
	{ "compile", lla_fleet_compile, "make the database of what the texts say" },
	{ "test", lla_fleet_test, "start a program once as if it were switched on" },
	{ "enable", lla_fleet_enable, "switch it on, after a trial" },
	{ "confirm", lla_fleet_confirm, "leave it on, after enable --confirm-within" },
	{ "disable", lla_fleet_disable, "switch it off" },
	{ "status", lla_fleet_status, "say what is on, and which programs are confined" },
	{ "arm", lla_fleet_arm, "for the boot unit: check, and switch on what is enabled" },
};

static int help(FILE *to)
{
	fputs("usage: landlock-auto fleet compile [--root dir]\n"
	      "       landlock-auto fleet test program [-- argument ...]\n"
	      "       landlock-auto fleet enable [--confirm-within time]\n"
	      "       landlock-auto fleet confirm|disable|status|arm\n"
	      "\n"
	      "Confines the programs that the machine's policy names, however they are started.\n"
	      "\n",
	      to);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		fprintf(to, "  %-9s %s\n", commands[i].name, commands[i].help);
	fputs("\n"
	      "Each has a --help of its own. The texts: landlock-auto.conf(5).\n",
	      to);
	return to == stdout ? 0 : LLA_STATUS_REFUSED;
}

int lla_fleet(int argc, char **argv)
{
	if (argc < 2)
		return help(stderr);
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help"))
		return help(stdout);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (!strcmp(argv[1], commands[i].name))
			return commands[i].run(argc - 1, argv + 1);
	lla_say("no such command 'fleet %q'; the commands are fleet compile, test, enable, confirm, "
		"disable, status and arm",
		argv[1]);
	return LLA_STATUS_REFUSED;
}
