/* SPDX-License-Identifier: ISC */
#include "conf/names.h"
#include "core/paths.h"

#include <string.h>

#define POLICY_KEYS ((1U << LLA_KEYS) - 1)
#define PRESET_KEYS (1U << LLA_KEY_FS | 1U << LLA_KEY_NET)

const char *lla_conf_key_name(unsigned key)
{
	switch (key) {
	case LLA_KEY_ON_ERROR: return "on-error";
	case LLA_KEY_PROGRAM: return "program";
	default: return lla_keys[key].name;
	}
}

bool lla_conf_takes_list(unsigned key)
{
	return key < LLA_KEYS && lla_keys[key].value == LLA_VALUE_LIST;
}

/* Returns the key of that name, or LLA_CONF_KEYS. */
static unsigned key_named(const char *name, size_t len)
{
	unsigned key = lla_key_named(name, len);

	while (key >= LLA_KEYS && key < LLA_CONF_KEYS &&
	       !lla_same_word(name, len, lla_conf_key_name(key)))
		key++;
	return key;
}

/* Returns the keys that may stand here, a bit for each. */
static uint32_t keys_here(const struct lla_scan *scan)
{
	if (scan->part)
		return POLICY_KEYS | 1U << LLA_KEY_ON_ERROR;
	switch (scan->kind) {
	case LLA_CONF_PRESET: return PRESET_KEYS;
	case LLA_CONF_SECTIONS: return 1U << LLA_KEY_PROGRAM;
	case LLA_CONF_SYSTEM: return POLICY_KEYS | 1U << LLA_KEY_PROGRAM;
	default: return POLICY_KEYS;
	}
}

static size_t smallest(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

/* Returns how many letters must be inserted, dropped or replaced to make one word the other. */
static size_t distance(const char *word, size_t len, const char *name)
{
	size_t row[sizeof(lla_keys[0].name)], name_len = strlen(name);

	for (size_t i = 0; i <= name_len; i++)
		row[i] = i;
	for (size_t w = 0; w < len; w++) {
		size_t corner = row[0]++;

		for (size_t i = 0; i < name_len; i++) {
			size_t old = row[i + 1];

			row[i + 1] = smallest(old + 1, row[i] + 1, corner + (word[w] != name[i]));
			corner = old;
		}
	}
	return row[name_len];
}

static const char *nearest_key(uint32_t keys, const char *word, size_t len)
{
	size_t best = len > 3 ? 3 : 2, d;
	const char *name = NULL;

	for (unsigned key = 0; key < LLA_CONF_KEYS && len < 2 * sizeof(lla_keys[0].name); key++) {
		if (!(keys & 1U << key))
			continue;
		d = distance(word, len, lla_conf_key_name(key));
		if (d < best) {
			best = d;
			name = lla_conf_key_name(key);
		}
	}
	return name;
}

static void unknown_key(struct lla_scan *scan, const struct lla_token *token)
{
	const char *word = scan->text + token->at, *near;
	LLA_LINE(t);

	near = nearest_key(keys_here(scan), word, token->len);
	if (near) {
		lla_found_add(scan->found, token->line, "no such key '%Q'; did you mean %s?", word,
			      token->len, near);
		return;
	}
	for (unsigned key = 0; key < LLA_CONF_KEYS; key++)
		if (keys_here(scan) & 1U << key)
			lla_text_add(&t, t.len ? ", %s" : "%s", lla_conf_key_name(key));
	lla_found_add(scan->found, token->line, "no such key '%Q'; the keys are %s", word,
		      token->len, t.at);
}

void lla_conf_key_elsewhere(struct lla_scan *scan, unsigned key, unsigned line)
{
	const char *name = lla_conf_key_name(key);

	if (scan->kind == LLA_CONF_PRESET)
		lla_found_add(scan->found, line, "%s cannot stand in a preset; only fs and net can",
			      name);
	else if (key == LLA_KEY_ON_ERROR)
		lla_found_add(scan->found, line,
			      "%s stands outside of a program section; a program that is preloaded "
			      "by name never runs without its policy",
			      name);
	else
		lla_found_add(scan->found, line,
			      "%s stands outside of a program section, and this is a text with "
			      "sections alone; the policy of programs that are preloaded by name "
			      "belongs into %q",
			      name, lla_system_config);
}

unsigned lla_conf_key(struct lla_scan *scan, const struct lla_token *token)
{
	unsigned *first, key;
	char *word = scan->text + token->at;

	key = key_named(word, token->len);
	if (key == LLA_CONF_KEYS) {
		unknown_key(scan, token);
		return key;
	}
	if (!(keys_here(scan) & 1U << key)) {
		lla_conf_key_elsewhere(scan, key, token->line);
		return LLA_CONF_KEYS;
	}
	first = &scan->parts[scan->part].key_line[key];
	if (*first)
		lla_found_add(scan->found, token->line,
			      "%s stands here a second time, the first is line %u; %s",
			      lla_conf_key_name(key), *first,
			      lla_conf_takes_list(key) ? "put both lists into one"
						       : "leave out one of the two");
	else
		*first = token->line;
	/* A text may say BEST_EFFORT as well, and libconfuse compares bytes. */
	lla_copy(word, lla_conf_key_name(key), token->len);
	return key;
}
