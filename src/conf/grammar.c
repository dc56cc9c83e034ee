/* SPDX-License-Identifier: ISC */
#include "conf/grammar.h"
#include "conf/names.h"
#include "core/paths.h"

#include <string.h>

#define LIST_HELP "; write several values as {\"a\", \"b\"}"
#define SECTION_HELP "; write program \"/path\" { ... }"

/* Reports a token that cannot stand where it does. Returns false. */
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

/* Reports a token in a list that is not closed yet. Returns false. */
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

/* Reads a list behind its brace. A comma may stand behind the last value. */
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

/* Reads the value or the list behind an equals sign. */
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
	if (key == LLA_CONF_KEYS || lla_conf_takes_list(key))
		return take_list(scan, key, token.line);
	return misplaced(scan, &token, "'%Q': this key takes one value and no list");
}

/* Reads a key and its value. Returns false if nobody can tell where they end. */
static bool take_assignment(struct lla_scan *scan, const struct lla_token *word)
{
	unsigned key = lla_conf_key(scan, word);
	struct lla_token token = lla_scan_token(scan);

	if (token.type != LLA_TOKEN_EQUALS) {
		/* The word was reported, and may belong to no assignment at all. */
		if (key == LLA_CONF_KEYS)
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

/* Whether a section can begin here. In the policy of one program it is an error, and it begins
 * all the same: so its keys are checked as well. */
static bool may_begin(struct lla_scan *scan, unsigned line)
{
	if (scan->part)
		lla_found_add(scan->found, line,
			      "a section inside the one that begins in line %u; close that with } "
			      "before",
			      scan->parts[scan->part].line);
	else if (scan->kind == LLA_CONF_PRESET)
		lla_conf_key_elsewhere(scan, LLA_KEY_PROGRAM, line);
	else if (scan->kind == LLA_CONF_POLICY && scan->part_count == 1)
		lla_found_add(scan->found, line,
			      "program sections belong into %q and %q/*.conf, for landlock-auto "
			      "fleet compile; the policy of one program has the keys alone",
			      lla_system_config, lla_fleet_dir);
	return !scan->part && scan->kind != LLA_CONF_PRESET;
}

/* Reads the path and the brace behind the word. */
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

/* Reads from the word to the brace. Returns as take_assignment(). */
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

/* Reports the token with which the scan ended, if that token should not be there. */
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
	/* The values of the assignments that are whole. */
	size_t values;

	do {
		values = scan->values;
		token = lla_scan_token(scan);
	} while (take(scan, &token));
	take_end(scan, &token);
	scan->values = values;
	scan->text[token.at] = '\0';
	lla_scan_close(scan);
}
