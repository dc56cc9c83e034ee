/* SPDX-License-Identifier: ISC */
/* Config files: opened, judged and read whole. Knows nothing of their contents. */
#ifndef LLA_CONF_FILE_H
#define LLA_CONF_FILE_H

#include "core/text.h"

/* The most bytes that a text may have. */
#define LLA_CONF_MAX (4U << 20)

/* Opens a config for reading: a regular file of at most LLA_CONF_MAX bytes. Never blocks.
 * Returns the descriptor, closed on exec, or -1 with the error's text and source, which is
 * `path`. errno is ENOENT if there is no such file. */
int lla_conf_open(const char *path, struct lla_error *err);

/* As lla_conf_open(), for a text that counts for the whole machine: root alone can write to it,
 * and it is no symbolic link. */
int lla_conf_open_trusted(const char *path, struct lla_error *err);

/* Checks that root owns a file or directory, and that nobody else may write to it. Returns 0,
 * or -1 with the error's text. */
int lla_conf_check_trusted(int fd, struct lla_error *err);

/* Reads the whole text of fd, and puts a NUL behind it. Returns the text, for free(), or NULL
 * with the error's text. */
char *lla_conf_slurp(int fd, size_t *len, struct lla_error *err);

#endif
