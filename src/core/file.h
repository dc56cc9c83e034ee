/* SPDX-License-Identifier: ISC */
/*
 * Policy files: opened so that nothing hangs, read whole, and told apart by the
 * state that they are in. Knows nothing of what is in them but its kind.
 */
#ifndef LLA_FILE_H
#define LLA_FILE_H

#include "core/image.h"

struct lla_file {
	int fd;
	uint32_t uid;           /* owner */
	uint16_t mode;          /* as in st_mode */
	struct lla_stamp stamp; /* which file, in which state; size in stamp.size */
};

/* Opens a regular file, O_CLOEXEC, without waiting on a FIFO or device, and
 * looks at it. 0 or -errno, -EMEDIUMTYPE for what is no regular file. The caller
 * closes file->fd. */
int lla_file_open(const char *path, struct lla_file *file);

/* The same for a descriptor that is open already; does not close it. */
int lla_file_look(int fd, struct lla_file *file);

/* The same for a path, without opening what it leads to. */
int lla_file_look_at(const char *path, struct lla_file *file);

/* Reads `len` bytes from offset `from`. 0; -errno; -EIO where the file is shorter. */
int lla_file_read(int fd, uint64_t from, void *to, size_t len);

/* Whether it begins as a compiled policy does; else it is a text. */
bool lla_file_is_image(const struct lla_file *file);

bool lla_stamp_same(const struct lla_stamp *a, const struct lla_stamp *b);

/* Whether a file of this owner is the machine's root's, who may have another number in
 * this user namespace. */
bool lla_uid_is_root(uint32_t uid);

/* Whether there is something of that path, be it a link that leads nowhere, and it is the
 * machine's root's. */
bool lla_file_is_roots(const char *path);

/* "cannot read PATH: ..." */
int lla_file_failed(const char *path, int got, struct lla_error *err);

#endif
