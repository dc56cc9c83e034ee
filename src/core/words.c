/* SPDX-License-Identifier: ISC */
#include "core/words.h"
#include "core/keys.h"

static bool white(char c)
{
	/* Most characters, with one comparison each. */
	if ((unsigned char)c > ' ')
		return false;
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Returns the end of the word. Sets *escaped if there is a backslash in the word. */
static const char *word_end(const char *s, bool *escaped)
{
	for (; *s && !white(*s); s++) {
		if (*s == '\\' && s[1]) {
			*escaped = true;
			s++;
		}
	}
	return s;
}

size_t lla_policy_words_bound(const char *text)
{
	const char *s = text;
	size_t words = 1;

	/* A white character is before every word except the first, and is not above ' '. */
	for (; *s; s++)
		if ((unsigned char)*s <= ' ' && s[1] != ' ')
			words++;
	return lla_policy_bound((size_t)(s - text), words);
}

/* Adds one word. `given` has a bit for each key that came before. */
static int add_policy_word(struct lla_policy *policy, const char *word, size_t len, uint32_t *given,
			   struct lla_error *err)
{
	enum lla_key key;
	size_t equals = 0;
	bool colon;

	while (equals < len && word[equals] != '=' && word[equals] != ':')
		equals++;
	colon = equals < len && word[equals] == ':';
	key = colon ? LLA_KEYS : lla_key_named(word, equals);
	if (colon || (equals == len && key == LLA_KEYS))
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

/* Copies a word without its backslashes. Returns its length, which is more than `room` if it does
 * not fit. */
static size_t unescape(const char *s, const char *end, char *to, size_t room)
{
	size_t len = 0;

	for (; s < end; s++, len++) {
		if (*s == '\\' && s + 1 < end)
			s++;
		if (len < room)
			to[len] = *s;
	}
	return len;
}

int lla_policy_words(struct lla_policy *policy, const char *text, struct lla_error *err)
{
	uint32_t given = 0;
	int got = 0;

	while (!got) {
		size_t len, room = 0;
		bool escaped = false;
		const char *word, *end;

		while (white(*text))
			text++;
		if (!*text)
			break;
		word = text;
		end = word_end(text, &escaped);
		len = (size_t)(end - text);
		if (escaped) {
			/* The upper half of the free bytes is for the word, the lower for its
			 * record. */
			room = (policy->capacity - policy->image->size) / 2;
			word = (char *)policy->image + policy->capacity - room;
			len = unescape(text, end, (char *)word, room);
			if (len > room)
				return lla_fail(err, "the policy is too large: a word of %u bytes",
						(unsigned)len);
		}
		policy->capacity -= room;
		got = add_policy_word(policy, word, len, &given, err);
		policy->capacity += room;
		text = end;
	}
	return got;
}
