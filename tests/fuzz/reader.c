/* SPDX-License-Identifier: ISC */
/*
 * conf.c is part of this file, for two things that its interface does not show: the
 * text can lie in a block that ends behind it, and a parse that libconfuse gave up is
 * seen at once. What the scan lets through libconfuse must take, whatever else is wrong
 * with the text, so such a parse is a finding by itself; the lexer that it leaves
 * behind never has to be put in order, and no input needs a process of its own.
 */
#include "../../src/conf/conf.c"

#include "print.h"
#include "reader.h"

static char complaint[4096];

__attribute__((format(printf, 1, 2))) static const char *complain(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(complaint, sizeof(complaint), format, ap);
	va_end(ap);
	return complaint;
}

static void *block(size_t bytes)
{
	void *at = malloc(bytes ? bytes : 1);

	if (!at)
		abort();
	return at;
}

static struct lla_image *copied(const struct lla_image *image)
{
	return memcpy(block(image->size), image, image->size);
}

/* A line that a person can read, and that cannot drive a terminal. */
static const char *check_message(const char *text)
{
	if (!*text)
		return complain("refused without a word");
	for (const char *s = text; *s; s++)
		if (*s < ' ' || *s > '~')
			return complain("byte %d in the message: %s", *s, text);
	return NULL;
}

/* What a policy may end with: an image, which is copied, or a message. */
static const char *ended(struct lla_policy *policy, int got, const struct lla_error *err,
			 struct lla_image **image)
{
	if (got)
		return got == LLA_NEEDS_TOOL ? NULL : check_message(err->text);
	*image = copied(policy->image);
	return NULL;
}

/* A source's name that takes all the room that there is for it. */
static const char *long_source(void)
{
	static char name[300];

	memset(name, 's', sizeof(name) - 1);
	return name;
}

const char *compile_words(const char *words, preset_reader *preset, struct lla_image **image)
{
	size_t bound = lla_policy_words_bound(words);
	struct lla_policy policy;
	struct lla_error err = { 0 };
	const char *what;
	void *buffer;
	int got;

	*image = NULL;
	if (preset) /* has more rules in it than words */
		bound *= 16;
	buffer = block(bound);
	got = lla_policy_begin(&policy, buffer, bound, long_source(), &err);
	policy.preset = preset;
	if (!got)
		got = lla_policy_words(&policy, words, &err);
	if (!got)
		got = lla_policy_finish(&policy, &err);
	if (got < 0 && lla_starts(err.text, "the policy is too large"))
		what = complain("lla_policy_bound() is too small: %s", err.text);
	else
		what = ended(&policy, got, &err, image);
	free(buffer);
	return what;
}

static unsigned lines_of(const char *text, size_t len)
{
	unsigned lines = 1;

	for (size_t i = 0; i < len; i++)
		lines += text[i] == '\n';
	return lines;
}

static const char *check_problems(const struct lla_problems *problems, unsigned lines)
{
	unsigned line = 0;

	for (size_t i = 0; i < problems->count; i++) {
		const struct lla_problem *p = &problems->at[i];
		const char *what = check_message(p->text);

		if (what)
			return what;
		if (p->line > lines)
			return complain("line %u of %u: %s", p->line, lines, p->text);
		if (p->line < line && i + 1 < problems->count)
			return complain("line %u comes behind %u", p->line, line);
		line = p->line;
	}
	return NULL;
}

/* Reads a text of any kind. *got as lla_conf_read(). */
static const char *read_conf(const char *text, size_t len, struct lla_conf_job *job,
			     struct lla_conf_result *result, preset_reader *preset, int *got)
{
	static _Alignas(8) char buffer[LLA_IMAGE_MAX];
	char *copy = memcpy(block(len + 1), text, len);
	struct lla_problems problems = { 0 };
	struct lla_found found = lla_found_begin(&problems, "fuzz");
	struct lla_error err = { 0 };
	const char *what;

	*got = lla_policy_begin(job->policy, buffer, sizeof(buffer), "fuzz", &err);
	job->name = "fuzz";
	job->problems = &problems;
	job->policy->preset = preset;
	copy[len] = '\0';
	*result = (struct lla_conf_result){ 0 };
	read_text(copy, len, job, result, &found);
	free(copy);
	*got = *got ? *got : lla_found_end(&found);
	what = check_problems(&problems, lines_of(text, len));
	if (!what && libconfuse.broken)
		what = complain("the scan and libconfuse disagree: %s", problems.at[0].text);
	if (!what && !*got != !problems.count)
		what = complain("%zu problems, and the answer is %d", problems.count, *got);
	lla_problems_free(&problems);
	return what;
}

const char *compile_conf(const char *text, size_t len, preset_reader *preset,
			 struct lla_image **image)
{
	struct lla_policy policy;
	struct lla_conf_job job = { .policy = &policy };
	struct lla_conf_result result;
	struct lla_error err = { 0 };
	const char *what;
	int got;

	*image = NULL;
	what = read_conf(text, len, &job, &result, preset, &got);
	if (!what && !got) {
		got = lla_policy_finish(&policy, &err);
		what = ended(&policy, got, &err, image);
	}
	return what;
}

/* The sections of a text. */
struct sections {
	struct lla_image *image; /* of the first */
	size_t count;
	const char *what;
};

static void take_section(void *arg, const struct lla_section *section, struct lla_found *found)
{
	struct sections *s = arg;
	struct lla_image *image = NULL;
	struct lla_error err = { 0 };

	if (section->path[0] != '/' && !s->what)
		s->what = complain("a section for %s", section->path);
	if (section->policy && lla_policy_finish(section->policy, &err))
		lla_found_add(found, err.line, "%s", err.text);
	else if (section->policy)
		image = copied(section->policy->image);
	if (image && !s->what && lla_image_validate(image, image->size, &err))
		s->what = complain("the image of a section is not valid: %s", err.text);
	for (const struct lla_record *r = NULL; image && (r = lla_image_next(image, r));)
		if (r->kind == LLA_FS && r->path[0] != '/' && !s->what)
			s->what = complain("a section has a rule for %s", r->path);
	if (!s->count++)
		s->image = image;
	else
		free(image);
}

static const char *read_sections(const char *text, size_t len, preset_reader *preset,
				 struct sections *s, int *got)
{
	struct lla_policy policy;
	struct lla_conf_job job = {
		.kind = LLA_CONF_SYSTEM, .policy = &policy, .section = take_section, .arg = s
	};
	struct lla_conf_result result;
	const char *what = read_conf(text, len, &job, &result, preset, got);

	if (!what && s->what)
		what = s->what;
	if (!what && !*got && s->count != result.sections)
		what = complain("%zu sections, and %zu are told of", result.sections, s->count);
	return what;
}

const char *sections_are_kept(const char *text, size_t len, preset_reader *preset)
{
	struct sections s = { 0 };
	int got;
	const char *what = read_sections(text, len, preset, &s, &got);

	free(s.image);
	return what;
}

/* What a section says otherwise than the same text by itself. */
static bool is_for_everyone(const struct lla_image *image, const char *text, size_t len)
{
	for (const struct lla_record *r = NULL; (r = lla_image_next(image, r));)
		if (r->kind == LLA_FS && r->path[0] != '/')
			return false;
	return !memmem(text, len, "${", 2);
}

const char *policy_is_same_in_section(const struct lla_image *image, const char *text, size_t len,
				      preset_reader *preset)
{
	struct sections s = { 0 };
	const char *what, *difference;
	char *in;
	int got, bytes;

	if (!is_for_everyone(image, text, len) || (len >= 3 && !memcmp(text, "\xef\xbb\xbf", 3)))
		return NULL;
	bytes = asprintf(&in, "program /x {%.*s\n}", (int)len, text);
	if (bytes < 0)
		abort();
	what = read_sections(in, (size_t)bytes, preset, &s, &got);
	difference = got || s.count != 1 || !s.image ? "refused"
						     : image_difference(image, s.image, true);
	if (!what && difference)
		what = complain("in a section: %s: %.3000s", difference, in);
	free(s.image);
	free(in);
	return what;
}

static const char *compile(const char *text, enum print_form form, struct lla_image **image)
{
	return form == PRINT_WORDS ? compile_words(text, printed_preset, image)
				   : compile_conf(text, strlen(text), printed_preset, image);
}

/* A line's end stands in no string of a config, nor one that is too long. */
static bool conf_can_say(const struct lla_image *image)
{
	for (const struct lla_record *r = NULL; (r = lla_image_next(image, r));) {
		char *value;

		if (r->kind != LLA_FS || r->flags & LLA_FROM_PRESET)
			continue;
		value = print_value(r->path, strlen(r->path), PRINT_CONF);
		free(value);
		/* Leave room for the rights. */
		if (!value || strlen(r->path) > 4000)
			return false;
	}
	return true;
}

static const char *printed_is_same(const struct lla_image *image, enum print_form form)
{
	char *text = print_image(image, form);
	struct lla_image *again = NULL;
	const char *what, *difference;

	if (!text)
		return form == PRINT_WORDS || conf_can_say(image) ? complain("cannot be printed")
								  : NULL;
	what = compile(text, form, &again);
	difference = again ? image_difference(image, again, form == PRINT_WORDS) : "refused";
	if (!what && difference)
		what = complain("printed and compiled again: %s: %.3000s", difference, text);
	free(again);
	free(text);
	return what;
}

const char *image_is_kept(const struct lla_image *image)
{
	struct lla_error err = { 0 };
	const char *what;

	if (lla_image_validate(image, image->size, &err))
		return complain("the image of a text is not valid: %s", err.text);
	what = printed_is_same(image, PRINT_WORDS);
	return what ? what : printed_is_same(image, PRINT_CONF);
}

/* The rule by itself, as a config's list of that kind. */
static const char *compile_list(const char *value, enum lla_kind kind, struct lla_image **image)
{
	char *text;
	const char *what;

	if (asprintf(&text, "%s = {%s}", lla_keys[kind == LLA_FS ? LLA_KEY_FS : LLA_KEY_NET].name,
		     value) < 0)
		abort();
	what = compile_conf(text, strlen(text), NULL, image);
	free(text);
	return what;
}

/* Of a rule that the environment's form takes for `words`, NULL: refused. */
static const char *lists_agree(const char *value, const struct lla_image *words)
{
	const char *what = NULL;

	for (int kind = LLA_FS; kind <= LLA_NET && !what; kind++) {
		struct lla_image *list;
		bool wanted = words && (words->rules ? lla_image_next(words, NULL)->kind == kind
						     : kind == LLA_NET);
		const char *difference;

		what = compile_list(value, (enum lla_kind)kind, &list);
		difference = wanted && list ? image_difference(words, list, true) : NULL;
		if (!what && wanted != !!list)
			what = complain(
				"%s in a list for %s, and %s as a word", list ? "taken" : "refused",
				kind == LLA_FS ? "paths" : "ports", words ? "taken" : "refused");
		if (!what && difference)
			what = complain("another rule in a list: %s", difference);
		free(list);
	}
	return what;
}

const char *rule_agrees(const char *rule, size_t len)
{
	size_t colon = lla_find(rule, len, ':'), equals = lla_find(rule, len, '=');
	char *word = print_value(rule, len, PRINT_WORDS),
	     *value = print_value(rule, len, PRINT_CONF);
	struct lla_image *words = NULL;
	const char *what = NULL;

	/* What has no colon, or `=` before it, is an option in one form and nothing in
	 * the other. */
	if (len && word && value) {
		if (colon < equals)
			what = compile_words(word, NULL, &words);
		if (!what)
			what = lists_agree(value, words);
	}
	free(words);
	free(word);
	free(value);
	return what;
}

void reader_begin(void)
{
	setenv("HOME", "/home/fuzz", 1);
	setenv("DOLLAR", "$", 1);
	setenv("EMPTY", "", 1);
	setenv("RULES", "r:/a\", \"r:/b\n# ${HOME}", 1);
	unsetenv("UNSET");
}
