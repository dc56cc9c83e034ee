/* SPDX-License-Identifier: ISC */
/* The room that a policy takes, and a policy that is built in two goes. */
#include "common.h"
#include "core/policy.h"
#include "core/words.h"

#include <stdio.h>
#include <stdlib.h>

/* A word that is right, as text of at most `most` bytes. */
static void random_word(char *to, size_t most)
{
	static const char *const heads[] = { "r:/", "?rw:/", "quiet:/", "read_file,x:~/", "u:./" };
	static const char body[] = "abc/.:=,?~\\\\";
	size_t len;

	if (most < 20 || rand() % 5 == 0) {
		sprintf(to, rand() % 2 ? "c:%d" : "c:*", rand() % 65536);
		return;
	}
	strcpy(to, heads[rand() % 5]);
	for (len = strlen(to); len + 2 < most; len++) {
		to[len] = body[(size_t)rand() % (sizeof(body) - 1)];
		/* A backslash is worth two bytes of text and one of path. */
		if (to[len] == '\\')
			to[++len] = " \\x\t"[rand() % 4];
	}
	to[len] = '\0';
}

static char *random_words(void)
{
	static const size_t longest[] = { 8, 24, 40, 200, 4000 };
	size_t most = longest[rand() % 5];
	int count = most > 1000 ? 1 + rand() % 3 : 1 + rand() % 60;
	char *text = calloc((size_t)count, most + 8), *at = text;

	for (; count; count--) {
		random_word(at, most);
		at += strlen(at);
		*at++ = " \t\n"[rand() % 3];
	}
	return text;
}

#define CANARY 64

/* Builds in a buffer of just that size, with canaries around it. */
static int build_in(size_t room, const char *words, const char *source)
{
	unsigned char *all = malloc(room + 2 * CANARY);
	struct lla_policy policy;
	struct lla_error err = { 0 };
	int got;

	memset(all, 0xa5, room + 2 * CANARY);
	got = lla_policy_begin(&policy, all + CANARY, room, source, &err);
	if (!got)
		got = lla_policy_words(&policy, words, &err);
	if (!got)
		got = lla_policy_finish(&policy, &err);
	if (!got)
		cr_assert_eq(lla_image_validate(all + CANARY, policy.image->size, &err), 0, "%s",
			     words);
	for (size_t i = 0; i < CANARY; i++)
		cr_assert(all[i] == 0xa5 && all[CANARY + room + i] == 0xa5,
			  "written outside of %zu bytes: %.200s", room, words);
	if (got)
		contains(err.text, "the policy is too large");
	free(all);
	return got;
}

Test(policy, the_bound_is_enough)
{
	char longest[4200] = "rwx:/", source[1000] = "/";

	memset(source + 1, 's', sizeof(source) - 2);
	memset(longest + 5, 'a', 4094);
	cr_assert_eq(build_in(lla_policy_words_bound(longest), longest, source), 0);
	cr_assert_eq(build_in(lla_policy_words_bound(""), "", source), 0);
	srand(2);
	for (int round = 0; round < 3000; round++) {
		char *words = random_words();

		cr_assert_eq(build_in(lla_policy_words_bound(words), words, source), 0, "%s",
			     words);
		free(words);
	}
}

Test(policy, too_small_a_buffer_is_an_error_and_nothing_is_written_outside)
{
	static const char *const policies[] = {
		"r:/usr rwx:/tmp/a\\ b c:443 abi=9 handle=all best-effort ?r:/opt/a/longer/path",
		"b:1 b:2 b:3 b:4 b:5 b:6 b:7 b:8 b:9",
	};

	for (size_t i = 0; i < COUNT(policies); i++) {
		bool fits = false;

		for (size_t room = 0; room <= lla_policy_words_bound(policies[i]); room++) {
			bool now = !build_in(room, policies[i], "test");

			cr_assert(now || !fits, "%zu bytes are less than fewer were", room);
			fits = now;
		}
		cr_assert(fits);
	}
	srand(3);
	for (int round = 0; round < 3000; round++) {
		char *words = random_words();

		build_in((size_t)rand() % lla_policy_words_bound(words), words, "test");
		free(words);
	}
}

Test(policy, ten_thousand_rules_are_kept)
{
	char *words = malloc(10000 * 32), *at = words;
	const struct lla_image *image;
	const struct lla_record *r = NULL;
	struct lla_error err;
	char path[32];

	for (int i = 0; i < 10000; i++)
		at += sprintf(at, "r:/srv/%d ", i);
	image = image_of(words);
	cr_assert_eq(image->rules, 10000);
	cr_assert_eq(lla_image_validate(image, image->size, &err), 0);
	for (int i = 0; (r = lla_image_next(image, r)); i++) {
		sprintf(path, "/srv/%d", i);
		cr_assert_str_eq(r->path, path);
	}
}

Test(policy, no_image_grows_past_its_limit)
{
	const size_t room = 2 * (size_t)LLA_IMAGE_MAX;
	struct lla_error err = { 0 };
	struct lla_policy policy;
	char rule[4000] = "r:/";

	memset(rule + 3, 'a', sizeof(rule) - 3);
	cr_assert_eq(lla_policy_begin(&policy, malloc(room), room, "test", &err), 0);
	while (!lla_policy_rule(&policy, rule, sizeof(rule), LLA_FS, 0, &err))
		cr_assert_leq(policy.image->size, LLA_IMAGE_MAX);
	contains(err.text, "the policy is too large");
	cr_assert_eq(lla_policy_finish(&policy, &err), 0);
	cr_assert_eq(lla_image_validate(policy.image, policy.image->size, &err), 0);
}

Test(policy, a_resumed_policy_is_as_one_built_in_one_go)
{
	static const char *const halves[][2] = {
		{ "r:/usr c:443", "rw:/tmp best-effort" },
		{ "", "abi=7 handle=core,tcp" },
		{ "handle=core,tcp abi=7", "r:/usr b:53" },
		{ "best-effort c:*", "handle=core r:/usr" },
		{ "handle=net", "c:*" },
		{ "handle=all", "abi=6" },
		{ "handle=all abi=6", "r:/usr" },
	};

	for (size_t i = 0; i < COUNT(halves); i++) {
		const char *a = halves[i][0], *b = halves[i][1];
		const struct lla_image *half = image_of(a), *whole;
		struct lla_policy policy;
		struct lla_error err = { 0 };
		char both[200];
		int got;

		snprintf(both, sizeof(both), "%s %s", a, b);
		whole = image_of(both);
		cr_assert_eq(lla_policy_resume(&policy, calloc(1, 4096), 4096, half, &err), 0);
		got = lla_policy_words(&policy, b, &err) || lla_policy_finish(&policy, &err);
		cr_expect_not(got, "'%s', then '%s': %s", a, b, err.text);
		if (!got)
			cr_assert_eq(memcmp(policy.image, whole, whole->size), 0, "%s", both);
	}
}

Test(policy, a_resumed_policy_is_refused_what_one_built_in_one_go_is)
{
	static const char *const halves[][2] = {
		{ "handle=connect_tcp", "c:*" },
		{ "handle=udp", "abi=9" },
		{ "handle=tcp", "r:/usr" },
		{ "u:/run", "abi=8" },
	};

	for (size_t i = 0; i < COUNT(halves); i++) {
		struct lla_policy policy;
		struct lla_error err = { 0 };

		cr_assert_eq(lla_policy_resume(&policy, calloc(1, 4096), 4096,
					       image_of(halves[i][0]), &err),
			     0);
		cr_assert(lla_policy_words(&policy, halves[i][1], &err) ||
				  lla_policy_finish(&policy, &err),
			  "'%s', then '%s'", halves[i][0], halves[i][1]);
	}
}

Test(policy, a_resumed_policy_needs_the_room_of_its_image)
{
	const struct lla_image *image = image_of("r:/usr");
	struct lla_error err = { 0 };
	struct lla_policy policy;

	cr_assert_eq(
		lla_policy_resume(&policy, malloc(image->size - 1), image->size - 1, image, &err),
		-1);
	contains(err.text, "the policy is too large");
}

Test(policy, of_a_long_source_the_end_is_kept)
{
	static _Alignas(8) char buffer[1024];
	struct lla_policy policy;
	struct lla_error err = { 0 };
	char source[600];

	for (size_t len = 250; len < sizeof(source); len++) {
		memset(source, '/', len);
		strcpy(source + len - 8, "app.conf");
		cr_assert_eq(lla_policy_begin(&policy, buffer, sizeof(buffer), source, &err), 0);
		cr_assert_eq(lla_policy_finish(&policy, &err), 0);
		cr_assert_eq(lla_image_validate(buffer, policy.image->size, &err), 0);
		cr_assert_str_eq(lla_image_source(policy.image),
				 source + (len > 255 ? len - 255 : 0));
	}
}
