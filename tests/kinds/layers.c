/* SPDX-License-Identifier: ISC */
/*
 * Prints how many Landlock domains this process is in: the kernel's limit without
 * as many as can still be stacked.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LAYERS_MAX 16

int main(void)
{
	const uint64_t attr[1] = { 1 }; /* handled_access_fs: execute */
	int more = 0;

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	for (;; more++) {
		long fd = syscall(444, attr, sizeof(attr), 0);

		if (fd < 0 || (syscall(446, fd, 0) && errno != E2BIG)) {
			perror("landlock");
			return 1;
		}
		if (errno == E2BIG)
			break;
		close((int)fd);
	}
	printf("%d\n", LAYERS_MAX - more);
	return 0;
}
