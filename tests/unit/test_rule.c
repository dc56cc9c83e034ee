/* SPDX-License-Identifier: ISC */
#include "common.h"
#include "core/rule.h"

#include <stdio.h>
#include <stdlib.h>

/* Literal, as in the kernel's header: test_rights.c holds the names to them. */
#define R 0xcU
#define X 0x1U
#define W 0x77b2U
#define U 0x10000U

/* Reads a copy that ends where the rule ends, so that a sanitizer sees a byte too
 * many being read. */
static int parse_bytes(const char *text, size_t len, struct lla_rule *rule, struct lla_error *err)
{
	char *exact = malloc(len ? len : 1);

	memcpy(exact, text, len);
	*err = (struct lla_error){ 0 };
	return lla_rule_parse(exact, len, rule, err);
}

static struct lla_rule parsed(const char *text)
{
	struct lla_rule rule;
	struct lla_error err;

	cr_assert_eq(parse_bytes(text, strlen(text), &rule, &err), 0, "%s: %s", text, err.text);
	return rule;
}

static void wrong_bytes(const char *text, size_t len, const char *part)
{
	struct lla_rule rule;
	struct lla_error err;

	cr_assert_eq(parse_bytes(text, len, &rule, &err), -1, "accepted: %.100s", text);
	cr_assert(strstr(err.text, part), "%.100s: no \"%s\" in: %s", text, part, err.text);
}

static void wrong(const char *text, const char *part)
{
	wrong_bytes(text, strlen(text), part);
}

struct word {
	const char *words;
	uint32_t access;
	uint32_t exact;
};

static void check_words(const struct word *rows, size_t count, enum lla_kind kind,
			const char *target)
{
	for (size_t i = 0; i < count; i++) {
		char text[100];

		snprintf(text, sizeof(text), "%s:%s", rows[i].words, target);
		struct lla_rule rule = parsed(text);
		cr_assert_eq(rule.kind, kind, "%s", text);
		cr_assert_eq(rule.access, rows[i].access, "%s: %#x", text, rule.access);
		cr_assert_eq(rule.exact, rows[i].exact, "%s: exact %#x", text, rule.exact);
	}
}

#define CHECK_WORDS(rows, kind, target) \
	check_words(rows, sizeof(rows) / sizeof((rows)[0]), kind, target)

Test(rule, a_word_for_a_path_means_what_the_design_says)
{
	static const struct word rows[] = {
		{ "read", R, 0 },
		{ "r", R, 0 },
		{ "execute", X, X },
		{ "x", X, X },
		{ "write", W, 0 },
		{ "w", W, 0 },
		{ "unix", U, U },
		{ "u", U, U },
		{ "read_exec", R | X, X },
		{ "rx", R | X, X },
		{ "read_write", R | W, 0 },
		{ "rw", R | W, 0 },
		{ "read_write_exec", R | W | X, X },
		{ "rwx", R | W | X, X },
		{ "READ", R, 0 },
		{ "Read-Exec", R | X, X },
		{ "read-write-exec", R | W | X, X },
	};

	CHECK_WORDS(rows, LLA_FS, "/a");
}

Test(rule, letters_combine_in_any_order)
{
	for (unsigned i = 0; i < 4 * 4 * 4 * 4; i++) {
		static const uint32_t means[] = { R, W, X, U };
		char text[] = "abcd:/a";
		uint32_t access = 0;

		for (unsigned k = 0, n = i; k < 4; k++, n /= 4) {
			text[k] = "rwxu"[n % 4];
			access |= means[n % 4];
		}
		cr_assert_eq(parsed(text).access, access, "%s", text);
		cr_assert_eq(parsed(text).exact, access & (X | U), "%s", text);
	}
}

Test(rule, every_kernel_name_means_its_bit)
{
	for (size_t i = 0; i < lla_rights_count; i++) {
		const struct lla_right *right = &lla_rights[i];
		const uint32_t bit = right->mask;
		char dashed[] = "........................";
		const struct word rows[] = { { right->name, bit, bit }, { dashed, bit, bit } };

		if (right->kind > LLA_NET)
			continue;
		strcpy(dashed, right->name);
		for (char *s = dashed; *s; s++)
			*s = (char)(*s == '_' ? '-' : *s - 'a' + 'A');
		CHECK_WORDS(rows, right->kind, right->kind == LLA_FS ? "/a" : "443");
	}
}

Test(rule, a_word_for_a_port_means_what_the_design_says)
{
	static const struct word rows[] = {
		{ "bind", 1, 1 },         { "b", 1, 1 },
		{ "connect", 2, 2 },      { "c", 2, 2 },
		{ "bind_connect", 3, 3 }, { "Bind-Connect", 3, 3 },
		{ "bc", 3, 3 },           { "cb", 3, 3 },
		{ "udp_bind", 4, 4 },     { "ub", 4, 4 },
		{ "udp_connect", 8, 8 },  { "UDP-connect", 8, 8 },
		{ "uc", 8, 8 },           { "ubc", 12, 12 },
		{ "ucb", 12, 12 },        { "udp_bind_connect", 12, 12 },
		{ "b,c", 3, 3 },          { "c,ub", 6, 6 },
		{ "bc,uc", 11, 11 },
	};

	CHECK_WORDS(rows, LLA_NET, "443");
}

/* `r` and `w` stand for several rights, all other words for what they name. */
Test(rule, words_add_up_and_only_a_named_right_is_exact)
{
	static const struct word rows[] = {
		{ "r,x", R | X, X },
		{ "read,write", R | W, 0 },
		{ "r,read_file", R, 0x4 },
		{ "refer,w", W, 0x2000 },
		{ "read_file,read-dir", R, R },
		{ "rw,ioctl_dev,u", R | W | U | 0x8000, U | 0x8000 },
		{ "rwxu", R | W | X | U, X | U },
	};

	CHECK_WORDS(rows, LLA_FS, "/a");
}

Test(rule, quiet_stands_alone_or_with_others)
{
	struct lla_rule rule = parsed("quiet:/var/log");

	cr_assert(rule.quiet && rule.kind == LLA_FS && !rule.access && !rule.exact);
	rule = parsed("r,quiet:/var/log");
	cr_assert(rule.quiet && rule.access == R && rule.kind == LLA_FS);
	rule = parsed("QUIET,r:/var/log");
	cr_assert(rule.quiet && rule.access == R);
	rule = parsed("quiet:443");
	cr_assert(rule.quiet && rule.kind == LLA_NET && !rule.access && rule.first == 443);
	rule = parsed("quiet:8000-8010");
	cr_assert(rule.quiet && rule.kind == LLA_NET && rule.last == 8010);
	rule = parsed("c,quiet:443");
	cr_assert(rule.quiet && rule.access == 2);
	/* With a word that says so, digits are a path. */
	rule = parsed("r,quiet:443");
	cr_assert(rule.quiet && rule.kind == LLA_FS && rule.path_len == 3);
	cr_assert_not(parsed("r:/var/log").quiet);
}

Test(rule, a_question_mark_is_for_a_path_that_may_be_missing)
{
	cr_assert(parsed("?r:/opt/app").optional);
	cr_assert_eq(parsed("?r:/opt/app").access, R);
	cr_assert(parsed("?quiet:/opt/app").optional);
	cr_assert_not(parsed("r:/opt/app").optional);
	cr_assert_not(parsed("r:?").optional);
	wrong("?c:443", "is for paths that may be missing");
	wrong("?quiet:443", "is for paths that may be missing");
	wrong("??r:/a", "no such right '?r'");
}

Test(rule, ports_are_one_a_range_or_any)
{
	static const struct {
		const char *text;
		unsigned first, last;
	} rows[] = {
		{ "c:0", 0, 0 },
		{ "c:443", 443, 443 },
		{ "c:65535", 65535, 65535 },
		{ "c:8000-8010", 8000, 8010 },
		{ "c:7-7", 7, 7 },
		{ "c:0-65535", 0, 65535 },
		{ "c:0443", 443, 443 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct lla_rule rule = parsed(rows[i].text);

		cr_assert_eq(rule.first, rows[i].first, "%s", rows[i].text);
		cr_assert_eq(rule.last, rows[i].last, "%s", rows[i].text);
		cr_assert_not(rule.any_port);
	}
	cr_assert(parsed("c:*").any_port);
	cr_assert_eq(parsed("bc:*").access, 3);
}

Test(rule, what_is_no_port_is_refused)
{
	static const char *const no_port[] = { "-1", "65536", "http",      "+5",   " 5",
					       "5 ", "-",     "-8000",     "0x50", "443/tcp",
					       "**", "*-5",   "4294967739" };
	static const char *const no_range[] = { "8000-", "1-2-3", "5-65536", "5-x",
						"5--6",  "5- 6",  "5-*" };
	char text[40];

	for (size_t i = 0; i < COUNT(no_port); i++) {
		snprintf(text, sizeof(text), "c:%s", no_port[i]);
		wrong(text, "no such port '");
		wrong(text, "a port is 0 to 65535, a range 8000-8010, any port *");
	}
	for (size_t i = 0; i < COUNT(no_range); i++) {
		snprintf(text, sizeof(text), "c:%s", no_range[i]);
		wrong(text, "no such port range '");
	}
	wrong("c:8010-8000", "the range '8010-8000' in \"c:8010-8000\" runs backwards");
	wrong("c:", "no port in \"c:\"");
	wrong("quiet,c:*", "quiet needs a port");
	wrong_bytes("c:44\0", 5, "no such port '44\\x00'");
}

Test(rule, the_path_is_the_text_behind_the_colon)
{
	static const char *const paths[] = {
		"/",    "/etc/hostname", "relative/x", ".",      "~/cache", "~/",      "/a b",
		"/a:b", "/a,b",          "/a?",        "/a=b:c", "a~b",     "/\xff\n", ":"
	};

	for (size_t i = 0; i < COUNT(paths); i++) {
		char text[40];
		struct lla_rule rule;

		snprintf(text, sizeof(text), "r:%s", paths[i]);
		rule = parsed(text);
		cr_assert_eq(rule.path_len, strlen(paths[i]), "%s", text);
		cr_assert_eq(memcmp(rule.path, paths[i], rule.path_len), 0, "%s", text);
	}
}

Test(rule, what_is_no_path_is_refused)
{
	wrong("r:", "no path in \"r:\"");
	wrong("r:/usr/*", "there are no patterns");
	wrong("r:*", "there are no patterns");
	wrong("quiet:*", "there are no patterns");
	wrong("r:~user/x", "only ~/ is known");
	wrong("r:~", "only ~/ is known");
	wrong_bytes("r:/a\0b", 6, "a NUL byte");
	wrong_bytes("r:/a\0", 5, "a NUL byte");
}

Test(rule, a_path_is_as_long_as_the_kernel_takes)
{
	char text[2 + 4096 + 1] = "r:/";

	memset(text + 3, 'a', sizeof(text) - 4);
	text[2 + 4095] = '\0';
	cr_assert_eq(parsed(text).path_len, 4095);
	text[2 + 4095] = 'a';
	text[2 + 4096] = '\0';
	wrong(text, "has 4096 bytes; the kernel takes at most 4095");
}

Test(rule, an_unknown_word_is_named_and_the_known_are_shown)
{
	wrong("reed:/usr", "no such right 'reed' in \"reed:/usr\"");
	wrong("r,reed,x:/usr", "no such right 'reed' in \"r,reed,x:/usr\"");
	wrong("reed:/usr", "r w x u for a path, b c ub uc for a port");
	/* Letters are lower case, and do not cross from paths to ports. */
	wrong("R:/usr", "no such right 'R'");
	wrong("rb:/usr", "no such right 'rb'");
	wrong("bu:443", "no such right 'bu'");
	wrong("uu b:443", "no such right 'uu b'");
	wrong(" r:/usr", "no such right ' r'");
	wrong("tsync:/usr", "no such right 'tsync'");
	wrong("core:/usr", "no such right 'core'");
	wrong("a\x1b[31m:/usr", "no such right 'a\\x1b[31m'");
}

Test(rule, a_rule_has_a_right_and_a_colon)
{
	wrong(":/usr", "no right before ':'");
	wrong("?:/usr", "no right before ':'");
	wrong("r,:/usr", "no right before ':'");
	wrong(",r:/usr", "no right before ':'");
	wrong("r,,x:/usr", "no right before ':'");
	wrong("/usr", "\"/usr\" is neither a rule (r:/path, c:443) nor an option");
	wrong("", "\"\" is neither a rule");
	wrong("?", "is neither a rule");
}

Test(rule, paths_and_ports_do_not_mix)
{
	wrong("r,c:443", "'c' in \"r,c:443\" mixes rights of paths and of ports; write two rules");
	wrong("c,quiet,r:/usr", "'r' in \"c,quiet,r:/usr\" mixes rights");
	wrong("uc,u:/run/x", "'u' in \"uc,u:/run/x\" mixes rights");
}

Test(rule, a_scope_is_granted_by_no_rule)
{
	wrong("signal:/usr", "'signal' in \"signal:/usr\" is a scope, which no rule grants");
	wrong("r,Abstract-Unix-Socket:/usr",
	      "is a scope, which no rule grants; leave it out of handle");
}

Test(rule, deny_is_explained)
{
	wrong("deny:/etc/shadow", "there is no deny rule: the kernel only grants");
	wrong("r,DENY:/etc/shadow", "'DENY' in \"r,DENY:/etc/shadow\": there is no deny rule");
}
