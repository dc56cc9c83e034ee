/* SPDX-License-Identifier: ISC */
/*
 * Every system call of the shim fails once, in each way that it may: then the program
 * is refused, or the policy is in force. It never runs without, but for best-effort
 * where the kernel says that it has no Landlock; then a line says so.
 */
#include "common.h"

#include <stdio.h>
#include <stdlib.h>

/* The kernel may say these at any time, and the shim takes some for an answer. */
static const char *const errors[] = { "ENOMEM", "EACCES", "EMFILE", "EINTR", "ENOSYS",
				      "EPERM",  "E2BIG",  "EINVAL", "ENOENT" };

struct scenario {
	const char *setup;  /* shell commands; beside them there are good, bad and dir */
	const char *policy; /* as strace's options: its own environment has none */
	const char *redirection;
	bool verbose, best_effort;
	bool refuses;      /* without a fault already */
	const char *twice; /* the error of pairs of faults; NULL: single ones only */
};

/* A system call of the shim, as strace names and counts it. */
struct call {
	char *line;
	char name[32];
	int nth; /* of this name, in the whole process */
};

/* The calls of a run, by strace's log of it. */
struct trace {
	struct call calls[256]; /* the shim's: neither the loader's nor main's */
	size_t count;
	int steps; /* rules and all else that the kernel took for the policy */
	int injected;
};

struct fault {
	const struct call *call, *second; /* the second may be NULL */
	const char *error;
};

enum outcome { WRONG, REFUSED, CONFINED, VOID };

struct tally {
	int of[VOID + 1];
};

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/* The shim may still make these calls once the policy is in force. No program that is asked
 * here begins with one of them. */
static bool is_clean_up(const char *line)
{
	static const char *const last[] = { "close(",          "munmap(",
					    "ppoll(",          "rt_sigprocmask(",
					    "rt_sigpending(",  "rt_sigtimedwait(",
					    "write(2, \"land", "landlock_restrict_self(" };

	for (size_t i = 0; i < COUNT(last); i++)
		if (begins(line, last[i]))
			return true;
	return false;
}

static bool is_step(const char *line)
{
	return (begins(line, "landlock_add_rule(") || begins(line, "landlock_restrict_self(") ||
		begins(line, "prctl(PR_SET_NO_NEW_PRIVS")) &&
	       !strstr(line, " = -1 ");
}

static bool is_call(const char *line)
{
	size_t len = strcspn(line, "(");

	return line[len] && len && len < sizeof(((struct call *)0)->name) &&
	       strspn(line, "abcdefghijklmnopqrstuvwxyz_0123456789") == len;
}

static struct call call_of(char *line, char *const *before, size_t count)
{
	struct call c = { .line = line, .nth = 1 };
	size_t len = strcspn(line, "(");

	memcpy(c.name, line, len);
	for (size_t i = 0; i < count; i++)
		c.nth += !strncmp(before[i], line, len + 1);
	return c;
}

/* The shim's first call asks for descriptor 2; its last is among those that clean up
 * after landlock_restrict_self, or exit_group. */
static void read_trace(struct trace *t)
{
	char path[4200], *lines[1024], *line = NULL;
	bool inside = false, in_force = false, over = false;
	size_t count = 0, room = 0;
	FILE *log;

	*t = (struct trace){ 0 };
	snprintf(path, sizeof(path), "%s/log", test_dir());
	log = fopen(path, "re");
	cr_assert(log, "%s", path);
	while (getline(&line, &room, log) > 0) {
		t->injected += !!strstr(line, "(INJECTED)");
		if (over || !is_call(line))
			continue;
		cr_assert(count < COUNT(lines) &&
			  t->count < sizeof(t->calls) / sizeof(t->calls[0]));
		inside |= begins(line, "fcntl(2, F_GETFD");
		in_force |= begins(line, "landlock_restrict_self(");
		over = in_force && !is_clean_up(line);
		if (over)
			continue;
		lines[count] = strdup(line);
		if (inside)
			t->calls[t->count++] = call_of(lines[count], lines, count);
		t->steps += inside && is_step(line);
		count++;
	}
	fclose(log);
	free(line);
}

static struct ran run(const struct scenario *s, const char *options, struct trace *t)
{
	struct ran r = sh("exec timeout -k 5 20 strace -o log %s -E LD_PRELOAD=$SHIM %s "
			  "cat good bad %s",
			  options, s->policy, s->redirection ? s->redirection : "");

	read_trace(t);
	return r;
}

/* Judging. */

/* How many lines of ours a text has; 0 where there is anything else. */
static int lines_of_ours(const char *text)
{
	int lines = 0;

	for (; *text; lines++) {
		const char *end = strchr(text, '\n');

		if (!end || !begins(text, "landlock-auto: "))
			return 0;
		text = end + 1;
	}
	return lines;
}

/* The shim says nothing if it cannot see whether there is a standard error, or cannot write
 * to it. */
static bool is_about_writing(const struct call *c)
{
	return begins(c->line, "fcntl(2, ") || begins(c->line, "ppoll(") ||
	       begins(c->line, "write(2, ");
}

static bool ran_confined(const struct scenario *s, const struct ran *r, bool quiet)
{
	const char *err = r->err;

	if (s->verbose && begins(err, "landlock-auto: enforced with "))
		err = strchr(err, '\n') + 1;
	else if (s->verbose && !quiet)
		return false;
	return r->status == 1 && !strcmp(r->out, "good\n") &&
	       !strcmp(err, "cat: bad: Permission denied\n");
}

/* A child whose end cannot be seen may have said already what is wrong. */
static bool was_refused(const struct scenario *s, const struct ran *r, const struct fault *f,
			bool quiet)
{
	int most = s->refuses && f && begins(f->call->line, "wait4(") ? 2 : 1;
	int lines = lines_of_ours(r->err);

	return r->status == 125 && !*r->out && ((lines && lines <= most) || (quiet && !*r->err));
}

/* Only the question for the ABI may be answered with "there is none". */
static bool ran_void(const struct scenario *s, const struct ran *r, const struct fault *f)
{
	return s->best_effort && f && begins(f->call->line, "landlock_create_ruleset(NULL") &&
	       r->status == 0 && !strcmp(r->out, "good\nbad\n") && lines_of_ours(r->err) == 1 &&
	       strstr(r->err, "nothing is enforced: ");
}

/* `f` is NULL if the run has no fault, or one that is not counted. */
static enum outcome judge(const struct scenario *s, const struct ran *r, const struct fault *f)
{
	bool quiet = f && (is_about_writing(f->call) || (f->second && is_about_writing(f->second)));

	if (was_refused(s, r, f, quiet))
		return REFUSED;
	if (s->refuses)
		return WRONG;
	/* No other way to see whether this is secure execution. */
	if (f && f->second && strstr(f->second->line, "/proc/self/auxv"))
		return WRONG;
	if (ran_confined(s, r, quiet))
		return CONFINED;
	return ran_void(s, r, f) ? VOID : WRONG;
}

/* Injecting. */

static char *injection(const struct fault *f)
{
	const struct call *a = f->call, *b = f->second;
	char *text;
	int got;

	if (!b)
		got = asprintf(&text, "-e inject=%s:error=%s:when=%d", a->name, f->error, a->nth);
	else if (!strcmp(a->name, b->name)) /* of one call strace takes one injection only */
		got = asprintf(&text, "-e inject=%s:error=%s:when=%d..%d+%d", a->name, f->error,
			       a->nth, b->nth, b->nth - a->nth);
	else
		got = asprintf(&text, "-e inject=%s:error=%s:when=%d -e inject=%s:error=%s:when=%d",
			       a->name, f->error, a->nth, b->name, f->error, b->nth);
	cr_assert(got > 0);
	return text;
}

static enum outcome fail_one(const struct scenario *s, const struct fault *f,
			     const struct trace *control, struct tally *tally, struct trace *t)
{
	char *options = injection(f);
	struct ran r = run(s, options, t);
	enum outcome got = judge(s, &r, f);

	cr_expect(got, "%s\nat %s%s%s\nstatus %d, stdout:\n%s\nstderr:\n%s", s->policy,
		  f->call->line, f->second ? f->second->line : "", options, r.status, r.out, r.err);
	cr_expect(t->injected == 1 + !!f->second, "%s: %d injected: the test has miscounted",
		  options, t->injected);
	/* Confined, and by all of the policy. */
	cr_expect(got != CONFINED || t->steps == control->steps, "%s\nat %s%s: %d steps, not %d",
		  s->policy, f->call->line, options, t->steps, control->steps);
	tally->of[got]++;
	free(options);
	return got;
}

/* The call that the shim makes instead may fail as well. */
static void fail_another(const struct scenario *s, const struct trace *first, size_t at,
			 const struct trace *control, struct tally *tally)
{
	struct fault f = { .call = &control->calls[at], .error = s->twice };
	struct trace t;

	for (size_t i = at + 1; i < first->count; i++) {
		f.second = &first->calls[i];
		fail_one(s, &f, control, tally, &t);
	}
}

static void say(const char *what, const struct tally *tally)
{
	const int *of = tally->of;

	/* A comment in TAP. */
	printf("# %s: %d faults: %d refused, %d confined, %d said that nothing is enforced\n", what,
	       of[WRONG] + of[REFUSED] + of[CONFINED] + of[VOID], of[REFUSED], of[CONFINED],
	       of[VOID]);
	fflush(stdout);
}

static void set_up(const struct scenario *s)
{
	needs_strace();
	if (!s->refuses)
		needs_abi(1);
	ran_well(sh("echo good >good; echo bad >bad; mkdir dir; "
		    "echo 'fs = {\"r:dir\", \"r:good\"} net = {\"c:443\"}' >app.conf; %s",
		    s->setup ? s->setup : ""),
		 0);
}

static void fail_each(const char *what, const struct scenario *s)
{
	struct tally tally = { 0 };
	struct trace control, t;
	enum outcome got;
	struct ran r;

	set_up(s);
	r = run(s, "", &control);
	cr_assert(judge(s, &r, NULL) == (s->refuses ? REFUSED : CONFINED),
		  "%s without a fault: %s%s", s->policy, r.out, r.err);
	cr_assert(control.count > 4 && (s->refuses || control.steps > 2), "%zu calls, %d steps",
		  control.count, control.steps);
	for (size_t i = 0; i < control.count; i++) {
		struct fault f = { .call = &control.calls[i] };

		for (size_t e = 0; e < COUNT(errors); e++) {
			f.error = errors[e];
			got = fail_one(s, &f, &control, &tally, &t);
			if (s->twice && !strcmp(s->twice, f.error) &&
			    got == (s->refuses ? REFUSED : CONFINED))
				fail_another(s, &t, i, &control, &tally);
		}
	}
	say(what, &tally);
}

Test(faults, a_policy_of_three_rules, .timeout = 300)
{
	static const struct scenario s = {
		.policy = "-E LANDLOCK_AUTO='r:dir r:~/good c:443'",
		.twice = "EPERM",
	};

	fail_each("inline", &s);
}

/* So large that memory is mapped for it. */
Test(faults, a_large_policy, .timeout = 300)
{
	static const struct scenario s = {
		.policy = "-E LANDLOCK_AUTO=\"r:dir r:$(printf '%02000d' 0 | sed 's,0,./,g')good\"",
	};

	fail_each("large", &s);
}

Test(faults, a_compiled_policy, .timeout = 300)
{
	static const struct scenario s = {
		.setup = "$TOOL compile -o app.policy app.conf 2>/dev/null",
		.policy = "-E LANDLOCK_AUTO_CONFIG=app.policy",
		.twice = "EPERM",
	};

	fail_each("compiled", &s);
}

Test(faults, a_text, .timeout = 300)
{
	static const struct scenario s = { .policy = "-E LANDLOCK_AUTO_CONFIG=app.conf" };

	fail_each("text", &s);
}

Test(faults, a_text_with_a_fresh_sibling, .timeout = 300)
{
	static const struct scenario s = {
		.setup = "$TOOL compile app.conf 2>/dev/null",
		.policy = "-E LANDLOCK_AUTO_CONFIG=app.conf",
		.twice = "EACCES",
	};

	fail_each("sibling", &s);
}

Test(faults, a_descriptor, .timeout = 300)
{
	static const struct scenario s = {
		.setup = "$TOOL compile -o app.policy app.conf 2>/dev/null",
		.policy = "-E LANDLOCK_AUTO_FD=7",
		.redirection = "7<app.policy",
	};

	fail_each("descriptor", &s);
}

Test(faults, best_effort, .timeout = 300)
{
	static const struct scenario s = {
		.policy = "-E LANDLOCK_AUTO='r:dir r:good c:443 best-effort'",
		.best_effort = true,
	};

	fail_each("best effort", &s);
}

Test(faults, a_policy_that_is_told_of, .timeout = 300)
{
	static const struct scenario s = {
		.policy = "-E LANDLOCK_AUTO=r:good -E LANDLOCK_AUTO_VERBOSE=1",
		.verbose = true,
	};

	fail_each("verbose", &s);
}

/* The way out may fail as well. */
Test(faults, a_refusal, .timeout = 300)
{
	static const struct scenario s = {
		.policy = "-E LANDLOCK_AUTO=reed:/",
		.refuses = true,
		.twice = "EINTR",
	};

	fail_each("refusal", &s);
}

Test(faults, a_refusal_by_the_compiler, .timeout = 300)
{
	static const struct scenario s = {
		.setup = "echo 'fs = {\"reed:/\"}' >app.conf",
		.policy = "-E LANDLOCK_AUTO_CONFIG=app.conf",
		.refuses = true,
	};

	fail_each("refusal of a text", &s);
}

/* Other than refusing there is another way here, or the call is worth another try. */
Test(faults, what_can_be_made_good, .timeout = 300)
{
	static const char *const faults[] = {
		"-e inject=wait4:error=EINTR:when=1",
		"-e inject=wait4:error=EINTR:when=1..5",
		"-e inject=pread64,preadv:error=EINTR:when=1..3 -P /memfd:landlock-auto",
		"-e inject=prctl:error=EINVAL:when=1",
		"-e inject=unshare:error=EPERM:when=1",
		"-e inject=prctl:error=EPERM:when=1 -e inject=unshare:error=EPERM:when=1",
	};
	static const struct scenario s = { .policy = "-E LANDLOCK_AUTO_CONFIG=app.conf" };
	struct tally tally = { 0 };
	struct trace t;

	set_up(&s);
	for (size_t i = 0; i < COUNT(faults); i++) {
		struct ran r = run(&s, faults[i], &t);

		cr_expect(judge(&s, &r, NULL) == CONFINED, "%s: status %d\n%s%s", faults[i],
			  r.status, r.out, r.err);
		cr_expect(t.injected, "%s: nothing was injected", faults[i]);
		tally.of[CONFINED]++;
	}
	say("made good", &tally);
}

/*
 * In the child that compiles. strace counts the calls of each process by themselves,
 * and never fails the execve that is its own; what both do is told apart by the file.
 */
static void fail_child(const char *options, struct tally *tally)
{
	static const struct scenario s = { .policy = "-E LANDLOCK_AUTO_CONFIG=app.conf" };
	bool kills = strstr(options, "signal="), again = strstr(options, "EINTR");
	struct trace t;
	struct ran r = run(&s, options, &t);
	enum outcome got = judge(&s, &r, NULL);

	cr_expect(got == REFUSED || (again && got == CONFINED), "%s: status %d\n%s%s", options,
		  r.status, r.out, r.err);
	cr_expect(kills ? !!strstr(r.err, "died of signal") : t.injected == 1,
		  "%s: not injected\n%s", options, r.err);
	tally->of[got]++;
}

Test(faults, in_the_child_that_compiles, .timeout = 300)
{
	static const char *const failing[] = {
		"execve:error=%s:when=1",
		"fcntl:error=%s:when=1 -P /memfd:landlock-auto",
		"write:error=%s:when=1 -P /memfd:landlock-auto",
		/* The object reads the beginning of the text once, by the same call. */
		"pread64:error=%s:when=2 -P $(realpath app.conf)",
	};
	static const char *const lying[] = {
		"write:retval=0:when=1 -P /memfd:landlock-auto",
		"write:retval=8:when=1 -P /memfd:landlock-auto",
		"write:signal=KILL:when=1 -P /memfd:landlock-auto",
		"write:signal=TERM:when=1 -P /memfd:landlock-auto",
		"execve:signal=KILL:when=1",
	};
	static const struct scenario s = { .policy = "" };
	struct tally tally = { 0 };
	char fault[100], options[200];

	set_up(&s);
	for (size_t i = 0; i < COUNT(failing); i++)
		for (size_t e = 0; e < COUNT(errors); e++) {
			snprintf(fault, sizeof(fault), failing[i], errors[e]);
			snprintf(options, sizeof(options), "-f -e inject=%s", fault);
			fail_child(options, &tally);
		}
	for (size_t i = 0; i < COUNT(lying); i++) {
		snprintf(options, sizeof(options), "-f -e inject=%s", lying[i]);
		fail_child(options, &tally);
	}
	say("in the child", &tally);
}
