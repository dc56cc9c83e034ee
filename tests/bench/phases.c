/* SPDX-License-Identifier: ISC */
/*
 * A clock between the parts of the shim, whose sources stay as they are: they are
 * linked with this file and -Wl,--wrap for each function below, so a call from one
 * source to another comes through here. What is called inside a part and has a part of
 * its own is not counted twice.
 */
#include "phases.h"
#include "core/enforce.h"
#include "core/policy.h"
#include "core/source.h"
#include "core/sys.h"
#include "core/words.h"
#include "shim/environ.h"
#include "shim/process.h"

static struct phases all;
static enum phase now_in;
static volatile uint64_t since;

/* Goes on in another phase; returns the one that it was. */
static enum phase enter(enum phase next)
{
	enum phase before = now_in;
	uint64_t t;

	since = since; /* the page fault of the first time is ours */
	t = ticks();
	if (since)
		all.took[now_in] += t - since;
	since = t;
	now_in = next;
	return before;
}

#define WRAP(part, type, name, parameters, arguments) \
	type __real_##name parameters;                \
	type __wrap_##name parameters;                \
	type __wrap_##name parameters                 \
	{                                             \
		enum phase before = enter(part);      \
		type got = __real_##name arguments;   \
                                                      \
		enter(before);                        \
		return got;                           \
	}

WRAP(FIND, char **, lla_process_environ, (char **envp), (envp))
WRAP(READ, const struct lla_image *, lla_source_image,
     (const struct lla_source *source, struct lla_helper *helper, struct lla_memory *memory,
      struct lla_error *err),
     (source, helper, memory, err))
WRAP(PARSE, int, lla_policy_words,
     (struct lla_policy * policy, const char *text, struct lla_error *err), (policy, text, err))
WRAP(PARSE, int, lla_policy_check, (const struct lla_policy *policy, struct lla_error *err),
     (policy, err))
WRAP(VALIDATE, int, lla_image_validate, (const void *at, size_t len, struct lla_error *err),
     (at, len, err))
WRAP(PLAN, int, lla_plan_make,
     (const struct lla_image *image, const struct lla_kernel *kernel, bool threads,
      struct lla_plan *plan, struct lla_error *err),
     (image, kernel, threads, plan, err))
WRAP(PLAN, bool, lla_process_threads, (void), ())

/* What comes before the first rule is looked at is the ruleset, what comes behind the
 * last one is no_new_privs and the restriction itself. */
WRAP(CREATE, int, lla_enforce,
     (const struct lla_image *image, const struct lla_place *place, struct lla_plan *plan,
      struct lla_error *err),
     (image, place, plan, err))

const struct lla_record *__real_lla_image_next(const struct lla_image *image,
					       const struct lla_record *at);
const struct lla_record *__wrap_lla_image_next(const struct lla_image *image,
					       const struct lla_record *at);
const struct lla_record *__wrap_lla_image_next(const struct lla_image *image,
					       const struct lla_record *at)
{
	const struct lla_record *next;

	if (now_in == CREATE && !at)
		enter(RULES);
	next = __real_lla_image_next(image, at);
	if (now_in == RULES && !next)
		enter(RESTRICT);
	return next;
}

void __real_lla_environ_strip(char **env);
void __wrap_lla_environ_strip(char **env);
void __wrap_lla_environ_strip(char **env)
{
	enter(STRIP);
	__real_lla_environ_strip(env);
	enter(FIND);
	since = 0;
}

__attribute__((destructor)) static void tell(void)
{
	lla_syscall(__NR_write, PHASES_FD, &all, sizeof(all));
}
