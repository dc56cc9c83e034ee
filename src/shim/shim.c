/* SPDX-License-Identifier: ISC */
/*
 * The program in order: what runs in every process that the object is loaded
 * into, before anything else of it does. Either the policy is in force when
 * this returns, or there was none to enforce, or it does not return.
 */
#include "enforce.h"
#include "process.h"
#include "report.h"
#include "source.h"

static void enforce_session(const struct lla_session *session, char **env, bool stderr_usable)
{
	struct lla_memory memory;
	struct lla_error err;
	struct lla_plan plan;
	struct lla_place place = { .home = session->home };
	const struct lla_image *image = lla_source_image(session, env, &memory, &err);

	if (!image && !err.text[0])
		lla_report_exit();
	if (!image)
		lla_report_refuse(stderr_usable, &err);
	place.threads = lla_process_threads();
	if (lla_enforce(image, &place, &plan, &err))
		lla_report_refuse(stderr_usable, &err);
	/* Somebody who asked for best effort still has to hear that it came to nothing. */
	if (session->verbose || lla_plan_is_void(&plan)) {
		char line[800];
		struct lla_text t = { line, 0, sizeof(line) };

		lla_plan_describe(&plan, image, &t);
		lla_report_line(stderr_usable, "%s", line);
	}
	lla_memory_release(&memory);
	/* A descriptor is read once: nobody could find it again. */
	if (!session->keep || session->fd)
		lla_environ_strip(env);
}

/* Secure execution that can neither be seen nor ruled out: the environment may
 * be an attacker's, so no policy is taken from it, but a program that somebody
 * wanted confined must not run without. */
static void secure_unknown(const struct lla_session *session, bool stderr_usable)
{
	struct lla_error err = { 0 };

	if (!session->policy && !session->config && !session->fd && !session->named)
		return;
	lla_fail(&err, "cannot tell whether this is a setuid program, whose environment counts for "
		       "nothing: mount /proc, or use Linux 6.4 or newer");
	lla_report_refuse(stderr_usable, &err);
}

__attribute__((constructor)) static void start(int argc, char **argv, char **envp)
{
	bool stderr_usable = lla_report_usable();
	char **env = lla_process_environ(envp);
	enum lla_secure secure = lla_process_secure();
	struct lla_session session;

	(void)argc;
	(void)argv;
	/* A policy of the machine for this program goes here, before and regardless
	 * of all that the environment says. */
	if (secure == LLA_SECURE)
		return;
	lla_environ_read(env, &session);
	if (secure == LLA_SECURE_UNKNOWN)
		secure_unknown(&session, stderr_usable);
	else if (session.policy || session.config || session.fd || session.named)
		enforce_session(&session, env, stderr_usable);
}
