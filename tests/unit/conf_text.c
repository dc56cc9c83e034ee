/* SPDX-License-Identifier: ISC */
#include "unit/conf_text.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct read_text it;
struct taken taken[TAKEN_MOST];
size_t taken_count;
struct stand_in stand_in;

int file_of(const char *text, size_t len)
{
	int fd = memfd_create("conf", MFD_CLOEXEC);

	cr_assert_geq(fd, 0);
	for (ssize_t got; len; len -= (size_t)got, text += got) {
		got = write(fd, text, len);
		cr_assert_gt(got, 0);
	}
	return fd;
}

void begin(void)
{
	static _Alignas(8) char buffer[LLA_IMAGE_MAX];
	struct lla_error err;

	lla_problems_free(&it.problems);
	it.expanded = false;
	cr_assert_eq(lla_policy_begin(&it.policy, buffer, sizeof(buffer), NAME, &err), 0);
	it.policy.preset = lla_conf_preset;
	it.policy.absolute = it.absolute;
}

static int read_as(enum lla_conf_kind kind, const char *text, size_t len)
{
	int fd = file_of(text, len), got;

	begin();
	it.job.name = NAME;
	it.job.kind = kind;
	it.job.policy = &it.policy;
	it.job.problems = &it.problems;
	got = lla_conf_read(fd, &it.job, &it.result);
	it.expanded = it.result.expanded;
	close(fd);
	return got;
}

int read_bytes(const char *text, size_t len)
{
	return read_as(LLA_CONF_POLICY, text, len);
}

int read_preset(const char *text, unsigned line)
{
	it.job.line = line;
	return read_as(LLA_CONF_PRESET, text, strlen(text));
}

static bool printable(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || (unsigned char)*s >= 0x7f)
			return false;
	return true;
}

void check_problem(size_t i, unsigned line, const char *part)
{
	const struct lla_problem *p = &it.problems.at[i];

	cr_assert_lt(i, it.problems.count, "no problem %zu: \"%s\"", i, part);
	cr_assert_eq(p->line, line, "line %u, not %u: %s", p->line, line, p->text);
	cr_assert_str_eq(p->source, NAME);
	cr_assert(strstr(p->text, part), "no \"%s\" in: %s", part, p->text);
	cr_assert(printable(p->text), "%s", p->text);
}

void wrong_bytes(const char *text, size_t len, unsigned line, const char *part)
{
	cr_assert_eq(read_bytes(text, len), -1, "accepted: %.200s", text);
	check_problem(0, line, part);
	cr_assert_eq(it.problems.count, 1, "%.200s: a second problem: %s", text,
		     it.problems.count > 1 ? it.problems.at[1].text : "");
	lla_problems_free(&it.problems);
}

void wrong(const char *text, unsigned line, const char *part)
{
	wrong_bytes(text, strlen(text), line, part);
}

const struct lla_image *right_bytes(const char *text, size_t len)
{
	struct lla_error err = { 0 };
	int got = read_bytes(text, len);

	cr_assert_eq(got, 0, "%.200s: %s", text, it.problems.count ? it.problems.at[0].text : "");
	cr_assert_eq(it.problems.count, 0);
	cr_assert_eq(lla_policy_finish(&it.policy, &err), 0, "%s", err.text);
	lla_problems_free(&it.problems);
	return it.policy.image;
}

const struct lla_image *right(const char *text)
{
	return right_bytes(text, strlen(text));
}

void check_path(const struct lla_image *image, size_t number, const char *path, unsigned line)
{
	const struct lla_record *r = NULL;

	for (size_t i = 0; i <= number; i++) {
		r = lla_image_next(image, r);
		cr_assert_not_null(r, "no rule %zu", number);
	}
	cr_assert_str_eq(r->path, path);
	cr_assert_eq(r->line, line, "%s: line %u, not %u", path, r->line, line);
}

static void take(void *arg, const struct lla_section *section, struct lla_found *found)
{
	struct taken *t = &taken[taken_count++ % TAKEN_MOST];
	struct lla_error err = { 0 };

	cr_assert_eq(arg, &taken);
	*t = (struct taken){ strdup(section->path), section->line, section->warn, NULL };
	if (!section->policy)
		return;
	if (lla_policy_finish(section->policy, &err)) {
		lla_found_add(found, err.line, "%s", err.text);
		return;
	}
	t->image = malloc(section->policy->image->size);
	memcpy(t->image, section->policy->image, section->policy->image->size);
}

int read_sections(enum lla_conf_kind kind, const char *text)
{
	taken_count = 0;
	it.job.section = take;
	it.job.arg = &taken;
	return read_as(kind, text, strlen(text));
}

void right_sections(enum lla_conf_kind kind, const char *text, size_t count)
{
	int got = read_sections(kind, text);

	cr_assert_eq(got, 0, "%.200s: %s", text, it.problems.count ? it.problems.at[0].text : "");
	cr_assert_eq(taken_count, count, "%zu sections in %.200s", taken_count, text);
	cr_assert_eq(it.result.sections, count);
	cr_assert(it.result.sound);
	for (size_t i = 0; i < count && i < TAKEN_MOST; i++)
		cr_assert_not_null(taken[i].image);
}

void wrong_section(const char *text, unsigned line, const char *part)
{
	cr_assert_eq(read_sections(LLA_CONF_SECTIONS, text), -1, "accepted: %s", text);
	check_problem(0, line, part);
	cr_assert_eq(it.problems.count, 1, "%.200s: a second problem: %s", text,
		     it.problems.count > 1 ? it.problems.at[1].text : "");
}

void check_taken(size_t i, const char *path, unsigned line, unsigned rules)
{
	cr_assert_str_eq(taken[i].path, path);
	cr_assert_eq(taken[i].line, line, "%s: line %u", path, taken[i].line);
	cr_assert_not_null(taken[i].image, "%s", path);
	cr_assert_eq(taken[i].image->rules, rules, "%s: %u rules", path, taken[i].image->rules);
}

/* Stands before libconfuse's own, and calls that. */
struct cfg_t;
int cfg_parse_buf(struct cfg_t *cfg, const char *text);
int cfg_parse_buf(struct cfg_t *cfg, const char *text)
{
	int (*own)(struct cfg_t *, const char *);

	if (stand_in.fails || stand_in.reads_nothing)
		return stand_in.fails;
	*(void **)&own = dlsym(RTLD_NEXT, "cfg_parse_buf");
	return own(cfg, stand_in.reads ? stand_in.reads : text);
}
