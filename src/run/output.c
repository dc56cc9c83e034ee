/* SPDX-License-Identifier: ISC */
#include "run/output.h"
#include "core/sys.h"
#include "core/text.h"

#include <linux/random.h>

int lla_output_write(int fd, const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len) {
		long got = lla_syscall(__NR_write, fd, at, len);

		if (got == -EINTR)
			continue;
		if (got <= 0)
			return got ? (int)got : -EIO;
		at += got;
		len -= (size_t)got;
	}
	return 0;
}

int lla_output_begin(struct lla_output *output, int dir, const char *name)
{
	struct lla_text t = LLA_TEXT_IN(output->temporary);
	/* Another number where the kernel has none at random. */
	unsigned random = (unsigned)lla_syscall(__NR_getpid);

	/* Another command may be writing the same file. */
	lla_syscall(__NR_getrandom, &random, sizeof(random), GRND_INSECURE);
	output->dir = dir;
	output->name = name;
	lla_text_add(&t, "%s.landlock-auto.%u", name, random);
	output->fd = (int)lla_syscall(__NR_openat, dir, output->temporary,
				      O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	return output->fd < 0 ? output->fd : 0;
}

static int finish(const struct lla_output *output, uint32_t mode)
{
	long got = lla_syscall(__NR_fchmod, output->fd, mode);

	if (got)
		return (int)got;
	got = lla_syscall(__NR_fsync, output->fd);
	if (got)
		return (int)got;
	return (int)lla_syscall(__NR_renameat2, output->dir, output->temporary, output->dir,
				output->name, 0);
}

int lla_output_end(struct lla_output *output, uint32_t mode, int got)
{
	if (!got)
		got = finish(output, mode);
	lla_sys_close(output->fd);
	if (got)
		lla_syscall(__NR_unlinkat, output->dir, output->temporary, 0);
	return got;
}
