/* SPDX-License-Identifier: ISC */
#include "tool/explain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

char *lla_explain_path(const char *path)
{
	const char *home = getenv("HOME");
	char *whole;

	if (home && !strncmp(path, "~/", 2)) {
		if (asprintf(&whole, "%s%s", home, path + 1) < 0)
			abort();
		return whole;
	}
	whole = strdup(path);
	if (!whole)
		abort();
	return whole;
}

/* A file that exists and is no directory keeps the rights for files alone. */
static bool is_file(const char *path, bool *directory)
{
	char *whole = lla_explain_path(path);
	struct stat st;
	bool exists = !stat(whole, &st);

	*directory = exists && S_ISDIR(st.st_mode);
	free(whole);
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
