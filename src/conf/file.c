/* SPDX-License-Identifier: ISC */
#include "conf/file.h"
#include "core/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int too_large(struct lla_error *err)
{
	return lla_fail(err, "larger than %u MiB, which no config is", LLA_CONF_MAX >> 20);
}

static const char *kind_of_file(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR: return "a directory";
	case S_IFIFO: return "a FIFO";
	case S_IFCHR: return "a character device";
	case S_IFBLK: return "a block device";
	case S_IFSOCK: return "a socket";
	default: return "something else";
	}
}

static int check_file(int fd, struct lla_error *err)
{
	struct stat st;

	if (fstat(fd, &st))
		return lla_fail(err, "cannot be read: %e", errno);
	if (!S_ISREG(st.st_mode))
		return lla_fail(err, "this is %s; a config is a regular file",
				kind_of_file(st.st_mode));
	if (st.st_size > LLA_CONF_MAX)
		return too_large(err);
	return 0;
}

/* Callers know by errno whether there is a file. */
static int give_up(int fd)
{
	close(fd);
	errno = EINVAL;
	return -1;
}

static int open_file(const char *path, int flags, struct lla_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags);

	err->source = path;
	err->line = 0;
	if (fd < 0 && errno == ELOOP && flags)
		return lla_fail(err, "this is a symbolic link; what counts for the whole machine "
				     "must be a file itself");
	if (fd < 0 && errno == ENXIO)
		return lla_fail(err, "this is a socket, or a device that is not there; a config "
				     "is a regular file");
	if (fd < 0)
		return lla_fail(err, "cannot be opened: %e", errno);
	if (check_file(fd, err))
		return give_up(fd);
	return fd;
}

int lla_conf_open(const char *path, struct lla_error *err)
{
	return open_file(path, 0, err);
}

int lla_conf_check_trusted(int fd, struct lla_error *err)
{
	struct stat st;

	if (fstat(fd, &st))
		return lla_fail(err, "cannot be looked at: %e", errno);
	if (lla_is_roots_alone(st.st_uid, st.st_mode))
		return 0;
	if (st.st_uid)
		return lla_fail(err,
				"is owned by user %u, and what counts for the whole machine must "
				"be root's; chown root it, if it is right",
				st.st_uid);
	return lla_fail(err, "may be written by others than root; chmod go-w it, if it is right");
}

int lla_conf_open_trusted(const char *path, struct lla_error *err)
{
	int fd = open_file(path, O_NOFOLLOW, err);

	if (fd < 0 || !lla_conf_check_trusted(fd, err))
		return fd;
	return give_up(fd);
}

/* Reads at most `max` bytes. Returns how many there are, or -1 with errno. */
static ssize_t read_all(int fd, char *to, size_t max)
{
	size_t len = 0;
	ssize_t got = 1;

	while (len < max && got) {
		got = pread(fd, to + len, max - len, (off_t)len);
		if (got < 0 && errno != EINTR)
			return -1;
		if (got > 0)
			len += (size_t)got;
	}
	return (ssize_t)len;
}

char *lla_conf_slurp(int fd, size_t *len, struct lla_error *err)
{
	/* One byte beyond the limit shows that the file has grown. One is for the NUL. Pages that
	 * nobody writes to cost nothing. */
	char *text = malloc(LLA_CONF_MAX + 2);
	ssize_t got = text ? read_all(fd, text, LLA_CONF_MAX + 1) : -1;

	if (!text || got < 0) {
		lla_fail(err, "cannot be read: %e", errno);
		free(text);
		return NULL;
	}
	if (got > (ssize_t)LLA_CONF_MAX) {
		too_large(err);
		free(text);
		return NULL;
	}
	text[got] = '\0';
	*len = (size_t)got;
	return text;
}
