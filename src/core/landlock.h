/* SPDX-License-Identifier: ISC */
/*
 * The kernel's Landlock interface, through ABI 11 (Linux 7.3). Our own copy, because the
 * running kernel decides what can be enforced, and not the headers of the build machine.
 * Follows include/uapi/linux/landlock.h and Documentation/userspace-api/landlock.rst.
 */
#ifndef LLA_LANDLOCK_H
#define LLA_LANDLOCK_H

#include <stdint.h>

/* Numbers are the same on every architecture. */
#define LLA_NR_CREATE_RULESET 444
#define LLA_NR_ADD_RULE 445
#define LLA_NR_RESTRICT_SELF 446

/* create_ruleset */
#define LLA_CREATE_VERSION (1U << 0)
#define LLA_CREATE_ERRATA (1U << 1)

/* add_rule: types */
#define LLA_TYPE_PATH_BENEATH 1
#define LLA_TYPE_NET_PORT 2

/* add_rule: flags */
#define LLA_ADD_QUIET (1U << 0)

/* restrict_self: flags */
#define LLA_LOG_SAME_EXEC_OFF (1U << 0)
#define LLA_LOG_NEW_EXEC_ON (1U << 1)
#define LLA_LOG_SUBDOMAINS_OFF (1U << 2)
#define LLA_TSYNC (1U << 3)
#define LLA_NO_NEW_PRIVS (1U << 4)

/* filesystem rights */
#define LLA_EXECUTE (1U << 0)
#define LLA_WRITE_FILE (1U << 1)
#define LLA_READ_FILE (1U << 2)
#define LLA_READ_DIR (1U << 3)
#define LLA_REMOVE_DIR (1U << 4)
#define LLA_REMOVE_FILE (1U << 5)
#define LLA_MAKE_CHAR (1U << 6)
#define LLA_MAKE_DIR (1U << 7)
#define LLA_MAKE_REG (1U << 8)
#define LLA_MAKE_SOCK (1U << 9)
#define LLA_MAKE_FIFO (1U << 10)
#define LLA_MAKE_BLOCK (1U << 11)
#define LLA_MAKE_SYM (1U << 12)
#define LLA_REFER (1U << 13)
#define LLA_TRUNCATE (1U << 14)
#define LLA_IOCTL_DEV (1U << 15)
#define LLA_RESOLVE_UNIX (1U << 16)

/* network rights */
#define LLA_BIND_TCP (1U << 0)
#define LLA_CONNECT_TCP (1U << 1)
#define LLA_BIND_UDP (1U << 2)
#define LLA_CONNECT_SEND_UDP (1U << 3)

/* scopes */
#define LLA_ABSTRACT_UNIX_SOCKET (1U << 0)
#define LLA_SIGNAL (1U << 1)

/* struct landlock_ruleset_attr. A kernel refuses with E2BIG a field that it does not
 * know and that is not zero. So plan.c makes the size follow the ABI. */
struct lla_ruleset_attr {
	uint64_t handled_access_fs;
	uint64_t handled_access_net;
	uint64_t scoped;
	uint64_t quiet_access_fs;
	uint64_t quiet_access_net;
	uint64_t quiet_scoped;
};

struct lla_path_beneath_attr {
	uint64_t allowed_access;
	int32_t parent_fd;
} __attribute__((packed));

struct lla_net_port_attr {
	uint64_t allowed_access;
	uint64_t port; /* host byte order */
};

#endif
