/* SPDX-License-Identifier: ISC */
/* Texts that are right, values that are wrong, and what libconfuse is not believed. */
#include "unit/conf_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Texts that are right. */

Test(conf, an_empty_text_is_an_empty_policy)
{
	cr_assert_eq(right("")->rules, 0);
	cr_assert_eq(right("\n")->rules, 0);
	cr_assert_eq(right("# nothing")->rules, 0);
	cr_assert_eq(right("\xef\xbb\xbf")->rules, 0);
}

Test(conf, the_example_of_the_design_is_read)
{
	const struct lla_image *image = right("# app.conf: comments anywhere\n"
					      "abi = 7\n"
					      "fs  = {\"rx:/usr\", \"r:/etc/ssl\",\n"
					      "       \"?r:/opt/app\", \"rw:~/cache\"}\n"
					      "net = {\"c:443\", \"b:8000-8010\"}\n");

	cr_assert_eq(image->rules, 6);
	cr_assert_eq(image->abi, 7);
	check_path(image, 0, "/usr", 3);
	check_path(image, 1, "/etc/ssl", 3);
	check_path(image, 2, "/opt/app", 4);
	check_path(image, 3, "~/cache", 4);
	cr_assert_eq(it.expanded, false);
}

Test(conf, every_key_is_known)
{
	const struct lla_image *image = right("min-abi = 2\nbest-effort = true\nabi = \"7\"\n"
					      "ignore-if-missing = yes\nlog-denials = false\n"
					      "log-children = on\nlog-nested = off\n"
					      "no-new-privs = false\nhandle = {core, 'tcp'}\n"
					      "fs = {}\nnet = {}\npresets = {}\n");

	cr_assert_eq(image->flags, LLA_IMAGE_FLAGS);
	cr_assert_eq(image->min_abi, 2);
	cr_assert_eq(image->abi, 7);
}

Test(conf, keys_may_be_written_in_capitals_and_with_underscores_as_everywhere)
{
	const struct lla_image *image = right("MIN_ABI = 3\nFs = {r:/usr}\n");

	cr_assert_eq(image->min_abi, 3);
	cr_assert_eq(image->rules, 1);
}

Test(conf, values_may_stand_without_quotes_and_a_list_of_one_without_braces)
{
	check_path(right("fs = r:/usr"), 0, "/usr", 1);
	check_path(right("\nfs='r:/a b'"), 0, "/a b", 2);
	check_path(right("fs = { ?r:~/x , }"), 0, "~/x", 1);
	check_path(right("fs={r:/a,r:/b}#"), 1, "/b", 1);
}

Test(conf, a_list_of_words_may_be_one_value_with_commas)
{
	const struct lla_image *image = right("handle = \"core,bind_tcp\"");

	cr_assert(image->flags & LLA_EXPLICIT_HANDLE);
	cr_assert_neq(image->handle_soft[LLA_FS], 0);
	cr_assert_neq(image->handle_named[LLA_NET], 0);
}

Test(conf, an_empty_handle_is_not_an_absent_one)
{
	cr_assert_eq(right("fs = r:/usr")->flags & LLA_EXPLICIT_HANDLE, 0);
	cr_assert_eq(right("handle = {}")->flags & LLA_EXPLICIT_HANDLE, LLA_EXPLICIT_HANDLE);
	cr_assert_eq(it.policy.image->handle_soft[LLA_FS], 0);
}

Test(conf, an_empty_fs_is_an_empty_list)
{
	cr_assert_eq(right("fs = {}\nnet = {\n}\n")->rules, 0);
	cr_assert_eq(it.policy.image->flags, 0);
}

Test(conf, comments_of_all_kinds_stand_anywhere_and_no_line_is_lost)
{
	const struct lla_image *image = right("# \"one\n"
					      "// two ' {\n"
					      "/* three\n"
					      "   four # \" ${X}\n"
					      " **/ fs /* in */ = // here\n"
					      "{ # six }\n"
					      "  \"r:/a\", # seven \"\n"
					      "  // eight, \"r:/no\"\n"
					      "  /* nine\n"
					      "  */ r:/b /* ten */, 'r:/c'// ten\n"
					      "  ,\n"
					      "  \"r:/d#/{no}///\" # no \\ comment\n"
					      "} # $*+\\()\n");

	cr_assert_eq(image->rules, 4);
	check_path(image, 0, "/a", 7);
	check_path(image, 1, "/b", 10);
	check_path(image, 2, "/c", 10);
	check_path(image, 3, "/d#/{no}///", 12);
}

Test(conf, crlf_line_ends_a_bom_and_no_final_newline_work)
{
	const struct lla_image *image = right("\xef\xbb\xbf"
					      "# c\r\nfs = {\"r:/a\",\r\n\r\n'r:/b', r:/c\r\n}\r\n"
					      "abi = 3\r\n// last\r");

	cr_assert_eq(image->rules, 3);
	check_path(image, 0, "/a", 2);
	check_path(image, 1, "/b", 4);
	check_path(image, 2, "/c", 4);
	cr_assert_eq(right("abi = 3\r")->abi, 3);
	cr_assert_eq(right("fs = r:/a\nabi = 3")->abi, 3);
}

Test(conf, in_quotes_every_character_is_itself)
{
	const struct lla_image *image = right("fs = {\"r:/g++ $x (\\\\) \\\" 'q'=,{}\",\n"
					      "'r:/${HOME}\\'\\\\\"\\n', \"r:/\xc3\xa9\t$\"}");

	check_path(image, 0, "/g++ $x (\\) \" 'q'=,{}", 1);
	check_path(image, 1, "/${HOME}'\\\"\\n", 2);
	check_path(image, 2, "/\xc3\xa9\t$", 2);
	cr_assert_eq(it.expanded, false);
}

Test(conf, a_variable_is_replaced_and_that_is_told)
{
	setenv("LLA_A1", "/srv/\"x\"\n,}#", 1);
	check_path(right("fs = {\"r:${LLA_A1}/${LLA_A1}\", \"r:/$${LLA_A1}\"}"), 0,
		   "/srv/\"x\"\n,}#//srv/\"x\"\n,}#", 1);
	check_path(it.policy.image, 1, "/$/srv/\"x\"\n,}#", 1);
	cr_assert_eq(it.expanded, true);
	right("# ${LLA_A1}\nfs = 'r:/${LLA_A1}'");
	cr_assert_eq(it.expanded, false);
}

Test(conf, a_mebibyte_of_comments_is_read)
{
	size_t len = 1U << 20, at = 0;
	char *text = malloc(len + 1);

	for (unsigned i = 0; at + 200 < len; i++)
		at += (size_t)sprintf(text + at, i % 2 ? "/* %080u\n */\n" : "# %090u\n", i);
	at += (size_t)sprintf(text + at, "fs = r:/end");
	cr_assert_eq(right_bytes(text, at)->rules, 1);
	cr_assert_gt(lla_image_next(it.policy.image, NULL)->line, 10000);
	free(text);
}

Test(conf, ten_thousand_rules_are_read)
{
	char *text = malloc(1U << 20);
	size_t at = (size_t)sprintf(text, "fs = {\n");

	for (unsigned i = 0; i < 10000; i++)
		at += (size_t)sprintf(text + at, "  \"rw:/srv/data/%u\",\n", i);
	at += (size_t)sprintf(text + at, "}\n");
	cr_assert_eq(right_bytes(text, at)->rules, 10000);
	check_path(it.policy.image, 9999, "/srv/data/9999", 10001);
	free(text);
}

Test(conf, the_largest_text_is_read_and_one_byte_more_is_not)
{
	char *text = malloc(LLA_CONF_MAX + 1);

	memset(text, ' ', LLA_CONF_MAX + 1);
	memcpy(text, "fs = r:/a", 9);
	cr_assert_eq(right_bytes(text, LLA_CONF_MAX)->rules, 1);
	cr_assert_eq(read_bytes(text, LLA_CONF_MAX + 1), -1);
	check_problem(0, 0, "larger than 4 MiB");
	free(text);
}

/* libconfuse alone takes four seconds for each. */
Test(conf, a_text_of_one_huge_token_takes_no_time, .timeout = 8)
{
	static const char *const around[][2] = { { "#", "" },          { "/*", "*/fs = r:/a" },
						 { "fs = r:/", "" },   { "fs = {\"r:/", "\"}" },
						 { "fs = 'r:/", "'" }, { "q", " = 7" } };
	static char text[LLA_CONF_MAX];

	for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++) {
		size_t end = strlen(around[i][1]);

		memset(text, 'x', sizeof(text));
		memcpy(text, around[i][0], strlen(around[i][0]));
		memcpy(text + sizeof(text) - end, around[i][1], end);
		if (i < 2)
			right_bytes(text, sizeof(text));
		else
			wrong_bytes(text, sizeof(text), 1,
				    i < 5 ? "is longer than any value can be" : "no such key");
	}
}

/* Values that are wrong: the policy says why, the reader says where. */

Test(conf, wrong_rules_are_errors)
{
	wrong("fs = {\"r:/a\",\n\"reed:/usr\"}", 2, "no such right 'reed'");
	wrong("fs = \":/usr\"", 1, "no right before ':'");
	wrong("fs = \"r:\"", 1, "no path");
	wrong("fs = \"\"", 1, "is neither a rule");
	wrong("fs = \"r:/usr/*\"", 1, "there are no patterns");
	wrong("fs = deny:/usr", 1, "there is no deny rule");
	wrong("fs = c:443", 1, "it belongs into `net`");
	wrong("net = r:/a", 1, "it belongs into `fs`");
	wrong("fs = \"x\x01:/usr\"", 1, "no such right 'x\\x01'");
}

Test(conf, wrong_ports_are_errors)
{
	wrong("\nnet = \"c:\"", 2, "no port");
	wrong("net = {c:443,\nc:-1}", 2, "no such port");
	wrong("net = c:65536", 1, "no such port '65536'");
	wrong("net = c:http", 1, "no such port 'http'");
	wrong("net = c:8010-8000", 1, "runs backwards");
	cr_assert_eq(right("net = {c:0, c:65535, \"c:*\"}")->rules, 2);
}

Test(conf, wrong_values_of_other_keys_are_errors)
{
	wrong("abi = \"\"", 1, "no such Landlock ABI ''");
	wrong("\nabi = 0x7", 2, "no such Landlock ABI '0x7'");
	wrong("best-effort = maybe", 1, "no such value 'maybe' for best-effort");
	wrong("handle = {core,\nfoo}", 2, "no such right 'foo' in handle");
	wrong("handle = \"\"", 1, "an empty word in handle");
}

Test(conf, a_path_of_5000_bytes_is_an_error)
{
	char text[5100];
	int at = sprintf(text, "fs = {\n\"r:/");

	memset(text + at, 'a', 4999);
	sprintf(text + at + 4999, "\"}");
	wrong(text, 2, "has 5000 bytes");
}

/* All of it together */

Test(conf, all_errors_are_told_in_the_order_of_lines)
{
	unsetenv("LLA_UNSET");
	cr_assert_eq(read_bytes("# one\n", 6), 0);
	static const char text[] = "abi = 99 // one\n"
				   "/* two\n"
				   "   three */ fss = {\"deny:/x\",\n"
				   "  c:1*}\n"
				   "fs = {\"r:/ok\", # five\n"
				   "  \"reed:/a\", \"r:${LLA_UNSET}\",\n"
				   "  'r:/g*',\n"
				   "  r:/g+ }\r\n"
				   "net = {c:1,\r\n"
				   "c:99999}\n"
				   "abi = 98\n"
				   "fs = {\"r:\"\n"
				   "  r:/a}\n";

	cr_assert_eq(read_bytes(text, sizeof(text) - 1), -1);
	check_problem(0, 1, "no such Landlock ABI '99'");
	check_problem(1, 3, "no such key 'fss'");
	check_problem(2, 6, "'LLA_UNSET'");
	check_problem(3, 6, "no such right 'reed'");
	check_problem(4, 7, "there are no patterns");
	check_problem(5, 8, "'+' in r:/g+");
	check_problem(6, 10, "no such port '99999'");
	check_problem(7, 11, "abi stands here a second time, the first is line 1");
	check_problem(8, 11, "no such Landlock ABI '98'");
	check_problem(9, 12, "fs stands here a second time, the first is line 5");
	check_problem(10, 13, "a comma is missing before r:/a");
	cr_assert_eq(it.problems.count, 11);
	cr_assert_eq(it.expanded, true);
}

Test(conf, a_flood_of_errors_is_counted_and_cut)
{
	size_t n = 50000, at = 0;
	char *text = malloc(n * 8);

	for (size_t i = 0; i < n; i++)
		at += (size_t)sprintf(text + at, "q = 1\n");
	cr_assert_eq(read_bytes(text, at), -1);
	cr_assert_eq(it.problems.count, LLA_CONF_PROBLEMS_MAX + 1);
	check_problem(99, 100, "no such key 'q'");
	check_problem(100, 0, "49900 more errors");
	free(text);
}

Test(conf, a_second_text_is_read_after_one_with_errors)
{
	cr_assert_eq(read_bytes("fs = {\"reed:/a\"", 15), -1);
	cr_assert_eq(right("fs = r:/a")->rules, 1);
}

/* A libconfuse that reads something else */

Test(conf, a_libconfuse_that_reads_nothing_is_not_believed)
{
	stand_in.reads_nothing = true;
	cr_assert_eq(read_bytes("fs = {r:/a, \"r:/b\"}", 19), -1);
	check_problem(0, 0, "libconfuse found 0 values where 2 stand");
	stand_in.reads_nothing = false;
	cr_assert_eq(read_bytes("fs = {r:/a, \"r:/b\"}", 19), -1);
	check_problem(0, 0, "cannot be read: a config before had an error");
}

Test(conf, a_libconfuse_that_fails_is_an_error)
{
	stand_in.fails = true;
	cr_assert_eq(read_bytes("abi = 7", 7), -1);
	check_problem(0, 0, "libconfuse stops here");
}

Test(conf, a_libconfuse_that_reads_sections_elsewhere_is_not_believed)
{
	static const char text[] = "abi = 7 program /a { fs = r:/a }";

	right_sections(LLA_CONF_SYSTEM, text, 1);
	stand_in.reads = "abi = 7 progr = /a fs = r:/a";
	right_sections(LLA_CONF_SYSTEM, text, 1);
	stand_in.reads = "abi = 7 fs = r:/a progr = /a";
	cr_assert_eq(read_sections(LLA_CONF_SYSTEM, text), -1);
	check_problem(0, 0, "libconfuse found 3 values where 3 stand; this is a bug");
	cr_assert_eq(taken_count, 0);
}
