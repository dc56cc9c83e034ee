/* SPDX-License-Identifier: ISC */
#include "unit/confined_child.h"
#include "probes.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

struct ask ask;
struct told *told;

void make_tree(void)
{
	cr_assert_eq(chdir(test_dir()), 0);
	cr_assert(!mkdir("dir", 0755) && !mkdir("dir/empty", 0755) && !mkdir("other", 0755));
	cr_assert_eq(chmod(test_text("dir/file", "text"), 0755), 0);
	test_text("dir/victim", "text");
	test_text("other/file", "text");
	cr_assert(!symlink("file", "dir/link") && !symlink("loop", "dir/loop"));
	told = mmap(NULL, sizeof(*told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	cr_assert_neq((void *)told, MAP_FAILED);
	/* An address of this test's own: others bind the same ports meanwhile. */
	probe_outside.address = htonl(0x7f010000U + (uint32_t)getpid() % 0xffff);
	probe_outside.served = probe_outside.bound = 8005;
	probe_outside.process = getpid();
}

/* In the child. */

int open_descriptors(void)
{
	int count = 0;

	for (int fd = 0; fd < 256; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

/* The flags do not matter where they are compared with a value that none exceeds. */
static int filter_calls(const struct denied_call *call)
{
	const unsigned arg2 = offsetof(struct seccomp_data, args[2]);
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call->nr, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, arg2),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, call->without_flags ? 0 : UINT32_MAX, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | call->error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { COUNT(code), code };

	if (geteuid())
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

int confine(void *arg)
{
	int before = open_descriptors(), got;

	(void)arg;
	if (ask.unprivileged && !geteuid() && setresuid(65534, 65534, 65534))
		return NOT_SET_UP;
	if (ask.call.nr && filter_calls(&ask.call))
		return NOT_SET_UP;
	told->privs_before = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
	got = lla_enforce(ask.image, &ask.place, &told->plan, &told->err);
	told->privs_after = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
	if (open_descriptors() != before)
		return LEAKED;
	if (got)
		return NOT_CONFINED;
	return ask.probe ? probe(ask.probe) : 0;
}

/* In the test. */

static bool hides_landlock(const struct denied_call *call)
{
	return call->nr == 444;
}

int under(const char *what, const char *format, ...)
{
	char words[1024];
	va_list ap;
	int got;

	va_start(ap, format);
	vsnprintf(words, sizeof(words), format, ap);
	va_end(ap);
	if (!hides_landlock(&ask.call))
		needs_abi(1);
	ask.image = image_of(words);
	ask.probe = what;
	memset(told, 0, sizeof(*told));
	got = in_child(confine, NULL);
	cr_assert_neq(got, LEAKED, "%s: a descriptor is left open", words);
	cr_assert_neq(got, NOT_SET_UP, "%s: no filter, or no other user", words);
	return got;
}
