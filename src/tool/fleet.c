/* SPDX-License-Identifier: ISC */
/* landlock-auto fleet: policies by program, for a whole machine. */
#include "tool/command.h"

int lla_fleet(int argc, char **argv)
{
	static const struct lla_command list[] = {
		{ "compile", lla_fleet_compile, "make the database of what the texts say" },
		{ "test", lla_fleet_test, "start a program once as if it were switched on" },
		{ "enable", lla_fleet_enable, "switch it on, after a trial" },
		{ "confirm", lla_fleet_confirm, "leave it on, after enable --confirm-within" },
		{ "disable", lla_fleet_disable, "switch it off" },
		{ "status", lla_fleet_status, "say what is on, and which programs are confined" },
		{ "arm", lla_fleet_arm, "for the boot unit: check, and switch on what is enabled" },
		{ 0 },
	};
	static const struct lla_commands commands = {
		.at = list,
		.above = "fleet ",
		.usage =
			"usage: landlock-auto fleet compile [--root dir]\n"
			"       landlock-auto fleet test program [-- argument ...]\n"
			"       landlock-auto fleet enable [--confirm-within time]\n"
			"       landlock-auto fleet confirm|disable|status|arm\n"
			"\n"
			"Confines the programs that the machine's policy names, however they are started.\n"
			"\n",
		.more = "\n"
			"Each has a --help of its own. The texts: landlock-auto.conf(5).\n",
	};

	return lla_commands_run(&commands, argc, argv);
}
