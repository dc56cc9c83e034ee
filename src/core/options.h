/* SPDX-License-Identifier: ISC */
/*
 * The options of `run`: every key of the language and a few more. Reads a command line as
 * getopt_long(3) does with "+": long names, which may be cut short while they stay unique, and
 * single letters, which may stand together. Knows nothing of what a key does.
 */
#ifndef LLA_OPTIONS_H
#define LLA_OPTIONS_H

#include "core/keys.h"

/* The options that are no keys. A key's number is its enum lla_key. */
enum lla_option {
	LLA_OPTION_CONFIG = LLA_KEYS,
	LLA_OPTION_RESTRICT_SCOPED,
	LLA_OPTION_VERBOSE,
	LLA_OPTION_HELP,
	LLA_OPTIONS,
	LLA_OPTION_WRONG, /* unknown, ambiguous, without its value, or with one that it has not */
	LLA_OPTION_END
};

/* A walk over the words of a command line. Begins as { first word, NULL }. */
struct lla_walk {
	char *const *word;
	const char *letters; /* the rest of a word of single letters; NULL: between words */
};

/* Takes the next option. Returns its number, with *value set: a switch that stands alone is
 * "true". At LLA_OPTION_END walk->word is the first word that is no option. */
unsigned lla_options_next(struct lla_walk *walk, const char **value);

/* A whole command line. */
struct lla_options {
	char *const *first;   /* the first word */
	char *const *command; /* the first word that is no option, or the NULL at the end */
	const char *config;   /* the last --config; NULL: none */
	bool keys;            /* a key is among the options */
	bool presets;         /* the key `presets` is */
	bool verbose, help;
};

/* Reads all options, as far as --help. Returns 0; or -1 if one is wrong, and options->command is
 * the word that it is in. */
int lla_options_read(char *const *first, struct lla_options *options);

/* Sets the policy's keys by the options, from left to right. Calls `wrong_key` for each key that is
 * wrong, and goes on. Returns how many are wrong. The policy must have the hook for presets, or
 * the options no presets. */
unsigned lla_options_apply(const struct lla_options *options, struct lla_policy *policy,
			   void (*wrong_key)(void *arg, const struct lla_error *err), void *arg);

#endif
