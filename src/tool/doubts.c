/* SPDX-License-Identifier: ISC */
#include "tool/doubts.h"
#include "base/say.h"
#include "core/landlock.h"
#include "tool/explain.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct place {
	const struct lla_record *rule;
	char *path;     /* resolved, or as it stands */
	struct stat st; /* if it exists */
	bool exists;
};

/* The kernel knows the resolved path alone: a rule may cover another one by a link. */
static struct place find_place(const struct lla_record *rule)
{
	char *whole = lla_explain_path(rule->path), *real = realpath(whole, NULL);
	struct place p = { .rule = rule, .path = real ? real : whole };

	if (real)
		free(whole);
	p.exists = !stat(p.path, &p.st);
	return p;
}

static void doubt_missing(const struct lla_image *image, const struct lla_record *r,
			  struct lla_found *doubts)
{
	char *whole = lla_explain_path(r->path);
	struct stat st;
	int error = stat(whole, &st) ? errno : 0;

	free(whole);
	if (!error)
		return;
	/* '?' lets a path be missing, and forgives nothing else. */
	if (error != ENOENT && error != ENOTDIR)
		lla_found_add(doubts, r->line,
			      "%q cannot be reached: %e; a program that cannot reach it does not "
			      "start",
			      r->path, error);
	else if (!(r->flags & LLA_OPTIONAL || image->flags & LLA_IGNORE_IF_MISSING))
		lla_found_add(doubts, r->line,
			      "%q does not exist, and the program would not start; put '?' before "
			      "the rule if it may be missing",
			      r->path);
}

static void doubt_file(const struct place *p, struct lla_found *doubts)
{
	const struct lla_record *r = p->rule;

	if (S_ISREG(p->st.st_mode) && r->access & LLA_WRITE_FILE)
		lla_found_add(doubts, r->line,
			      "%q is a file: an editor or program that saves by rename makes a "
			      "new one, which the rule does not cover; grant its directory if that "
			      "happens",
			      r->path);
	if (r->access && !(r->access & lla_rights_on_file()))
		lla_found_add(doubts, r->line,
			      "%q is no directory, and the rule has only rights for directories: "
			      "the program would not start",
			      r->path);
}

/* On a device `>` truncates nothing. */
static void doubt_truncate(const struct lla_image *image, const struct place *p,
			   struct lla_found *doubts)
{
	const struct lla_record *r = p->rule;

	if (p->exists && !S_ISREG(p->st.st_mode) && !S_ISDIR(p->st.st_mode))
		return;
	if (r->access & LLA_WRITE_FILE && !(r->access & LLA_TRUNCATE) &&
	    lla_rights_of(LLA_FS, image->abi) & LLA_TRUNCATE)
		lla_found_add(doubts, r->line,
			      "%q may be written but not truncated: `>` fails there and `>>` "
			      "works; add truncate, or write w",
			      r->path);
}

static int by_path(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int order = strcmp(x->path, y->path);

	if (order)
		return order;
	return x->rule < y->rule ? -1 : x->rule > y->rule;
}

static const struct place *find(const struct place *places, size_t count, const char *path,
				size_t len)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strncmp(places[middle].path, path, len);

		if (!order && places[middle].path[len])
			order = 1;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < count && !strncmp(places[low].path, path, len) && !places[low].path[len])
		return &places[low];
	return NULL;
}

/* Returns a rule for the directory path[0..len) that grants all that this one does, or NULL. */
static const struct place *covers(const struct place *places, size_t count, const struct place *p,
				  size_t len)
{
	const struct place *q = find(places, count, p->path, len);

	for (; q && q < places + count && !strncmp(q->path, p->path, len) && !q->path[len]; q++)
		if (q->rule != p->rule && !(p->rule->access & ~q->rule->access) &&
		    (q->rule->flags & LLA_QUIET) >= (p->rule->flags & LLA_QUIET) &&
		    (p->path[len] || p->rule->access != q->rule->access || q->rule < p->rule))
			return q;
	return NULL;
}

static void doubt_covered(const struct place *places, size_t count, const struct place *p,
			  struct lla_found *doubts)
{
	for (size_t len = strlen(p->path); len; len--) {
		const struct place *q = NULL;

		if (!p->path[len] || p->path[len] == '/')
			q = covers(places, count, p, len);
		if (!q && len == 1 && p->path[0] == '/')
			q = covers(places, count, p, 1);
		if (!q)
			continue;
		lla_found_add(doubts, p->rule->line,
			      "the rule for %q (line %u) grants all that this one for %q does",
			      q->rule->path, q->rule->line, p->rule->path);
		return;
	}
}

/* Doubts about the rules of a preset are for its author. But a missing path stops the program all
 * the same, so this doubt is for the user. */
static void doubt_paths(const struct lla_image *image, struct lla_found *doubts)
{
	struct place *places = calloc(image->rules + 1, sizeof(*places));
	size_t count = 0;

	if (!places)
		abort();
	for (const struct lla_record *r = NULL; (r = lla_image_next(image, r));) {
		if (r->kind != LLA_FS)
			continue;
		doubt_missing(image, r, doubts);
		if (!(r->flags & LLA_FROM_PRESET))
			places[count++] = find_place(r);
	}
	for (size_t i = 0; i < count; i++) {
		if (places[i].exists && !S_ISDIR(places[i].st.st_mode))
			doubt_file(&places[i], doubts);
		doubt_truncate(image, &places[i], doubts);
	}
	qsort(places, count, sizeof(*places), by_path);
	for (size_t i = 0; i < count; i++)
		doubt_covered(places, count, &places[i], doubts);
	for (size_t i = 0; i < count; i++)
		free(places[i].path);
	free(places);
}

/* Adds a doubt that many sections of a text may share, for the first section alone. Otherwise
 * such doubts would crowd out the doubts about rules, as the list has a limit. */
static void add_once(struct lla_found *doubts, unsigned line, const char *text)
{
	const struct lla_problems *problems = doubts->problems;

	for (size_t i = doubts->first; i < problems->count; i++)
		if (!strcmp(problems->at[i].text, text))
			return;
	lla_found_add(doubts, line, "%s", text);
}

static void doubt_abi(const struct lla_image *image, unsigned line, struct lla_found *doubts)
{
	LLA_LINE(t);

	if (image->abi_given)
		return;
	if (image->flags & LLA_EXPLICIT_HANDLE && !image->handle_soft[LLA_FS])
		return;
	lla_text_add(&t,
		     "there is no abi key, so a newer kernel may deny more than the policy was "
		     "tested with; write abi = %d, or the ABI of this kernel",
		     LLA_ABI_NEWEST);
	add_once(doubts, line, t.at);
}

static bool denies_nothing(const struct lla_image *image)
{
	uint32_t handled = 0;

	for (int kind = 0; kind < LLA_HANDLED; kind++)
		handled |= image->handle_soft[kind] | image->handle_named[kind];
	return image->flags & LLA_EXPLICIT_HANDLE && !handled;
}

/* Says why the program would not start, or which rights the kernel cannot enforce. Returns whether
 * it would start. */
static bool doubt_kernel(const struct lla_image *image, unsigned line,
			 const struct lla_asked *asked, struct lla_found *doubts)
{
	struct lla_plan plan;
	struct lla_error err = { 0 };

	if (lla_plan_make(image, &asked->kernel, false, &plan, &err)) {
		lla_found_add(doubts, line, "%s the program would not start: %s",
			      asked->running ? "on this kernel" : "on such a kernel", err.text);
		return false;
	}
	for (int kind = 0; kind < LLA_NAMED; kind++) {
		uint32_t without =
			plan.missing[kind] | (kind < LLA_HANDLED ? plan.absent[kind] : 0);
		LLA_LINE(t);

		if (!without)
			continue;
		lla_text_add(&t, "%s cannot enforce ",
			     asked->running ? "this kernel" : "such a kernel");
		lla_rights_text((enum lla_kind)kind, without, &t);
		add_once(doubts, line, t.at);
	}
	return true;
}

void lla_doubts_add(const struct lla_image *image, unsigned line, const struct lla_asked *asked,
		    struct lla_found *doubts)
{
	doubt_paths(image, doubts);
	doubt_abi(image, line, doubts);
	if (doubt_kernel(image, line, asked, doubts) && denies_nothing(image))
		lla_found_add(doubts, line,
			      "nothing is denied: the program can do all that its user can; name "
			      "in handle what to deny, or leave handle out");
}

void lla_doubts_say(const struct lla_image *image, unsigned line, const struct lla_asked *asked)
{
	struct lla_problems problems = { 0 };
	struct lla_found doubts = lla_found_begin(&problems, lla_image_source(image));

	doubts.what = "warnings";
	lla_doubts_add(image, line, asked, &doubts);
	lla_found_end(&doubts);
	lla_say_problems(&problems, "warning: ");
	lla_problems_free(&problems);
}
