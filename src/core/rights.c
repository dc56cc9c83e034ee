/* SPDX-License-Identifier: ISC */
#include "core/rights.h"
#include "core/landlock.h"
#include "core/text.h"

/* A new right of the kernel is one row here, and one letter or word in rule.c if it
 * deserves one. */
const struct lla_right lla_rights[] = {
	{ "execute", LLA_FS, 1, true, LLA_EXECUTE },
	{ "write_file", LLA_FS, 1, true, LLA_WRITE_FILE },
	{ "read_file", LLA_FS, 1, true, LLA_READ_FILE },
	{ "read_dir", LLA_FS, 1, false, LLA_READ_DIR },
	{ "remove_dir", LLA_FS, 1, false, LLA_REMOVE_DIR },
	{ "remove_file", LLA_FS, 1, false, LLA_REMOVE_FILE },
	{ "make_char", LLA_FS, 1, false, LLA_MAKE_CHAR },
	{ "make_dir", LLA_FS, 1, false, LLA_MAKE_DIR },
	{ "make_reg", LLA_FS, 1, false, LLA_MAKE_REG },
	{ "make_sock", LLA_FS, 1, false, LLA_MAKE_SOCK },
	{ "make_fifo", LLA_FS, 1, false, LLA_MAKE_FIFO },
	{ "make_block", LLA_FS, 1, false, LLA_MAKE_BLOCK },
	{ "make_sym", LLA_FS, 1, false, LLA_MAKE_SYM },
	{ "refer", LLA_FS, 2, false, LLA_REFER },
	{ "truncate", LLA_FS, 3, true, LLA_TRUNCATE },
	{ "ioctl_dev", LLA_FS, 5, true, LLA_IOCTL_DEV },
	{ "resolve_unix", LLA_FS, 9, true, LLA_RESOLVE_UNIX },
	{ "bind_tcp", LLA_NET, 4, false, LLA_BIND_TCP },
	{ "connect_tcp", LLA_NET, 4, false, LLA_CONNECT_TCP },
	{ "bind_udp", LLA_NET, 10, false, LLA_BIND_UDP },
	{ "connect_send_udp", LLA_NET, 10, false, LLA_CONNECT_SEND_UDP },
	{ "abstract_unix_socket", LLA_SCOPE, 6, false, LLA_ABSTRACT_UNIX_SOCKET },
	{ "signal", LLA_SCOPE, 6, false, LLA_SIGNAL },
	{ "quiet", LLA_RULE, 10, false, LLA_ADD_QUIET },
	{ "log_same_exec_off", LLA_RESTRICT, 7, false, LLA_LOG_SAME_EXEC_OFF },
	{ "log_new_exec_on", LLA_RESTRICT, 7, false, LLA_LOG_NEW_EXEC_ON },
	{ "log_subdomains_off", LLA_RESTRICT, 7, false, LLA_LOG_SUBDOMAINS_OFF },
	{ "tsync", LLA_RESTRICT, 8, false, LLA_TSYNC },
	{ "no_new_privs", LLA_RESTRICT, 11, false, LLA_NO_NEW_PRIVS },
};

const size_t lla_rights_count = sizeof(lla_rights) / sizeof(lla_rights[0]);

static const char linux_of_abi[LLA_ABI_NEWEST][8] = {
	"5.13", "5.19", "6.2", "6.7", "6.10", "6.12", "6.15", "7.0", "7.1", "7.2", "7.3",
};

const struct lla_right *lla_right_named(const char *name, size_t len)
{
	for (size_t i = 0; i < lla_rights_count; i++)
		if (lla_rights[i].kind != LLA_RESTRICT &&
		    lla_same_word(name, len, lla_rights[i].name))
			return &lla_rights[i];
	return NULL;
}

void lla_rights_known(int abi, uint32_t known[LLA_KINDS])
{
	for (int kind = 0; kind < LLA_KINDS; kind++)
		known[kind] = 0;
	for (size_t i = 0; i < lla_rights_count; i++)
		if (lla_rights[i].abi <= abi)
			known[lla_rights[i].kind] |= lla_rights[i].mask;
}

uint32_t lla_rights_of(enum lla_kind kind, int abi)
{
	uint32_t known[LLA_KINDS];

	lla_rights_known(abi, known);
	return known[kind];
}

uint32_t lla_rights_on_file(void)
{
	uint32_t set = 0;

	for (size_t i = 0; i < lla_rights_count; i++)
		if (lla_rights[i].kind == LLA_FS && lla_rights[i].on_file)
			set |= lla_rights[i].mask;
	return set;
}

const struct lla_right *lla_right_lowest(enum lla_kind kind, uint32_t set)
{
	for (size_t i = 0; set && i < lla_rights_count; i++)
		if (lla_rights[i].kind == kind && set & lla_rights[i].mask)
			return &lla_rights[i];
	return NULL;
}

const char *lla_abi_linux(int abi)
{
	if (abi < 1)
		abi = 1;
	if (abi > LLA_ABI_NEWEST)
		abi = LLA_ABI_NEWEST;
	return linux_of_abi[abi - 1];
}
