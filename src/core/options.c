/* SPDX-License-Identifier: ISC */
#include "core/options.h"

enum takes { TAKES_NOTHING, TAKES_VALUE, TAKES_MAYBE };

static const struct {
	char name[20];
	uint8_t takes;
} more_options[LLA_OPTIONS - LLA_KEYS] = {
	[LLA_OPTION_CONFIG - LLA_KEYS] = { "config", TAKES_VALUE },
	[LLA_OPTION_RESTRICT_SCOPED - LLA_KEYS] = { "restrict-scoped", TAKES_NOTHING },
	[LLA_OPTION_VERBOSE - LLA_KEYS] = { "verbose", TAKES_NOTHING },
	[LLA_OPTION_HELP - LLA_KEYS] = { "help", TAKES_NOTHING },
};

static const char *option_name(unsigned option)
{
	return option < LLA_KEYS ? lla_keys[option].name : more_options[option - LLA_KEYS].name;
}

static unsigned option_takes(unsigned option)
{
	if (option >= LLA_KEYS)
		return more_options[option - LLA_KEYS].takes;
	return lla_keys[option].value == LLA_VALUE_SWITCH ? TAKES_MAYBE : TAKES_VALUE;
}

/* Finds the option of this name, or the only one whose name begins so. */
static unsigned option_named(const char *name, size_t len)
{
	unsigned found = LLA_OPTION_WRONG, count = 0;

	for (unsigned option = 0; option < LLA_OPTIONS; option++) {
		const char *whole = option_name(option);

		if (lla_same(name, len, whole))
			return option;
		if (!lla_same_bytes(whole, name, len))
			continue;
		found = option;
		count++;
	}
	return count == 1 ? found : LLA_OPTION_WRONG;
}

static unsigned option_of_letter(char letter)
{
	switch (letter) {
	case 'f': return LLA_KEY_FS;
	case 'n': return LLA_KEY_NET;
	case 'c': return LLA_OPTION_CONFIG;
	case 'h': return LLA_OPTION_HELP;
	default: return LLA_OPTION_WRONG;
	}
}

/* Takes the next word of the command line as the value. */
static unsigned take_word(struct lla_walk *walk, unsigned option, const char **value)
{
	*value = *walk->word;
	if (!*value)
		return LLA_OPTION_WRONG;
	walk->word++;
	return option;
}

/* `--name`, `--name=value` or `--name value`. */
static unsigned take_name(struct lla_walk *walk, const char **value)
{
	const char *word = *walk->word++ + 2;
	size_t len = lla_find(word, lla_length(word), '=');
	unsigned option = option_named(word, len), takes;

	if (option == LLA_OPTION_WRONG)
		return option;
	takes = option_takes(option);
	if (!word[len])
		return takes == TAKES_VALUE ? take_word(walk, option, value) : option;
	*value = word + len + 1;
	return takes == TAKES_NOTHING ? LLA_OPTION_WRONG : option;
}

/* The next letter of `-h`, `-frx:/usr` or `-f rx:/usr`. */
static unsigned take_letter(struct lla_walk *walk, const char **value)
{
	unsigned option = option_of_letter(*walk->letters++);
	const char *rest = walk->letters;

	if (!*rest)
		walk->letters = NULL;
	if (option == LLA_OPTION_WRONG || option_takes(option) != TAKES_VALUE)
		return option;
	walk->letters = NULL;
	if (!*rest)
		return take_word(walk, option, value);
	*value = rest;
	return option;
}

unsigned lla_options_next(struct lla_walk *walk, const char **value)
{
	const char *word = *walk->word;

	*value = "true";
	if (walk->letters)
		return take_letter(walk, value);
	if (!word || word[0] != '-' || !word[1])
		return LLA_OPTION_END;
	if (word[1] != '-') {
		walk->word++;
		walk->letters = word + 1;
		return take_letter(walk, value);
	}
	if (word[2])
		return take_name(walk, value);
	walk->word++;
	return LLA_OPTION_END;
}

int lla_options_read(char *const *first, struct lla_options *options)
{
	struct lla_walk walk = { .word = first };
	const char *value;

	*options = (struct lla_options){ .first = first };
	for (;;) {
		char *const *word = walk.letters ? walk.word - 1 : walk.word;
		unsigned option = lla_options_next(&walk, &value);

		options->command = option == LLA_OPTION_WRONG ? word : walk.word;
		switch (option) {
		case LLA_OPTION_END: return 0;
		case LLA_OPTION_WRONG: return -1;
		case LLA_OPTION_HELP: options->help = true; return 0;
		case LLA_OPTION_CONFIG: options->config = value; break;
		case LLA_OPTION_VERBOSE: options->verbose = true; break;
		case LLA_OPTION_RESTRICT_SCOPED: break;
		case LLA_KEY_PRESETS: options->presets = true; /* fall through */
		default: options->keys = true;
		}
	}
}

static int apply_option(unsigned option, const char *value, struct lla_policy *policy,
			struct lla_error *err)
{
	return lla_policy_set(policy, (enum lla_key)option, value, lla_length(value), 0, err);
}

unsigned lla_options_apply(const struct lla_options *options, struct lla_policy *policy,
			   void (*wrong_key)(void *arg, const struct lla_error *err), void *arg)
{
	struct lla_walk walk = { .word = options->first };
	unsigned option, count = 0;
	const char *value;

	while ((option = lla_options_next(&walk, &value)) < LLA_OPTION_WRONG) {
		char source[32];
		struct lla_text name = LLA_TEXT_IN(source);
		struct lla_error err = { .source = source };

		if (option >= LLA_KEYS || !apply_option(option, value, policy, &err))
			continue;
		lla_text_add(&name, "--%s", lla_keys[option].name);
		wrong_key(arg, &err);
		count++;
	}
	return count;
}
