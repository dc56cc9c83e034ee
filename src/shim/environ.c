/* SPDX-License-Identifier: ISC */
#include "shim/environ.h"
#include "core/variables.h"

#include <linux/auxvec.h>

#define PRELOAD "LD_PRELOAD="
/* The name of the object begins so, however it was installed or renamed: liblandlock-auto.so,
 * .so.1, -i386.so. */
#define OBJECT "liblandlock-auto"

/* The loader takes colons and spaces between the entries. */
static bool separator(char c)
{
	return c == ':' || c == ' ';
}

static size_t entry_length(const char *entry)
{
	size_t len = 0;

	while (entry[len] && !separator(entry[len]))
		len++;
	return len;
}

static bool entry_is_ours(const char *entry, size_t len)
{
	size_t base = len;

	while (base && entry[base - 1] != '/')
		base--;
	return len - base >= sizeof(OBJECT) - 1 && lla_starts(entry + base, OBJECT);
}

static bool names_us(const char *list)
{
	for (;;) {
		size_t len = entry_length(list);

		if (entry_is_ours(list, len))
			return true;
		if (!list[len])
			return false;
		list += len + 1;
	}
}

/* Takes out our entries, each with one separator. All other entries keep their bytes. Returns
 * whether an entry was ours. */
static bool strip_entries(char *list)
{
	char *to = list, *from = list;
	bool found = false;

	for (;;) {
		size_t len = entry_length(from), all = len + (from[len] != '\0');
		bool last = !from[len];

		if (!entry_is_ours(from, len)) {
			if (found)
				lla_copy(to, from, all);
			to += all;
		} else {
			found = true;
			if (last && to > list)
				to--;
		}
		from += all;
		if (last)
			break;
	}
	*to = '\0';
	return found;
}

static void read_one(const char *variable, struct lla_session *s)
{
	const char *v;

	/* As with getenv(3), the first of several counts. */
	if (!s->source.words && (v = lla_variable_value(variable, LLA_VARIABLE_WORDS "=")))
		s->source.words = v;
	else if (!s->source.config && (v = lla_variable_value(variable, LLA_VARIABLE_CONFIG "=")))
		s->source.config = v;
	else if (!s->source.fd && (v = lla_variable_value(variable, LLA_VARIABLE_FD "=")))
		s->source.fd = v;
	else if ((v = lla_variable_value(variable, LLA_VARIABLE_VERBOSE "=")))
		s->verbose = lla_variable_is_on(v);
	else if ((v = lla_variable_value(variable, LLA_VARIABLE_KEEP "=")))
		s->keep = lla_variable_is_on(v);
}

void lla_environ_read(char *const *env, struct lla_session *session)
{
	const char *v;

	*session = (struct lla_session){ 0 };
	for (; env && *env; env++) {
		/* Our variables begin with one of two letters. */
		if (**env != 'L' && **env != 'H')
			continue;
		if (!session->home && (v = lla_variable_value(*env, "HOME=")))
			session->home = v;
		else if ((v = lla_variable_value(*env, PRELOAD)))
			session->named |= names_us(v);
		else
			read_one(*env, session);
	}
}

/* Returns whether the whole variable goes. */
static bool strip_one(char *variable)
{
	char *list;

	if (lla_variable_is_ours(variable))
		return true;
	if (!lla_starts(variable, PRELOAD))
		return false;
	list = variable + sizeof(PRELOAD) - 1;
	return strip_entries(list) && !*list;
}

/*
 * Some programs (the Go runtime) find the auxiliary vector by walking to the end
 * of the environment. The vector stays in its place. So the free words behind
 * the new end become pairs of the vector's type "ignore". An odd number of
 * words cannot become pairs: such a program then sees an empty vector and asks /proc.
 */
static void fill_hole(char **end, char **old_end)
{
	size_t words = (size_t)(old_end - end);

	for (size_t i = 1; i <= words; i++)
		end[i] = NULL;
	for (size_t i = 1; words % 2 == 0 && i < words; i += 2)
		end[i] = (char *)AT_IGNORE;
}

void lla_environ_strip(char **env)
{
	char **to = env, **from = env;

	for (; *from; from++)
		if (!strip_one(*from))
			*to++ = *from;
	if (to == from)
		return;
	*to = NULL;
	fill_hole(to, from);
}
