/* SPDX-License-Identifier: ISC */
#include "run/tool.h"
#include "core/build.h"
#include "core/elf_file.h"
#include "core/sys.h"
#include "core/usage.h"
#include "run/beside.h"

/* Whether the file is the tool of this build. The note of the launcher differs by its type. */
static bool is_of_this_build(int fd)
{
	struct lla_build_note note = lla_build_note;
	struct lla_elf elf;

	note.type = LLA_BUILD_TOOL;
	return lla_elf_read(fd, &elf) && lla_elf_has_note(fd, &elf, &note, sizeof(note));
}

int lla_tool_find(void *search, struct lla_tool *tool, struct lla_error *err)
{
	struct lla_tool_search *s = search;
	struct lla_file file;
	int got = lla_beside_open(s->launch, LLA_TOOL_NAME, &file, s->path, err);

	*tool = (struct lla_tool){ lla_tool_path, -1 };
	if (got > 0)
		return 0;
	if (got)
		return -1;
	*tool = (struct lla_tool){ s->path, file.fd };
	if (is_of_this_build(file.fd))
		return 0;
	lla_sys_close(file.fd);
	return lla_fail(err,
			"%q is beside this program, and no tool of the same build; copy it again",
			s->path);
}

int lla_tool_become(const struct lla_launch *launch)
{
	const char *word = launch->argv[1];
	struct lla_tool_search search;
	struct lla_error err = { 0 };
	struct lla_text t = LLA_TEXT_IN(err.text);
	struct lla_tool tool;
	int got;

	search.launch = launch;
	if (lla_tool_find(&search, &tool, &err))
		lla_report_refuse(&launch->report, &err);
	got = lla_helper_execute(&tool, launch->argv, launch->env);
	if (lla_usage_has(word))
		lla_text_add(
			&t,
			"'%q' needs %q, which cannot be run: %e; run with rules or a compiled policy, "
			"export and fleet disable do without it",
			word, tool.path, -got);
	else
		lla_usage_no_such(word, &t);
	lla_report_refuse(&launch->report, &err);
}
