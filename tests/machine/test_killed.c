/* SPDX-License-Identifier: ISC */
/*
 * The machine works wherever a command is killed, and whenever the power fails. Each row is
 * a state of the machine and a command. tests/machine/killed knows the states and explains
 * the proof.
 */
#include "common.h"

static void proved(const char *what, const char *state, const char *command)
{
	struct ran r;

	needs_root();
	needs_abi(1);
	r = sh("rm -rf place; mkdir place; exec $SRC/tests/machine/killed $BUILD place %s %s %s",
	       what, state, command);
	if (r.status == 77)
		cr_skip_test("%s", r.out);
	cr_assert(r.status == 0, "status %d\n%s%s", r.status, r.out, r.err);
}

#define KILLED(name, state, command)                                \
	Test(killed, name##_can_be_killed_anywhere, .timeout = 600) \
	{                                                           \
		proved("kills", state, command);                    \
	}

KILLED(the_first_compile, "fresh", "compile")
KILLED(compile_while_off, "off-edited", "compile")
KILLED(compile_while_on, "on-edited", "compile")
KILLED(compile_over_a_database_that_is_no_link, "off-old", "compile")
KILLED(enable, "off", "enable")
KILLED(enable_in_a_file_of_others, "off-file", "enable")
KILLED(enable_to_be_confirmed, "off", "enable --confirm-within 60s")
KILLED(confirm, "unconfirmed", "confirm")
KILLED(disable, "on", "disable")
KILLED(disable_in_a_file_of_others, "on-file", "disable")
KILLED(arm, "booting", "arm")
KILLED(arm_in_a_file_of_others, "booting-file", "arm")

/* arm has no row here: it changes only /run, which a power cut empties. */
Test(killed, what_is_renamed_was_synced_before_and_is_after, .timeout = 300)
{
	static const struct {
		const char *state, *command;
	} rows[] = {
		{ "fresh", "compile" },
		{ "off-edited", "compile" },
		{ "on-edited", "compile" },
		{ "off-old", "compile" },
		{ "off", "enable" },
		{ "off-file", "enable" },
		{ "off", "enable --confirm-within 60s" },
		{ "unconfirmed", "confirm" },
		{ "on", "disable" },
		{ "on-file", "disable" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		proved("order", rows[i].state, rows[i].command);
}
