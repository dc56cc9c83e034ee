/* SPDX-License-Identifier: ISC */
/* landlock-auto fleet enable: on, after a trial, and perhaps only for a while. */
#include "switch/arming.h"
#include "switch/checks.h"
#include "tool/command.h"
#include "switch/confirm.h"

#include <getopt.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/statfs.h>

#define SECONDS_MAX 86400

/* Reads a time as 60s, 5m or 90. Returns seconds, or 0 if the text is no such time. */
static unsigned seconds(const char *text)
{
	size_t len = strlen(text);
	unsigned long n, unit = 1;

	if (len && (text[len - 1] == 's' || text[len - 1] == 'm'))
		unit = text[--len] == 'm' ? 60 : 1;
	return lla_number(text, len, SECONDS_MAX / unit, &n) ? (unsigned)(n * unit) : 0;
}

/* A run that was killed before it switched on has left the file of the state unconfirmed behind. */
static bool to_be_confirmed(const struct lla_switch *s)
{
	enum lla_unconfirmed state = lla_confirm_state();

	if (state == LLA_CONFIRM_LOST && s->form == LLA_SWITCH_NONE)
		return lla_confirm_end() != 0;
	return state != LLA_CONFIRMED;
}

/* Checks everything that needs no trial. */
static int may_enable(struct lla_switch *s, struct lla_database *database, bool to_confirm,
		      struct lla_error *err)
{
	if (lla_checks_not_switched_off(err))
		return -1;
	if (lla_checks_all(database, err) || lla_checks_look(s, err))
		return -1;
	if (to_be_confirmed(s))
		return lla_fail(err,
				"that it was switched on is still to be confirmed: landlock-auto "
				"fleet confirm, or fleet disable");
	if (s->form != LLA_SWITCH_NONE && to_confirm)
		return lla_fail(err, "it is on already: there is nothing to confirm");
	return 0;
}

static void say_on(const struct lla_switch *s, const struct lla_database *database,
		   unsigned started, unsigned confirm_within)
{
	struct statfs fs;

	printf("%u program%s started as before; it is on, as %s\n", started,
	       started == 1 ? "" : "s", s->file ? "an entry in a file of others" : "a link");
	if (confirm_within)
		printf("off again in %u s, unless landlock-auto fleet confirm comes\n",
		       confirm_within);
	fflush(stdout);
	if (!database->programs)
		lla_say("warning: the database names no program");
	if (!statfs(LLA_RUN_DIR, &fs) && fs.f_type != TMPFS_MAGIC && fs.f_type != RAMFS_MAGIC)
		lla_say("warning: /run is on disk here, so it is on from the beginning of a "
			"boot, before anything is verified");
}

static int try_and_switch_on(struct lla_switch *s, struct lla_database *database,
			     unsigned confirm_within, unsigned *started, struct lla_error *err)
{
	if (may_enable(s, database, confirm_within, err))
		return -1;
	if (lla_arming_try(s, database, started, err))
		return -1;
	return lla_arming_switch_on(s, confirm_within, err);
}

static int enable(unsigned confirm_within)
{
	struct lla_database database = { 0 };
	struct lla_error err = { 0 };
	struct lla_switch s = { 0 };
	unsigned started = 0;
	int status = 0;

	if (try_and_switch_on(&s, &database, confirm_within, &started, &err))
		status = lla_refuse(&err);
	else
		say_on(&s, &database, started, confirm_within);
	lla_switch_free(&s);
	lla_database_free(&database);
	return status;
}

static const char help[] =
	"usage: landlock-auto fleet enable [--confirm-within time]\n"
	"\n"
	"Switches the fleet's policies on: checks the object and the database, tries in a mount\n"
	"namespace of its own whether programs start as before, and has /etc/ld.so.preload refer\n"
	"to the object. Entries of others in that file stay.\n"
	"\n"
	"      --confirm-within TIME  off again after so many seconds (90, 90s) or minutes (5m),\n"
	"                             unless landlock-auto fleet confirm comes; and off with\n"
	"                             the next boot";

int lla_fleet_enable(int argc, char **argv)
{
	static const struct option options[] = { { "confirm-within", required_argument, NULL, 'c' },
						 { "help", no_argument, NULL, 'h' },
						 { 0 } };
	unsigned confirm_within = 0;
	int status;

	for (int c; (c = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
		if (c == 'h') {
			puts(help);
			return 0;
		}
		if (c != 'c')
			return lla_usage_error("fleet enable");
		confirm_within = seconds(optarg);
		if (confirm_within)
			continue;
		lla_say("%q is no time: write 90, 90s or 5m, a day at most", optarg);
		return LLA_STATUS_REFUSED;
	}
	if (!lla_command_begins(argc - optind + 1, argv + optind - 1, "fleet enable", help,
				&status))
		return status;
	return enable(confirm_within);
}
