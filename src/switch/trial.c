/* SPDX-License-Identifier: ISC */
#include "base/child.h"
#include "base/say.h"
#include "switch/trial.h"
#include "switch/prove.h"
#include "switch/stage.h"
#include "switch/start.h"
#include "switch/find.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* glibc's loader says this of a preload that it passes over. */
#define LOADER_WARNING "ERROR: ld.so: object '"
#define STATUS_LOADER_FAILED 127

static unsigned count(const char *text, const char *what)
{
	unsigned n = 0;

	while ((text = strstr(text, what))) {
		n++;
		text += strlen(what);
	}
	return n;
}

/* An end that a preload may be to blame for. */
static bool suspicious(const struct lla_ended *e)
{
	return e->end != LLA_END_EXITED || e->value == STATUS_LOADER_FAILED ||
	       e->value == LLA_STATUS_REFUSED || count(e->err, LOADER_WARNING);
}

/* Compares only the end and the warnings of the loader. The preload is not to blame for anything
 * else. */
static bool same(const struct lla_ended *a, const struct lla_ended *b)
{
	return a->end == b->end && a->value == b->value &&
	       count(a->err, LOADER_WARNING) <= count(b->err, LOADER_WARNING);
}

static void describe(const struct lla_ended *e, struct lla_text *t)
{
	const char *line = strstr(e->err, LOADER_WARNING);
	size_t len;

	switch (e->end) {
	case LLA_END_EXITED: lla_text_add(t, "ended with status %d", e->value); break;
	case LLA_END_DIED: lla_text_add(t, "died of signal %d", e->value); break;
	case LLA_END_HANGS: lla_text_add(t, "did not end in %d s", LLA_START_SECONDS); break;
	case LLA_END_NO_EXEC: lla_text_add(t, "was not executed: %e", e->value); break;
	}
	if (!line)
		line = e->err;
	len = strcspn(line, "\n");
	if (len)
		lla_text_add(t, ", and said: %Q", line, len);
}

static void report(const struct lla_start *start, const struct lla_ended *with,
		   const struct lla_ended *without)
{
	LLA_LINE(a);
	LLA_LINE(b);

	describe(with, &a);
	describe(without, &b);
	lla_say("%q%s does not start as before: with the object it %s; without it %s",
		start->argv[0], start->nobody ? " (by an unprivileged user)" : "", a.at, b.at);
}

/* Passes on a line of the object about a program that started all the same. */
static void pass_on(const struct lla_start *start, const struct lla_ended *ended)
{
	const char *line = strstr(ended->err, "landlock-auto: ");

	if (line)
		lla_say("%q starts; the object says: %Q", start->argv[0], line,
			strcspn(line, "\n"));
}

static int preload(const struct lla_trial *t, bool with, struct lla_error *err)
{
	return lla_stage_preload(with ? t->with : t->without, with ? t->with_size : t->without_size,
				 err);
}

/* Returns 0: the program starts as before; 1: it does not; -1. A program that ends well with the
 * object is not started without it. */
static int try(struct lla_trial *t, const struct lla_start *start, struct lla_error *err)
{
	struct lla_ended with, without;
	bool fails;

	t->started++;
	if (lla_start(start, &with, err))
		return -1;
	if (with.end == LLA_END_EXITED && !with.value && !suspicious(&with)) {
		pass_on(start, &with);
		return 0;
	}
	if (preload(t, false, err) || lla_start(start, &without, err) || preload(t, true, err))
		return -1;
	fails = !same(&with, &without) &&
		(suspicious(&with) || (without.end == LLA_END_EXITED && !without.value));
	if (fails)
		report(start, &with, &without);
	return fails;
}

/* Starts one program as another user as well, who must be able to read the object. */
static int try_few(struct lla_trial *t, struct lla_error *err)
{
	static const char *const yes[] = { "/bin/true", NULL };
	static const char *const shell[] = { "/bin/sh", "-c", ":", NULL };
	static const struct lla_start starts[] = { { .argv = yes },
						   { .argv = shell },
						   { .argv = yes, .nobody = true } };
	int failed = 0, got = 0;

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]) && got >= 0; i++) {
		got = try(t, &starts[i], err);
		failed += got;
	}
	return got < 0 ? got : failed;
}

/* Secure execution and the loader of another class must pass over the object. */
static int try_others(struct lla_trial *t, struct lla_error *err)
{
	const char *list[] = { "/bin/ls", "/", NULL };
	const char *privileged[] = { lla_find_setuid(), "--version", NULL };
	const char *narrow[] = { lla_find_32bit(), NULL };
	const struct lla_start starts[] = { { .argv = list },
					    { .argv = privileged, .nobody = true },
					    { .argv = narrow, .trace = true } };
	int failed = 0, got = 0;

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]) && got >= 0; i++) {
		if (!starts[i].argv[0] || access(starts[i].argv[0], X_OK))
			continue;
		got = try(t, &starts[i], err);
		failed += got;
	}
	return got < 0 ? got : failed;
}

static int try_programs(struct lla_trial *t, struct lla_error *err)
{
	const struct lla_db_entry *e = NULL;
	int failed = 0, got;

	while ((e = lla_database_next(t->database, e))) {
		const char *argv[] = { lla_database_path(e), "--version", NULL };
		struct lla_start start = { .argv = argv };

		/* The program may not be installed yet. */
		if (access(argv[0], X_OK))
			continue;
		got = try(t, &start, err);
		if (got < 0)
			return got;
		failed += got;
	}
	return failed;
}

static int try_all(struct lla_trial *t, struct lla_error *err)
{
	int failed, programs;

	if (lla_stage_enter(err) || preload(t, true, err))
		return -1;
	failed = try_few(t, err);
	if (!failed)
		failed = lla_prove(!t->database, err);
	/* After a failure here, trials of other programs would only repeat it. */
	if (failed || !t->database)
		return failed;
	failed = try_others(t, err);
	if (failed < 0)
		return failed;
	programs = try_programs(t, err);
	return programs < 0 ? programs : failed + programs;
}

/* The child sends this to the parent. */
struct result {
	int failed;
	unsigned started;
	struct lla_error err;
};

int lla_trial_run(struct lla_trial *trial, struct lla_error *err)
{
	struct result r = { .failed = -1 };
	int fds[2];
	pid_t pid;

	/* O_CLOEXEC: a program that is tried must not send a result. */
	if (pipe2(fds, O_CLOEXEC))
		return lla_fail(err, "no trial: %e", errno);
	pid = fork();
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(fds[0]);
		/* The program must not write into a descriptor of ours either. */
		for (int fd = STDERR_FILENO + 1; fd < 1024; fd++)
			fcntl(fd, F_SETFD, FD_CLOEXEC);
		r.failed = try_all(trial, &r.err);
		r.started = trial->started;
		lla_child_leave(write(fds[1], &r, sizeof(r)) != sizeof(r));
	}
	close(fds[1]);
	if (pid < 0 || read(fds[0], &r, sizeof(r)) != sizeof(r))
		lla_fail(&r.err, "the trial itself was stopped");
	close(fds[0]);
	lla_child_wait(pid);
	trial->started = r.started;
	if (r.failed < 0)
		*err = r.err;
	return r.failed;
}
