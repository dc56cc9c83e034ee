/* SPDX-License-Identifier: ISC */
#include "shim/marker.h"
#include "core/sys.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

/* Not an option of prctl(2): those are small or spell the name of their subsystem. */
#define ASK 0x4c4c4153
/* Not an errno of any kernel. */
#define ANSWER 2570

#ifndef SECCOMP_FILTER_FLAG_SPEC_ALLOW
#define SECCOMP_FILTER_FLAG_SPEC_ALLOW (1UL << 2)
#endif

bool lla_marker_is_set(uint64_t id)
{
	return lla_sys_prctl(ASK, (uint32_t)id, (uint32_t)(id >> 32), 0) == -ANSWER;
}

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
/* Goes on if the loaded word is the value, else jumps over so many instructions. */
#define UNLESS(value, over) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (over))
#define RETURN(what) BPF_STMT(BPF_RET | BPF_K, (what))

void lla_marker_set(uint64_t id)
{
	/* The lower word of an argument comes first: every architecture of core/arch is
	 * little-endian. The filter looks at the number of the call first and alone. So the
	 * kernel finds out that all other calls pass, and never runs the filter for them. */
	const struct sock_filter code[] = {
		LOAD(nr),
		UNLESS(__NR_prctl, 9),
		LOAD(arch),
		UNLESS(LLA_AUDIT_ARCH, 7),
		LOAD(args[0]),
		UNLESS(ASK, 5),
		LOAD(args[1]),
		UNLESS((uint32_t)id, 3),
		LOAD(args[2]),
		UNLESS((uint32_t)(id >> 32), 1),
		RETURN(SECCOMP_RET_ERRNO | ANSWER),
		RETURN(SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = { sizeof(code) / sizeof(code[0]),
					    (struct sock_filter *)code };

	/* Without the flag, kernels before 5.16 would slow the program down. */
	if (lla_syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW,
			&program) == -EINVAL)
		lla_syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}
