/* SPDX-License-Identifier: ISC */
/*
 * The programs of tests/kinds/test_kinds.c tell which of the files `good` and `secret` in the
 * working directory they can open, and which part of the program asks.
 */
#ifndef TELL_H
#define TELL_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#ifndef TELL_FD
#define TELL_FD 1
#endif

static void tell(const char *who)
{
	static const char *const files[] = { "good", "secret" };

	for (int i = 0; i < 2; i++) {
		int fd = open(files[i], O_RDONLY);

		dprintf(TELL_FD, "%s %s: %s\n", who, files[i],
			fd >= 0           ? "read"
			: errno == EACCES ? "denied"
					  : strerror(errno));
		if (fd >= 0)
			close(fd);
	}
}

#endif
