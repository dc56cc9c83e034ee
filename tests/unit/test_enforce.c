/* SPDX-License-Identifier: ISC */
#include "unit/confined_child.h"
#include "probes.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

TestSuite(enforce, .init = make_tree);

static const struct {
	const char *right;
	int denied;
	const char *rule, *wrong; /* the path that grants, and one that does not */
	bool by_rwx;
	int abi; /* the first that has it */
} rights[] = {
	{ "execute", EACCES, "dir/file", "other", true, 1 },
	{ "write_file", EACCES, "dir/file", "other", true, 1 },
	{ "read_file", EACCES, "dir/file", "other/file", true, 1 },
	{ "read_dir", EACCES, "dir", "dir/empty", true, 1 },
	{ "remove_dir", EACCES, "dir", "dir/empty", true, 1 },
	{ "remove_file", EACCES, "dir", "other", true, 1 },
	{ "make_char", EACCES, "dir", "other", false, 1 },
	{ "make_dir", EACCES, "dir", "other", true, 1 },
	{ "make_reg", EACCES, "dir", "other", true, 1 },
	{ "make_sock", EACCES, "dir", "other", true, 1 },
	{ "make_fifo", EACCES, "dir", "other", true, 1 },
	{ "make_block", EACCES, "dir", "other", false, 1 },
	{ "make_sym", EACCES, "dir", "other", true, 1 },
	{ "refer", EXDEV, ".", "dir", true, 2 },
	{ "truncate", EACCES, "dir/file", "other", true, 3 },
	{ "ioctl_dev", EACCES, "/dev/null", "/dev/zero", false, 5 },
};

#define FOR_EACH_RIGHT(i)                          \
	for (size_t i = 0; i < COUNT(rights); i++) \
		if (rights[i].abi <= kernel_abi())

Test(enforce, every_path_right_is_denied_but_by_its_rule)
{
	FOR_EACH_RIGHT(i)
	{
		const char *r = rights[i].right;

		SAYS(rights[i].right, rights[i].denied, "handle=%s", r);
		SAYS(rights[i].right, rights[i].denied, "handle=%s %s:%s", r, r, rights[i].wrong);
		SAYS(rights[i].right, 0, "handle=%s %s:%s", r, r, rights[i].rule);
		SAYS(rights[i].right, 0, "handle=none");
	}
}

Test(enforce, a_policy_without_rules_denies_every_core_right)
{
	FOR_EACH_RIGHT(i)
	{
		int got = under(rights[i].right, "best-effort=false");

		cr_assert(got == EACCES || got == rights[i].denied, "%s: %d", rights[i].right, got);
	}
}

Test(enforce, rwx_grants_all_but_devices_and_only_there)
{
	/* All that it stands for, or what older kernels have of it. */
	const char *abi = kernel_abi() == 1 ? "abi=1" : kernel_abi() == 2 ? "abi=2" : "";

	FOR_EACH_RIGHT(i)
	SAYS(rights[i].right, rights[i].by_rwx ? 0 : EACCES, "rwx:dir rwx:other %s", abi);
	SAYS("read_other", EACCES, "rwx:dir %s", abi);
}

Test(enforce, ioctl_is_left_alone_until_it_is_named)
{
	needs_abi(5);
	SAYS("ioctl_dev", 0, "r:/dev/null");
	SAYS("ioctl_dev", EACCES, "r:/dev/null handle=core,ioctl_dev");
	SAYS("ioctl_dev", 0, "r,ioctl_dev:/dev/null");
}

Test(enforce, a_rule_on_a_file_keeps_what_files_have)
{
	SAYS("read_file", 0, "r:dir/file");
	SAYS("write_file", EACCES, "r:dir/file");
	SAYS("write_file", 0, "handle=core rwx:dir/file best-effort");
	SAYS("execute", 0, "handle=core rwx:dir/file best-effort");
	SAYS("read_dir", EACCES, "r:dir/file");
	REFUSED("dir/file is not a directory, and the rule has only rights for directories",
		"make_reg:dir/file");
}

Test(enforce, a_symlink_grants_its_target)
{
	SAYS("read_file", 0, "r:dir/link");
	SAYS("read_other", EACCES, "r:dir/link");
	REFUSED("dir/loop: Too many levels of symbolic links", "?r:dir/loop");
}

Test(enforce, rules_for_one_object_add_up)
{
	SAYS("read_file", 0, "read_file:dir x:dir");
	SAYS("execute", 0, "read_file:dir x:dir");
	SAYS("execute", EACCES, "read_file:dir");
}

Test(enforce, a_missing_path_is_refused_unless_it_may_be_missing)
{
	REFUSED("nowhere: No such file or directory; put '?' before the rule", "r:nowhere");
	REFUSED("dir/file/x: Not a directory; put '?'", "r:dir/file/x r:dir");
	SAYS("read_file", 0, "?r:nowhere ?r:dir/file/x r:dir");
	SAYS("read_file", 0, "r:nowhere r:dir ignore-if-missing");
	SAYS("read_other", EACCES, "?r:nowhere r:dir");
}

Test(enforce, a_refusal_says_which_line)
{
	const struct lla_record *r;

	needs_abi(1);
	ask.image = image_of("r:dir r:nowhere");
	r = lla_image_next(ask.image, lla_image_next(ask.image, NULL));
	((struct lla_record *)(uintptr_t)r)->line = 7;
	cr_assert_eq(in_child(confine, NULL), NOT_CONFINED);
	cr_assert_eq(told->err.line, 7);
	cr_assert_str_eq(told->err.source, "test");
	ask.call = (struct denied_call){ 444, ENOSYS, false };
	REFUSED("no Landlock in this kernel", "r:dir");
	cr_assert_eq(told->err.line, 0);
}

Test(enforce, a_tilde_is_the_home_that_was_given)
{
	char home[4096];

	snprintf(home, sizeof(home), "%s/dir", test_dir());
	ask.place.home = home;
	SAYS("read_file", 0, "r:~/file");
	SAYS("read_file", 0, "r:~//file");
	SAYS("read_file", 0, "r:~/");
	SAYS("read_other", EACCES, "r:~/");
	REFUSED("~/x: No such file or directory", "r:~/x");
	ask.place.home = "dir";
	REFUSED("~/file: HOME is not an absolute path", "r:~/file");
	ask.place.home = "";
	REFUSED("~/file: HOME is not an absolute path", "r:~/file");
	ask.place.home = NULL;
	REFUSED("~/file: HOME is not set", "?r:~/file");
	ask.place.home = "/nowhere";
	REFUSED("~/: No such file or directory", "r:~/");
}

Test(enforce, a_pipe_is_refused_in_words)
{
	int ends[2];

	cr_assert_eq(pipe(ends), 0);
	REFUSED("is a pipe or socket, which Landlock never denies", "r:/proc/self/fd/%d", ends[0]);
}

/* Ports. */

static void listen_at(const void *address, socklen_t len)
{
	const struct sockaddr *at = address;
	int s = socket(at->sa_family, SOCK_STREAM, 0);

	cr_assert_eq(bind(s, at, len), 0);
	cr_assert_eq(listen(s, 16), 0);
}

Test(enforce, a_connection_takes_a_rule_for_its_port)
{
	struct sockaddr_in address = probe_address(probe_outside.served);

	needs_abi(4);
	listen_at(&address, sizeof(address));
	SAYS("connect_tcp", EACCES, "r:/");
	SAYS("connect_tcp", EACCES, "b:8005 c:8004 c:8006");
	SAYS("connect_tcp", 0, "c:8005");
	SAYS("connect_tcp", 0, "c:*");
	SAYS("connect_tcp", 0, "handle=bind_tcp");
}

Test(enforce, a_server_takes_a_rule_for_its_port)
{
	needs_abi(4);
	SAYS("bind_tcp", EACCES, "r:/");
	SAYS("bind_tcp", EACCES, "c:8005 b:8004 b:8006");
	SAYS("bind_tcp", 0, "b:8005");
	SAYS("bind_tcp", 0, "b:*");
	SAYS("bind_tcp", 0, "handle=connect_tcp");
}

Test(enforce, a_range_has_both_its_ends_and_no_more)
{
	needs_abi(4);
	for (int port = 8003; port <= 8007; port++) {
		probe_outside.bound = (in_port_t)port;
		SAYS("bind_tcp", port >= 8004 && port <= 8006 ? 0 : EACCES, "b:8004-8006");
	}
	probe_outside.bound = 65535;
	SAYS("bind_tcp", 0, "b:65530-65535");
}

Test(enforce, a_network_policy_leaves_files_alone)
{
	needs_abi(4);
	SAYS("write_file", 0, "handle=tcp c:443");
	SAYS("refer", 0, "handle=tcp c:443");
	SAYS("bind_tcp", EACCES, "handle=tcp c:443");
}

/* Scopes. */

Test(enforce, an_abstract_socket_outside_is_out_of_reach)
{
	struct sockaddr_un address = probe_abstract_address();

	needs_abi(6);
	listen_at(&address, sizeof(address));
	SAYS("abstract_unix_socket", EPERM, "r:/");
	SAYS("abstract_unix_socket", EPERM, "handle=abstract_unix_socket");
	SAYS("abstract_unix_socket", 0, "handle=core,tcp,signal");
}

Test(enforce, a_process_outside_gets_no_signal)
{
	needs_abi(6);
	SAYS("signal", EPERM, "r:/");
	SAYS("signal", EPERM, "handle=signal");
	SAYS("signal_inside", 0, "handle=signal");
	SAYS("signal", 0, "handle=core,tcp,abstract_unix_socket");
}

/* Privileges, layers, kernels. */

Test(enforce, no_new_privs_is_on_afterwards)
{
	static const char *const policies[] = { "r:/", "handle=tcp best-effort", "handle=none" };

	for (size_t i = 0; i < 3; i++) {
		cr_assert_eq(under(NULL, "%s", policies[i]), 0, "%s", told->err.text);
		cr_assert_eq(told->privs_before, 0, "it was on before: nothing can be seen here");
		cr_assert_eq(told->privs_after, 1, "%s", policies[i]);
	}
}

Test(enforce, no_new_privs_stays_off_where_that_is_asked_for)
{
	if (geteuid() || prctl(PR_CAPBSET_READ, CAP_SYS_ADMIN, 0, 0, 0) != 1)
		cr_skip_test("needs CAP_SYS_ADMIN");
	SAYS("read_file", EACCES, "handle=core no-new-privs=false");
	cr_assert_eq(told->privs_after, 0);
	SAYS("read_file", 0, "handle=core no-new-privs=false r:dir");
	ask.unprivileged = true;
	REFUSED("no-new-privs=false needs CAP_SYS_ADMIN", "handle=core no-new-privs=false");
	SAYS("read_file", EACCES, "handle=core");
}

Test(enforce, handle_none_leaves_everything_alone)
{
	SAYS("write_file", 0, "handle=none");
	SAYS("signal", 0, "handle=none");
	cr_assert_eq(told->plan.attr_size, 0);
}

static int stack_layers(void *arg)
{
	(void)arg;
	/* An end even where nothing is enforced. */
	while (told->layers < 20 && !lla_enforce(ask.image, &ask.place, &told->plan, &told->err))
		told->layers++;
	return 0;
}

Test(enforce, the_seventeenth_layer_is_refused_in_words)
{
	needs_abi(1);
	ask.image = image_of("handle=execute");
	cr_assert_eq(in_child(stack_layers, NULL), 0);
	cr_assert_eq(told->layers, 16);
	contains(told->err.text, "inside 16 Landlock domains already");
}

Test(enforce, best_effort_goes_on_without_what_this_kernel_lacks)
{
	struct lla_kernel kernel = lla_kernel_ask();
	const uint32_t lacks = LLA_RESOLVE_UNIX & ~kernel.has[LLA_FS];
	char line[2048];
	struct lla_text t = { line, 0, sizeof(line) };

	SAYS("read_file", 0, "best-effort r:dir u:other");
	SAYS("read_other", EACCES, "best-effort r:dir u:other");
	cr_assert_eq(told->plan.missing[LLA_FS], lacks);
	lla_plan_describe(&told->plan, ask.image, &t);
	if (!lacks)
		return;
	contains(line, "named, but not in this kernel: resolve_unix");
	REFUSED("resolve_unix needs Landlock ABI 9 (Linux 7.1)", "r:dir u:other");
}

Test(enforce, threads_are_confined_together_or_not_at_all)
{
	ask.place.threads = true;
	if (lla_kernel_ask().has[LLA_RESTRICT] & LLA_TSYNC)
		SAYS("read_file", EACCES, "handle=core");
	else
		REFUSED("more than one thread already", "handle=core");
}

Test(enforce, log_flags_of_the_place_are_added)
{
	needs_abi(7);
	ask.place.add_restrict_flags = LLA_LOG_SUBDOMAINS_OFF;
	SAYS("read_file", EACCES, "log-children");
	cr_assert_eq(told->plan.restrict_flags & 7, LLA_LOG_NEW_EXEC_ON | LLA_LOG_SUBDOMAINS_OFF);
}

Test(enforce, what_is_tried_is_what_the_kernel_says)
{
	int before = open_descriptors();
	struct lla_kernel asked = lla_kernel_ask(), tried = lla_kernel_try();

	needs_abi(1);
	cr_assert_eq(memcmp(&asked, &tried, sizeof(asked)), 0);
	cr_assert_eq(open_descriptors(), before, "trying leaves descriptors open");
}

Test(enforce, a_kernel_that_refuses_is_quoted)
{
	static const struct {
		struct denied_call call;
		const char *words, *part;
	} rows[] = {
		{ { 444, ENOSYS, false }, "r:dir", "no Landlock in this kernel" },
		{ { 444, EOPNOTSUPP, false }, "r:dir", "Landlock is not enabled in this kernel" },
		{ { 444, EPERM, false }, "r:dir", "forbidden here (Operation not permitted)" },
		{ { 444, EPERM, false }, "best-effort min-abi=1", "Landlock is forbidden here" },
		{ { 444, EPERM, true },
		  "r:dir",
		  "landlock_create_ruleset: Operation not permitted" },
		/* As kernels that say an ABI and have not all of it. */
		{ { 444, EINVAL, true }, "r:dir", "which has it, but refuses it" },
		{ { 445, EPERM, false }, "r:dir", "dir: Operation not permitted" },
		{ { 445, EPERM, false }, "c:443", "port 443: Operation not permitted" },
		{ { 446, EPERM, false },
		  "r:dir",
		  "landlock_restrict_self: Operation not permitted" },
		{ { SYS_openat, EMFILE, false }, "?r:dir", "dir: Too many open files" },
	};

	needs_abi(1);
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (rows[i].words[0] == 'c' && kernel_abi() < 4)
			continue;
		ask.call = rows[i].call;
		REFUSED(rows[i].part, "%s", rows[i].words);
	}
}

Test(enforce, a_kernel_that_refuses_all_it_promises_is_no_success)
{
	ask.call = (struct denied_call){ 444, EINVAL, true };
	cr_assert_eq(under(NULL, "%s", ""), NOT_CONFINED, "nothing is enforced, and it went on");
}

Test(enforce, without_landlock_best_effort_still_sets_no_new_privs)
{
	ask.call = (struct denied_call){ 444, ENOSYS, false };
	SAYS("read_file", 0, "best-effort r:other");
	cr_assert_eq(told->plan.abi, 0);
	cr_assert_eq(told->plan.why, ENOSYS);
	cr_assert_eq(told->privs_after, 1);
}

Test(enforce, ports_of_a_kernel_without_internet_are_no_error)
{
	needs_abi(4);
	ask.call = (struct denied_call){ 445, EAFNOSUPPORT, false };
	SAYS("bind_tcp", EACCES, "b:8005");
}
