/* SPDX-License-Identifier: ISC */
/*
 * The program in order: what runs in every process that the object is loaded
 * into, before anything else of it does. Either the policy is in force when
 * this returns, or there was none to enforce, or it does not return.
 */
#include "core/enforce.h"
#include "core/report.h"
#include "core/source.h"
#include "shim/environ.h"
#include "shim/machine.h"
#include "shim/marker.h"
#include "shim/process.h"

static int enforce(const struct lla_image *image, const char *home, struct lla_plan *plan,
		   struct lla_error *err)
{
	struct lla_place place = { .home = home, .threads = lla_process_threads() };

	return lla_enforce(image, &place, plan, err);
}

static void describe(const struct lla_plan *plan, const struct lla_image *image, bool verbose,
		     const struct lla_report *report)
{
	LLA_LINE(t);

	/* Somebody who asked for best effort still has to hear that it came to nothing. */
	if (!verbose && !lla_plan_is_void(plan))
		return;
	lla_plan_describe(plan, image, &t);
	lla_report_line(report, "%s", t.at);
}

/* The machine's policy for this program. */
static void enforce_fleet(struct lla_fleet *fleet, bool verbose, const struct lla_report *report)
{
	struct lla_error err = { 0 };
	struct lla_plan plan;

	if (!enforce(fleet->image, NULL, &plan, &err)) {
		/* Void best effort stacks nothing, and is said each time. */
		if (fleet->flags & LLA_DB_REENTERS && plan.attr_size)
			lla_marker_set(fleet->id);
		describe(&plan, fleet->image, verbose, report);
	} else if (fleet->flags & LLA_DB_WARN) {
		lla_report_operator(report, &err,
				    "the program runs unconfined, as on-error=warn says");
	} else {
		lla_report_refuse(report, &err);
	}
	lla_memory_release(&fleet->memory);
}

static void fleet_unknown(const struct lla_error *err, bool refuse, const struct lla_report *report)
{
	if (refuse || lla_fleet_required())
		lla_report_refuse(report, err);
	lla_report_operator(report, err,
			    "the program runs unconfined; see landlock-auto fleet status");
}

/* A policy that whoever started the program has set. */
static void enforce_session(const struct lla_session *session, const struct lla_image *image,
			    char **env, const struct lla_report *report)
{
	struct lla_error err = { 0 };
	struct lla_plan plan;

	if (enforce(image, session->home, &plan, &err))
		lla_report_refuse(report, &err);
	describe(&plan, image, session->verbose, report);
	/* A descriptor is read once: nobody could find it again. */
	if (!session->keep || session->source.fd)
		lla_environ_strip(env);
}

static const struct lla_image *session_image(const struct lla_session *session, char **env,
					     struct lla_memory *memory,
					     const struct lla_report *report)
{
	struct lla_error err;
	const struct lla_image *image = lla_source_image(&session->source, env, memory, &err);

	if (!image && !err.text[0])
		lla_report_exit();
	if (!image)
		lla_report_refuse(report, &err);
	return image;
}

/* Preloaded by name and nothing said, the machine's own policy for this program is it. */
static bool session_asks(const struct lla_session *session, enum lla_fleet_answer answer)
{
	if (lla_source_is_set(&session->source))
		return true;
	return session->named && answer != LLA_FLEET_POLICY && answer != LLA_FLEET_IN_FORCE;
}

/* Whether the environment counts. Where secure execution can neither be seen nor
 * ruled out it may be an attacker's, so no policy is taken from it, but a program
 * that somebody wanted confined must not run without. */
static bool session_counts(const struct lla_report *report)
{
	struct lla_error err = { 0 };

	switch (lla_process_secure()) {
	case LLA_NOT_SECURE: return true;
	case LLA_SECURE: return false;
	default: break;
	}
	lla_fail(&err, "cannot tell whether this is a setuid program, whose environment counts for "
		       "nothing: mount /proc, or use Linux 6.4 or newer");
	lla_report_refuse(report, &err);
}

/* Both policies are read before the first is enforced, which may hide the second. */
static void confine(enum lla_fleet_answer answer, struct lla_fleet *fleet,
		    const struct lla_session *session, char **env, const struct lla_report *report)
{
	bool counts = session_asks(session, answer) && session_counts(report);
	const struct lla_image *image = NULL;
	/* One small image for both: two are rare, and a page of stack is not for nothing. */
	struct lla_memory memory = { 0 };

	if (answer != LLA_FLEET_POLICY)
		memory = fleet->memory;
	if (counts)
		image = session_image(session, env, &memory, report);
	if (answer == LLA_FLEET_POLICY)
		enforce_fleet(fleet, session->verbose && lla_process_secure() == LLA_NOT_SECURE,
			      report);
	if (image)
		enforce_session(session, image, env, report);
	lla_memory_release(&memory);
}

__attribute__((constructor)) static void start(int argc, char **argv, char **envp)
{
	char **env = lla_process_environ(envp);
	struct lla_session session;
	uint64_t small[512];
	struct lla_fleet fleet = { .memory = { .small = small, .small_bytes = sizeof(small) } };
	struct lla_error err;
	enum lla_fleet_answer answer = lla_fleet_ask(lla_process_arguments(argv), &fleet, &err);
	struct lla_report report;

	(void)argc;
	lla_environ_read(env, &session);
	if (answer != LLA_FLEET_POLICY && answer != LLA_FLEET_UNKNOWN &&
	    !session_asks(&session, answer))
		return;
	/* Before anything is opened that stays so: it could get that number. */
	report = lla_report_begin();
	if (answer == LLA_FLEET_UNKNOWN)
		fleet_unknown(&err, fleet.refuse, &report);
	confine(answer, &fleet, &session, env, &report);
}
