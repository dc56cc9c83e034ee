/* SPDX-License-Identifier: ISC */
#include "paths.h"
#include "scan.h"

#include <string.h>

#define LIST_HELP "; write several values as {\"a\", \"b\"}"
#define SECTION_HELP "; write program \"/path\" { ... }"

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

static bool takes_list(unsigned key)
{
	return key < LLA_KEYS && lla_keys[key].value == LLA_VALUE_LIST;
}

/* The key of that name, or LLA_CONF_KEYS. */
static unsigned key_named(const char *name, size_t len)
{
	unsigned key = lla_key_named(name, len);

	while (key >= LLA_KEYS && key < LLA_CONF_KEYS &&
	       !lla_same_word(name, len, lla_conf_key_name(key)))
		key++;
	return key;
}

/* Those that may stand here, a bit for each. */
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

/* How many letters to insert, drop or replace to make one word the other. */
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
	char list[LLA_CONF_KEYS * (sizeof(lla_keys[0].name) + 2)] = "";
	struct lla_text t = { list, 0, sizeof(list) };

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
		      token->len, list);
}

/* A key of the language, and not here. */
static void key_elsewhere(struct lla_scan *scan, unsigned key, unsigned line)
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

/* Which key this is, or LLA_CONF_KEYS, and reported. */
static unsigned check_key(struct lla_scan *scan, const struct lla_token *token)
{
	unsigned *first, key;
	char *word = scan->text + token->at;

	key = key_named(word, token->len);
	if (key == LLA_CONF_KEYS) {
		unknown_key(scan, token);
		return key;
	}
	if (!(keys_here(scan) & 1U << key)) {
		key_elsewhere(scan, key, token->line);
		return LLA_CONF_KEYS;
	}
	first = &scan->parts[scan->part].key_line[key];
	if (*first)
		lla_found_add(scan->found, token->line,
			      "%s stands here a second time, the first is line %u; %s",
			      lla_conf_key_name(key), *first,
			      takes_list(key) ? "put both lists into one"
					      : "leave out one of the two");
	else
		*first = token->line;
	/* The names may be written BEST_EFFORT too, but libconfuse compares bytes. */
	lla_copy(word, lla_conf_key_name(key), token->len);
	return key;
}

/* Reports a token that cannot stand where it does. Always false. */
static bool misplaced(struct lla_scan *scan, const struct lla_token *token, const char *format)
{
	if (token->type == LLA_TOKEN_END)
		lla_found_add(scan->found, token->line, format, "the end of the file", (size_t)19);
	else if (token->type != LLA_TOKEN_BROKEN)
		lla_found_add(scan->found, token->line, format, scan->text + token->at, token->len);
	return false;
}

static bool is_value(const struct lla_token *token)
{
	return token->type == LLA_TOKEN_WORD || token->type == LLA_TOKEN_STRING;
}

static void take_value(struct lla_scan *scan, unsigned key, const struct lla_token *token)
{
	if (key == LLA_CONF_KEYS)
		return;
	scan->values++;
	lla_scan_value(scan, token);
}

/* A token in the list that has not been closed. Always false. */
static bool misplaced_in_list(struct lla_scan *scan, const struct lla_token *token, unsigned begin)
{
	if (token->type == LLA_TOKEN_END)
		lla_found_add(scan->found, begin,
			      "the list that begins here has no end; write } behind it");
	else if (token->type == LLA_TOKEN_OPEN || token->type == LLA_TOKEN_EQUALS)
		lla_found_add(scan->found, token->line,
			      "'%Q' inside the list that begins in line %u; close that with } "
			      "before, or write the value in double quotes",
			      scan->text + token->at, token->len, begin);
	else
		return misplaced(
			scan, token,
			is_value(token)
				? "a comma is missing before %Q, or quotes around the whole value"
				: "no value before '%Q'; write {\"a\", \"b\"}");
	return false;
}

/* Behind the brace. A comma may stand behind the last value. */
static bool take_list(struct lla_scan *scan, unsigned key, unsigned begin)
{
	size_t values = scan->values;

	for (bool wanted = true;; wanted = !wanted) {
		struct lla_token token = lla_scan_token(scan);

		if (token.type == LLA_TOKEN_CLOSE) {
			if (key == LLA_KEY_HANDLE && scan->values == values)
				scan->parts[scan->part].handles_nothing = true;
			return true;
		}
		if (!(wanted ? is_value(&token) : token.type == LLA_TOKEN_COMMA))
			return misplaced_in_list(scan, &token, begin);
		if (wanted)
			take_value(scan, key, &token);
	}
}

/* Behind the equals sign. */
static bool take_right_side(struct lla_scan *scan, unsigned key)
{
	struct lla_token token = lla_scan_token(scan);

	if (token.type == LLA_TOKEN_WORD && scan->text[token.at] == '[')
		return misplaced(scan, &token,
				 "%Q: a list stands in braces, not in brackets" LIST_HELP);
	if (is_value(&token)) {
		take_value(scan, key, &token);
		return true;
	}
	if (token.type != LLA_TOKEN_OPEN)
		return misplaced(scan, &token, "a value is missing before %Q" LIST_HELP);
	if (key == LLA_CONF_KEYS || takes_list(key))
		return take_list(scan, key, token.line);
	return misplaced(scan, &token, "'%Q': this key takes one value and no list");
}

/* A key and what follows it. False: there is no telling where it ends. */
static bool take_assignment(struct lla_scan *scan, const struct lla_token *word)
{
	unsigned key = check_key(scan, word);
	struct lla_token token = lla_scan_token(scan);

	if (token.type != LLA_TOKEN_EQUALS) {
		if (key == LLA_CONF_KEYS) /* has been reported, maybe is no assignment at all */
			return false;
		return misplaced(scan, &token,
				 scan->text[token.at] == '+'
					 ? "'%Q': there is no +=; put all values into one list"
					 : "'=' is missing before %Q; write key = value");
	}
	if (!take_right_side(scan, key))
		return false;
	if (key == LLA_CONF_KEYS)
		lla_scan_drop(scan, word->at);
	return true;
}

/* Whether a section may begin here; if it is only in the wrong file what stands in it
 * can be checked all the same. */
static bool may_begin(struct lla_scan *scan, unsigned line)
{
	if (scan->part)
		lla_found_add(scan->found, line,
			      "a section inside the one that begins in line %u; close that with } "
			      "before",
			      scan->parts[scan->part].line);
	else if (scan->kind == LLA_CONF_PRESET)
		key_elsewhere(scan, LLA_KEY_PROGRAM, line);
	else if (scan->kind == LLA_CONF_POLICY && scan->part_count == 1)
		lla_found_add(scan->found, line,
			      "program sections belong into %q and %q/*.conf, for landlock-auto "
			      "fleet compile; the policy of one program has the keys alone",
			      lla_system_config, lla_fleet_dir);
	return !scan->part && scan->kind != LLA_CONF_PRESET;
}

/* Between the word and the brace, which is the last token in the end. */
static bool take_path(struct lla_scan *scan, const struct lla_token *word)
{
	char *head = scan->text + word->at;
	struct lla_token token = lla_scan_token(scan);

	lla_copy(head, LLA_CONF_PROGRAM "= ", sizeof("program") - 1);
	if (token.type == LLA_TOKEN_OPEN) {
		lla_found_add(scan->found, token.line,
			      "the program's path is missing before {" SECTION_HELP);
		head[sizeof("program") - 2] = LLA_REFUSED;
		scan->refused = true;
		scan->values++;
		return true;
	}
	if (!is_value(&token))
		return misplaced(scan, &token,
				 "'%Q' where the program's path should be" SECTION_HELP);
	take_value(scan, LLA_KEY_PROGRAM, &token);
	token = lla_scan_token(scan);
	return token.type == LLA_TOKEN_OPEN ||
	       misplaced(scan, &token, "'{' is missing before %Q" SECTION_HELP);
}

/* From the word to the brace. False as above. */
static bool take_head(struct lla_scan *scan, const struct lla_token *word)
{
	if (!may_begin(scan, word->line))
		return false;
	lla_scan_open(scan, word->line);
	if (take_path(scan, word)) {
		scan->text[scan->out - 1] = ' ';
		return true;
	}
	lla_scan_close(scan);
	scan->part_count--;
	return false;
}

static bool take(struct lla_scan *scan, const struct lla_token *token)
{
	const char *word = scan->text + token->at;

	if (scan->part && token->type == LLA_TOKEN_CLOSE) {
		lla_scan_close(scan);
		scan->text[scan->out - 1] = ' ';
		return true;
	}
	if (token->type != LLA_TOKEN_WORD)
		return false;
	if (lla_same_word(word, token->len, lla_conf_key_name(LLA_KEY_PROGRAM)))
		return take_head(scan, token);
	return take_assignment(scan, token);
}

/* The token with which the scan ended. */
static void take_end(struct lla_scan *scan, const struct lla_token *token)
{
	if (token->type == LLA_TOKEN_STRING)
		misplaced(scan, token,
			  "%Q stands where a key should; a key has no quotes" LIST_HELP);
	else if (token->type == LLA_TOKEN_END && scan->part)
		lla_found_add(scan->found, scan->parts[scan->part].line,
			      "the section that begins here has no end; write } behind it");
	else if (token->type != LLA_TOKEN_WORD && token->type != LLA_TOKEN_END)
		misplaced(scan, token, "'%Q' stands where a key should" LIST_HELP);
}

void lla_scan_keys(struct lla_scan *scan)
{
	struct lla_token token;
	size_t values; /* of the assignments that are whole */

	do {
		values = scan->values;
		token = lla_scan_token(scan);
	} while (take(scan, &token));
	take_end(scan, &token);
	scan->values = values;
	scan->text[token.at] = '\0';
	lla_scan_close(scan);
}
