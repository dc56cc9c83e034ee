/* SPDX-License-Identifier: ISC */
/*
 * The floor: nothing but the system calls that the kernel takes for these very rules, which
 * are compiled in. No policy is looked for or read, nothing is asked or checked.
 *
 * The file named RULES has the policy of the run: PATH(path, rights).
 */
#include "core/landlock.h"
#include "core/sys.h"

#define R (LLA_READ_FILE | LLA_READ_DIR)
#define W                                                                             \
	(LLA_WRITE_FILE | LLA_TRUNCATE | LLA_MAKE_REG | LLA_MAKE_DIR | LLA_MAKE_SYM | \
	 LLA_MAKE_FIFO | LLA_MAKE_SOCK | LLA_REMOVE_FILE | LLA_REMOVE_DIR | LLA_REFER)
#define X LLA_EXECUTE
#define ON_FILE (LLA_READ_FILE | LLA_WRITE_FILE | LLA_TRUNCATE | LLA_EXECUTE)

static void path_rule(long ruleset, const char *path, uint64_t access)
{
	struct lla_path_beneath_attr attr = { .allowed_access = access };
	long fd = lla_sys_open(AT_FDCWD, path, O_PATH | O_CLOEXEC);

	attr.parent_fd = (int)fd;
	lla_syscall(LLA_NR_ADD_RULE, ruleset, LLA_TYPE_PATH_BENEATH, &attr, 0);
	lla_sys_close((int)fd);
}

__attribute__((constructor)) static void start(void)
{
	/* What is denied by default, on a kernel of ABI 6 or newer. */
	struct lla_ruleset_attr attr = {
		.handled_access_fs = LLA_IOCTL_DEV - 1,
		.handled_access_net = LLA_BIND_TCP | LLA_CONNECT_TCP,
		.scoped = LLA_ABSTRACT_UNIX_SOCKET | LLA_SIGNAL,
	};
	long ruleset = lla_syscall(LLA_NR_CREATE_RULESET, &attr,
				   offsetof(struct lla_ruleset_attr, quiet_access_fs), 0);

#define PATH(path, access) path_rule(ruleset, path, access);
#include RULES
	lla_sys_prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0);
	lla_syscall(LLA_NR_RESTRICT_SELF, ruleset, 0);
	lla_sys_close((int)ruleset);
}
