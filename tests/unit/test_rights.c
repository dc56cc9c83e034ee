/* SPDX-License-Identifier: ISC */
#include "core/landlock.h"
#include "core/rights.h"

#include <criterion/criterion.h>
#include <string.h>

/* The kernel's header of Linux 7.3, copied by hand and not made from ours: name
 * behind LANDLOCK_ACCESS_FS_ and so on, value, the ABI that brought it. */
static const struct {
	const char *name;
	enum lla_kind kind;
	uint32_t value;
	int abi;
	bool on_file;
} kernel[] = {
	{ "execute", LLA_FS, 0x1, 1, true },
	{ "write_file", LLA_FS, 0x2, 1, true },
	{ "read_file", LLA_FS, 0x4, 1, true },
	{ "read_dir", LLA_FS, 0x8, 1, false },
	{ "remove_dir", LLA_FS, 0x10, 1, false },
	{ "remove_file", LLA_FS, 0x20, 1, false },
	{ "make_char", LLA_FS, 0x40, 1, false },
	{ "make_dir", LLA_FS, 0x80, 1, false },
	{ "make_reg", LLA_FS, 0x100, 1, false },
	{ "make_sock", LLA_FS, 0x200, 1, false },
	{ "make_fifo", LLA_FS, 0x400, 1, false },
	{ "make_block", LLA_FS, 0x800, 1, false },
	{ "make_sym", LLA_FS, 0x1000, 1, false },
	{ "refer", LLA_FS, 0x2000, 2, false },
	{ "truncate", LLA_FS, 0x4000, 3, true },
	{ "ioctl_dev", LLA_FS, 0x8000, 5, true },
	{ "resolve_unix", LLA_FS, 0x10000, 9, true },
	{ "bind_tcp", LLA_NET, 0x1, 4, false },
	{ "connect_tcp", LLA_NET, 0x2, 4, false },
	{ "bind_udp", LLA_NET, 0x4, 10, false },
	{ "connect_send_udp", LLA_NET, 0x8, 10, false },
	{ "abstract_unix_socket", LLA_SCOPE, 0x1, 6, false },
	{ "signal", LLA_SCOPE, 0x2, 6, false },
	{ "quiet", LLA_RULE, 0x1, 10, false },
	{ "log_same_exec_off", LLA_RESTRICT, 0x1, 7, false },
	{ "log_new_exec_on", LLA_RESTRICT, 0x2, 7, false },
	{ "log_subdomains_off", LLA_RESTRICT, 0x4, 7, false },
	{ "tsync", LLA_RESTRICT, 0x8, 8, false },
	{ "no_new_privs", LLA_RESTRICT, 0x10, 11, false },
};

#define KERNEL_COUNT (sizeof(kernel) / sizeof(kernel[0]))

static const struct lla_right *named(const char *name)
{
	return lla_right_named(name, strlen(name));
}

Test(rights, every_row_is_as_in_the_kernels_header)
{
	cr_assert_eq(lla_rights_count, KERNEL_COUNT);
	for (size_t i = 0; i < KERNEL_COUNT; i++) {
		const struct lla_right *r = &lla_rights[i];

		cr_assert_str_eq(r->name, kernel[i].name);
		cr_assert_eq(r->kind, kernel[i].kind, "%s", r->name);
		cr_assert_eq(r->mask, kernel[i].value, "%s: %#x", r->name, r->mask);
		cr_assert_eq(r->abi, kernel[i].abi, "%s: ABI %d", r->name, r->abi);
		cr_assert_eq(r->on_file, kernel[i].on_file, "%s", r->name);
	}
}

Test(rights, our_constants_are_the_kernels)
{
	static const uint32_t ours[] = {
		LLA_EXECUTE,
		LLA_WRITE_FILE,
		LLA_READ_FILE,
		LLA_READ_DIR,
		LLA_REMOVE_DIR,
		LLA_REMOVE_FILE,
		LLA_MAKE_CHAR,
		LLA_MAKE_DIR,
		LLA_MAKE_REG,
		LLA_MAKE_SOCK,
		LLA_MAKE_FIFO,
		LLA_MAKE_BLOCK,
		LLA_MAKE_SYM,
		LLA_REFER,
		LLA_TRUNCATE,
		LLA_IOCTL_DEV,
		LLA_RESOLVE_UNIX,
		LLA_BIND_TCP,
		LLA_CONNECT_TCP,
		LLA_BIND_UDP,
		LLA_CONNECT_SEND_UDP,
		LLA_ABSTRACT_UNIX_SOCKET,
		LLA_SIGNAL,
		LLA_ADD_QUIET,
		LLA_LOG_SAME_EXEC_OFF,
		LLA_LOG_NEW_EXEC_ON,
		LLA_LOG_SUBDOMAINS_OFF,
		LLA_TSYNC,
		LLA_NO_NEW_PRIVS,
	};

	cr_assert_eq(sizeof(ours) / sizeof(ours[0]), KERNEL_COUNT);
	for (size_t i = 0; i < KERNEL_COUNT; i++)
		cr_assert_eq(ours[i], kernel[i].value, "%s", kernel[i].name);
	cr_assert_eq(LLA_CREATE_VERSION, 1);
	cr_assert_eq(LLA_CREATE_ERRATA, 2);
	cr_assert_eq(LLA_TYPE_PATH_BENEATH, 1);
	cr_assert_eq(LLA_TYPE_NET_PORT, 2);
	cr_assert_eq(LLA_NR_CREATE_RULESET, 444);
	cr_assert_eq(LLA_NR_ADD_RULE, 445);
	cr_assert_eq(LLA_NR_RESTRICT_SELF, 446);
}

Test(rights, the_kernels_structs_have_its_layout)
{
	cr_assert_eq(offsetof(struct lla_ruleset_attr, handled_access_fs), 0);
	cr_assert_eq(offsetof(struct lla_ruleset_attr, handled_access_net), 8);
	cr_assert_eq(offsetof(struct lla_ruleset_attr, scoped), 16);
	cr_assert_eq(offsetof(struct lla_ruleset_attr, quiet_access_fs), 24);
	cr_assert_eq(offsetof(struct lla_ruleset_attr, quiet_access_net), 32);
	cr_assert_eq(offsetof(struct lla_ruleset_attr, quiet_scoped), 40);
	cr_assert_eq(sizeof(struct lla_ruleset_attr), 48);
	cr_assert_eq(offsetof(struct lla_path_beneath_attr, parent_fd), 8);
	cr_assert_eq(sizeof(struct lla_path_beneath_attr), 12);
	cr_assert_eq(offsetof(struct lla_net_port_attr, port), 8);
	cr_assert_eq(sizeof(struct lla_net_port_attr), 16);
}

Test(rights, an_abi_has_what_its_kernel_has)
{
	static const struct {
		int abi;
		uint32_t has[LLA_KINDS];
	} rows[] = {
		{ -1, { 0, 0, 0, 0, 0 } },
		{ 0, { 0, 0, 0, 0, 0 } },
		{ 1, { 0x1fff, 0, 0, 0, 0 } },
		{ 2, { 0x3fff, 0, 0, 0, 0 } },
		{ 3, { 0x7fff, 0, 0, 0, 0 } },
		{ 4, { 0x7fff, 0x3, 0, 0, 0 } },
		{ 5, { 0xffff, 0x3, 0, 0, 0 } },
		{ 6, { 0xffff, 0x3, 0x3, 0, 0 } },
		{ 7, { 0xffff, 0x3, 0x3, 0, 0x7 } },
		{ 8, { 0xffff, 0x3, 0x3, 0, 0xf } },
		{ 9, { 0x1ffff, 0x3, 0x3, 0, 0xf } },
		{ 10, { 0x1ffff, 0xf, 0x3, 0x1, 0xf } },
		{ 11, { 0x1ffff, 0xf, 0x3, 0x1, 0x1f } },
		{ 12, { 0x1ffff, 0xf, 0x3, 0x1, 0x1f } },
	};

	cr_assert_eq(LLA_ABI_NEWEST, 11);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (int kind = 0; kind < LLA_KINDS; kind++) {
			uint32_t has = lla_rights_of((enum lla_kind)kind, rows[i].abi);

			cr_assert_eq(has, rows[i].has[kind], "ABI %d, kind %d: %#x", rows[i].abi,
				     kind, has);
		}
}

Test(rights, five_rights_mean_something_on_a_file)
{
	cr_assert_eq(lla_rights_on_file(), 0x1c007);
}

Test(rights, an_abi_has_the_linux_that_brought_it)
{
	static const char *const linux_of[] = { "5.13", "5.13", "5.19", "6.2", "6.7",
						"6.10", "6.12", "6.15", "7.0", "7.1",
						"7.2",  "7.3",  "7.3" };

	for (int abi = 0; abi <= 12; abi++)
		cr_assert_str_eq(lla_abi_linux(abi), linux_of[abi]);
	cr_assert_str_eq(lla_abi_linux(-1), "5.13");
}

Test(rights, a_name_is_found_whatever_its_case_and_dashes)
{
	for (size_t i = 0; i < KERNEL_COUNT; i++) {
		char upper[24], dashed[24];
		size_t len = strlen(kernel[i].name);
		const struct lla_right *want =
			kernel[i].kind == LLA_RESTRICT ? NULL : &lla_rights[i];

		for (size_t k = 0; k < len; k++) {
			char c = kernel[i].name[k];

			upper[k] = (char)(c == '_' ? c : c - 'a' + 'A');
			dashed[k] = (char)(c == '_' ? '-' : c);
		}
		cr_assert_eq(lla_right_named(kernel[i].name, len), want, "%s", kernel[i].name);
		cr_assert_eq(lla_right_named(upper, len), want, "%.*s", (int)len, upper);
		cr_assert_eq(lla_right_named(dashed, len), want, "%.*s", (int)len, dashed);
	}
}

Test(rights, restrict_flags_are_no_rights)
{
	cr_assert_null(named("tsync"));
	cr_assert_null(named("no_new_privs"));
	cr_assert_null(named("log_new_exec_on"));
}

Test(rights, only_a_whole_name_is_a_name)
{
	cr_assert_null(named("read_fil"));
	cr_assert_null(named("read_files"));
	cr_assert_null(named("readfile"));
	cr_assert_null(named(" read_file"));
	cr_assert_null(named(""));
	cr_assert_null(lla_right_named("read_file\0", 10));
	cr_assert_eq(lla_right_named("refer_to", 5), &lla_rights[13]);
}

Test(rights, the_lowest_bit_is_of_the_kind_that_was_asked)
{
	cr_assert_str_eq(lla_right_lowest(LLA_FS, 0x6000)->name, "refer");
	cr_assert_str_eq(lla_right_lowest(LLA_NET, 0xc)->name, "bind_udp");
	cr_assert_str_eq(lla_right_lowest(LLA_SCOPE, 0x2)->name, "signal");
	cr_assert_null(lla_right_lowest(LLA_FS, 0));
	cr_assert_null(lla_right_lowest(LLA_SCOPE, 0x4));
}
