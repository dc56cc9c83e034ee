/* SPDX-License-Identifier: ISC */
#include "scan.h"

#include <string.h>

#define LIST_HELP "; write several values as {\"a\", \"b\"}"

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

	for (size_t key = 0; key < LLA_KEYS && len < 2 * sizeof(lla_keys[0].name); key++) {
		if (!(keys & 1U << key))
			continue;
		d = distance(word, len, lla_keys[key].name);
		if (d < best) {
			best = d;
			name = lla_keys[key].name;
		}
	}
	return name;
}

static void unknown_key(struct lla_scan *scan, const struct lla_token *token)
{
	const char *word = scan->text + token->at, *near;
	char list[LLA_KEYS * (sizeof(lla_keys[0].name) + 2)] = "";
	struct lla_text t = { list, 0, sizeof(list) };

	near = nearest_key(scan->keys, word, token->len);
	if (near) {
		lla_found_add(scan->found, token->line, "no such key '%Q'; did you mean %s?", word,
			      token->len, near);
		return;
	}
	for (size_t key = 0; key < LLA_KEYS; key++)
		if (scan->keys & 1U << key)
			lla_text_add(&t, t.len ? ", %s" : "%s", lla_keys[key].name);
	lla_found_add(scan->found, token->line, "no such key '%Q'; the keys are %s", word,
		      token->len, list);
}

/* Which key this is, or LLA_KEYS, and reported. */
static enum lla_key check_key(struct lla_scan *scan, const struct lla_token *token)
{
	char *word = scan->text + token->at;
	enum lla_key key = lla_key_named(word, token->len);

	if (key != LLA_KEYS && !(scan->keys & 1U << key)) {
		lla_found_add(scan->found, token->line,
			      "%s cannot stand in a preset; only fs and net can",
			      lla_keys[key].name);
		return LLA_KEYS;
	}
	if (key == LLA_KEYS) {
		unknown_key(scan, token);
		return key;
	}
	if (scan->key_line[key])
		lla_found_add(scan->found, token->line,
			      "%s stands here a second time, the first is line %u; %s",
			      lla_keys[key].name, scan->key_line[key],
			      lla_keys[key].value == LLA_VALUE_LIST ? "put both lists into one"
								    : "leave out one of the two");
	else
		scan->key_line[key] = token->line;
	/* The names may be written BEST_EFFORT too, but libconfuse compares bytes. */
	lla_copy(word, lla_keys[key].name, token->len);
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

static void take_value(struct lla_scan *scan, enum lla_key key, const struct lla_token *token)
{
	if (key == LLA_KEYS)
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
static bool take_list(struct lla_scan *scan, enum lla_key key, unsigned begin)
{
	for (bool wanted = true;; wanted = !wanted) {
		struct lla_token token = lla_scan_token(scan);

		if (token.type == LLA_TOKEN_CLOSE)
			return true;
		if (!(wanted ? is_value(&token) : token.type == LLA_TOKEN_COMMA))
			return misplaced_in_list(scan, &token, begin);
		if (wanted)
			take_value(scan, key, &token);
	}
}

/* Behind the equals sign. */
static bool take_right_side(struct lla_scan *scan, enum lla_key key)
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
	if (key == LLA_KEYS || lla_keys[key].value == LLA_VALUE_LIST)
		return take_list(scan, key, token.line);
	return misplaced(scan, &token, "'%Q': this key takes one value and no list");
}

/* A key and what follows it. False: there is no telling where it ends. */
static bool take_assignment(struct lla_scan *scan, const struct lla_token *word)
{
	enum lla_key key = check_key(scan, word);
	struct lla_token token = lla_scan_token(scan);

	if (token.type != LLA_TOKEN_EQUALS) {
		if (key == LLA_KEYS) /* has been reported, maybe is no assignment at all */
			return false;
		return misplaced(scan, &token,
				 scan->text[token.at] == '+'
					 ? "'%Q': there is no +=; put all values into one list"
					 : "'=' is missing before %Q; write key = value");
	}
	if (!take_right_side(scan, key))
		return false;
	if (key == LLA_KEYS)
		lla_scan_drop(scan, word->at);
	return true;
}

void lla_scan_keys(struct lla_scan *scan)
{
	struct lla_token token;
	size_t values; /* of the assignments that are whole */

	do {
		values = scan->values;
		token = lla_scan_token(scan);
	} while (token.type == LLA_TOKEN_WORD && take_assignment(scan, &token));

	if (token.type == LLA_TOKEN_STRING)
		misplaced(scan, &token,
			  "%Q stands where a key should; a key has no quotes" LIST_HELP);
	else if (token.type != LLA_TOKEN_WORD && token.type != LLA_TOKEN_END)
		misplaced(scan, &token, "'%Q' stands where a key should" LIST_HELP);
	scan->values = values;
	scan->text[token.at] = '\0';
}
