/* SPDX-License-Identifier: ISC */
#include "conf/conf.h"
#include "core/paths.h"
#include "conf/scan.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define NAME "app.conf"

/* What became of one text. Each test runs in a process of its own. */
static struct {
	struct lla_policy policy;
	struct lla_problems problems;
	struct lla_conf_job job;
	bool expanded;
} it;

static int file_of(const char *text, size_t len)
{
	int fd = memfd_create("conf", MFD_CLOEXEC);

	cr_assert_geq(fd, 0);
	for (ssize_t got; len; len -= (size_t)got, text += got) {
		got = write(fd, text, len);
		cr_assert_gt(got, 0);
	}
	return fd;
}

static void begin(void)
{
	static _Alignas(8) char buffer[LLA_IMAGE_MAX];
	struct lla_error err;

	lla_problems_free(&it.problems);
	it.expanded = false;
	cr_assert_eq(lla_policy_begin(&it.policy, buffer, sizeof(buffer), NAME, &err), 0);
	it.policy.preset = lla_conf_preset;
}

static int read_as(enum lla_conf_kind kind, const char *text, size_t len)
{
	int fd = file_of(text, len), got;

	begin();
	it.job.name = NAME;
	it.job.kind = kind;
	it.job.policy = &it.policy;
	it.job.problems = &it.problems;
	got = lla_conf_read(fd, &it.job);
	it.expanded = it.job.expanded;
	close(fd);
	return got;
}

static int read_bytes(const char *text, size_t len)
{
	return read_as(LLA_CONF_POLICY, text, len);
}

static int read_preset(const char *text, unsigned line)
{
	it.job.line = line;
	return read_as(LLA_CONF_PRESET, text, strlen(text));
}

static bool printable(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || (unsigned char)*s >= 0x7f)
			return false;
	return true;
}

static void check_problem(size_t i, unsigned line, const char *part)
{
	const struct lla_problem *p = &it.problems.at[i];

	cr_assert_lt(i, it.problems.count, "no problem %zu: \"%s\"", i, part);
	cr_assert_eq(p->line, line, "line %u, not %u: %s", p->line, line, p->text);
	cr_assert_str_eq(p->source, NAME);
	cr_assert(strstr(p->text, part), "no \"%s\" in: %s", part, p->text);
	cr_assert(printable(p->text), "%s", p->text);
}

/* The text has this one error. */
static void wrong_bytes(const char *text, size_t len, unsigned line, const char *part)
{
	cr_assert_eq(read_bytes(text, len), -1, "accepted: %.200s", text);
	check_problem(0, line, part);
	cr_assert_eq(it.problems.count, 1, "%.200s: a second problem: %s", text,
		     it.problems.count > 1 ? it.problems.at[1].text : "");
	lla_problems_free(&it.problems);
}

static void wrong(const char *text, unsigned line, const char *part)
{
	wrong_bytes(text, strlen(text), line, part);
}

static const struct lla_image *right_bytes(const char *text, size_t len)
{
	struct lla_error err = { 0 };
	int got = read_bytes(text, len);

	cr_assert_eq(got, 0, "%.200s: %s", text, it.problems.count ? it.problems.at[0].text : "");
	cr_assert_eq(it.problems.count, 0);
	cr_assert_eq(lla_policy_finish(&it.policy, &err), 0, "%s", err.text);
	lla_problems_free(&it.problems);
	return it.policy.image;
}

static const struct lla_image *right(const char *text)
{
	return right_bytes(text, strlen(text));
}

/* The rule with that number grants on this path, and stands in that line. */
static void check_path(const struct lla_image *image, size_t number, const char *path,
		       unsigned line)
{
	const struct lla_record *r = NULL;

	for (size_t i = 0; i <= number; i++) {
		r = lla_image_next(image, r);
		cr_assert_not_null(r, "no rule %zu", number);
	}
	cr_assert_str_eq(r->path, path);
	cr_assert_eq(r->line, line, "%s: line %u, not %u", path, r->line, line);
}

/* What is right */

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

/* What is wrong with keys */

Test(conf, an_unknown_key_is_an_error_that_names_the_nearest)
{
	wrong("\nfss = {\"r:/a\"}", 2, "no such key 'fss'; did you mean fs?");
	wrong("best_efort = true", 1, "did you mean best-effort?");
	wrong("log-denial = true", 1, "did you mean log-denials?");
	wrong("rules = {\"r:/a\"}", 1, "no such key 'rules'; the keys are fs, net, handle, abi");
	wrong("\xc3\xa9 = 7", 1, "no such key '\\xc3\\xa9'");
}

Test(conf, a_section_in_brackets_is_no_key)
{
	wrong("[fs]\n", 1, "no such key '[fs]'");
}

Test(conf, the_same_key_twice_is_an_error_that_names_the_first_line)
{
	wrong("abi = 7\n\nfs = {}\n/*\n*/\nfs = {\"r:/a\"}\n", 6,
	      "fs stands here a second time, the first is line 3; put both lists into one");
	wrong("abi = 7\nABI = 7", 2, "abi stands here a second time, the first is line 1; leave");
	wrong("handle = {core}\nhandle = {}", 2, "handle stands here a second time");
}

Test(conf, an_assignment_needs_its_parts)
{
	wrong("abi 7", 1, "'=' is missing before 7");
	wrong("\nabi", 2, "'=' is missing before the end of the file");
	wrong("abi =\n", 2, "a value is missing before the end of the file");
	wrong("abi = }\n", 1, "a value is missing before }");
	wrong("abi = = 7\n", 1, "a value is missing before =");
	wrong("abi = {7}\n", 1, "this key takes one value");
	wrong("\"abi\" = 7\n", 1, "a key has no quotes");
	wrong("abi = 7 7", 1, "no such key '7'");
	wrong("fs = \"r:/a\", \"r:/b\"", 1, "',' stands where a key should; write several");
	wrong("fs = [\"r:/a\"]", 1, "braces, not in brackets");
	wrong("fs = {}\n}", 2, "'}' stands where a key should");
	wrong("fs {r:/a}", 1, "'=' is missing before {");
}

Test(conf, plus_equals_is_an_error)
{
	wrong("fs = {}\nnet += {\"c:443\"}", 2, "there is no +=");
	wrong("net+= {\"c:443\"}", 1, "no such key 'net+'; did you mean net?");
}

/* What is wrong with lists */

Test(conf, a_list_without_end_is_an_error_where_it_begins)
{
	wrong("abi = 7\nfs =\n {\"r:/a\",\n\"r:/b\"\n", 3, "the list that begins here has no end");
	wrong("fs = {", 1, "the list that begins here has no end");
	wrong("fs = {\"r:/a\"\nnet = {\"c:443\"}\n", 2, "a comma is missing before net");
	wrong("fs = {\"r:/a\",\nnet = {\"c:443\"}\n", 2,
	      "'=' inside the list that begins in line 1");
}

Test(conf, nested_braces_are_an_error)
{
	wrong("fs = {\"r:/a\",\n {\"r:/b\"}}", 2, "'{' inside the list that begins in line 1");
	wrong("fs = {{{{{{", 1, "'{' inside the list");
}

Test(conf, a_comma_stands_between_two_values)
{
	wrong("fs = {\"r:/a\"\n\"r:/b\"}", 2, "a comma is missing before \"r:/b\"");
	wrong("fs = {r:\"/a\"}", 1, "or quotes around the whole value");
	wrong("fs = {\"r:/a\",,}", 1, "no value before ','");
	wrong("fs = {,}", 1, "no value before ','");
}

/* What is wrong with characters */

Test(conf, a_nul_byte_is_an_error)
{
	wrong_bytes("abi = 7\n\0fs = {}", 16, 2, "a NUL byte");
	wrong_bytes("abi = 7\n\n# \0", 12, 3, "a NUL byte");
	wrong_bytes("fs = \"r:/\0\"", 11, 1, "a NUL byte");
}

Test(conf, what_libconfuse_drops_or_replaces_needs_quotes)
{
	setenv("LLA_A1", "r:/x", 1);
	wrong("fs = {r:/a,\nr:/a/*}", 2, "'*' in r:/a/* outside quotes; write the value in double");
	wrong("fs = rx:/usr/bin/g++", 1, "'+' in rx:/usr/bin/g++ outside quotes");
	wrong("fs = r:/a\\b", 1, "'\\' in r:/a\\b outside quotes");
	wrong("fs = ${LLA_A1}", 1, "'$' in ${LLA_A1} outside quotes");
	wrong("fs = {r:${LLA_A1}/x,\nr:/y}", 1, "'$' in r:${LLA_A1}/x outside quotes");
	wrong("fs = ${", 1, "'$' in ${ outside quotes");
	wrong("fs = r:/a(1)", 1, "'(' in r:/a(1) outside quotes");
	wrong("fs = r:/a\x01", 1, "'\\x01' in r:/a\\x01 outside quotes");
	wrong("abi = \xc2\xa0", 1, "'\\xc2' in \\xc2\\xa0 outside quotes");
}

Test(conf, what_could_be_a_comment_needs_quotes)
{
	wrong("fs = rx:/usr//lib", 1, "'//' in rx:/usr//lib looks like a comment");
	wrong("fs = {r:/a#b\n}", 1, "'#' directly behind r:/a looks like a part of it");
	check_path(right("fs = \"rx:/usr//lib\""), 0, "/usr//lib", 1);
}

Test(conf, a_string_ends_in_its_line)
{
	wrong("abi = 7\nfs = {\"r:/a\n\", r:/b}", 2, "the string \"r:/a has no closing quote");
	wrong("fs = 'r:/a\r\n'", 1, "the string 'r:/a has no closing quote");
	wrong("fs = \"r:/a\r\"", 1, "has no closing quote");
	wrong("fs = \"r:/a\\\nb\"", 1, "has no closing quote");
	wrong("fs = \"r:/a\\\"", 1, "has no closing quote");
	wrong("fs = \"", 1, "has no closing quote");
	wrong("fs = \"\\", 1, "has no closing quote");
}

Test(conf, a_comment_without_end_is_an_error_where_it_begins)
{
	wrong("abi = 7\n/* fs\n = {}\n", 2, "the comment that begins here has no end");
	wrong("fs = {\n\"r:/a\", /* \n}\n/", 2, "the comment that begins here has no end");
	wrong("/*/", 1, "the comment that begins here has no end");
	cr_assert_eq(right("/**/fs = r:/a/")->rules, 1);
}

Test(conf, an_escape_but_of_quote_and_backslash_is_an_error)
{
	wrong("fs = \"r:/\\x41\"", 1, "'\\x' in \"r:/\\x41\": only \\\\ and \\\" are known");
	wrong("fs = \"r:/\\101\"", 1, "'\\1' in");
	wrong("fs = \"r:/\\n\"", 1, "'\\n' in");
}

Test(conf, an_unset_or_empty_variable_is_an_error)
{
	unsetenv("LLA_UNSET");
	setenv("LLA_EMPTY", "", 1);
	wrong("abi = 7\nfs = {\"rw:${LLA_UNSET}/\"}", 2, "the variable 'LLA_UNSET' in");
	cr_assert_eq(it.expanded, true);
	wrong("fs = \"rw:${LLA_EMPTY}/\"", 1, "is empty");
	setenv("LLA_EMPTY", "/x", 1);
	check_path(right("fs = \"rw:${LLA_EMPTY}/\""), 0, "/x/", 1);
}

Test(conf, a_variable_has_a_name_and_no_default)
{
	setenv("LLA_A1", "/x", 1);
	wrong("fs = \"r:${LLA_A1:-/y}\"", 1,
	      "'${LLA_A1:-/y}' in \"r:${LLA_A1:-/y}\" is no variable");
	wrong("fs = \"r:${}\"", 1, "'${}' in");
	wrong("fs = \"r:${1}\"", 1, "'${1}' in");
	wrong("fs = {\"r:${LLA_A1\", \"r:/}\"}", 1, "'${LLA_A1' in");
	wrong("fs = \"r:${A B}\"", 1, "is no variable");
}

/* What is wrong with values: the policy says it, we say where. */

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

/* Stands before libconfuse's own, which this calls. */
struct cfg_t;
int cfg_parse_buf(struct cfg_t *cfg, const char *text);
static bool says_something, says;
static const char *reads_instead;

int cfg_parse_buf(struct cfg_t *cfg, const char *text)
{
	int (*own)(struct cfg_t *, const char *);

	if (says_something)
		return says;
	*(void **)&own = dlsym(RTLD_NEXT, "cfg_parse_buf");
	return own(cfg, reads_instead ? reads_instead : text);
}

Test(conf, a_libconfuse_that_reads_nothing_is_not_believed)
{
	says_something = true;
	cr_assert_eq(read_bytes("fs = {r:/a, \"r:/b\"}", 19), -1);
	check_problem(0, 0, "libconfuse found 0 values where 2 stand");
	says_something = false;
	cr_assert_eq(read_bytes("fs = {r:/a, \"r:/b\"}", 19), -1);
	check_problem(0, 0, "cannot be read: a config before had an error");
}

Test(conf, a_libconfuse_that_fails_is_an_error)
{
	says_something = says = true;
	cr_assert_eq(read_bytes("abi = 7", 7), -1);
	check_problem(0, 0, "libconfuse stops here");
}

/* Presets */

Test(conf, a_preset_has_only_fs_and_net_and_no_variables)
{
	setenv("LLA_A1", "/x", 1);
	cr_assert_eq(read_preset("fs = {\n\"r:/a\"}\nnet = {\nc:443}", 7), 0);
	check_path(it.policy.image, 0, "/a", 7);
	cr_assert_eq(it.policy.image->rules, 2);
	cr_assert_eq(read_preset("fs = {}\nabi = 7\npresets = a\nfsx = a", 7), -1);
	check_problem(0, 2, "abi cannot stand in a preset; only fs and net can");
	check_problem(1, 3, "presets cannot stand in a preset");
	check_problem(2, 4, "did you mean fs?");
	cr_assert_eq(read_preset("\nfs = \"r:${LLA_A1}\"", 7), -1);
	check_problem(0, 2, "a preset takes no ${VAR}");
}

Test(conf, an_unknown_preset_is_an_error_that_lists_those_there_are)
{
	struct dirent *entry;
	DIR *dir;

	cr_assert_eq(read_bytes("abi = 7\npresets = {\nnone-such}", 30), -1);
	check_problem(0, 3, "no such preset 'none-such'; there are ");
	dir = opendir(lla_preset_dir);
	cr_assert_not_null(dir);
	while ((entry = readdir(dir))) {
		char *dot = strstr(entry->d_name, ".conf");

		if (!dot || dot == entry->d_name)
			continue;
		*dot = '\0';
		check_problem(0, 3, entry->d_name);
	}
	closedir(dir);
}

Test(conf, the_name_of_a_preset_is_no_path)
{
	wrong("presets = \"../presets/base\"", 1, "no such preset '../presets/base'");
	wrong("presets = \"Base\"", 1, "no such preset 'Base'");
	wrong("presets = \"\"", 1, "an empty word in presets");
	wrong("presets = \"a\x1b\"", 1, "no such preset 'a\\x1b'");
}

Test(conf, every_preset_that_is_shipped_is_read)
{
	struct dirent *entry;
	unsigned count = 0;
	DIR *dir = opendir(lla_preset_dir);

	cr_assert_not_null(dir);
	while ((entry = readdir(dir))) {
		char text[400], *dot = strstr(entry->d_name, ".conf");

		if (!dot || dot == entry->d_name)
			continue;
		sprintf(text, "\npresets = {\"%.*s\"}", (int)(dot - entry->d_name), entry->d_name);
		cr_assert_gt(right(text)->rules, 0, "%s", entry->d_name);
		cr_assert_eq(lla_image_next(it.policy.image, NULL)->line, 2);
		count++;
	}
	closedir(dir);
	cr_assert_gt(count, 0);
}

Test(conf, presets_without_a_reader_for_them_are_an_error)
{
	struct lla_conf_job job = { .name = NAME, .policy = &it.policy, .problems = &it.problems };
	int fd = file_of("presets = base", 14);

	begin();
	it.policy.preset = NULL;
	cr_assert_eq(lla_conf_read(fd, &job), -1);
	check_problem(0, 1, "there are no presets here");
	close(fd);
}

/* Sections */

#define MANY 8

static struct taken {
	char *path;
	unsigned line;
	bool warn;
	struct lla_image *image; /* NULL: has errors */
} taken[MANY];
static size_t taken_count;

static void take(void *arg, const struct lla_section *section, struct lla_found *found)
{
	struct taken *t = &taken[taken_count++ % MANY];
	struct lla_error err = { 0 };

	cr_assert_eq(arg, &taken);
	*t = (struct taken){ strdup(section->path), section->line, section->warn, NULL };
	if (!section->policy)
		return;
	if (lla_policy_finish(section->policy, &err)) {
		lla_found_add(found, err.line, "%s", err.text);
		return;
	}
	t->image = malloc(section->policy->image->size);
	memcpy(t->image, section->policy->image, section->policy->image->size);
}

static int read_sections(enum lla_conf_kind kind, const char *text)
{
	taken_count = 0;
	it.job.section = take;
	it.job.arg = &taken;
	return read_as(kind, text, strlen(text));
}

static void right_sections(enum lla_conf_kind kind, const char *text, size_t count)
{
	int got = read_sections(kind, text);

	cr_assert_eq(got, 0, "%.200s: %s", text, it.problems.count ? it.problems.at[0].text : "");
	cr_assert_eq(taken_count, count, "%zu sections in %.200s", taken_count, text);
	cr_assert_eq(it.job.sections, count);
	cr_assert(it.job.sound);
	for (size_t i = 0; i < count && i < MANY; i++)
		cr_assert_not_null(taken[i].image);
}

/* Of the kind with sections alone; it has this one error. */
static void wrong_section(const char *text, unsigned line, const char *part)
{
	cr_assert_eq(read_sections(LLA_CONF_SECTIONS, text), -1, "accepted: %s", text);
	check_problem(0, line, part);
	cr_assert_eq(it.problems.count, 1, "%.200s: a second problem: %s", text,
		     it.problems.count > 1 ? it.problems.at[1].text : "");
}

static void check_taken(size_t i, const char *path, unsigned line, unsigned rules)
{
	cr_assert_str_eq(taken[i].path, path);
	cr_assert_eq(taken[i].line, line, "%s: line %u", path, taken[i].line);
	cr_assert_not_null(taken[i].image, "%s", path);
	cr_assert_eq(taken[i].image->rules, rules, "%s: %u rules", path, taken[i].image->rules);
}

Test(conf, a_section_is_a_policy_for_the_program_that_it_names)
{
	right_sections(LLA_CONF_SECTIONS,
		       "# one\n"
		       "program \"/usr/bin/a\" {\n"
		       "\tfs = {\"r:/a\",\n"
		       "\t      \"r:/b\"}\n"
		       "}\n"
		       "program '/b' {fs=r:/c}program /* six */\n"
		       "/c # seven\n"
		       "{ // eight\n"
		       "  fs = {}\n"
		       "}program\"/d\"{}PROGRAM /e{net={c:1,c:2,c:3}}",
		       5);
	check_taken(0, "/usr/bin/a", 2, 2);
	check_path(taken[0].image, 0, "/a", 3);
	check_path(taken[0].image, 1, "/b", 4);
	check_taken(1, "/b", 6, 1);
	check_path(taken[1].image, 0, "/c", 6);
	check_taken(2, "/c", 6, 0);
	check_taken(3, "/d", 10, 0);
	check_taken(4, "/e", 10, 3);
	cr_assert_str_eq(lla_image_source(taken[4].image), NAME);
}

Test(conf, the_path_of_a_section_is_any_path)
{
	right_sections(LLA_CONF_SECTIONS,
		       "program \"/a b/{}=#,\\\\\\\"'/\xc3\xa9\" {}\r\nprogram '/${HOME}/\\'\"' {}",
		       2);
	check_taken(0, "/a b/{}=#,\\\"'/\xc3\xa9", 1, 0);
	check_taken(1, "/${HOME}/'\"", 2, 0);
}

Test(conf, a_section_takes_all_keys_of_a_policy_and_on_error)
{
	right_sections(LLA_CONF_SECTIONS,
		       "program /a { min-abi = 2 best-effort = true abi = \"7\"\n"
		       "ignore-if-missing = yes log-denials = false log-children = on\n"
		       "log-nested = off no-new-privs = false handle = {core, 'tcp'}\n"
		       "fs = {r:/a} net = {c:1} presets = base on-error = warn }\n"
		       "program /b { on-error = \"refuse\" } program /c { ON_ERROR = Warn }\n"
		       "program /d {}",
		       4);
	cr_assert_eq(taken[0].image->flags, LLA_IMAGE_FLAGS);
	cr_assert_eq(taken[0].image->min_abi, 2);
	cr_assert_eq(taken[0].image->abi, 7);
	cr_assert_gt(taken[0].image->rules, 2);
	cr_assert(taken[0].warn && !taken[1].warn && taken[2].warn && !taken[3].warn);
	cr_assert_eq(taken[1].image->flags, 0);
}

Test(conf, keys_outside_of_sections_are_the_policy_wherever_they_stand)
{
	right_sections(LLA_CONF_SYSTEM,
		       "fs = {r:/1, r:/2}\nprogram /a { fs = r:/no abi = 3 }\n"
		       "abi = 5\nprogram /b {}\nmin-abi = 2 net = c:1",
		       2);
	cr_assert_eq(it.policy.image->rules, 3);
	check_path(it.policy.image, 1, "/2", 1);
	cr_assert_eq(it.policy.image->abi, 5);
	cr_assert_eq(it.policy.image->min_abi, 2);
	cr_assert_eq(it.policy.image->flags, 0);
	cr_assert_eq(taken[0].image->abi, 3);
	cr_assert(it.job.keys);
	right_sections(LLA_CONF_SYSTEM, "program /a { abi = 5 }", 1);
	cr_assert_not(it.job.keys);
	right_sections(LLA_CONF_SYSTEM, "fs = {}", 0);
	cr_assert(it.job.keys);
}

Test(conf, an_empty_handle_is_that_of_its_section)
{
	right_sections(LLA_CONF_SYSTEM,
		       "program /a { handle = {} } program /b {} handle = {}\n"
		       "program /c { handle = {\n} }",
		       3);
	cr_assert_eq(taken[0].image->flags, LLA_EXPLICIT_HANDLE);
	cr_assert_eq(taken[1].image->flags, 0);
	cr_assert_eq(taken[2].image->flags, LLA_EXPLICIT_HANDLE);
	cr_assert_eq(it.policy.image->flags, LLA_EXPLICIT_HANDLE);
	right_sections(LLA_CONF_SYSTEM, "program /a { handle = {} } program /b {}", 2);
	cr_assert_eq(it.policy.image->flags, 0);
}

Test(conf, a_key_stands_once_in_each_section)
{
	right_sections(LLA_CONF_SYSTEM, "abi = 7 program /a { abi = 7 } program /b { abi = 7 }", 2);
	wrong_section("program /a {\nabi = 7\n\nabi = 7 }", 4,
		      "abi stands here a second time, the first is line 2");
	wrong_section("program /a {}\nprogram /b {\non-error = warn\non_error = warn }", 4,
		      "on-error stands here a second time, the first is line 3");
}

Test(conf, a_section_has_a_path_and_two_braces)
{
	wrong_section("program {\n}", 1, "the program's path is missing before {");
	wrong_section("\nprogram\n\n{ fs = r:/a }", 4, "the program's path is missing before {");
	wrong_section("program", 1, "'the end of the file' where the program's path should be");
	wrong_section("program = \"/a\"", 1, "'=' where the program's path should be");
	wrong_section("program } {", 1, "'}' where the program's path should be");
	wrong_section("program /a", 1, "'{' is missing before the end of the file");
	wrong_section("program /a\nfs = r:/a", 2, "'{' is missing before fs");
	wrong_section("program /a /b {}", 1, "'{' is missing before /b");
	wrong_section("program \"/a {\n}", 1, "the string \"/a { has no closing quote");
	wrong_section("program /a {}}", 1, "'}' stands where a key should");
	wrong_section("program /a {}, program /b {}", 1, "',' stands where a key should");
	wrong_section("program /a {\n\"x\" }", 2, "\"x\" stands where a key should");
	wrong_section("program/a {}", 1, "no such key 'program/a'");
	wrong_section("progam /a {}", 1, "no such key 'progam'; did you mean program?");
}

Test(conf, a_section_without_end_is_an_error_where_it_begins)
{
	wrong_section("program /a {}\nprogram /b {\nfs = r:/a\n\n", 2,
		      "the section that begins here has no end; write } behind it");
	wrong_section("program /a {\nfs = {r:/a\n", 2, "the list that begins here has no end");
	wrong_section("program /a {\n/*", 2, "the comment that begins here has no end");
}

Test(conf, a_section_stands_in_no_other)
{
	wrong_section("program /a {\nabi = 7\nprogram /b {} }", 3,
		      "a section inside the one that begins in line 1; close that with }");
}

Test(conf, an_unknown_key_in_a_section_is_an_error_that_names_the_nearest)
{
	wrong_section("program /a {\non-eror = warn }", 2, "did you mean on-error?");
	wrong_section("program /a { fss = {r:/a}\n}", 1, "did you mean fs?");
	wrong_section("program /a { x = {r:/a} }", 1,
		      "the keys are fs, net, handle, abi, min-abi, best-effort, ignore-if-missing, "
		      "log-denials, log-children, log-nested, no-new-privs, presets, on-error");
}

Test(conf, on_error_is_refuse_or_warn_and_stands_in_a_section)
{
	wrong_section("program /a {\non-error = yes }", 2,
		      "no such value 'yes' for on-error; write refuse or warn");
	wrong_section("program /a { on-error = {warn} }", 1, "this key takes one value");
	wrong("on-error = warn", 1, "on-error stands outside of a program section");
	wrong_section("on-error = warn\nprogram /a {}", 1,
		      "on-error stands outside of a program section");
	cr_assert_eq(read_preset("\non-error = warn", 7), -1);
	check_problem(0, 2, "on-error cannot stand in a preset");
}

Test(conf, a_text_of_sections_has_no_other_keys)
{
	wrong_section("program /a {}\nabi = 7", 2, "abi stands outside of a program section");
	check_problem(0, 2, lla_system_config);
	wrong_section("fss = 7", 1, "no such key 'fss'; the keys are program");
}

Test(conf, a_policy_of_one_program_has_no_sections)
{
	wrong("abi = 7\nprogram /a {\nfs = r:/a }\nprogram /b {}", 2,
	      "program sections belong into " /* and where */);
	cr_assert_eq(read_bytes("program /a {}", 13), -1);
	check_problem(0, 1, lla_system_config);
	check_problem(0, 1, lla_fleet_dir);
	cr_assert_eq(read_preset("fs = {}\nprogram /a {}", 7), -1);
	check_problem(0, 2, "program cannot stand in a preset; only fs and net can");
}

Test(conf, a_section_takes_no_variables)
{
	setenv("LLA_A1", "/x", 1);
	wrong_section("program /a {\nfs = \"r:${LLA_A1}\" }", 2,
		      "'${' in \"r:${LLA_A1}\": a program section takes no variables");
	wrong_section("program \"${LLA_A1}\" {}", 1, "a program section takes no variables");
	right_sections(LLA_CONF_SYSTEM, "program /a { fs = 'r:/${LLA_A1}' }\nfs = \"r:${LLA_A1}\"",
		       1);
	check_path(taken[0].image, 0, "/${LLA_A1}", 1);
	check_path(it.policy.image, 0, "/x", 2);
}

Test(conf, variables_of_another_environment_are_not_looked_at)
{
	unsetenv("LLA_UNSET");
	it.job.deferred = true;
	right_sections(LLA_CONF_SYSTEM, "fs = {\"r:${LLA_UNSET}\", r:/b}\nprogram /a {}", 1);
	cr_assert_eq(it.policy.image->rules, 1);
	cr_assert_eq(it.job.expanded, true);
	it.job.deferred = false;
	cr_assert_eq(read_sections(LLA_CONF_SYSTEM, "fs = \"r:${LLA_UNSET}\""), -1);
}

Test(conf, a_section_takes_absolute_paths_only)
{
	wrong_section("program /a {\nfs = {r:/a,\n\"rw:~/x\"} }", 3,
		      "\"rw:~/x\": a path in a program section begins with /; $HOME");
	wrong_section("program /a { fs = r:a }", 1,
		      "\"r:a\": a path in a program section begins with /; the working directory");
	wrong_section("program /a { fs = \"?r:./a\" }", 1, "begins with /");
	right_sections(LLA_CONF_SYSTEM, "fs = {r:a, r:~/x}\nprogram /a { net = c:1 }", 1);
	cr_assert_eq(it.policy.image->rules, 2);
}

Test(conf, a_section_leaves_out_what_a_preset_has_for_the_home_directory)
{
	static const char text[] = "fs = {\"?r:~/x\", r:/a}";

	it.job.absolute = true;
	cr_assert_eq(read_preset(text, 7), 0);
	cr_assert_eq(it.policy.image->rules, 1);
	check_path(it.policy.image, 0, "/a", 7);
	cr_assert_eq(read_preset("fs = {\nr:~/x}", 7), -1);
	check_problem(0, 2, "\"r:~/x\": a path in a program section begins with /");
	cr_assert_eq(read_preset("fs = \"?r:x\"", 7), -1);
	it.job.absolute = false;
	cr_assert_eq(read_preset(text, 7), 0);
	cr_assert_eq(it.policy.image->rules, 2);
}

Test(conf, the_path_of_a_section_is_absolute_and_plain)
{
	wrong_section("\nprogram a {}", 2, "'a' is no absolute path");
	wrong_section("program \"\" {}", 1, "'' is no absolute path");
	wrong_section("program \"~/a\" {}", 1, "'~/a' is no absolute path");
	wrong_section("program / {}", 1, "'/' is a path with a part that is empty, . or ..");
	wrong_section("program /a/ {}", 1, "'/a/' is a path with a part that is empty");
	wrong_section("program \"//a\" {}", 1, "'//a' is a path with a part that is empty");
	wrong_section("program /a/../b {}", 1, "'/a/../b' is a path with a part that is empty");
	wrong_section("program /a/. {}", 1, "'/a/.' is a path with a part that is empty");
	wrong_section("program \"/a*\" {}", 1, "'/a*' is a pattern, of which there are none");
	wrong_section("program /a* {}", 1, "'*' in /a* outside quotes");
	right_sections(LLA_CONF_SECTIONS, "program /...a/..b/.c {}", 1);
}

Test(conf, the_path_of_a_section_is_no_longer_than_paths_can_be)
{
	char text[4200], path[4097];

	memset(path, 'a', sizeof(path));
	path[0] = '/';
	path[4096] = '\0';
	sprintf(text, "program %s {}", path);
	wrong_section(text, 1, "is longer than any path");
	path[4095] = '\0';
	sprintf(text, "program %s {}", path);
	right_sections(LLA_CONF_SECTIONS, text, 1);
}

Test(conf, all_errors_of_all_sections_are_told)
{
	static const char text[] = "abi = 99\n"
				   "program /a { fs = reed:/a }\n"
				   "program { fs = \"r:${X}\" }\n"
				   "program /c { handle = bind_tcp\n"
				   "  fs = r:/a }\n"
				   "program /d { fs = r:/a }\n"
				   "program e { abi = 98 }\n"
				   "program /f { handle = {bind_tcp, \"${X}\"} fs = r:/a }\n";

	cr_assert_eq(read_sections(LLA_CONF_SYSTEM, text), -1);
	check_problem(0, 1, "no such Landlock ABI '99'");
	check_problem(1, 2, "no such right 'reed'");
	check_problem(2, 3, "the program's path is missing");
	check_problem(3, 3, "takes no variables");
	check_problem(4, 5, "which handle leaves out");
	check_problem(5, 7, "'e' is no absolute path");
	check_problem(6, 7, "no such Landlock ABI '98'");
	/* And not what only follows from that. */
	check_problem(7, 8, "takes no variables");
	cr_assert_eq(it.problems.count, 8);
	cr_assert_not(it.job.sound);
	/* Those whose program is known, and policies of those without errors. */
	cr_assert_eq(taken_count, 4);
	cr_assert_null(taken[0].image);
	cr_assert_str_eq(taken[1].path, "/c");
	check_taken(2, "/d", 6, 1);
}

Test(conf, an_error_in_a_section_is_none_outside)
{
	cr_assert_eq(read_sections(LLA_CONF_SYSTEM, "abi = 7 program /a { x = 1 } min-abi = 1"),
		     -1);
	cr_assert(it.job.sound);
	cr_assert_eq(read_sections(LLA_CONF_SYSTEM, "program /a {} x = 1"), -1);
	cr_assert_not(it.job.sound);
	cr_assert_not_null(taken[0].image);
}

/* libconfuse's own sections take minutes for as many. */
Test(conf, a_text_full_of_sections_takes_no_time, .timeout = 20)
{
	char *text = malloc(LLA_CONF_MAX + 1);
	size_t at = 0, count = 0;

	while (at + 40 < LLA_CONF_MAX)
		at += (size_t)sprintf(text + at, "program /p%zu{fs=r:/a}", count++);
	cr_assert_gt(count, 130000);
	right_sections(LLA_CONF_SECTIONS, text, count);
	check_taken((count - 1) % MANY, taken[(count - 1) % MANY].path, 1, 1);
	free(text);
}

Test(conf, a_libconfuse_that_reads_sections_elsewhere_is_not_believed)
{
	static const char text[] = "abi = 7 program /a { fs = r:/a }";

	right_sections(LLA_CONF_SYSTEM, text, 1);
	reads_instead = "abi = 7 progr = /a fs = r:/a";
	right_sections(LLA_CONF_SYSTEM, text, 1);
	reads_instead = "abi = 7 fs = r:/a progr = /a";
	cr_assert_eq(read_sections(LLA_CONF_SYSTEM, text), -1);
	check_problem(0, 0, "libconfuse found 3 values where 3 stand; this is a bug");
	cr_assert_eq(taken_count, 0);
}

/* Files */

static void no_config(const char *path, const char *part)
{
	struct lla_error err = { .line = 9 };

	cr_assert_eq(lla_conf_open(path, &err), -1, "%s", path);
	cr_assert(strstr(err.text, part), "%s: %s", path, err.text);
	cr_assert_str_eq(err.source, path);
	cr_assert_eq(err.line, 0);
}

Test(conf, a_config_is_a_regular_file)
{
	no_config("/", "a directory");
	no_config("/dev/zero", "a character device");
	no_config("/nonexistent/app.conf", "No such file or directory");
	no_config("", "No such file or directory");
}

/* One file, gone at the end of the test. */
static char directory[] = "/tmp/lla-conf-XXXXXX";
static char file[64];

static void make_directory(void)
{
	cr_assert_not_null(mkdtemp(directory));
	snprintf(file, sizeof(file), "%s/app.conf", directory);
}

static void remove_directory(void)
{
	unlink(file);
	rmdir(directory);
}

Test(conf, a_fifo_or_socket_is_no_config, .init = make_directory, .fini = remove_directory,
     .timeout = 8)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	cr_assert_eq(mkfifo(file, 0600), 0);
	no_config(file, "a FIFO");
	unlink(file);
	strcpy(address.sun_path, file);
	cr_assert_eq(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	no_config(file, "a socket");
	close(fd);
}

Test(conf, a_config_has_at_most_four_mebibytes, .init = make_directory, .fini = remove_directory)
{
	struct lla_error err;
	int fd = open(file, O_CREAT | O_WRONLY, 0600);

	cr_assert_eq(ftruncate(fd, LLA_CONF_MAX + 1), 0);
	no_config(file, "larger than 4 MiB");
	cr_assert_eq(ftruncate(fd, LLA_CONF_MAX), 0);
	close(fd);
	fd = lla_conf_open(file, &err);
	cr_assert_geq(fd, 0, "%s", err.text);
	cr_assert_eq(fcntl(fd, F_GETFD), FD_CLOEXEC);
	close(fd);
}

Test(conf, an_unreadable_file_is_an_error, .init = make_directory, .fini = remove_directory)
{
	close(open(file, O_CREAT | O_WRONLY, 0));
	if (!getuid() && (chmod(directory, 0755) || seteuid(65534)))
		cr_skip_test("neither a user nor able to become one");
	no_config(file, "Permission denied");
	cr_assert_eq(seteuid(getuid()), 0);
}

Test(conf, what_cannot_be_read_is_an_error)
{
	struct lla_conf_job job = { .name = NAME, .policy = &it.policy, .problems = &it.problems };
	int fd = open("/", O_RDONLY | O_CLOEXEC);

	begin();
	cr_assert_eq(lla_conf_read(fd, &job), -1);
	check_problem(0, 0, "cannot be read: Is a directory");
	close(fd);
}

Test(conf, a_problem_is_printable_and_needs_no_source)
{
	lla_problems_add(&it.problems, NULL, 3, "a\x1b[2J\nb");
	cr_assert_null(it.problems.at[0].source);
	cr_assert_str_eq(it.problems.at[0].text, "a?[2J?b");
	lla_problems_free(&it.problems);
	cr_assert_eq(it.problems.count, 0);
}
