/* SPDX-License-Identifier: ISC */
/* The options of `run` are read as getopt_long(3) would read them. */
#include "common.h"
#include "core/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#define WORDS 6

static const struct option *getopt_table(void)
{
	static struct option table[LLA_OPTIONS + 1];

	for (int key = 0; key < LLA_KEYS; key++)
		table[key] = (struct option){ lla_keys[key].name,
					      lla_keys[key].value == LLA_VALUE_SWITCH
						      ? optional_argument
						      : required_argument,
					      NULL, 1000 + key };
	table[LLA_OPTION_CONFIG] = (struct option){ "config", required_argument, NULL, 'c' };
	table[LLA_OPTION_RESTRICT_SCOPED] = (struct option){ "restrict-scoped", no_argument, NULL,
							     1000 + LLA_OPTION_RESTRICT_SCOPED };
	table[LLA_OPTION_VERBOSE] =
		(struct option){ "verbose", no_argument, NULL, 1000 + LLA_OPTION_VERBOSE };
	table[LLA_OPTION_HELP] = (struct option){ "help", no_argument, NULL, 'h' };
	return table;
}

static void add(char *text, size_t room, unsigned option, const char *value)
{
	size_t len = strlen(text);

	snprintf(text + len, room - len, "%u[%s] ", option, value);
}

/* Writes each option with its value, then where the command begins. */
static void by_getopt(int argc, char **argv, char *text, size_t room)
{
	const struct option *table = getopt_table();
	int c;

	optind = 0;
	opterr = 0;
	*text = '\0';
	while ((c = getopt_long(argc, argv, "+f:n:c:h", table, NULL)) != -1) {
		unsigned option = c == 'f'    ? LLA_KEY_FS
				  : c == 'n'  ? LLA_KEY_NET
				  : c == 'c'  ? LLA_OPTION_CONFIG
				  : c == 'h'  ? LLA_OPTION_HELP
				  : c >= 1000 ? (unsigned)c - 1000
					      : LLA_OPTION_WRONG;

		add(text, room, option, option != LLA_OPTION_WRONG && optarg ? optarg : "true");
		if (option == LLA_OPTION_WRONG)
			return;
	}
	add(text, room, (unsigned)optind, "command");
}

static void by_us(char **argv, char *text, size_t room)
{
	struct lla_walk walk = { .word = argv + 1 };
	const char *value;
	unsigned option;

	*text = '\0';
	while ((option = lla_options_next(&walk, &value)) != LLA_OPTION_END) {
		add(text, room, option, option == LLA_OPTION_WRONG ? "true" : value);
		if (option == LLA_OPTION_WRONG)
			return;
	}
	add(text, room, (unsigned)(walk.word - argv), "command");
}

static void compare(int argc, char **argv)
{
	char ours[512], theirs[512], line[512] = "";

	for (int i = 1; i < argc; i++)
		snprintf(line + strlen(line), sizeof(line) - strlen(line), " '%s'", argv[i]);
	by_us(argv, ours, sizeof(ours));
	by_getopt(argc, argv, theirs, sizeof(theirs));
	cr_assert_str_eq(ours, theirs, "%s: %s, not %s", line, ours, theirs);
}

Test(options, are_read_as_getopt_long_reads_them)
{
	static const char *const words[] = {
		"--fs",       "--fs=r:/",
		"--fs=",      "--f",
		"--net",      "--n",
		"--no",       "--handle",
		"--ha=core",  "--h",
		"--he",       "--help",
		"--help=1",   "--abi",
		"--ab=7",     "--min-abi",
		"--best",     "--best-effort=no",
		"--log",      "--log-d",
		"--log-c=on", "--log-nested",
		"--config",   "--c",
		"--con=x",    "--verbose",
		"--verb",     "--verbose=1",
		"--restrict", "--presets",
		"--pres=a",   "--=x",
		"--nosuch",   "-f",
		"-fr:/",      "-n",
		"-nc:1",      "-c",
		"-cx",        "-h",
		"-hf",        "-x",
		"-",          "--",
		"",           "true",
		"r:/",        "-hx",
	};
	unsigned seed = 1;

	/* Every pair, then longer lines. */
	for (size_t i = 0; i < COUNT(words) * COUNT(words); i++) {
		char *argv[] = { (char *)"run", (char *)words[i / COUNT(words)],
				 (char *)words[i % COUNT(words)], NULL };

		compare(3, argv);
	}
	for (int i = 0; i < 100000; i++) {
		char *argv[WORDS + 2] = { (char *)"run" };
		int argc = 1;

		while (argc <= WORDS && rand_r(&seed) % 8)
			argv[argc++] = (char *)words[(size_t)rand_r(&seed) % COUNT(words)];
		compare(argc, argv);
	}
}

Test(options, are_summed_up_as_far_as_the_command)
{
	char *const words[] = { (char *)"--config=a", (char *)"-cb",
				(char *)"--presets",  (char *)"base",
				(char *)"--verbose",  (char *)"--",
				(char *)"--fs",       NULL };
	struct lla_options o;

	cr_assert_eq(lla_options_read(words, &o), 0);
	cr_assert_str_eq(o.config, "b");
	cr_assert(o.keys && o.presets && o.verbose && !o.help);
	cr_assert_eq(o.first, words);
	cr_assert_eq(o.command, words + 6);
}

Test(options, that_are_wrong_are_named)
{
	static const char *const lines[][4] = { { "-fr:/", "--nosuch", "true" },
						{ "-fr:/", "-x", "true" },
						{ "--verbose", "-hx" },
						{ "--verbose", "-nx", "--fs" },
						{ "--verbose=1" } };
	static const size_t wrong[] = { 1, 1, 2, 2, 0 };

	for (size_t i = 0; i < COUNT(lines); i++) {
		struct lla_options o;
		int got = lla_options_read((char *const *)lines[i], &o);

		cr_assert_eq(got, o.help ? 0 : -1);
		cr_assert_eq(o.command - (char *const *)lines[i], (long)wrong[i], "%zu", i);
	}
}

static void count_key(void *arg, const struct lla_error *err)
{
	struct lla_text *t = arg;

	lla_text_add(t, "%E\n", err);
}

Test(options, that_are_wrong_are_all_said)
{
	char *const words[] = { (char *)"--abi=99", (char *)"-fred:/",
				(char *)"--best-effort=", NULL };
	static uint64_t room[512];
	struct lla_policy policy;
	struct lla_error err;
	struct lla_options o;
	LLA_LINE(t);

	cr_assert_eq(lla_options_read(words, &o), 0);
	cr_assert_eq(lla_policy_begin(&policy, room, sizeof(room), "command line", &err), 0);
	cr_assert_eq(lla_options_apply(&o, &policy, count_key, &t), 3);
	contains(t.at, "--abi: no such Landlock ABI '99'");
	contains(t.at, "--fs: no such right 'red'");
	contains(t.at, "--best-effort: no such value ''");
}
