/* SPDX-License-Identifier: ISC */
/*
 * The machine's switch: /etc/ld.so.preload, which loaders read, and what it refers to
 * in /run, which is empty after a boot. Knows the two forms that we give it, and what
 * others have in it; knows nothing of whether it is wise to switch on.
 *
 * As a link, where there was no file: /etc/ld.so.preload -> LLA_RUN_PRELOAD, whose one
 * line is LLA_RUN_OBJECT, a link to the object. Not armed, it leads nowhere, which costs
 * nothing.
 *
 * As an entry in a file of others: that same line. Not armed, loaders say that they cannot
 * preload it, and go on. What an editor makes of our link is this.
 */
#ifndef LLA_SWITCH_H
#define LLA_SWITCH_H

#include "core/text.h"

#include <limits.h>
#include <sys/stat.h>

#define LLA_PRELOAD_NAME "ld.so.preload"
#define LLA_PRELOAD_FILE "/etc/" LLA_PRELOAD_NAME
#define LLA_RUN_DIR "/run/landlock-auto"
#define LLA_RUN_PRELOAD LLA_RUN_DIR "/" LLA_PRELOAD_NAME
#define LLA_RUN_OBJECT LLA_RUN_DIR "/liblandlock-auto.so"

enum lla_switch_form { LLA_SWITCH_NONE, LLA_SWITCH_LINK, LLA_SWITCH_ENTRY };

struct lla_switch {
	enum lla_switch_form form;
	bool armed; /* programs that start now load the installed object */
	bool file;  /* there is a file of others, at `path` */
	char path[PATH_MAX];
	struct stat st;
	char *bytes; /* what loaders read */
	size_t size;
	char *copy; /* an entry that is our object under another name; NULL: none */
};

/* Looks how it is. -1: it is neither of these, and err says what. In any case the
 * caller frees it. */
int lla_switch_look(struct lla_switch *s, struct lla_error *err);
void lla_switch_free(struct lla_switch *s);

/* What loaders would read with this path of ours behind the others, or without us: NULL.
 * For free(). */
char *lla_switch_list(const struct lla_switch *s, const char *us, size_t *size);

#endif
