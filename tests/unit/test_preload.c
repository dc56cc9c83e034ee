/* SPDX-License-Identifier: ISC */
#include "switch/preload.h"
#include "common.h"

#include <stdio.h>
#include <stdlib.h>

#define OURS "/run/landlock-auto/liblandlock-auto.so"

struct text {
	char bytes[4096];
	size_t size;
};

static struct text text(const char *s)
{
	struct text t = { .size = strlen(s) };

	memcpy(t.bytes, s, t.size);
	return t;
}

/* The entries with a | behind each. */
static const char *entries(const char *bytes, size_t size)
{
	static char list[8192];
	struct lla_preload_entry *e;
	ssize_t count = lla_preload_entries(bytes, size, &e);
	size_t len = 0;

	cr_assert(count >= 0);
	for (ssize_t i = 0; i < count; i++)
		len += (size_t)sprintf(list + len, "%.*s|", (int)e[i].len, bytes + e[i].at);
	list[len] = '\0';
	free(e);
	return list;
}

static struct text with(struct text t, const char *entry)
{
	struct text to;

	to.size = lla_preload_add(t.bytes, t.size, entry, to.bytes);
	cr_assert(to.size <= t.size + strlen(entry) + LLA_PRELOAD_MORE);
	return to;
}

/* Without each of these entries. */
static struct text without(struct text t, const char *entry)
{
	struct lla_preload_entry *e;
	ssize_t count = lla_preload_entries(t.bytes, t.size, &e);

	for (ssize_t i = count; i--;) {
		struct text to;

		if (e[i].len != strlen(entry) || memcmp(t.bytes + e[i].at, entry, e[i].len))
			continue;
		to.size = lla_preload_remove(t.bytes, t.size, e[i], to.bytes);
		t = to;
	}
	free(e);
	return t;
}

static bool same(struct text a, struct text b)
{
	return a.size == b.size && !memcmp(a.bytes, b.bytes, a.size);
}

Test(preload, words_between_spaces_tabs_newlines_and_colons)
{
	static const struct {
		const char *bytes, *entries;
	} cases[] = {
		{ "", "" },
		{ "\n", "" },
		{ " \t\n::", "" },
		{ "/a", "/a|" },
		{ "/a\n", "/a|" },
		{ "/a /b\t/c:/d\n/e", "/a|/b|/c|/d|/e|" },
		{ "::/a::\n\n/b::", "/a|/b|" },
		{ "/a\r\n/b\n", "/a\r|/b|" },
		{ "bare $LIB/x\n", "bare|$LIB/x|" },
		{ "#", "" },
		{ "# /a", "" },
		{ "# /a\n/b\n", "/b|" },
		{ "/a# /b\n/c", "/a|/c|" },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_str_eq(entries(cases[i].bytes, strlen(cases[i].bytes)), cases[i].entries,
				 "%s", cases[i].bytes);
	cr_expect_str_eq(entries("/a\0/b\n/c\n/d", 11), "/a|/d|");
	cr_expect_str_eq(entries("/a\0/b\n/c\n", 9), "/a|");
}

/* The loader's own mistake, which has to be ours: it does load these. */
Test(preload, only_the_first_comment_is_sure_to_be_one)
{
	static const char early[] = "# a\n# b\n/looooooong\n", late[] = "# a\n/b # /c\n";

	cr_expect_str_eq(entries(early, strlen(early)), "/looooooong|");
	cr_expect_str_eq(entries(late, strlen(late)), "/b|/c|");
}

/* The loader of this machine says which files it cannot load, and so what it takes for an
 * entry. */
static const char *of_loader(int number)
{
	static char list[8192];
	static const char before[] = "ERROR: ld.so: object '",
			  after[] = "' from /etc/ld.so.preload";
	struct ran r = sh("cp f%d root/etc/ld.so.preload; chroot root /bin/true", number);
	size_t len = 0;

	cr_assert_eq(r.status, 0);
	for (char *line = r.err; (line = strstr(line, before));) {
		char *end = strstr(line, after);

		cr_assert(end, "%s", r.err);
		line += strlen(before);
		len += (size_t)sprintf(list + len, "%.*s|", (int)(end - line), line);
	}
	list[len] = '\0';
	return list;
}

static struct text random_text(unsigned *state)
{
	static const char alphabet[] = "##\n\n\n :\t/abcde";
	struct text t;

	t.size = (size_t)rand_r(state) % 48;
	for (size_t i = 0; i < t.size; i++)
		t.bytes[i] = alphabet[(size_t)rand_r(state) % (sizeof(alphabet) - 1)];
	/* A NUL is in every eighth. */
	if (t.size && !(rand_r(state) % 8))
		t.bytes[(size_t)rand_r(state) % t.size] = '\0';
	return t;
}

Test(preload, the_loader_agrees, .timeout = 120)
{
	unsigned state = 1;
	int of_many = 0;

	needs_root();
	ran_well(sh(MAKE_ROOT), 0);
	for (int i = 0; i < 300; i++) {
		struct text t = random_text(&state);
		const char *ours = entries(t.bytes, t.size), *loaders;
		char name[16];

		sprintf(name, "f%d", i);
		test_file(name, t.bytes, t.size);
		loaders = of_loader(i);
		cr_expect_str_eq(ours, loaders, "%s/%s:\n%.*s", test_dir(), name, (int)t.size,
				 t.bytes);
		of_many += *loaders && strchr(loaders, '|')[1];
	}
	cr_expect(of_many > 60, "the files said too little: %d", of_many);
}

Test(preload, an_entry_is_added_on_a_line_of_its_own)
{
	cr_expect(same(with(text(""), OURS), text(OURS "\n")));
	cr_expect(same(with(text("/a\n"), OURS), text("/a\n" OURS "\n")));
	cr_expect(same(with(text("/a"), OURS), text("/a\n " OURS "\n")));
	cr_expect(same(with(text("/a # b"), OURS), text("/a # b\n " OURS "\n")));
}

/* The file can have anything in it, except a NUL before its last word. */
Test(preload, what_was_added_is_the_last_entry_and_can_be_undone)
{
	unsigned state = 2;
	int undone = 0;

	for (int i = 0; i < 20000; i++) {
		struct text t = random_text(&state), more = with(t, OURS);
		const char *list;

		if (memchr(t.bytes, '\0', t.size))
			continue;
		cr_assert(more.size > t.size && !memcmp(more.bytes, t.bytes, t.size));
		list = entries(more.bytes, more.size);
		cr_assert(strlen(list) > strlen(OURS) &&
				  !strcmp(list + strlen(list) - strlen(OURS) - 1, OURS "|"),
			  "%.*s", (int)more.size, more.bytes);
		cr_assert(same(without(more, OURS), t), "%.*s", (int)t.size, t.bytes);
		undone++;
	}
	cr_expect(undone > 10000);
}

/* Others have edited the file since. */
Test(preload, only_our_entry_is_taken_out)
{
	static const struct {
		const char *from, *to;
	} cases[] = {
		{ OURS, "" },
		{ OURS "\n", "" },
		{ "\n" OURS "\n", "\n" },
		{ " " OURS "\n", "" },
		{ "/a\n " OURS "\n/b\n", "/a\n/b\n" },
		{ "/a\n " OURS, "/a" },
		{ "/a\n" OURS "\n/b", "/a\n/b" },
		{ OURS "\n/a\n", "/a\n" },
		{ "/a:" OURS ":/b\n", "/a:/b\n" },
		{ "/a " OURS "\n", "/a\n" },
		{ "/a\t" OURS, "/a" },
		{ OURS " /a\n", "/a\n" },
		{ OURS "# ours\n/a\n", "# ours\n/a\n" },
		{ OURS " # ours\n", "# ours\n" },
		{ "/a # " OURS "\n", "/a # " OURS "\n" },
		{ OURS "x\n/y" OURS, OURS "x\n/y" OURS },
		{ OURS "\n/a " OURS "\n" OURS, "/a\n" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text got = without(text(cases[i].from), OURS);

		cr_expect(same(got, text(cases[i].to)), "%s\ngave\n%.*s", cases[i].from,
			  (int)got.size, got.bytes);
	}
}

Test(preload, paths_that_the_loader_would_read_otherwise_are_known)
{
	cr_expect(lla_preload_can_name(OURS));
	cr_expect(lla_preload_can_name("/a\\b,c=d"));
	for (const char *c = " \t\n:#$"; *c; c++) {
		char path[] = "/a?b";

		path[2] = *c;
		cr_expect_not(lla_preload_can_name(path), "%s", path);
	}
	cr_expect_not(lla_preload_can_name("liblandlock-auto.so"));
	cr_expect_not(lla_preload_can_name(""));
}
