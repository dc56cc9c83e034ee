/* SPDX-License-Identifier: ISC */
/* Mistakes in a text that are found before its values are looked at. */
#include "unit/conf_text.h"

#include <stdlib.h>

/* Keys. */

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

/* Lists. */

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

/* Characters. */

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
