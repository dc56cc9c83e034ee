/* SPDX-License-Identifier: ISC */
#include "run/policy.h"
#include "core/paths.h"
#include "core/sys.h"
#include "core/variables.h"
#include "run/tool.h"

/* Begins a policy in memory of its own. `image` is copied; NULL: the policy has no rule yet. */
static int begin_policy(const struct lla_image *image, size_t more, struct lla_policy *policy,
			struct lla_memory *memory, struct lla_error *err)
{
	size_t bytes = more + (image ? image->size : 0);
	void *at = lla_memory_of(memory, bytes, err);

	if (!at)
		return -1;
	if (image)
		return lla_policy_resume(policy, at, bytes, image, err);
	return lla_policy_begin(policy, at, bytes, "command line", err);
}

/* How many bytes the options can need at most. */
static size_t bound(const struct lla_options *options)
{
	size_t len = 0, words = 0;

	for (char *const *word = options->first; word < options->command; word++, words++)
		len += lla_length(*word) + 1;
	return lla_policy_bound(len, words);
}

static void say(void *report, const struct lla_error *err)
{
	lla_report_line(report, "%E", err);
}

static int check_environment(const struct lla_launch *launch, const struct lla_options *options,
			     struct lla_source *source, struct lla_error *err)
{
	const char *words = lla_variable(launch->env, LLA_VARIABLE_WORDS "=");
	const char *config = lla_variable(launch->env, LLA_VARIABLE_CONFIG "=");

	if (lla_variable(launch->env, LLA_VARIABLE_FD "="))
		return lla_fail(
			err,
			"LANDLOCK_AUTO_FD is set, which is for the object and not for this program; unset it");
	*source = (struct lla_source){ .words = words, .config = config };
	if (!options->config && !options->keys)
		return 0;
	if (words || config)
		return lla_fail(
			err,
			"there are options, and LANDLOCK_AUTO or LANDLOCK_AUTO_CONFIG is set too; unset "
			"it, or leave out the options");
	source->config = options->config;
	return 0;
}

static int check_source(const struct lla_source *source, struct lla_error *err)
{
	struct statx st;

	if (source->words && source->config)
		return lla_fail(err,
				"both LANDLOCK_AUTO and LANDLOCK_AUTO_CONFIG are set; unset one");
	if (lla_source_is_set(source) ||
	    !lla_syscall(__NR_statx, AT_FDCWD, lla_system_config, 0, STATX_TYPE, &st))
		return 0;
	return lla_fail(
		err,
		"no policy: give --fs, --net or --config, set LANDLOCK_AUTO or LANDLOCK_AUTO_CONFIG, or "
		"write %q",
		lla_system_config);
}

/* Finds the image that the options are set on top of, or the whole policy if the tool has
 * compiled it with them. *image is NULL if there are only options. Returns 0 or -1. */
static int find_image(struct lla_helper *helper, const struct lla_options *options,
		      const struct lla_source *source, const struct lla_image **image,
		      struct lla_memory *memory, struct lla_error *err)
{
	*image = NULL;
	if (options->presets) {
		*image = lla_source_options(helper, memory, err);
		return *image ? 0 : -1;
	}
	if (options->keys && !options->config)
		return 0;
	if (check_source(source, err))
		return -1;
	*image = lla_source_image(source, helper, memory, err);
	if (options->config && err->source && lla_starts(err->source, LLA_VARIABLE_CONFIG))
		err->source = "--config";
	return *image ? 0 : -1;
}

static int make(const struct lla_launch *launch, struct lla_helper *helper,
		const struct lla_options *options, const struct lla_source *source, size_t more,
		struct lla_policy *policy, struct lla_memory *memory, struct lla_error *err)
{
	struct lla_memory base = { 0 };
	const struct lla_image *image;
	int got = find_image(helper, options, source, &image, &base, err);

	if (!got)
		got = begin_policy(image, more + bound(options), policy, memory, err);
	lla_memory_release(&base);
	if (got || helper->compiled || !options->keys)
		return got;
	if (lla_options_apply(options, policy, say, (void *)&launch->report))
		lla_report_exit(LLA_STATUS_REFUSED);
	err->source = lla_image_source(policy->image);
	return lla_policy_check(policy, err);
}

void lla_run_policy(const struct lla_launch *launch, const struct lla_options *options, size_t more,
		    struct lla_policy *policy, struct lla_memory *memory)
{
	char *config[] = { (char *)"--config", (char *)lla_system_config };
	struct lla_tool_search search;
	struct lla_helper helper = { .env = launch->env,
				     .find = lla_tool_find,
				     .arg = &search,
				     .run = config,
				     .run_words = 2 };
	struct lla_source source = { 0 };
	struct lla_error err = { 0 };
	int got = check_environment(launch, options, &source, &err);

	search.launch = launch;
	if (source.config)
		config[1] = (char *)source.config;
	if (options->keys || options->config) {
		helper.run = options->first;
		helper.run_words = (size_t)(options->command - options->first);
	}
	if (!got)
		got = make(launch, &helper, options, &source, more, policy, memory, &err);
	if (!got)
		return;
	if (err.text[0])
		lla_report_refuse(&launch->report, &err);
	lla_report_exit(LLA_STATUS_REFUSED);
}
