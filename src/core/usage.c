/* SPDX-License-Identifier: ISC */
#include "core/usage.h"

static const struct {
	char name[12];
	char help[64];
} commands[] = {
	{ "run", "confine a command and run it" },
	{ "export", "copy what confines into a directory, as for a container" },
	{ "check", "say what is wrong with a policy file, and what it comes to" },
	{ "compile", "compile a policy file, so that no parser runs at start" },
	{ "status", "say what this kernel can enforce" },
	{ "fleet", "confine programs of this machine however they are started" },
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

void lla_usage_add(struct lla_text *t)
{
	lla_text_add(t, "usage: landlock-auto [run] [option ...] [--] command [argument ...]\n"
			"       landlock-auto export directory\n"
			"       landlock-auto check [--abi N] file\n"
			"       landlock-auto compile [-o output] file\n"
			"       landlock-auto status\n"
			"       landlock-auto fleet command [option ...]\n"
			"\n"
			"Confines unmodified programs with Landlock.\n"
			"\n");
	for (size_t i = 0; i < COMMANDS; i++) {
		size_t begin = t->len + 2;

		lla_text_add(t, "  %s", commands[i].name);
		while (t->len < begin + 10)
			lla_text_add(t, " ");
		lla_text_add(t, "%s\n", commands[i].help);
	}
	lla_text_add(
		t,
		"\n"
		"Each has a --help of its own; --version says which version this is. The policy\n"
		"language: liblandlock-auto(7); config files: landlock-auto.conf(5).\n");
}

bool lla_usage_has(const char *word)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (lla_equal(word, commands[i].name))
			return true;
	return false;
}

void lla_usage_no_such(const char *word, struct lla_text *t)
{
	lla_text_add(t, "no such command '%q'; the commands are ", word);
	for (size_t i = 0; i < COMMANDS; i++) {
		if (i)
			lla_text_add(t, i + 1 < COMMANDS ? ", " : " and ");
		lla_text_add(t, "%s", commands[i].name);
	}
	lla_text_add(t, ", and landlock-auto [option ...] -- %q runs a program", word);
}
