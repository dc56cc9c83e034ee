/* SPDX-License-Identifier: ISC */
/*
 * The machine's switch: /etc/ld.so.preload, which loaders read, and the files in /run that it
 * refers to. /run is empty after a boot. Reads both, and knows our two forms of the switch and
 * the entries of others. Knows nothing of whether it is wise to switch on.
 *
 * The form of a link, if there was no file: /etc/ld.so.preload leads to LLA_RUN_PRELOAD. The one
 * line of LLA_RUN_PRELOAD is LLA_RUN_OBJECT, a link to the object. While the switch is not armed,
 * the link leads nowhere, and loaders pass over it at no cost.
 *
 * The form of an entry, in a file of others: the same line. While the switch is not armed,
 * loaders say that they cannot preload the entry, and go on. An editor may turn our link into
 * this form.
 */
#ifndef LLA_SWITCH_H
#define LLA_SWITCH_H

#include "core/paths.h"
#include "core/text.h"

#include <limits.h>
#include <sys/stat.h>

enum lla_switch_form { LLA_SWITCH_NONE, LLA_SWITCH_LINK, LLA_SWITCH_ENTRY };

struct lla_switch {
	enum lla_switch_form form;
	bool armed; /* a program that starts now loads the installed object */
	bool file;  /* there is a file of others, at `path` */
	char path[PATH_MAX];
	struct stat st;
	char *bytes; /* the list, as loaders read it */
	size_t size;
	char *copy; /* an entry that is our object under another path; NULL: none */
};

/* Looks at the switch. Returns 0, or -1 if it has none of these forms or cannot be read. The
 * caller frees the switch in any case. */
int lla_switch_look(struct lla_switch *s, struct lla_error *err);
void lla_switch_free(struct lla_switch *s);

/* Makes the list of the entries of others, with the path `us` behind them, or without it if `us`
 * is NULL. The caller frees the list. */
char *lla_switch_list(const struct lla_switch *s, const char *us, size_t *size);

#endif
