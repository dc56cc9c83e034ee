/* SPDX-License-Identifier: ISC */
/* landlock-auto fleet status: what is on, whether it is whole, and which processes are confined. */
#include "switch/checks.h"
#include "tool/command.h"
#include "switch/confirm.h"
#include "core/paths.h"
#include "switch/processes.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FEW_PROGRAMS 20

static int usage(void)
{
	puts("usage: landlock-auto fleet status [-v]\n"
	     "\n"
	     "Says whether the fleet's policies are on, whether object and database are whole, and\n"
	     "which processes of the named programs are confined:\n"
	     "\n"
	     "  confined  has the object, and was started after the database was written\n"
	     "  earlier   has the object, and was started before the database was written: it has\n"
	     "            the policy of the one before, if that named it\n"
	     "  open      has the object, and no policy is in force\n"
	     "  without   has not the object: was started before it was on, or is static\n"
	     "  unknown   cannot be seen by this user\n"
	     "\n"
	     "  -v, --verbose   name all programs, and not only a few\n"
	     "\n"
	     "Status: 0 they are on and all is well, 1 they are not on, 125 something is wrong.");
	return 0;
}

/* Prints a line: `what`, and `good` or the error. Returns whether there is no error. */
static bool say(const char *what, const char *good, const struct lla_error *err)
{
	LLA_LINE(t);

	if (!err->text[0]) {
		printf("%-10s %s\n", what, good);
		return true;
	}
	lla_text_add(&t, "%E", err);
	printf("%-10s WRONG: %s\n", what, t.at);
	return false;
}

static bool say_switch(const struct lla_switch *s, int looked, const struct lla_error *err)
{
	static const char *const forms[] = { "off", "a link", "an entry in a file of others" };
	char line[200];

	if (looked)
		return say("armed", "", err);
	snprintf(line, sizeof(line), "%s%s%s", s->armed ? "yes, as " : "no, ", forms[s->form],
		 !s->armed && s->form ? " that a boot arms, or landlock-auto fleet arm" : "");
	return say("armed", line, err);
}

static bool say_unconfirmed(void)
{
	enum lla_unconfirmed state = lla_confirm_state();
	struct lla_error err = { 0 };

	if (state == LLA_CONFIRM_LOST)
		lla_fail(&err, "what would have switched it off is gone: landlock-auto fleet "
			       "confirm, or disable");
	return state == LLA_CONFIRMED ||
	       say("confirm", "to be confirmed: off again unless landlock-auto fleet confirm comes",
		   &err);
}

/* An installer that appends to /etc/ld.so.preload writes through our link, into /run. */
static void say_others(const struct lla_switch *s)
{
	size_t size;
	char *list = lla_switch_list(s, NULL, &size);

	if (s->form == LLA_SWITCH_LINK && size)
		printf("%-10s have entries in " LLA_RUN_PRELOAD ", which a boot loses\n", "others");
	free(list);
}

static void say_exceptions(void)
{
	if (lla_checks_switched_off())
		printf("%-10s %s is there: nothing is confined\n", "disable",
		       lla_fleet_disable_file);
	if (lla_checks_required())
		printf("%-10s %s is there: a damaged database stops programs\n", "required",
		       lla_fleet_required_file);
}

/* The text may name the program by a link: this path is resolved. */
static void say_path(const char *what, const char *before, const char *path, const char *behind)
{
	LLA_LINE(t);

	lla_text_add(&t, "%q", path);
	printf("%-10s %s%s%s\n", what, before, t.at, behind);
}

static void say_programs(const struct lla_database *db, bool all)
{
	if (!all && db->programs > FEW_PROGRAMS)
		return;
	for (const struct lla_db_entry *e = NULL; (e = lla_database_next(db, e));)
		say_path("program", "", lla_database_path(e),
			 e->flags & LLA_DB_WARN ? "  on-error=warn" : "");
}

static void say_process(const struct lla_process *p)
{
	static const char *const states[] = {
		[LLA_PROCESS_CONFINED] = "confined", [LLA_PROCESS_EARLIER] = "earlier",
		[LLA_PROCESS_OPEN] = "open",         [LLA_PROCESS_WITHOUT] = "without",
		[LLA_PROCESS_UNKNOWN] = "unknown",
	};
	char what[40];

	snprintf(what, sizeof(what), "%d %-8s ", p->pid, states[p->state]);
	say_path("process", what, p->path, "");
}

static bool say_object(void)
{
	struct lla_error err = { 0 };

	lla_checks_object(&err);
	return say("object", lla_shim_path, &err);
}

static bool say_database(struct lla_database *db)
{
	struct lla_error err = { 0 };
	char line[100];

	if (!lla_database_read(db, &err))
		snprintf(line, sizeof(line), "%u program%s", db->programs,
			 db->programs == 1 ? "" : "s");
	return say("database", line, &err);
}

static bool say_users(void)
{
	struct lla_error err = { 0 };

	return !lla_checks_users(&err) || say("users", "", &err);
}

/* Returns whether nothing is wrong. */
static bool say_all(const struct lla_switch *s, bool all)
{
	struct lla_database db = { 0 };
	bool good;

	say_others(s);
	good = say_object();
	good &= say_database(&db);
	if (s->armed)
		good &= say_users();
	if (s->form)
		good &= say_unconfirmed();
	say_exceptions();
	if (db.bytes) {
		say_programs(&db, all);
		lla_processes_walk(&db, say_process);
	}
	lla_database_free(&db);
	return good;
}

static int status(bool all)
{
	struct lla_error err = { 0 };
	struct lla_switch s;
	int looked = lla_checks_look(&s, &err);
	bool good = say_switch(&s, looked, &err);

	good &= say_all(&s, all);
	lla_switch_free(&s);
	if (!s.form && !looked)
		return LLA_STATUS_OFF;
	if (!good)
		return LLA_STATUS_REFUSED;
	return s.armed && !lla_checks_switched_off() ? 0 : LLA_STATUS_OFF;
}

int lla_fleet_status(int argc, char **argv)
{
	static const struct option options[] = { { "verbose", no_argument, NULL, 'v' },
						 { "help", no_argument, NULL, 'h' },
						 { 0 } };
	bool all = false;

	for (int c; (c = getopt_long(argc, argv, "vh", options, NULL)) != -1;) {
		if (c != 'v')
			return c == 'h' ? usage() : lla_usage_error("fleet status");
		all = true;
	}
	if (optind < argc)
		return lla_usage_error("fleet status");
	return status(all);
}
