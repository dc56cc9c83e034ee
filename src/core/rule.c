/* SPDX-License-Identifier: ISC */
#include "rule.h"
#include "landlock.h"

#define READ (LLA_READ_FILE | LLA_READ_DIR)
#define WRITE                                                                         \
	(LLA_WRITE_FILE | LLA_TRUNCATE | LLA_MAKE_REG | LLA_MAKE_DIR | LLA_MAKE_SYM | \
	 LLA_MAKE_FIFO | LLA_MAKE_SOCK | LLA_REMOVE_FILE | LLA_REMOVE_DIR | LLA_REFER)

/* The words that are not the kernel's own names. */
static const struct {
	char name[20];
	uint8_t kind;
	uint32_t access;
} words[] = {
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

/* What one word means. */
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
		m->access = 1U << right->bit;
		return true;
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (lla_same_word(word, len, words[i].name)) {
			m->kind = words[i].kind;
			m->access = words[i].access;
			return true;
		}
	}
	return false;
}

/* r w x u, combined. */
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

/* b c, combined; behind a `u` they are those of UDP. */
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

#define WORD_OF_RULE "'%Q' in \"%Q\""

static int unknown_word(const char *word, size_t len, const char *text, size_t text_len,
			struct lla_error *err)
{
	if (lla_same_word(word, len, "deny"))
		return lla_fail(err,
				WORD_OF_RULE
				": there is no deny rule: the kernel only grants, and "
				"denies whatever no rule grants; leave it out, or grant "
				"something smaller",
				word, len, text, text_len);
	return lla_fail(err,
			"no such right " WORD_OF_RULE "; write r w x u for a path, b c ub uc for a "
			"port, or the kernel's names (landlock-auto status lists them)",
			word, len, text, text_len);
}

/* Adds one word's meaning to the rule; `kind` is LLA_KINDS until a word sets it. */
static int add_word(const char *word, size_t len, const char *text, size_t text_len,
		    enum lla_kind *kind, struct lla_rule *rule, struct lla_error *err)
{
	struct meaning m;

	if (!len)
		return lla_fail(err,
				"no right before ':' in \"%Q\"; write for example r:/path or c:443",
				text, text_len);
	if (!word_meaning(word, len, &m) && !fs_letters(word, len, &m) &&
	    !net_letters(word, len, &m))
		return unknown_word(word, len, text, text_len, err);
	if (m.kind == LLA_RULE) {
		rule->quiet = true;
		return 0;
	}
	if (m.kind == LLA_SCOPE)
		return lla_fail(err,
				WORD_OF_RULE " is a scope, which no rule grants; leave it out of "
					     "handle to allow it",
				word, len, text, text_len);
	if (*kind != LLA_KINDS && *kind != m.kind)
		return lla_fail(err,
				WORD_OF_RULE " mixes rights of paths and of ports; write two rules",
				word, len, text, text_len);
	*kind = m.kind;
	rule->access |= m.access;
	/* `r` and `w` are words for several rights; all others name what they mean. */
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

#define PORT_HELP "; a port is 0 to 65535, a range 8000-8010, any port *"

static int parse_ports(const char *s, size_t len, const char *text, size_t text_len,
		       struct lla_rule *rule, struct lla_error *err)
{
	size_t dash = lla_find(s, len, '-');
	unsigned long first, last;

	if (!len)
		return lla_fail(err, "no port in \"%Q\"" PORT_HELP, text, text_len);
	if (lla_same(s, len, "*")) {
		if (rule->quiet)
			return lla_fail(err, "quiet needs a port in \"%Q\"" PORT_HELP, text,
					text_len);
		rule->any_port = true;
		return 0;
	}
	if (!lla_number(s, dash, UINT16_MAX, &first))
		return lla_fail(err, "no such port '%Q' in \"%Q\"" PORT_HELP, s, len, text,
				text_len);
	last = first;
	if (dash < len && !lla_number(s + dash + 1, len - dash - 1, UINT16_MAX, &last))
		return lla_fail(err, "no such port range '%Q' in \"%Q\"" PORT_HELP, s, len, text,
				text_len);
	if (last < first)
		return lla_fail(
			err,
			"the range '%Q' in \"%Q\" runs backwards; write the smaller port first", s,
			len, text, text_len);
	rule->first = (uint16_t)first;
	rule->last = (uint16_t)last;
	return 0;
}

static int parse_path(const char *s, size_t len, const char *text, size_t text_len,
		      struct lla_rule *rule, struct lla_error *err)
{
	if (!len)
		return lla_fail(err, "no path in \"%Q\"; write for example r:/etc/hostname", text,
				text_len);
	if (len >= LLA_PATH_MAX)
		return lla_fail(err, "the path in \"%Q\" has %u bytes; the kernel takes at most %u",
				text, text_len, (unsigned)len, LLA_PATH_MAX - 1U);
	if (lla_find(s, len, '*') < len)
		return lla_fail(
			err,
			"'*' in \"%Q\": there are no patterns, the kernel grants directories "
			"and files; name the directory, everything beneath it is granted",
			text, text_len);
	if (lla_find(s, len, '\0') < len)
		return lla_fail(err, "a NUL byte in \"%Q\": no path has one", text, text_len);
	if (s[0] == '~' && !(len > 1 && s[1] == '/'))
		return lla_fail(err,
				"'%Q' in \"%Q\": only ~/ is known, as $HOME/; write the whole path",
				s, len, text, text_len);
	rule->path = s;
	rule->path_len = len;
	return 0;
}

int lla_rule_parse(const char *text, size_t len, struct lla_rule *rule, struct lla_error *err)
{
	size_t start = len && text[0] == '?', colon = lla_find(text, len, ':');
	enum lla_kind kind = LLA_KINDS;

	*rule = (struct lla_rule){ .optional = start };
	if (colon == len)
		return lla_fail(err,
				"\"%Q\" is neither a rule (r:/path, c:443) nor an option "
				"(best-effort, abi=7)",
				text, len);
	for (size_t end; start <= colon; start = end + 1) {
		end = start + lla_find(text + start, colon - start, ',');
		if (add_word(text + start, end - start, text, len, &kind, rule, err))
			return -1;
	}
	if (kind == LLA_KINDS) /* `quiet` alone: the target tells */
		kind = looks_like_ports(text + colon + 1, len - colon - 1) ? LLA_NET : LLA_FS;
	rule->kind = kind;
	if (kind == LLA_FS)
		return parse_path(text + colon + 1, len - colon - 1, text, len, rule, err);
	if (rule->optional)
		return lla_fail(err,
				"'?' in \"%Q\" is for paths that may be missing; a port never is",
				text, len);
	return parse_ports(text + colon + 1, len - colon - 1, text, len, rule, err);
}
