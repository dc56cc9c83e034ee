/* SPDX-License-Identifier: ISC */
/* The files that configs are: opened, judged and read. Knows nothing of what is in them. */
#ifndef LLA_CONF_FILE_H
#define LLA_CONF_FILE_H

#include "core/text.h"

#define LLA_CONF_MAX (4U << 20) /* bytes of text */

/* Opens a config for reading; it must be a regular file of at most LLA_CONF_MAX
 * bytes. Never blocks. The descriptor, closed on exec, or -1 with the error's
 * text and source (which is `path`) set. */
int lla_conf_open(const char *path, struct lla_error *err);

/* The same for a text that counts for the whole machine: it must be root's alone to
 * write, and no symbolic link. */
int lla_conf_open_trusted(const char *path, struct lla_error *err);

/* Whether root owns it and nobody else may write to it. -1: err says so. */
int lla_conf_check_trusted(int fd, struct lla_error *err);

/* The whole text behind fd with a NUL behind it, for free(); NULL with the
 * error's text set. */
char *lla_conf_slurp(int fd, size_t *len, struct lla_error *err);

#endif
