/* SPDX-License-Identifier: ISC */
#include "core/rights.h"
#include "core/landlock.h"
#include "core/text.h"

/* A new kernel right is one row here (and one letter or word in rule.c if it
 * deserves one). */
const struct lla_right lla_rights[] = {
	{ "execute", LLA_FS, 0, 1, true },
	{ "write_file", LLA_FS, 1, 1, true },
	{ "read_file", LLA_FS, 2, 1, true },
	{ "read_dir", LLA_FS, 3, 1, false },
	{ "remove_dir", LLA_FS, 4, 1, false },
	{ "remove_file", LLA_FS, 5, 1, false },
	{ "make_char", LLA_FS, 6, 1, false },
	{ "make_dir", LLA_FS, 7, 1, false },
	{ "make_reg", LLA_FS, 8, 1, false },
	{ "make_sock", LLA_FS, 9, 1, false },
	{ "make_fifo", LLA_FS, 10, 1, false },
	{ "make_block", LLA_FS, 11, 1, false },
	{ "make_sym", LLA_FS, 12, 1, false },
	{ "refer", LLA_FS, 13, 2, false },
	{ "truncate", LLA_FS, 14, 3, true },
	{ "ioctl_dev", LLA_FS, 15, 5, true },
	{ "resolve_unix", LLA_FS, 16, 9, true },
	{ "bind_tcp", LLA_NET, 0, 4, false },
	{ "connect_tcp", LLA_NET, 1, 4, false },
	{ "bind_udp", LLA_NET, 2, 10, false },
	{ "connect_send_udp", LLA_NET, 3, 10, false },
	{ "abstract_unix_socket", LLA_SCOPE, 0, 6, false },
	{ "signal", LLA_SCOPE, 1, 6, false },
	{ "quiet", LLA_RULE, 0, 10, false },
	{ "log_same_exec_off", LLA_RESTRICT, 0, 7, false },
	{ "log_new_exec_on", LLA_RESTRICT, 1, 7, false },
	{ "log_subdomains_off", LLA_RESTRICT, 2, 7, false },
	{ "tsync", LLA_RESTRICT, 3, 8, false },
	{ "no_new_privs", LLA_RESTRICT, 4, 11, false },
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

uint32_t lla_rights_of(enum lla_kind kind, int abi)
{
	uint32_t set = 0;

	for (size_t i = 0; i < lla_rights_count; i++)
		if (lla_rights[i].kind == kind && lla_rights[i].abi <= abi)
			set |= 1U << lla_rights[i].bit;
	return set;
}

uint32_t lla_rights_on_file(void)
{
	uint32_t set = 0;

	for (size_t i = 0; i < lla_rights_count; i++)
		if (lla_rights[i].kind == LLA_FS && lla_rights[i].on_file)
			set |= 1U << lla_rights[i].bit;
	return set;
}

const struct lla_right *lla_right_lowest(enum lla_kind kind, uint32_t set)
{
	for (size_t i = 0; set && i < lla_rights_count; i++)
		if (lla_rights[i].kind == kind && (set & 1U << lla_rights[i].bit))
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
