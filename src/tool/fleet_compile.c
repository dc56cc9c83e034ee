/* SPDX-License-Identifier: ISC */
/* landlock-auto fleet compile: the texts become the database, or nothing changes. */
#include "tool/command.h"
#include "tool/doubts.h"
#include "fleet/build.h"
#include "fleet/database.h"
#include "fleet/texts.h"
#include "core/enforce.h"
#include "core/paths.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int usage(void)
{
	printf("usage: landlock-auto fleet compile [--root dir]\n"
	       "\n"
	       "Makes the database of the program sections in\n"
	       "  %s\n"
	       "  %s/*.conf\n"
	       "which replaces the one before at once, and not at all where there is any error. It\n"
	       "counts for every program that starts from then on.\n"
	       "\n"
	       "      --root DIR  for the machine whose root directory that is; all paths are as in it\n",
	       lla_system_config, lla_fleet_dir);
	return 0;
}

/* From inside, all paths are as that machine has them: the paths of texts, presets, programs and
 * the targets of links. */
static int enter(const char *root)
{
	if (!chdir(root) && !chroot(".") && !chdir("/"))
		return 0;
	lla_say("cannot make %q the root directory: %e", root, errno);
	return -1;
}

static void doubt(void *arg, const struct lla_program *program, struct lla_found *doubts)
{
	lla_doubts_add(program->image, program->line, arg, doubts);
}

static int write_db(const void *db, size_t size)
{
	struct lla_error err = { 0 };

	if (lla_database_validate(db, size, &err)) {
		lla_say("the database %s: this is a bug", err.text);
		return LLA_STATUS_REFUSED;
	}
	if (lla_database_write(db, size, &err))
		return lla_refuse(&err);
	return 0;
}

static int write_programs(struct lla_program *const *sorted, size_t count)
{
	size_t size;
	void *db = lla_build_database(sorted, count, &size);
	int status = write_db(db, size);

	free(db);
	if (status)
		return status;
	printf("%zu program%s in %s\n", count, count == 1 ? "" : "s", lla_fleet_db);
	if (!count)
		lla_say("warning: no program is named in %q or %q/*.conf", lla_system_config,
			lla_fleet_dir);
	return 0;
}

static int compile(struct lla_programs *programs, struct lla_problems *errors)
{
	struct lla_error err = { 0 };
	struct lla_program **sorted;
	int status = LLA_STATUS_REFUSED;

	if (lla_texts_begin(&err) < 0)
		return lla_refuse(&err);
	lla_texts_read(programs, errors);
	sorted = lla_programs_sorted(programs, errors);
	lla_say_problems(&programs->warnings, "warning: ");
	lla_say_problems(errors, "");
	if (errors->count)
		lla_say("nothing is changed");
	else
		status = write_programs(sorted, programs->count);
	free(sorted);
	return status;
}

int lla_fleet_compile(int argc, char **argv)
{
	static const struct option options[] = { { "root", required_argument, NULL, 'r' },
						 { "help", no_argument, NULL, 'h' },
						 { 0 } };
	struct lla_asked asked = { lla_kernel_try(), true };
	struct lla_programs programs = { .doubt = doubt, .arg = &asked };
	struct lla_problems errors = { 0 };
	const char *root = NULL;
	int status;

	for (int c; (c = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
		if (c != 'r')
			return c == 'h' ? usage() : lla_usage_error("fleet compile");
		root = optarg;
	}
	if (optind < argc)
		return lla_usage_error("fleet compile");
	if (root && enter(root))
		return LLA_STATUS_REFUSED;
	status = compile(&programs, &errors);
	lla_programs_free(&programs);
	lla_problems_free(&errors);
	return status;
}
