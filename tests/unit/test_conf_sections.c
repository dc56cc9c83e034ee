/* SPDX-License-Identifier: ISC */
/* Program sections: what stands in them, and what may stand outside of them. */
#include "unit/conf_text.h"
#include "core/paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
	cr_assert(it.result.keys);
	right_sections(LLA_CONF_SYSTEM, "program /a { abi = 5 }", 1);
	cr_assert_not(it.result.keys);
	right_sections(LLA_CONF_SYSTEM, "fs = {}", 0);
	cr_assert(it.result.keys);
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
	cr_assert_eq(it.result.expanded, true);
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

	it.absolute = true;
	cr_assert_eq(read_preset(text, 7), 0);
	cr_assert_eq(it.policy.image->rules, 1);
	check_path(it.policy.image, 0, "/a", 7);
	cr_assert_eq(read_preset("fs = {\nr:~/x}", 7), -1);
	check_problem(0, 2, "\"r:~/x\": a path in a program section begins with /");
	cr_assert_eq(read_preset("fs = \"?r:x\"", 7), -1);
	it.absolute = false;
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
	cr_assert_not(it.result.sound);
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
	cr_assert(it.result.sound);
	cr_assert_eq(read_sections(LLA_CONF_SYSTEM, "program /a {} x = 1"), -1);
	cr_assert_not(it.result.sound);
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
	check_taken((count - 1) % TAKEN_MOST, taken[(count - 1) % TAKEN_MOST].path, 1, 1);
	free(text);
}
