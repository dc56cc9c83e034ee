/* SPDX-License-Identifier: ISC */
#include "tool/explain.h"
#include "core/landlock.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The path as the kernel would resolve it, `~/` too. NULL: there is none; else
 * freed by the caller. */
static char *resolve(const char *path)
{
	const char *home = getenv("HOME");
	char *joined, *real;

	if (strncmp(path, "~/", 2))
		return realpath(path, NULL);
	if (!home || asprintf(&joined, "%s%s", home, path + 1) < 0)
		return NULL;
	real = realpath(joined, NULL);
	free(joined);
	return real;
}

/* Only what exists and is no directory keeps just the rights of files. */
static bool is_file(const char *path, bool *directory)
{
	char *real = resolve(path);
	struct stat st;
	bool exists = real && !stat(real, &st);

	*directory = exists && S_ISDIR(st.st_mode);
	free(real);
	return exists && !*directory;
}

static void print_rights(const char *head, enum lla_kind kind, uint32_t set)
{
	LLA_LINE(t);

	if (!set)
		return;
	lla_rights_text(kind, set, &t);
	for (char *c = t.at; *c; c++)
		if (*c == ',')
			*c = ' ';
	printf("  %-24s %s\n", head, t.at);
}

static void print_path(const struct lla_record *r, uint32_t handled)
{
	bool beneath, file = is_file(r->path, &beneath);
	uint32_t access = r->access & handled & (file ? lla_rights_on_file() : UINT32_MAX);
	LLA_LINE(t);

	lla_text_add(&t, "%q%s%s%s", r->path, beneath ? " and beneath" : "",
		     r->flags & LLA_OPTIONAL ? " (if it exists)" : "",
		     r->flags & LLA_QUIET ? " (quiet)" : "");
	print_rights(t.at, LLA_FS, access);
	if (!access)
		printf("  %-24s %s\n", t.at, "nothing");
}

static void print_ports(const struct lla_record *r, uint32_t handled)
{
	char head[40];

	if (r->first == r->last)
		snprintf(head, sizeof(head), "port %u", r->first);
	else
		snprintf(head, sizeof(head), "ports %u to %u", r->first, r->last);
	print_rights(head, LLA_NET, r->access & handled);
}

static void print_flags(const struct lla_image *image)
{
	printf("also:\n");
	printf("  %-24s %s\n", "no_new_privs",
	       image->flags & LLA_KEEP_PRIVS ? "left as it is" : "set");
	printf("  %-24s of the program %s, of what it executes %s, of domains within %s\n",
	       "denials logged", image->flags & LLA_HUSH_DENIALS ? "no" : "yes",
	       image->flags & LLA_LOG_CHILDREN ? "yes" : "no",
	       image->flags & LLA_HUSH_NESTED ? "no" : "yes");
}

void lla_explain_policy(const struct lla_image *image, const struct lla_plan *plan)
{
	static const char *const heads[LLA_HANDLED] = { "files", "network", "scope" };
	const uint32_t handled[LLA_HANDLED] = { (uint32_t)plan->attr.handled_access_fs,
						(uint32_t)plan->attr.handled_access_net,
						(uint32_t)plan->attr.scoped };

	if (!plan->attr_size) {
		printf("nothing is denied\n");
		return;
	}
	printf("denied unless allowed:\n");
	for (int kind = 0; kind < LLA_HANDLED; kind++)
		print_rights(heads[kind], (enum lla_kind)kind, handled[kind]);
	printf("allowed:%s\n", image->rules ? "" : "\n  nothing");
	for (const struct lla_record *r = NULL; (r = lla_image_next(image, r));) {
		if (r->kind == LLA_FS)
			print_path(r, handled[LLA_FS]);
		else
			print_ports(r, handled[LLA_NET]);
	}
	printf("left alone:\n");
	for (int kind = 0; kind < LLA_HANDLED; kind++)
		print_rights(heads[kind], (enum lla_kind)kind,
			     lla_rights_of((enum lla_kind)kind, LLA_ABI_NEWEST) & ~handled[kind]);
	print_flags(image);
}

/* Doubts. */

struct place {
	const struct lla_record *rule;
	char *path; /* resolved, or as it stands */
};

static void doubt(struct lla_problems *doubts, const struct lla_image *image,
		  const struct lla_record *r, const char *format, ...)
{
	LLA_LINE(t);
	va_list ap;

	va_start(ap, format);
	lla_text_format(&t, format, ap);
	va_end(ap);
	lla_problems_add(doubts, lla_image_source(image), r ? r->line : 0, t.at);
}

static void doubt_path(const struct lla_image *image, const struct place *p,
		       struct lla_problems *doubts)
{
	const struct lla_record *r = p->rule;
	struct stat st;
	bool exists = !stat(p->path, &st);

	if (!exists && !(r->flags & LLA_OPTIONAL) && !(image->flags & LLA_IGNORE_IF_MISSING))
		doubt(doubts, image, r,
		      "%q does not exist, and the program would not start; put '?' before the "
		      "rule if it may be missing",
		      r->path);
	if (exists && S_ISREG(st.st_mode) && r->access & LLA_WRITE_FILE)
		doubt(doubts, image, r,
		      "%q is a file: an editor or program that saves by rename makes a new "
		      "one, which the rule does not cover; grant its directory if that happens",
		      r->path);
	/* On a device `>` truncates nothing. */
	if ((!exists || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)) && r->access & LLA_WRITE_FILE &&
	    !(r->access & LLA_TRUNCATE) && lla_rights_of(LLA_FS, image->abi) & LLA_TRUNCATE)
		doubt(doubts, image, r,
		      "%q may be written but not truncated: `>` fails there and `>>` works; add "
		      "truncate, or write w",
		      r->path);
	if (exists && !S_ISDIR(st.st_mode) && r->access && !(r->access & lla_rights_on_file()))
		doubt(doubts, image, r,
		      "%q is no directory, and the rule has only rights for directories: the "
		      "program would not start",
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

/* Whether a rule for the directory path[0..len) grants all that this one does. */
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

static void doubt_covered(const struct lla_image *image, const struct place *places, size_t count,
			  const struct place *p, struct lla_problems *doubts)
{
	for (size_t len = strlen(p->path); len; len--) {
		const struct place *q = NULL;

		if (!p->path[len] || p->path[len] == '/')
			q = covers(places, count, p, len);
		if (!q && len == 1 && p->path[0] == '/')
			q = covers(places, count, p, 1);
		if (!q)
			continue;
		doubt(doubts, image, p->rule,
		      "the rule for %q (line %u) grants all that this one for %q does",
		      q->rule->path, q->rule->line, p->rule->path);
		return;
	}
}

static void doubt_paths(const struct lla_image *image, struct lla_problems *doubts)
{
	struct place *places = calloc(image->rules + 1, sizeof(*places));
	size_t count = 0;

	if (!places)
		abort();
	for (const struct lla_record *r = NULL; (r = lla_image_next(image, r));) {
		if (r->kind != LLA_FS || r->flags & LLA_FROM_PRESET)
			continue;
		places[count].rule = r;
		places[count].path = resolve(r->path);
		if (!places[count].path)
			places[count].path = strdup(r->path);
		if (!places[count].path)
			abort();
		doubt_path(image, &places[count], doubts);
		count++;
	}
	qsort(places, count, sizeof(*places), by_path);
	for (size_t i = 0; i < count; i++)
		doubt_covered(image, places, count, &places[i], doubts);
	for (size_t i = 0; i < count; i++)
		free(places[i].path);
	free(places);
}

static int by_line(const void *a, const void *b)
{
	const struct lla_problem *x = a, *y = b;

	return x->line < y->line ? -1 : x->line > y->line;
}

void lla_explain_doubts(const struct lla_image *image, struct lla_problems *doubts)
{
	doubt_paths(image, doubts);
	if (!image->abi_given &&
	    (!(image->flags & LLA_EXPLICIT_HANDLE) || image->handle_soft[LLA_FS]))
		doubt(doubts, image, NULL,
		      "there is no abi key, so a newer kernel may deny more than the policy was "
		      "tested with; write abi = %d, or the ABI of this kernel",
		      LLA_ABI_NEWEST);
	if (doubts->count)
		qsort(doubts->at, doubts->count, sizeof(*doubts->at), by_line);
}
