/* SPDX-License-Identifier: ISC */
#include "core/file.h"
#include "core/sys.h"

#include <linux/memfd.h>

static int look(int fd, const char *path, int flags, struct lla_file *file)
{
	struct statx st;
	long got;

	/* Asks statx(2), as the struct of stat(2) has another layout on every architecture. */
	got = lla_syscall(__NR_statx, fd, path, flags, STATX_BASIC_STATS, &st);
	if (got < 0)
		return (int)got;
	if ((st.stx_mode & LLA_TYPE_MASK) != LLA_TYPE_REGULAR)
		return -EMEDIUMTYPE;
	*file = (struct lla_file){ .fd = fd, .uid = st.stx_uid, .mode = st.stx_mode };
	file->stamp.dev = (uint64_t)st.stx_dev_major << 32 | st.stx_dev_minor;
	file->stamp.ino = st.stx_ino;
	file->stamp.size = st.stx_size;
	file->stamp.mtime_sec = st.stx_mtime.tv_sec;
	file->stamp.mtime_nsec = st.stx_mtime.tv_nsec;
	file->stamp.ctime_sec = st.stx_ctime.tv_sec;
	file->stamp.ctime_nsec = st.stx_ctime.tv_nsec;
	return 0;
}

int lla_file_look(int fd, struct lla_file *file)
{
	return look(fd, "", AT_EMPTY_PATH, file);
}

int lla_file_look_at(const char *path, struct lla_file *file)
{
	return look(AT_FDCWD, path, 0, file);
}

static int open_file(const char *path, int flags, struct lla_file *file)
{
	long fd =
		lla_sys_open(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags);
	int got;

	if (fd < 0)
		return (int)fd;
	got = lla_file_look((int)fd, file);
	if (got)
		lla_sys_close((int)fd);
	return got;
}

int lla_file_open(const char *path, struct lla_file *file)
{
	return open_file(path, 0, file);
}

int lla_file_open_no_link(const char *path, struct lla_file *file)
{
	return open_file(path, O_NOFOLLOW, file);
}

/* The loaders read by pread64 as well, so its code is in the caches of the processor. With 32 bits,
 * the architecture decides which registers take its offset. preadv takes two longs on all of
 * them. */
long lla_file_read_some(int fd, uint64_t from, void *to, size_t len)
{
#if UINTPTR_MAX == UINT64_MAX
	return lla_syscall(__NR_pread64, fd, to, len, from);
#else
	const struct {
		void *base;
		size_t len;
	} part = { to, len };

	return lla_syscall(__NR_preadv, fd, &part, 1, from, from >> 32);
#endif
}

int lla_file_read(int fd, uint64_t from, void *to, size_t len)
{
	char *at = to;
	size_t done = 0;
	long got;

	while (done < len) {
		got = lla_file_read_some(fd, from + done, at + done, len - done);
		if (got == -EINTR)
			continue;
		if (got <= 0)
			return got ? (int)got : -EIO;
		done += (size_t)got;
	}
	return 0;
}

int lla_file_memfd(unsigned flags)
{
	long fd = lla_syscall(__NR_memfd_create, "landlock-auto", flags), high;

	if (fd < 0 || fd > 2)
		return (int)fd;
	high = lla_syscall(__NR_fcntl, fd, flags & MFD_CLOEXEC ? F_DUPFD_CLOEXEC : F_DUPFD, 3);
	lla_sys_close((int)fd);
	return (int)high;
}

bool lla_file_is_image(const struct lla_file *file)
{
	char magic[8];

	return file->stamp.size >= sizeof(magic) &&
	       !lla_file_read(file->fd, 0, magic, sizeof(magic)) &&
	       lla_image_is(magic, sizeof(magic));
}

bool lla_stamp_same(const struct lla_stamp *a, const struct lla_stamp *b)
{
	return a->dev == b->dev && a->ino == b->ino && a->size == b->size &&
	       a->mtime_sec == b->mtime_sec && a->mtime_nsec == b->mtime_nsec &&
	       a->ctime_sec == b->ctime_sec && a->ctime_nsec == b->ctime_nsec;
}

int lla_file_failed(const char *path, int got, struct lla_error *err)
{
	if (got == -EMEDIUMTYPE)
		return lla_fail(err, "%q is not a regular file; a policy is read from one", path);
	return lla_fail(err, "cannot read %q: %e", path, -got);
}

/* Returns whether the machine's root has no number in this user namespace. The kernel then shows
 * root's files as LLA_NOBODY's. */
static bool root_is_nobody(void)
{
	static const char all[] = " 4294967295\n";
	long fd = lla_sys_open(AT_FDCWD, "/proc/self/uid_map", O_RDONLY | O_CLOEXEC), got;
	char map[64];

	if (fd < 0)
		return false;
	got = lla_syscall(__NR_read, fd, map, sizeof(map) - 1);
	lla_sys_close((int)fd);
	if (got < (long)sizeof(all))
		return got >= 0;
	map[got] = '\0';
	return !lla_starts(map + got - sizeof(all) + 1, all);
}

bool lla_uid_is_root(uint32_t uid)
{
	return !uid || (uid == LLA_NOBODY && root_is_nobody());
}

bool lla_file_is_roots(const char *path)
{
	struct statx st;

	st.stx_uid = UINT32_MAX;
	return !lla_syscall(__NR_statx, AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS,
			    &st) &&
	       lla_uid_is_root(st.stx_uid);
}
