/* SPDX-License-Identifier: ISC */
#include "core/words.h"
#include "core/keys.h"

static bool white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

size_t lla_policy_count_words(const char *text)
{
	size_t words = 0;

	for (bool inside = false; *text; text++) {
		words += !inside && !white(*text);
		inside = !white(*text);
		if (*text == '\\' && text[1])
			text++;
	}
	return words;
}

/* Adds one word. `given` has a bit for each key that came before. */
static int add_policy_word(struct lla_policy *policy, const char *word, size_t len, uint32_t *given,
			   struct lla_error *err)
{
	size_t equals = lla_find(word, len, '='), colon = lla_find(word, len, ':');
	enum lla_key key = colon < equals ? LLA_KEYS : lla_key_named(word, equals);

	if (colon < equals || (equals == len && key == LLA_KEYS))
		return lla_policy_rule(policy, word, len, LLA_KINDS, 0, err);
	if (key == LLA_KEYS)
		return lla_fail(err,
				"no such option '%Q' in \"%Q\"; the options are named in "
				"liblandlock-auto(7)",
				word, equals, word, len);
	if (key == LLA_KEY_FS || key == LLA_KEY_NET)
		return lla_fail(err, "\"%Q\": here a rule stands by itself, without %s=", word, len,
				lla_keys[key].name);
	if (*given & 1U << key)
		return lla_fail(err, "%s stands here twice; write it once", lla_keys[key].name);
	*given |= 1U << key;
	if (equals < len)
		return lla_policy_set(policy, key, word + equals + 1, len - equals - 1, 0, err);
	if (lla_keys[key].value != LLA_VALUE_SWITCH)
		return lla_fail(err, "%s needs a value, as in %s=%s", lla_keys[key].name,
				lla_keys[key].name,
				lla_keys[key].value == LLA_VALUE_NUMBER ? "7" : "...");
	return lla_policy_set(policy, key, "true", 4, 0, err);
}

/* Copies the next word, without its backslashes, to `to`. Returns its length, which is more than
 * `room` if it does not fit. Moves *text behind the word. */
static size_t next_word(const char **text, char *to, size_t room)
{
	const char *s = *text;
	size_t len = 0;

	while (*s && !white(*s)) {
		if (*s == '\\' && s[1])
			s++;
		if (len < room)
			to[len] = *s;
		len++;
		s++;
	}
	*text = s;
	return len;
}

int lla_policy_words(struct lla_policy *policy, const char *text, struct lla_error *err)
{
	uint32_t given = 0;
	int got;

	for (;;) {
		while (white(*text))
			text++;
		if (!*text)
			return 0;
		/* The upper half of the free bytes is for the word, the lower for its record. */
		size_t left = policy->capacity - policy->image->size, room = left / 2;
		char *word = (char *)policy->image + policy->capacity - room;
		size_t len = next_word(&text, word, room);

		if (len > room)
			return lla_fail(err, "the policy is too large: a word of %u bytes",
					(unsigned)len);
		policy->capacity -= room;
		got = add_policy_word(policy, word, len, &given, err);
		policy->capacity += room;
		if (got)
			return got;
	}
}
