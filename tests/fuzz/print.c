/* SPDX-License-Identifier: ISC */
#include "print.h"
#include "core/landlock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define READ (LLA_READ_FILE | LLA_READ_DIR)
#define WRITE                                                                         \
	(LLA_WRITE_FILE | LLA_TRUNCATE | LLA_MAKE_REG | LLA_MAKE_DIR | LLA_MAKE_SYM | \
	 LLA_MAKE_FIFO | LLA_MAKE_SOCK | LLA_REMOVE_FILE | LLA_REMOVE_DIR | LLA_REFER)
/* The longest value of a config. */
#define CONF_VALUE_MAX 16384

static uint32_t all_of(int kind)
{
	return lla_rights_of((enum lla_kind)kind, LLA_ABI_NEWEST);
}

/* A text that grows, and whether it can be written at all. */
struct out {
	char *text;
	size_t len, capacity;
	bool impossible;
};

static void put(struct out *out, char c)
{
	if (out->len == out->capacity) {
		out->capacity = out->capacity ? 2 * out->capacity : 256;
		out->text = realloc(out->text, out->capacity);
		if (!out->text)
			abort();
	}
	out->text[out->len++] = c;
}

static void put_text(struct out *out, const char *s)
{
	while (*s)
		put(out, *s++);
}

static void put_number(struct out *out, unsigned n)
{
	char digits[12];

	snprintf(digits, sizeof(digits), "%u", n);
	put_text(out, digits);
}

/* The last byte is a comma too many; there is another byte in its place. */
static void instead(struct out *out, char c)
{
	if (out->len) /* nothing there: of what cannot be printed */
		out->len--;
	put(out, c);
}

static char *out_end(struct out *out)
{
	put(out, '\0');
	if (!out->impossible)
		return out->text;
	free(out->text);
	return NULL;
}

/* Every byte that might mean something has a backslash. */
static void word_value(struct out *out, const char *value, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_/:,", value[i]))
			put(out, '\\');
		put(out, value[i]);
		if (!value[i])
			out->impossible = true;
	}
}

/* In double quotes, in which `${` begins a variable: DOLLAR is `$`. */
static void conf_value(struct out *out, const char *value, size_t len)
{
	put(out, '"');
	for (size_t i = 0; i < len; i++) {
		if (value[i] == '$' && i + 1 < len && value[i + 1] == '{') {
			put_text(out, "${DOLLAR}");
			continue;
		}
		if (value[i] == '"' || value[i] == '\\')
			put(out, '\\');
		put(out, value[i]);
		if (!value[i] || value[i] == '\n' || value[i] == '\r')
			out->impossible = true;
	}
	put(out, '"');
}

char *print_value(const char *value, size_t len, enum print_form form)
{
	struct out out = { 0 };

	if (form == PRINT_WORDS)
		word_value(&out, value, len);
	else
		conf_value(&out, value, len);
	if (form == PRINT_CONF && out.len > CONF_VALUE_MAX)
		out.impossible = true;
	return out_end(&out);
}

/* Rights by the kernel's names, a comma behind each. */
static void print_names(struct out *out, int kind, uint32_t set)
{
	for (size_t i = 0; i < lla_rights_count; i++)
		if (lla_rights[i].kind == kind && set & lla_rights[i].mask) {
			put_text(out, lla_rights[i].name);
			put(out, ',');
		}
}

/* What is not named itself comes from `r` and `w`, and those name all that they
 * stand for. A preset's rules have nothing that is named itself. */
static void print_rights(struct out *out, const struct lla_record *r)
{
	bool whole = r->flags & LLA_FROM_PRESET;
	uint32_t named = whole ? r->access : r->exact, rest = r->access & ~named;
	uint32_t groups = (rest & READ ? READ : 0) | (rest & WRITE ? WRITE : 0);

	if (rest & ~groups || groups & ~r->access || (rest && r->kind != LLA_FS) ||
	    (whole && r->exact))
		out->impossible = true;
	print_names(out, r->kind, named);
	if (groups & READ)
		put_text(out, "r,");
	if (groups & WRITE)
		put_text(out, "w,");
	if (r->flags & LLA_QUIET)
		put_text(out, "quiet,");
}

static void print_path(struct out *out, const struct lla_record *r)
{
	const char *path = r->path;

	put_text(out, path);
	if (strchr(path, '*') || (path[0] == '~' && path[1] != '/'))
		out->impossible = true;
	/* `quiet:443` is one for a port. */
	if (!r->access && strspn(path, "0123456789-") == strlen(path))
		out->impossible = true;
}

static void print_ports(struct out *out, const struct lla_record *r)
{
	put_number(out, r->first);
	if (r->first == r->last)
		return;
	put(out, '-');
	put_number(out, r->last);
}

static char *rule_text(const struct lla_record *r)
{
	struct out out = { 0 };

	if (r->flags & LLA_OPTIONAL)
		put(&out, '?');
	print_rights(&out, r);
	instead(&out, ':');
	if (r->kind == LLA_FS)
		print_path(&out, r);
	else
		print_ports(&out, r);
	return out_end(&out);
}

static void print_hex(struct out *out, const char *text)
{
	static const char digits[] = "0123456789abcdef";

	for (; *text; text++) {
		put(out, digits[(unsigned char)*text / 16]);
		put(out, digits[*text & 15]);
	}
}

static int digit(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

int printed_preset(struct lla_policy *policy, const char *name, size_t len, unsigned line,
		   struct lla_error *err)
{
	char *text;
	int got;

	if (len % 2)
		return lla_fail(err, "not printed: %Q", name, len);
	for (size_t i = 0; i < len; i++)
		if (!name[i] || !strchr("0123456789abcdef", name[i]))
			return lla_fail(err, "not printed: %Q", name, len);
	text = malloc(len / 2 + 1);
	if (!text)
		abort();
	for (size_t i = 0; i < len / 2; i++)
		text[i] = (char)(16 * digit(name[2 * i]) + digit(name[2 * i + 1]));
	policy->in_preset = true;
	got = lla_policy_rule(policy, text, len / 2, LLA_KINDS, line, err);
	policy->in_preset = false;
	free(text);
	return got;
}

/* One rule as an element of a list, or as a word. */
static void print_rule(struct out *out, const struct lla_record *r, enum print_form form)
{
	char *rule = rule_text(r), *value = NULL;

	if (rule && r->flags & LLA_FROM_PRESET)
		print_hex(out, rule);
	else if (rule)
		value = print_value(rule, strlen(rule), form);
	if (value)
		put_text(out, value);
	if (!rule || (!value && !(r->flags & LLA_FROM_PRESET)))
		out->impossible = true;
	put_text(out, form == PRINT_CONF ? ", " : r->flags & LLA_FROM_PRESET ? "," : " ");
	free(rule);
	free(value);
}

/* Words of handle. */
static void print_handle(struct out *out, const struct lla_image *image)
{
	bool all = false, net = false;

	for (int kind = 0; kind < LLA_HANDLED; kind++) {
		uint32_t rest = image->handle_named[kind] & ~image->handle_exact[kind];

		print_names(out, kind, image->handle_exact[kind]);
		net = net || (rest && kind == LLA_NET);
		all = all || (rest && kind != LLA_NET);
	}
	for (int kind = 0; kind < LLA_HANDLED; kind++)
		if ((all || (net && kind == LLA_NET)) && image->handle_named[kind] != all_of(kind))
			out->impossible = true;
	put_text(out, all ? "all," : net ? "net," : "none,");
	if (image->handle_soft[LLA_FS])
		put_text(out, "core,");
	if ((image->handle_soft[LLA_FS] &&
	     image->handle_soft[LLA_FS] != (all_of(LLA_FS) & ~LLA_IOCTL_DEV)) ||
	    image->handle_soft[LLA_NET] || image->handle_soft[LLA_SCOPE])
		out->impossible = true;
	out->len--;
}

static void print_number(struct out *out, const char *key, unsigned n)
{
	put_text(out, key);
	put_number(out, n);
	put(out, '\n');
}

static void print_keys(struct out *out, const struct lla_image *image)
{
	static const struct {
		uint32_t flag;
		const char *text;
	} switches[] = {
		{ LLA_BEST_EFFORT, "best-effort=true\n" },
		{ LLA_IGNORE_IF_MISSING, "ignore-if-missing=yes\n" },
		{ LLA_HUSH_DENIALS, "log-denials=false\n" },
		{ LLA_LOG_CHILDREN, "log-children=on\n" },
		{ LLA_HUSH_NESTED, "log-nested=off\n" },
		{ LLA_KEEP_PRIVS, "no-new-privs=no\n" },
	};
	uint32_t handled = 0;

	for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++)
		if (image->flags & switches[i].flag)
			put_text(out, switches[i].text);
	if (image->abi_given)
		print_number(out, "abi=", image->abi);
	else if (image->abi != LLA_ABI_NEWEST)
		out->impossible = true;
	if (image->min_abi)
		print_number(out, "min-abi=", image->min_abi);
	for (int kind = 0; kind < LLA_HANDLED; kind++)
		handled |= image->handle_soft[kind] | image->handle_named[kind];
	if (handled && !(image->flags & LLA_EXPLICIT_HANDLE))
		out->impossible = true;
}

static void print_words(struct out *out, const struct lla_image *image)
{
	bool before = false, ended = false;

	if (image->flags & LLA_EXPLICIT_HANDLE) {
		put_text(out, "handle=");
		print_handle(out, image);
		put(out, '\n');
	}
	for (const struct lla_record *r = NULL; (r = lla_image_next(image, r));) {
		bool preset = r->flags & LLA_FROM_PRESET;

		if (preset && !before)
			put_text(out, "presets=");
		else if (!preset && before)
			instead(out, '\n');
		out->impossible |= preset && ended; /* the option cannot stand there twice */
		ended |= !preset && before;
		before = preset;
		print_rule(out, r, PRINT_WORDS);
	}
	if (before)
		instead(out, '\n');
	for (unsigned bit = 0; bit < 32; bit++) {
		if (!(image->any_port & 1U << bit))
			continue;
		print_names(out, LLA_NET, 1U << bit);
		instead(out, ':');
		put_text(out, "\\*\n");
	}
}

/* One list of a config. */
static void print_list(struct out *out, const struct lla_image *image, const char *name, int kind,
		       bool preset)
{
	put_text(out, name);
	put_text(out, " = {");
	for (const struct lla_record *r = NULL; (r = lla_image_next(image, r));)
		if (preset == !!(r->flags & LLA_FROM_PRESET) && (preset || r->kind == kind))
			print_rule(out, r, PRINT_CONF);
	if (kind == LLA_NET && image->any_port) {
		put(out, '"');
		print_names(out, LLA_NET, image->any_port);
		instead(out, ':');
		put_text(out, "*\"");
	}
	put_text(out, "}\n");
}

static void print_conf(struct out *out, const struct lla_image *image)
{
	if (image->flags & LLA_EXPLICIT_HANDLE) {
		put_text(out, "handle = \"");
		print_handle(out, image);
		put_text(out, "\"\n");
	}
	print_list(out, image, "fs", LLA_FS, false);
	print_list(out, image, "net", LLA_NET, false);
	print_list(out, image, "presets", -1, true);
}

char *print_image(const struct lla_image *image, enum print_form form)
{
	struct out out = { 0 };

	print_keys(&out, image);
	if (form == PRINT_WORDS)
		print_words(&out, image);
	else
		print_conf(&out, image);
	return out_end(&out);
}

/* The next record of one kind, from a preset or not; of any where kind is -1. */
static const struct lla_record *next_of(const struct lla_image *image, const struct lla_record *r,
					int kind, bool preset)
{
	while ((r = lla_image_next(image, r)))
		if (kind < 0 || (r->kind == kind && preset == !!(r->flags & LLA_FROM_PRESET)))
			return r;
	return NULL;
}

static bool same_record(const struct lla_record *a, const struct lla_record *b)
{
	return a->size == b->size && a->access == b->access && a->exact == b->exact &&
	       a->kind == b->kind && a->flags == b->flags && a->first == b->first &&
	       a->last == b->last && !memcmp(a + 1, b + 1, a->size - sizeof(*a));
}

static const char *record_difference(const struct lla_image *a, const struct lla_image *b, int kind,
				     bool preset)
{
	const struct lla_record *ra = NULL, *rb = NULL;

	do {
		ra = next_of(a, ra, kind, preset);
		rb = next_of(b, rb, kind, preset);
		if (!ra != !rb)
			return "the number of rules";
		if (ra && !same_record(ra, rb))
			return "a rule";
	} while (ra);
	return NULL;
}

const char *image_difference(const struct lla_image *a, const struct lla_image *b, bool in_order)
{
	const char *what = NULL;

	if (a->flags != b->flags)
		return "flags";
	if (a->abi != b->abi || a->min_abi != b->min_abi || a->abi_given != b->abi_given)
		return "abi or min-abi";
	if (memcmp(a->handle_soft, b->handle_soft, sizeof(a->handle_soft)) ||
	    memcmp(a->handle_named, b->handle_named, sizeof(a->handle_named)) ||
	    memcmp(a->handle_exact, b->handle_exact, sizeof(a->handle_exact)))
		return "handle";
	if (memcmp(a->granted, b->granted, sizeof(a->granted)))
		return "granted";
	if (a->any_port != b->any_port)
		return "any_port";
	if (a->rules != b->rules || a->size - a->rules_at != b->size - b->rules_at)
		return "the number or size of rules";
	if (in_order)
		return record_difference(a, b, -1, false);
	for (int kind = 0; kind < LLA_HANDLED && !what; kind++) {
		what = record_difference(a, b, kind, false);
		if (!what)
			what = record_difference(a, b, kind, true);
	}
	return what;
}
