/* SPDX-License-Identifier: ISC */
/*
 * Regular files: opens them so that nothing hangs, reads them whole, and tells two states of a
 * file apart. Knows nothing of their contents except whether it is an image.
 */
#ifndef LLA_FILE_H
#define LLA_FILE_H

#include "core/image.h"

/* The bits of a mode, as <sys/stat.h> has them. Code without a libc cannot include that. */
#define LLA_TYPE_MASK 0170000
#define LLA_TYPE_REGULAR 0100000
#define LLA_STICKY 01000
#define LLA_WRITABLE_BY_OTHERS 022

/* The kernel shows this user for every owner who has no number in the user namespace. */
#define LLA_NOBODY 65534

struct lla_file {
	int fd;
	uint32_t uid;           /* owner */
	uint16_t mode;          /* as in st_mode */
	struct lla_stamp stamp; /* which file, in which state; size in stamp.size */
};

/* Opens a regular file, O_CLOEXEC, without waiting on a FIFO or device, and
 * looks at it. Returns 0, or -errno, which is -EMEDIUMTYPE for anything except a regular file.
 * The caller closes file->fd. */
int lla_file_open(const char *path, struct lla_file *file);

/* As lla_file_open(). Returns -ELOOP for a symbolic link. */
int lla_file_open_no_link(const char *path, struct lla_file *file);

/* As lla_file_open(), for a descriptor that is open already. Does not close it. */
int lla_file_look(int fd, struct lla_file *file);

/* As lla_file_open(), without opening the file. Follows symbolic links. There is nothing to
 * close. */
int lla_file_look_at(const char *path, struct lla_file *file);

/* Reads at most `len` bytes from offset `from`. Returns how many, or -errno. */
long lla_file_read_some(int fd, uint64_t from, void *to, size_t len);

/* Reads `len` bytes from offset `from`. Returns 0, or -errno, which is -EIO if the file is
 * shorter. */
int lla_file_read(int fd, uint64_t from, void *to, size_t len);

/* Makes an empty file in memory, with the flags of memfd_create(2). Returns its descriptor, which
 * is none of the standard ones even if they are closed; or -errno. */
int lla_file_memfd(unsigned flags);

/* Returns whether the file begins as a compiled policy does. Any other file is a text. */
bool lla_file_is_image(const struct lla_file *file);

/* Returns whether two stamps are of one file in one state. */
bool lla_stamp_same(const struct lla_stamp *a, const struct lla_stamp *b);

/* Returns whether the owner `uid` of a file is the machine's root, who may have another number in
 * this user namespace. */
bool lla_uid_is_root(uint32_t uid);

/* Returns whether a file of that path is there and the machine's root owns it. A symbolic link
 * counts as a file of its own, even if it leads nowhere. */
bool lla_file_is_roots(const char *path);

/* Returns whether root alone can write to a file of this owner and mode. */
static inline bool lla_is_roots_alone(uint32_t uid, uint32_t mode)
{
	return !uid && !(mode & LLA_WRITABLE_BY_OTHERS);
}

/* Fills the error's text with "cannot read PATH: ..." for the -errno `got`. Returns -1. */
int lla_file_failed(const char *path, int got, struct lla_error *err);

#endif
