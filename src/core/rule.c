/* SPDX-License-Identifier: ISC */
#include "core/rule.h"
#include "core/landlock.h"
#include "core/paths.h"

#define READ (LLA_READ_FILE | LLA_READ_DIR)
#define WRITE                                                                         \
	(LLA_WRITE_FILE | LLA_TRUNCATE | LLA_MAKE_REG | LLA_MAKE_DIR | LLA_MAKE_SYM | \
	 LLA_MAKE_FIFO | LLA_MAKE_SOCK | LLA_REMOVE_FILE | LLA_REMOVE_DIR | LLA_REFER)

/* The words that are not the kernel's own names. */
static const struct {
	char name[20];
	uint8_t kind;
	uint32_t access;
} rule_words[] = {
	{ "read", LLA_FS, READ },
	{ "write", LLA_FS, WRITE },
	{ "unix", LLA_FS, LLA_RESOLVE_UNIX },
	{ "read_exec", LLA_FS, READ | LLA_EXECUTE },
	{ "read_write", LLA_FS, READ | WRITE },
	{ "read_write_exec", LLA_FS, READ | WRITE | LLA_EXECUTE },
	{ "bind", LLA_NET, LLA_BIND_TCP },
	{ "connect", LLA_NET, LLA_CONNECT_TCP },
	{ "bind_connect", LLA_NET, LLA_BIND_TCP | LLA_CONNECT_TCP },
	{ "udp_bind", LLA_NET, LLA_BIND_UDP },
	{ "udp_connect", LLA_NET, LLA_CONNECT_SEND_UDP },
	{ "udp_bind_connect", LLA_NET, LLA_BIND_UDP | LLA_CONNECT_SEND_UDP },
};

/* The meaning of one word. */
struct meaning {
	enum lla_kind kind;
	uint32_t access;
};

static bool single(uint32_t set)
{
	return set && !(set & (set - 1));
}

static bool word_meaning(const char *word, size_t len, struct meaning *m)
{
	const struct lla_right *right = lla_right_named(word, len);

	if (right) {
		m->kind = right->kind;
		m->access = right->mask;
		return true;
	}
	for (size_t i = 0; i < sizeof(rule_words) / sizeof(rule_words[0]); i++) {
		if (lla_same_word(word, len, rule_words[i].name)) {
			m->kind = rule_words[i].kind;
			m->access = rule_words[i].access;
			return true;
		}
	}
	return false;
}

/* Any of r w x u. */
static bool fs_letters(const char *word, size_t len, struct meaning *m)
{
	m->kind = LLA_FS;
	m->access = 0;
	for (size_t i = 0; i < len; i++) {
		switch (word[i]) {
		case 'r': m->access |= READ; break;
		case 'w': m->access |= WRITE; break;
		case 'x': m->access |= LLA_EXECUTE; break;
		case 'u': m->access |= LLA_RESOLVE_UNIX; break;
		default: return false;
		}
	}
	return true;
}

/* Any of b c. Behind a `u` they mean the rights of UDP. */
static bool net_letters(const char *word, size_t len, struct meaning *m)
{
	bool udp = word[0] == 'u';

	m->kind = LLA_NET;
	m->access = 0;
	for (size_t i = udp; i < len; i++) {
		switch (word[i]) {
		case 'b': m->access |= udp ? LLA_BIND_UDP : LLA_BIND_TCP; break;
		case 'c': m->access |= udp ? LLA_CONNECT_SEND_UDP : LLA_CONNECT_TCP; break;
		default: return false;
		}
	}
	return m->access != 0;
}

/* The text of a rule, the rule that is made of it, and the error if it is wrong. */
struct reading {
	const char *text;
	size_t len;
	struct lla_rule *rule;
	struct lla_error *err;
};

/* Says: `before` "the rule" `after`. */
static int wrong(const struct reading *r, const char *before, const char *after)
{
	return lla_fail(r->err, "%s\"%Q\"%s", before, r->text, r->len, after);
}

/* Says: `before` 'word' in "the rule" `after`. */
static int wrong_word(const struct reading *r, const char *before, const char *word, size_t len,
		      const char *after)
{
	return lla_fail(r->err, "%s'%Q' in \"%Q\"%s", before, word, len, r->text, r->len, after);
}

static int unknown_word(const struct reading *r, const char *word, size_t len)
{
	if (lla_same_word(word, len, "deny"))
		return wrong_word(
			r, "", word, len,
			": there is no deny rule: the kernel only grants, and denies "
			"whatever no rule grants; leave it out, or grant something smaller");
	return wrong_word(
		r, "no such right ", word, len,
		"; write r w x u for a path, b c ub uc for a port, or " LLA_KERNELS_NAMES);
}

/* Adds one word's meaning to the rule, whose kind is LLA_KINDS until a word sets it. */
static int add_word(const struct reading *r, const char *word, size_t len)
{
	struct lla_rule *rule = r->rule;
	struct meaning m;

	if (!len)
		return wrong(r, "no right before ':' in ", "; write for example r:/path or c:443");
	/* Letters first: few rules have names, and no name consists of such letters alone. */
	if (!fs_letters(word, len, &m) && !net_letters(word, len, &m) &&
	    !word_meaning(word, len, &m))
		return unknown_word(r, word, len);
	if (m.kind == LLA_RULE) {
		rule->quiet = true;
		return 0;
	}
	if (m.kind == LLA_SCOPE)
		return wrong_word(
			r, "", word, len,
			" is a scope, which no rule grants; leave it out of handle to allow it");
	if (rule->kind != LLA_KINDS && rule->kind != m.kind)
		return wrong_word(r, "", word, len,
				  " mixes rights of paths and of ports; write two rules");
	rule->kind = m.kind;
	rule->access |= m.access;
	/* `r` and `w` stand for several rights. Every other word names its rights. */
	if (m.kind == LLA_NET || single(m.access))
		rule->exact |= m.access;
	else
		rule->exact |= m.access & ~(uint32_t)(READ | WRITE);
	return 0;
}

static bool looks_like_ports(const char *s, size_t len)
{
	if (!len)
		return false;
	for (size_t i = 0; i < len; i++)
		if ((s[i] < '0' || s[i] > '9') && s[i] != '-')
			return false;
	return true;
}

static const char port_help[] = "; a port is 0 to 65535, a range 8000-8010, any port *";

static int parse_ports(const struct reading *r, const char *s, size_t len)
{
	size_t dash = lla_find(s, len, '-');
	unsigned long first, last;

	if (!len)
		return wrong(r, "no port in ", port_help);
	if (lla_same(s, len, "*")) {
		if (r->rule->quiet)
			return wrong(r, "quiet needs a port in ", port_help);
		r->rule->any_port = true;
		return 0;
	}
	if (!lla_number(s, dash, UINT16_MAX, &first))
		return wrong_word(r, "no such port ", s, len, port_help);
	last = first;
	if (dash < len && !lla_number(s + dash + 1, len - dash - 1, UINT16_MAX, &last))
		return wrong_word(r, "no such port range ", s, len, port_help);
	if (last < first)
		return wrong_word(r, "the range ", s, len,
				  " runs backwards; write the smaller port first");
	r->rule->first = (uint16_t)first;
	r->rule->last = (uint16_t)last;
	return 0;
}

static int odd_path(const struct reading *r, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] == '*')
			return wrong(r, "'*' in ",
				     ": there are no patterns, the kernel grants directories and "
				     "files; name the directory, everything beneath it is granted");
	return wrong(r, "a NUL byte in ", ": no path has one");
}

static int parse_path(const struct reading *r, const char *s, size_t len)
{
	if (!len)
		return wrong(r, "no path in ", "; write for example r:/etc/hostname");
	if (len >= LLA_PATH_MAX)
		return lla_fail(r->err,
				"the path in \"%Q\" has %u bytes; the kernel takes at most %u",
				r->text, r->len, (unsigned)len, LLA_PATH_MAX - 1U);
	for (size_t i = 0; i < len; i++)
		/* Most characters, with one comparison each. */
		if ((unsigned char)s[i] <= '*' && (s[i] == '*' || !s[i]))
			return odd_path(r, s, len);
	if (s[0] == '~' && !(len > 1 && s[1] == '/'))
		return wrong_word(r, "", s, len,
				  ": only ~/ is known, as $HOME/; write the whole path");
	r->rule->path = s;
	r->rule->path_len = len;
	return 0;
}

int lla_rule_parse(const char *text, size_t len, struct lla_rule *rule, struct lla_error *err)
{
	size_t start = len && text[0] == '?', colon = lla_find(text, len, ':');

	/* Every field by name: a compiler clears the whole struct first if one is left out. */
	*rule = (struct lla_rule){ .kind = LLA_KINDS,
				   .access = 0,
				   .exact = 0,
				   .optional = start,
				   .quiet = false,
				   .any_port = false,
				   .first = 0,
				   .last = 0,
				   .path = NULL,
				   .path_len = 0 };
	const struct reading r = { text, len, rule, err };

	if (colon == len)
		return wrong(&r, "",
			     " is neither a rule (r:/path, c:443) nor an option "
			     "(best-effort, abi=7)");
	for (size_t end; start <= colon; start = end + 1) {
		end = start + lla_find(text + start, colon - start, ',');
		if (add_word(&r, text + start, end - start))
			return -1;
	}
	/* `quiet` alone has no kind: the target tells. */
	if (rule->kind == LLA_KINDS)
		rule->kind = looks_like_ports(text + colon + 1, len - colon - 1) ? LLA_NET : LLA_FS;
	if (rule->kind == LLA_FS)
		return parse_path(&r, text + colon + 1, len - colon - 1);
	if (rule->optional)
		return wrong(&r, "'?' in ", " is for paths that may be missing; a port never is");
	return parse_ports(&r, text + colon + 1, len - colon - 1);
}
