/* SPDX-License-Identifier: ISC */
#include "common.h"
#include "core/keys.h"
#include "core/words.h"

#include <stdio.h>
#include <stdlib.h>

/* A policy of words, begun in a buffer that is large enough. */
static int try(struct lla_policy *policy, const char *words, struct lla_error *err)
{
	const size_t room = 1U << 20;
	int got;

	*err = (struct lla_error){ 0 };
	cr_assert_eq(lla_policy_begin(policy, calloc(1, room), room, "test", err), 0);
	got = lla_policy_words(policy, words, err);
	return got ? got : lla_policy_finish(policy, err);
}

static void wrong(const char *words, const char *part)
{
	struct lla_policy policy;
	struct lla_error err;

	cr_assert_eq(try(&policy, words, &err), -1, "accepted: %.200s", words);
	cr_assert(strstr(err.text, part), "%.200s: no \"%s\" in: %s", words, part, err.text);
	free(policy.image);
}

static const struct lla_record *first(const struct lla_image *image)
{
	return lla_image_next(image, NULL);
}

Test(policy, words_are_what_white_space_parts)
{
	const struct lla_image *image =
		image_of(" \t\n\v\f\r r:/a\tr:/b\nr:/c\vr:/d\fr:/e\rr:/f \n");
	const struct lla_record *r = NULL;

	cr_assert_eq(image->rules, 6);
	for (char name[] = "/a"; (r = lla_image_next(image, r)); name[1]++)
		cr_assert_str_eq(r->path, name);
	cr_assert_eq(image_of("")->rules, 0);
	cr_assert_eq(image_of(" \n ")->rules, 0);
}

Test(policy, a_backslash_keeps_the_next_character)
{
	static const char *const rows[][2] = {
		{ "r:/a\\ b", "/a b" },   { "r:/a\\\\b", "/a\\b" }, { "r:/a\\b", "/ab" },
		{ "r:/a\\\nb", "/a\nb" }, { "r:/a\\", "/a\\" },     { "r:/a\\\\", "/a\\" },
		{ "r:\\/a", "/a" },       { "\\r:/a", "/a" },       { "r:\\ ", " " },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct lla_image *image = image_of(rows[i][0]);

		cr_assert_eq(image->rules, 1, "%s", rows[i][0]);
		cr_assert_str_eq(first(image)->path, rows[i][1], "%s", rows[i][0]);
	}
}

Test(policy, the_bound_counts_each_word_and_not_each_space)
{
	cr_assert_eq(lla_policy_words_bound(""), lla_policy_bound(0, 1));
	cr_assert_eq(lla_policy_words_bound("r:/a r:/b"), lla_policy_bound(9, 2));
	cr_assert_eq(lla_policy_words_bound("r:/a     r:/b"), lla_policy_bound(13, 2));
	cr_assert_eq(lla_policy_words_bound("r:/a\nr:/b\tr:/c"), lla_policy_bound(14, 3));
	/* No white character, and less than a space. */
	cr_assert_geq(lla_policy_words_bound("\1 \2 \3"), lla_policy_bound(5, 3));
}

/* This process alone can enforce an image without the checksum. */
Test(policy, finish_seals_what_check_leaves_open)
{
	struct lla_policy policy;
	struct lla_error err;
	uint64_t buffer[512];

	cr_assert_eq(lla_policy_begin(&policy, buffer, sizeof(buffer), "test", &err), 0);
	cr_assert_eq(lla_policy_words(&policy, "r:/usr c:443", &err), 0);
	cr_assert_eq(lla_policy_check(&policy, &err), 0);
	cr_assert_eq(lla_image_validate(policy.image, policy.image->size, &err), -1);
	cr_assert(strstr(err.text, "wrong checksum"), "%s", err.text);
	cr_assert_eq(lla_policy_finish(&policy, &err), 0);
	cr_assert_eq(lla_image_validate(policy.image, policy.image->size, &err), 0, "%s", err.text);
}

Test(policy, a_rule_becomes_its_record)
{
	const struct lla_record *r = first(image_of("?rx,quiet,refer:/usr"));

	cr_assert(r->kind == LLA_FS && r->flags == (LLA_OPTIONAL | LLA_QUIET));
	cr_assert(r->access == 0x200d && r->exact == 0x2001);
	cr_assert_str_eq(r->path, "/usr");
	r = first(image_of("b,uc:8000-8010"));
	cr_assert(r->kind == LLA_NET && !r->flags && r->access == 9);
	cr_assert(r->first == 8000 && r->last == 8010 && r->size == 24);
}

Test(policy, what_is_granted_is_the_union_of_the_rules)
{
	const struct lla_image *image = image_of("r:/a x:/b c:1 b:2 quiet:/c");

	cr_assert_eq(image->granted[LLA_FS], 0xd);
	cr_assert_eq(image->granted[LLA_NET], 3);
	cr_assert_eq(image->granted[LLA_SCOPE], 0);
	cr_assert_eq(image->granted[LLA_RULE], 1);
	cr_assert_eq(image_of("r:/a")->granted[LLA_RULE], 0);
}

Test(policy, equals_before_a_colon_makes_an_option)
{
	cr_assert_str_eq(first(image_of("r:/a=b"))->path, "/a=b");
	wrong("rx=/a:b", "no such option 'rx' in \"rx=/a:b\"");
	wrong("=", "no such option ''");
}

Test(policy, a_switch_is_on_by_its_name_or_by_a_word)
{
	static const struct {
		const char *words;
		uint32_t flags;
	} rows[] = {
		{ "", 0 },
		{ "best-effort", LLA_BEST_EFFORT },
		{ "BEST_effort", LLA_BEST_EFFORT },
		{ "best-effort=true", LLA_BEST_EFFORT },
		{ "best-effort=yes", LLA_BEST_EFFORT },
		{ "best-effort=on", LLA_BEST_EFFORT },
		{ "best-effort=false", 0 },
		{ "best-effort=no", 0 },
		{ "best-effort=off", 0 },
		{ "ignore-if-missing", LLA_IGNORE_IF_MISSING },
		{ "log-denials", 0 },
		{ "log-denials=false", LLA_HUSH_DENIALS },
		{ "log-children", LLA_LOG_CHILDREN },
		{ "log-children=false", 0 },
		{ "log-nested=true", 0 },
		{ "log-nested=no", LLA_HUSH_NESTED },
		{ "no-new-privs=true", 0 },
		{ "no-new-privs=off", LLA_KEEP_PRIVS },
		{ "handle=none", LLA_EXPLICIT_HANDLE },
		{ "best-effort log-denials=off no-new-privs=no", 0x25 },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_assert_eq(image_of(rows[i].words)->flags, rows[i].flags, "%s", rows[i].words);
	wrong("best-effort=1", "no such value '1' for best-effort; write true or false");
	wrong("best-effort=", "no such value '' for best-effort");
}

Test(policy, a_switch_that_is_set_again_is_as_set_last)
{
	struct lla_policy policy;
	struct lla_error err;

	cr_assert_eq(try(&policy, "best-effort log-denials=false", &err), 0);
	cr_assert_eq(lla_policy_set(&policy, LLA_KEY_BEST_EFFORT, "false", 5, 0, &err), 0);
	cr_assert_eq(lla_policy_set(&policy, LLA_KEY_LOG_DENIALS, "true", 4, 0, &err), 0);
	cr_assert_eq(policy.image->flags, 0);
}

Test(policy, an_abi_is_a_number_that_we_know)
{
	const struct lla_image *image = image_of("abi=7 min-abi=3");

	cr_assert(image->abi == 7 && image->abi_given && image->min_abi == 3);
	image = image_of("min-abi=0");
	cr_assert(image->abi == 11 && !image->abi_given && image->min_abi == 0);
	cr_assert_eq(image_of("abi=11")->abi, 11);
	wrong("abi=0", "no such Landlock ABI '0' for abi; write 1 to 11");
	wrong("abi=12", "no such Landlock ABI '12' for abi; write 1 to 11");
	wrong("min-abi=12", "no such Landlock ABI '12' for min-abi; write 0 to 11");
	wrong("abi=-1", "no such Landlock ABI '-1'");
	wrong("abi=", "no such Landlock ABI ''");
	wrong("abi=6.12", "no such Landlock ABI '6.12'");
}

Test(policy, what_is_no_option_is_refused)
{
	wrong("rw", "\"rw\" is neither a rule (r:/path, c:443) nor an option");
	wrong("best-efort=true", "no such option 'best-efort'");
	wrong("abi", "abi needs a value, as in abi=7");
	wrong("handle", "handle needs a value, as in handle=");
	wrong("presets", "presets needs a value, as in presets=");
	wrong("fs=r:/usr", "here a rule stands by itself, without fs=");
	wrong("net=c:443", "without net=");
	wrong("reed:/usr", "no such right 'reed'");
}

Test(policy, a_key_stands_once)
{
	wrong("abi=7 r:/a abi=7", "abi stands here twice; write it once");
	wrong("best-effort best-effort=true", "best-effort stands here twice");
	wrong("handle=core handle=tcp", "handle stands here twice");
}

static int merge(struct lla_policy *policy, const char *name, size_t len, unsigned line,
		 struct lla_error *err)
{
	char rule[40];

	snprintf(rule, sizeof(rule), "r:/preset/%.*s", (int)len, name);
	return lla_policy_rule(policy, rule, strlen(rule), LLA_FS, line, err);
}

Test(policy, a_preset_needs_the_tool_or_calls_it)
{
	struct lla_policy policy;
	struct lla_error err;
	const struct lla_record *r;

	cr_assert_eq(try(&policy, "r:/a presets=base,tls", &err), LLA_NEEDS_TOOL);
	cr_assert_eq(try(&policy, "", &err), 0);
	policy.preset = merge;
	cr_assert_eq(lla_policy_words(&policy, "presets=base,tls r:/a", &err), 0, "%s", err.text);
	cr_assert_eq(lla_policy_finish(&policy, &err), 0);
	cr_assert_eq(policy.image->rules, 3);
	r = first(policy.image);
	cr_assert_str_eq(r->path, "/preset/base");
	r = lla_image_next(policy.image, r);
	cr_assert_str_eq(r->path, "/preset/tls");
	cr_assert_str_eq(lla_image_next(policy.image, r)->path, "/a");
	cr_assert_eq(lla_policy_words(&policy, "presets=base,,tls", &err), -1);
	contains(err.text, "an empty word in presets");
}

Test(policy, a_preset_names_nothing_itself)
{
	struct lla_policy policy;
	struct lla_error err;
	const struct lla_record *r;

	cr_assert_eq(try(&policy, "abi=8", &err), 0);
	policy.in_preset = true;
	cr_assert_eq(lla_policy_rule(&policy, "rx,u:/run", 9, LLA_FS, 3, &err), 0);
	policy.in_preset = false;
	cr_assert_eq(lla_policy_rule(&policy, "x:/usr", 6, LLA_FS, 4, &err), 0);
	/* So an older ABI takes of it what it has. */
	cr_assert_eq(lla_policy_finish(&policy, &err), 0, "%s", err.text);
	r = first(policy.image);
	cr_assert(r->flags == LLA_FROM_PRESET && r->access == 0x1000d && !r->exact);
	r = lla_image_next(policy.image, r);
	cr_assert(r->flags == 0 && r->exact == 1);
	cr_assert_eq(lla_image_validate(policy.image, policy.image->size, &err), 0);
}

Test(policy, a_handle_group_means_its_rights)
{
	static const struct {
		const char *words;
		uint32_t soft_fs, named[LLA_HANDLED];
	} rows[] = {
		{ "handle=core", 0x17fff, { 0, 0, 0 } },
		{ "handle=tcp", 0, { 0, 0x3, 0 } },
		{ "handle=udp", 0, { 0, 0xc, 0 } },
		{ "handle=net", 0, { 0, 0xf, 0 } },
		{ "handle=scope", 0, { 0, 0, 0x3 } },
		{ "handle=all", 0, { 0x1ffff, 0xf, 0x3 } },
		{ "handle=none", 0, { 0, 0, 0 } },
		{ "handle=refer", 0, { 0x2000, 0, 0 } },
		{ "handle=CORE,Tcp,ioctl-dev,signal", 0x17fff, { 0x8000, 0x3, 0x2 } },
		{ "handle=none,tcp", 0, { 0, 0x3, 0 } },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct lla_image *image = image_of(rows[i].words);

		cr_assert_eq(image->flags, LLA_EXPLICIT_HANDLE);
		cr_assert_eq(image->handle_soft[LLA_FS], rows[i].soft_fs, "%s", rows[i].words);
		cr_assert_eq(image->handle_soft[LLA_NET] | image->handle_soft[LLA_SCOPE], 0);
		cr_assert_arr_eq(image->handle_named, rows[i].named, sizeof(rows[i].named), "%s",
				 rows[i].words);
	}
	wrong("handle=cor", "no such right 'cor' in handle; write core, tcp, udp, net");
	wrong("handle=quiet", "no such right 'quiet' in handle");
	wrong("handle=rw", "no such right 'rw' in handle");
	wrong("handle=core,,tcp", "an empty word in handle");
	wrong("handle=", "an empty word in handle");
}

Test(policy, a_rule_may_not_grant_what_handle_leaves_out)
{
	wrong("handle=tcp r:/usr", "the rule for /usr grants read_file, which handle leaves out; "
				   "add read_file to handle");
	wrong("handle=core c:443", "the rule for a port grants connect_tcp");
	wrong("handle=none b:1", "grants bind_tcp");
	wrong("handle=core ioctl_dev:/dev/tty", "grants ioctl_dev");
	wrong("c:443 handle=bind_tcp", "grants connect_tcp");
	image_of("handle=core,tcp rwx:/usr bc:443");
	image_of("handle=none quiet:/usr");
	image_of("ioctl_dev:/dev/tty ub:53");
}

Test(policy, a_refused_rule_is_shown_by_its_line)
{
	struct lla_policy policy;
	struct lla_error err;

	cr_assert_eq(try(&policy, "handle=tcp", &err), 0);
	cr_assert_eq(lla_policy_rule(&policy, "c:1", 3, LLA_NET, 6, &err), 0);
	cr_assert_eq(lla_policy_rule(&policy, "r:/a", 4, LLA_FS, 7, &err), 0);
	cr_assert_eq(lla_policy_rule(&policy, "c:2", 3, LLA_NET, 8, &err), 0);
	cr_assert_eq(lla_policy_finish(&policy, &err), -1);
	cr_assert_eq(err.line, 7);
}

Test(policy, a_rule_stands_in_the_list_of_its_kind)
{
	struct lla_policy policy;
	struct lla_error err;

	cr_assert_eq(try(&policy, "", &err), 0);
	cr_assert_eq(lla_policy_set(&policy, LLA_KEY_FS, "c:443", 5, 1, &err), -1);
	contains(err.text, "\"c:443\" is a rule for a port; it belongs into `net`");
	cr_assert_eq(lla_policy_set(&policy, LLA_KEY_NET, "r:/a", 4, 1, &err), -1);
	contains(err.text, "\"r:/a\" is a rule for a path; it belongs into `fs`");
	cr_assert_eq(lla_policy_set(&policy, LLA_KEY_FS, "r,x:/a,b", 8, 5, &err), 0);
	cr_assert_str_eq(first(policy.image)->path, "/a,b");
	cr_assert_eq(first(policy.image)->line, 5);
}

Test(policy, any_port_leaves_the_right_alone)
{
	const struct lla_image *image = image_of("c:* r:/a ub:*");

	cr_assert_eq(image->any_port, 0x6);
	cr_assert_eq(image->rules, 1);
	cr_assert_eq(image->granted[LLA_NET], 0);
	cr_assert_eq(image_of("handle=net c:*")->any_port, 0x2);
	cr_assert_eq(image_of("c:* handle=all")->any_port, 0x2);
	image_of("handle=core c:*");
	wrong("handle=connect_tcp c:*", "the port * leaves connect_tcp alone, and handle names it");
	wrong("c:* handle=core,tcp", "the port * leaves connect_tcp alone");
	wrong("handle=all,bind_tcp b:*", "the port * leaves bind_tcp alone");
}

Test(policy, an_abi_refuses_what_is_named_and_newer)
{
	wrong("abi=8 rwxu:/a", "the rule names resolve_unix, which came with ABI 9");
	wrong("abi=8 u:/run", "the rule names resolve_unix, which came with ABI 9, and abi=8");
	wrong("r,ioctl_dev:/dev/tty abi=4", "the rule names ioctl_dev, which came with ABI 5");
	wrong("abi=9 uc:53", "the rule names connect_send_udp, which came with ABI 10");
	wrong("abi=9 r,quiet:/a", "the rule names quiet, which came with ABI 10");
	wrong("handle=udp abi=9", "handle names bind_udp, which came with ABI 10");
	wrong("handle=signal abi=5", "handle names signal, which came with ABI 6");
	image_of("abi=9 u:/run");
	image_of("abi=10 uc:53 r,quiet:/a handle=all");
}

Test(policy, an_abi_takes_group_words_as_far_as_it_goes)
{
	image_of("abi=1 rwx:/a");
	image_of("abi=1 handle=all rw:/a");
	image_of("abi=9 handle=net c:1");
	image_of("abi=1 handle=core rw:/a");
}

/* The same header and the same rules, in whatever order. */
static void same_meaning(const struct lla_image *a, const struct lla_image *b, const char *words)
{
	const struct lla_record *r = NULL, *s;

	cr_assert_eq(memcmp(&a->flags, &b->flags, sizeof(*a) - offsetof(struct lla_image, flags)),
		     0, "%s", words);
	while ((r = lla_image_next(a, r))) {
		for (s = NULL; (s = lla_image_next(b, s));)
			if (s->size == r->size && !memcmp(s, r, r->size))
				break;
		cr_assert(s, "%s: a rule is another", words);
	}
}

Test(policy, words_may_stand_in_any_order)
{
	static const char *const words[] = { "r:/a", "c:*", "handle=all", "abi=9" };
	const struct lla_image *plain = image_of("r:/a c:* handle=all abi=9");

	for (int i = 0; i < 4 * 4 * 4 * 4; i++) {
		char line[100] = "";
		unsigned used = 0;

		for (int k = 0, n = i; k < 4; k++, n /= 4) {
			used |= 1U << n % 4;
			strcat(strcat(line, words[n % 4]), " ");
		}
		if (used == 0xf)
			same_meaning(image_of(line), plain, line);
	}
	wrong("abi=9 handle=net ub:53", "the rule names bind_udp");
	wrong("ub:53 handle=net abi=9", "the rule names bind_udp");
}
