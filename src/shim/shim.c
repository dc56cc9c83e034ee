/* SPDX-License-Identifier: ISC */
/*
 * The object's constructor. It runs in every process that loads the object,
 * before all other code of the program. When it returns, the policy is in force,
 * or there was none. Otherwise it does not return.
 */
#include "core/enforce.h"
#include "core/report.h"
#include "core/source.h"
#include "shim/environ.h"
#include "shim/machine.h"
#include "shim/marker.h"
#include "shim/process.h"

/* The process as it was when the object was loaded. */
struct start {
	char **env; /* NULL: there is none */
	struct lla_session session;
	struct lla_machine machine;
	struct lla_report report;
};

static int enforce(const struct lla_image *image, const char *home, struct lla_plan *plan,
		   struct lla_error *err)
{
	struct lla_place place = { .home = home, .threads = lla_process_threads() };

	return lla_enforce(image, &place, plan, err);
}

static void describe(const struct start *start, const struct lla_plan *plan,
		     const struct lla_image *image, bool verbose)
{
	LLA_LINE(t);

	/* A user who asked for best effort has to hear that it came to nothing. */
	if (!verbose && !lla_plan_is_void(plan))
		return;
	lla_plan_describe(plan, image, &t);
	lla_report_line(&start->report, "%s", t.at);
}

static void machine_failed(const struct start *start, const struct lla_error *err)
{
	if (!(start->machine.flags & LLA_DB_WARN))
		lla_report_refuse(&start->report, err);
	lla_report_operator(&start->report, err,
			    "the program runs unconfined, as on-error=warn says");
}

/* The machine's policy for this program. */
static void enforce_machine(struct start *start)
{
	struct lla_machine *machine = &start->machine;
	/* Afterwards the policy may hide /proc. */
	bool verbose = start->session.verbose && lla_process_secure() == LLA_NOT_SECURE;
	struct lla_error err;
	struct lla_plan plan;

	lla_error_clear(&err);
	if (enforce(machine->image, NULL, &plan, &err)) {
		machine_failed(start, &err);
	} else {
		/* Best effort that came to nothing stacks nothing. Each start reports it. */
		if (machine->flags & LLA_DB_REENTERS && plan.attr_size)
			lla_marker_set(machine->id);
		describe(start, &plan, machine->image, verbose);
	}
	lla_memory_release(&machine->memory);
}

/* The policy that the user who started the program has set. */
static void enforce_session(const struct start *start, const struct lla_image *image)
{
	const struct lla_session *session = &start->session;
	struct lla_error err;
	struct lla_plan plan;

	lla_error_clear(&err);
	if (enforce(image, session->home, &plan, &err))
		lla_report_refuse(&start->report, &err);
	describe(start, &plan, image, session->verbose);
	/* The descriptor was read and closed: nobody could find it again by its variable. */
	if (!session->keep || session->source.fd)
		lla_environ_strip(start->env);
}

static const struct lla_image *session_image(const struct start *start, struct lla_memory *memory)
{
	struct lla_helper helper = { .env = start->env };
	struct lla_error err;
	const struct lla_image *image =
		lla_source_image(&start->session.source, &helper, memory, &err);

	if (!image && !err.text[0])
		lla_report_exit(LLA_STATUS_REFUSED);
	if (!image)
		lla_report_refuse(&start->report, &err);
	return image;
}

/* Whether the session asks for a policy. If LD_PRELOAD names the object and no variable names a
 * policy, the machine's policy for this program is enough. */
static bool session_asks(const struct start *start)
{
	if (lla_source_is_set(&start->session.source))
		return true;
	return start->session.named && start->machine.answer != LLA_MACHINE_POLICY &&
	       start->machine.answer != LLA_MACHINE_IN_FORCE;
}

/* Whether the environment counts. If secure execution can neither be seen nor ruled out, the
 * environment may be an attacker's, so the shim takes no policy from it. The program must not run
 * without a policy then: a user wanted it confined. */
static bool session_counts(const struct start *start)
{
	struct lla_error err;

	switch (lla_process_secure()) {
	case LLA_NOT_SECURE: return true;
	case LLA_SECURE: return false;
	default: break;
	}
	lla_error_clear(&err);
	lla_fail(&err, "cannot tell whether this is a setuid program, whose environment counts for "
		       "nothing: mount /proc, or use Linux 6.4 or newer");
	lla_report_refuse(&start->report, &err);
}

/* Reads both policies before it enforces the first, which may hide the second. */
static void confine(struct start *start, struct lla_memory *memory)
{
	const struct lla_image *image = NULL;

	if (session_asks(start) && session_counts(start))
		image = session_image(start, memory);
	if (start->machine.answer == LLA_MACHINE_POLICY)
		enforce_machine(start);
	if (image)
		enforce_session(start, image);
	lla_memory_release(memory);
}

/* Whether there is no policy to enforce, and no error to report. */
static bool nothing_to_do(const struct start *start)
{
	switch (start->machine.answer) {
	case LLA_MACHINE_NOTHING:
	case LLA_MACHINE_IN_FORCE: return !session_asks(start);
	default: return false;
	}
}

__attribute__((constructor)) static void construct(int argc, char **argv, char **envp)
{
	struct start start = { .env = lla_process_environ(envp) };
	struct lla_error err;
	struct lla_memory memory = { 0 };
	uint64_t small[512];

	(void)argc;
	lla_machine_ask(lla_process_arguments(argv), small, sizeof(small), &start.machine, &err);
	lla_environ_read(start.env, &start.session);
	if (nothing_to_do(&start))
		return;
	/* Before the shim opens any file that stays open: the file could get the number of
	 * standard error. */
	start.report = lla_report_begin();
	if (start.machine.answer == LLA_MACHINE_REFUSES)
		lla_report_refuse(&start.report, &err);
	if (start.machine.answer == LLA_MACHINE_UNKNOWN)
		lla_report_operator(&start.report, &err,
				    "the program runs unconfined; see landlock-auto fleet status");
	/* Both policies share one small buffer: two policies are rare, and a page of stack costs
	 * a page fault. */
	if (start.machine.answer != LLA_MACHINE_POLICY)
		memory = (struct lla_memory){ .small = small, .small_bytes = sizeof(small) };
	confine(&start, &memory);
}
