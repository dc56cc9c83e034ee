/* SPDX-License-Identifier: ISC */
/*
 * Random policies, the same every time: what tests/fuzz looks for at length. A policy
 * means the same in the environment and in a config, and printed and compiled again.
 */
#include "common.h"
#include "conf/preset.h"
#include "fuzz/print.h"
#include "fuzz/reader.h"

#include <stdio.h>
#include <stdlib.h>

#define POLICIES 2000

static uint64_t state;

/* 0 to n - 1. (An LCG of 64 bits, of which the upper half is good enough.) */
static size_t any(size_t n)
{
	state = state * 6364136223846793005U + 1442695040888963407U;
	return (size_t)(state >> 33) % n;
}

#define PICK(list) ((list)[any(sizeof(list) / sizeof((list)[0]))])

/* A text that is written piece by piece. */
struct line {
	char at[8192];
	size_t len;
};

static void add(struct line *line, const char *s)
{
	size_t len = strlen(s);

	cr_assert_lt(line->len + len, sizeof(line->at));
	memcpy(line->at + line->len, s, len + 1);
	line->len += len;
}

static void add_number(struct line *line, size_t n)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%zu", n);
	add(line, digits);
}

static const char *const fs_words[] = {
	"r",        "w",         "x",         "u",          "rx",          "rw",
	"rwx",      "wru",       "read",      "write",      "execute",     "unix",
	"read_dir", "READ-FILE", "read-exec", "read_write", "write_file",  "truncate",
	"refer",    "make_reg",  "make-char", "ioctl_dev",  "remove_file", "read_write_exec",
};
static const char *const net_words[] = {
	"b",  "c",  "bc",  "cb",   "bind",     "connect",  "bind_connect",     "BIND-TCP",
	"ub", "uc", "ubc", "ucbc", "udp_bind", "bind_udp", "connect_send_udp", "connect_tcp",
};
static const char *const wrong_words[] = {
	"reed", "deny", "", "signal", "r w", "rq", "fs", "tsync"
};
static const char *const places[] = {
	"/",        "/usr",
	"~/",       "~/x",
	"a",        "./b c",
	"\t",       "\\",
	"\"",       "'",
	"#",        "//",
	"/*",       "${HOME",
	"${A}",     "$",
	"{",        "}",
	",",        "=",
	":",        "?",
	"\x01",     "\x7f",
	"\xc3\xa4", "(",
	")",        "+",
	"+=",       "../c",
	"443",      "-",
	"%s",       "/long/and/longer",
	"&;|",
};

static void add_words(struct line *line, const char *const *from, size_t count)
{
	for (size_t n = 1 + any(3); n; n--) {
		add(line, from[any(count)]);
		if (n > 1)
			add(line, ",");
	}
}

static void add_target(struct line *line, bool path)
{
	if (path) {
		if (any(2))
			add(line, "/");
		for (size_t n = 1 + any(4); n; n--)
			add(line, PICK(places));
	} else if (!any(8)) {
		add(line, "*");
	} else {
		size_t first = any(65536);

		add_number(line, first);
		if (!any(3)) {
			add(line, "-");
			add_number(line, first + any(100));
		}
	}
}

/* Most are right; `wrong` of 100 have something in them that may not be. */
static void add_rule(struct line *line, size_t wrong)
{
	bool path = any(3);

	if (any(5) == 0 && (path || any(100) < wrong))
		add(line, "?");
	if (any(100) < wrong) {
		add(line, PICK(wrong_words));
		add(line, ",");
	}
	if (!any(8))
		add(line, any(2) ? "quiet," : "quiet,quiet,");
	if (path)
		add_words(line, fs_words, COUNT(fs_words));
	else
		add_words(line, net_words, COUNT(net_words));
	add(line, ":");
	add_target(line, any(100) < wrong ? !path : path);
}

/* One assignment or rule, before it is written in either form. */
struct item {
	enum lla_key key;
	struct line value;
};

#define ITEMS 20

struct items {
	struct item at[ITEMS];
	size_t count;
};

static const char *const handle_words[] = {
	"core",      "core",   "tcp",      "udp",         "net",
	"scope",     "all",    "none",     "read_file",   "EXECUTE",
	"ioctl-dev", "signal", "truncate", "connect_tcp", "resolve_unix",
};
static const char *const yes_or_no[] = { "true", "false", "yes", "no", "on", "OFF" };

static void add_item(struct items *items, enum lla_key key)
{
	struct item *item = &items->at[items->count++];
	size_t n = 1 + any(4);

	*item = (struct item){ .key = key };
	switch (key) {
	case LLA_KEY_FS:
	case LLA_KEY_NET: add_rule(&item->value, 1); break;
	case LLA_KEY_HANDLE:
		add(&item->value, "core");
		while (n--) {
			add(&item->value, ",");
			add(&item->value, PICK(handle_words));
		}
		break;
	case LLA_KEY_ABI:
	case LLA_KEY_MIN_ABI: add_number(&item->value, any(100) ? 1 + any(11) : any(20)); break;
	default: add(&item->value, any(100) ? PICK(yes_or_no) : "maybe"); break;
	}
}

static void make_policy(struct items *items)
{
	items->count = 0;
	for (size_t n = any(6); n; n--)
		add_item(items, LLA_KEY_FS); /* or net: its rights tell */
	for (int key = LLA_KEY_HANDLE; key < LLA_KEY_PRESETS; key++)
		if (!any(6) && (key != LLA_KEY_HANDLE || !any(4)))
			add_item(items, (enum lla_key)key);
	for (size_t n = any(3); n; n--)
		add_item(items, LLA_KEY_FS);
}

static bool is_rule(const struct item *item)
{
	return item->key == LLA_KEY_FS || item->key == LLA_KEY_NET;
}

/* For a word: with backslashes where it takes them, and some that it does not. */
static void add_escaped(struct line *line, const char *value)
{
	for (char c[] = "?"; (c[0] = *value); value++) {
		if (strchr(" \t\\", *value) || !any(10))
			add(line, "\\");
		add(line, c);
	}
}

static void as_words(const struct items *items, struct line *line)
{
	line->len = 0;
	add(line, "");
	for (size_t i = 0; i < items->count; i++) {
		const struct item *item = &items->at[i];

		if (!is_rule(item)) {
			add(line, lla_keys[item->key].name);
			add(line, "=");
		}
		add_escaped(line, item->value.at);
		add(line, any(3) ? " " : "\t\n ");
	}
}

/* As a config has it: bare where that is possible, in single quotes, or in double. */
static void add_quoted(struct line *line, const char *value)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-:/?~";
	char *quoted;

	if (strspn(value, plain) == strlen(value) && !strstr(value, "//") && any(2)) {
		add(line, value);
	} else if (!strpbrk(value, "'\\") && any(2)) {
		add(line, "'");
		add(line, value);
		add(line, "'");
	} else {
		quoted = print_value(value, strlen(value), PRINT_CONF);
		cr_assert(quoted, "%s", value);
		add(line, quoted);
		free(quoted);
	}
}

static const char *const blanks[] = { " ", "\n", "\t", " # a comment\n", " /* \n */ ", "\r\n" };

/* The rights of a rule tell which list it belongs into. */
static bool is_net(const char *rule)
{
	char word[64];

	snprintf(word, sizeof(word), "%.*s", (int)strcspn(rule, ":"), rule);
	for (char *part = strtok(word, ","); part; part = strtok(NULL, ","))
		for (size_t i = 0; i < COUNT(net_words); i++)
			if (!strcmp(part, net_words[i]))
				return true;
	return false;
}

static void add_list(const struct items *items, enum lla_key key, struct line *line)
{
	add(line, lla_keys[key].name);
	add(line, PICK(blanks));
	add(line, "= {");
	for (size_t i = 0; i < items->count; i++) {
		const char *value = items->at[i].value.at;

		if (!is_rule(&items->at[i]) || is_net(value) != (key == LLA_KEY_NET))
			continue;
		add_quoted(line, value);
		add(line, any(2) ? "," : " ,");
		add(line, PICK(blanks));
	}
	add(line, "}\n");
}

static void as_conf(const struct items *items, struct line *line)
{
	line->len = 0;
	add_list(items, LLA_KEY_NET, line);
	for (size_t i = 0; i < items->count; i++) {
		if (is_rule(&items->at[i]))
			continue;
		add(line, lla_keys[items->at[i].key].name);
		add(line, PICK(blanks));
		add(line, "=");
		add(line, PICK(blanks));
		add_quoted(line, items->at[i].value.at);
		add(line, PICK(blanks));
	}
	add_list(items, LLA_KEY_FS, line);
}

/* NULL, or what is wrong. Adds to *accepted. */
static const char *agree(const struct line *words, const struct line *conf, size_t *accepted)
{
	struct lla_image *of_words = NULL, *of_conf = NULL;
	const char *what = compile_words(words->at, NULL, &of_words);

	if (!what)
		what = compile_conf(conf->at, conf->len, NULL, &of_conf);
	if (!what && !of_words != !of_conf)
		what = of_words ? "the config is refused" : "the words are refused";
	if (!what && of_words)
		what = image_difference(of_words, of_conf, false);
	if (!what && of_words)
		what = image_is_kept(of_words);
	*accepted += of_words && of_conf;
	free(of_words);
	free(of_conf);
	return what;
}

Test(agree, a_policy_means_the_same_in_both_forms_and_printed)
{
	static struct items items;
	static struct line words, conf;
	size_t accepted = 0;

	reader_begin();
	state = 1;
	for (int round = 0; round < POLICIES; round++) {
		const char *what;

		make_policy(&items);
		as_words(&items, &words);
		as_conf(&items, &conf);
		what = agree(&words, &conf, &accepted);
		cr_assert_null(what, "policy %d: %s\nwords: %s\nconfig:\n%s", round, what, words.at,
			       conf.at);
	}
	/* Else nothing was put to the test. */
	cr_assert(accepted > POLICIES / 3 && accepted < POLICIES * 9 / 10, "%zu were accepted",
		  accepted);
}

static bool accepted_as_word(const char *rule)
{
	char *word = print_value(rule, strlen(rule), PRINT_WORDS);
	struct lla_image *image = NULL;
	const char *what = compile_words(word, NULL, &image);

	cr_assert_null(what, "%s: %s", rule, what);
	free(word);
	if (!image)
		return false;
	free(image);
	return true;
}

static void damage(struct line *line)
{
	static const char likely[] = "rwxubc,:?=*-~/ 0123456789\\\"'${}#q\x01\xff";

	for (size_t n = any(3); n && line->len; n--)
		line->at[any(line->len)] = likely[any(sizeof(likely) - 1)];
}

Test(agree, a_rule_means_the_same_in_both_forms)
{
	static struct line rule;
	size_t accepted = 0;

	reader_begin();
	state = 2;
	for (int round = 0; round < POLICIES; round++) {
		const char *what;

		rule.len = 0;
		add_rule(&rule, 5);
		damage(&rule);
		what = rule_agrees(rule.at, rule.len);
		cr_assert_null(what, "rule %d: %s: %s", round, rule.at, what);
		accepted += accepted_as_word(rule.at);
	}
	cr_assert(accepted > POLICIES / 4 && accepted < POLICIES * 9 / 10, "%zu were accepted",
		  accepted);
}

/* The rules of presets are marked, and the printer keeps them in both forms. */
Test(agree, rules_of_presets_are_kept)
{
	static const char *const texts[] = {
		"presets = {base}",
		"fs = {\"r:/a\"} presets = {\"dns,tls\", python} net = {\"c:443\", \"ub:*\"}",
		"handle = {core, net} presets = {dns} ignore-if-missing = yes",
	};

	reader_begin();
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct lla_image *image;
		const char *what =
			compile_conf(texts[i], strlen(texts[i]), lla_conf_preset, &image);

		cr_assert(!what && image, "%s: %s", texts[i], what);
		what = image_is_kept(image);
		cr_assert_null(what, "%s: %s", texts[i], what);
		free(image);
	}
}

/* The judge itself: each of these says something else than the one before. */
Test(agree, a_difference_is_seen)
{
	static const char *const policies[] = {
		"",
		"r:/a",
		"r:/b",
		"?r:/b",
		"quiet,r:/b",
		"r,read_file:/b",
		"read_file,read_dir:/b",
		"rx:/b",
		"r:/b r:/c",
		"r:/c r:/b",
		"c:443",
		"c:443-444",
		"b:443",
		"c:*",
		"best-effort",
		"log-denials=no",
		"log-children",
		"log-nested=no",
		"no-new-privs=no",
		"ignore-if-missing",
		"abi=11",
		"abi=10",
		"min-abi=1",
		"handle=none",
		"handle=core",
		"handle=core,tcp",
		"handle=core,udp",
		"handle=core,net",
		"handle=core,tcp,udp",
		"handle=all",
	};
	enum { COUNT = COUNT(policies) };
	static const struct lla_image *images[COUNT];

	for (size_t i = 0; i < COUNT; i++)
		images[i] = image_of(policies[i]);
	for (size_t i = 0; i < COUNT; i++)
		for (size_t j = 0; j < COUNT; j++)
			cr_assert_eq(!image_difference(images[i], images[j], true), i == j,
				     "\"%s\" and \"%s\"", policies[i], policies[j]);
}
