/* SPDX-License-Identifier: ISC */
#include "common.h"
#include "core/plan.h"

#include <errno.h>
#include <stdio.h>

#define CORE_11 0x17fffU /* every filesystem right but ioctl_dev */

static int make_on(const char *words, const struct lla_kernel *kernel, bool threads,
		   struct lla_plan *plan, struct lla_error *err)
{
	*err = (struct lla_error){ 0 };
	return lla_plan_make(image_of(words), kernel, threads, plan, err);
}

/* The plan of what is possible on that ABI. */
static struct lla_plan planned(const char *words, int abi)
{
	struct lla_kernel kernel = lla_kernel_of_abi(abi);
	struct lla_plan plan;
	struct lla_error err;

	cr_assert_eq(make_on(words, &kernel, false, &plan, &err), 0, "ABI %d, %s: %s", abi, words,
		     err.text);
	cr_assert_eq(plan.abi, abi > 0 ? abi : 0);
	return plan;
}

static void refused_on(const char *words, const struct lla_kernel *kernel, bool threads,
		       const char *part)
{
	struct lla_plan plan;
	struct lla_error err;

	cr_assert_eq(make_on(words, kernel, threads, &plan, &err), -1, "ABI %d, %s: accepted",
		     kernel->abi, words);
	cr_assert(strstr(err.text, part), "ABI %d, %s: no \"%s\" in: %s", kernel->abi, words, part,
		  err.text);
}

static void refused_at(const char *words, int abi, const char *part)
{
	struct lla_kernel kernel = lla_kernel_of_abi(abi);

	refused_on(words, &kernel, false, part);
}

static const char *described(const char *words, int abi)
{
	static char line[2048];
	struct lla_text t = { line, 0, sizeof(line) };
	struct lla_plan plan = planned(words, abi);

	lla_plan_describe(&plan, image_of(words), &t);
	return line;
}

Test(plan, a_kernel_has_what_its_abi_has)
{
	for (int abi = 1; abi <= 12; abi++) {
		struct lla_kernel kernel = lla_kernel_of_abi(abi);

		cr_assert(kernel.abi == abi && kernel.why == 0);
		for (int kind = 0; kind < LLA_KINDS; kind++)
			cr_assert_eq(kernel.has[kind], lla_rights_of((enum lla_kind)kind, abi));
	}
	cr_assert(lla_kernel_of_abi(0).why == ENOSYS && !lla_kernel_of_abi(0).has[LLA_FS]);
	cr_assert(lla_kernel_of_abi(-1).abi == 0 && lla_kernel_of_abi(-1).why == ENOSYS);
}

Test(plan, every_abi_denies_by_default_what_it_can)
{
	static const struct {
		uint32_t fs, net, scoped, size;
		uint32_t absent_fs, absent_net, absent_scope;
	} rows[] = {
		{ 0, 0, 0, 0, CORE_11, 3, 3 },       { 0x1fff, 0, 0, 8, 0x16000, 3, 3 },
		{ 0x3fff, 0, 0, 8, 0x14000, 3, 3 },  { 0x7fff, 0, 0, 8, 0x10000, 3, 3 },
		{ 0x7fff, 3, 0, 16, 0x10000, 0, 3 }, { 0x7fff, 3, 0, 16, 0x10000, 0, 3 },
		{ 0x7fff, 3, 3, 24, 0x10000, 0, 0 }, { 0x7fff, 3, 3, 24, 0x10000, 0, 0 },
		{ 0x7fff, 3, 3, 24, 0x10000, 0, 0 }, { CORE_11, 3, 3, 24, 0, 0, 0 },
		{ CORE_11, 3, 3, 48, 0, 0, 0 },      { CORE_11, 3, 3, 48, 0, 0, 0 },
		{ CORE_11, 3, 3, 48, 0, 0, 0 },
	};

	for (int abi = 0; abi <= 12; abi++) {
		/* Nothing is named, so strict is not stricter where there is Landlock. */
		struct lla_plan plan = planned(abi ? "" : "best-effort", abi);

		cr_assert_eq(plan.attr.handled_access_fs, rows[abi].fs, "ABI %d", abi);
		cr_assert_eq(plan.attr.handled_access_net, rows[abi].net, "ABI %d", abi);
		cr_assert_eq(plan.attr.scoped, rows[abi].scoped, "ABI %d", abi);
		cr_assert_eq(plan.attr_size, rows[abi].size, "ABI %d: %u", abi, plan.attr_size);
		cr_assert_eq(plan.absent[LLA_FS], rows[abi].absent_fs, "ABI %d", abi);
		cr_assert_eq(plan.absent[LLA_NET], rows[abi].absent_net, "ABI %d", abi);
		cr_assert_eq(plan.absent[LLA_SCOPE], rows[abi].absent_scope, "ABI %d", abi);
		for (int kind = 0; kind < LLA_NAMED; kind++)
			cr_assert_eq(plan.missing[kind], 0, "ABI %d", abi);
	}
}

/* Named in a rule or in handle, it must be there. */
static const struct {
	const char *words;
	const char *right;
	int kind;
	uint32_t bit;
	int abi;
	const char *release;
} named[] = {
	{ "refer:/a", "refer", LLA_FS, 1U << 13, 2, "5.19" },
	{ "rw:/a abi=2", "refer", LLA_FS, 1U << 13, 2, "5.19" },
	{ "truncate:/a", "truncate", LLA_FS, 1U << 14, 3, "6.2" },
	{ "b:80", "bind_tcp", LLA_NET, 1, 4, "6.7" },
	{ "handle=connect_tcp", "connect_tcp", LLA_NET, 2, 4, "6.7" },
	{ "ioctl_dev:/dev/tty", "ioctl_dev", LLA_FS, 1U << 15, 5, "6.10" },
	{ "handle=signal", "signal", LLA_SCOPE, 2, 6, "6.12" },
	{ "handle=abstract_unix_socket", "abstract_unix_socket", LLA_SCOPE, 1, 6, "6.12" },
	{ "u:/run", "resolve_unix", LLA_FS, 1U << 16, 9, "7.1" },
	{ "ub:53", "bind_udp", LLA_NET, 4, 10, "7.2" },
	{ "handle=connect_send_udp", "connect_send_udp", LLA_NET, 8, 10, "7.2" },
	{ "quiet:/a", "quiet", LLA_RULE, 1, 10, "7.2" },
};

#define NAMED_COUNT (COUNT(named))

Test(plan, strict_names_the_right_its_abi_and_its_linux)
{
	for (size_t i = 0; i < NAMED_COUNT; i++)
		for (int abi = 1; abi <= 12; abi++) {
			char part[200];

			snprintf(part, sizeof(part),
				 "%s needs Landlock ABI %d (Linux %s), this kernel has ABI %d; say "
				 "best-effort to run without it",
				 named[i].right, named[i].abi, named[i].release, abi);
			if (abi < named[i].abi)
				refused_at(named[i].words, abi, part);
			else
				planned(named[i].words, abi);
		}
}

static bool advises_abi(const char *words, int abi)
{
	struct lla_kernel kernel = lla_kernel_of_abi(abi);
	char part[20];
	struct lla_plan plan;
	struct lla_error err;

	snprintf(part, sizeof(part), "or abi=%d to leave", abi);
	cr_assert_eq(make_on(words, &kernel, false, &plan, &err), -1, "%s", words);
	return strstr(err.text, part);
}

Test(plan, an_older_abi_is_advised_only_where_it_helps)
{
	cr_assert(advises_abi("rw:/a", 1));
	cr_assert(advises_abi("handle=all", 7));
	cr_assert(advises_abi("handle=net", 7));
	/* With these names such an abi would be refused as well. */
	cr_assert_not(advises_abi("refer,w:/a", 1));
	cr_assert_not(advises_abi("rwxu:/a", 7));
	cr_assert_not(advises_abi("handle=udp", 7));
	cr_assert_not(advises_abi("ub:53", 7));
	cr_assert_not(advises_abi("quiet:/a", 7));
}

Test(plan, best_effort_goes_on_and_says_what_is_missing)
{
	for (size_t i = 0; i < NAMED_COUNT; i++)
		for (int abi = 0; abi <= 12; abi++) {
			char words[100];

			snprintf(words, sizeof(words), "best-effort %s", named[i].words);
			struct lla_plan plan = planned(words, abi);
			cr_assert_eq(plan.missing[named[i].kind] & named[i].bit,
				     abi < named[i].abi ? named[i].bit : 0, "ABI %d, %s", abi,
				     words);
			/* A right that is said to be missing is not also said to be absent. */
			for (int kind = 0; kind < LLA_HANDLED; kind++)
				cr_assert_eq(plan.missing[kind] & plan.absent[kind], 0,
					     "ABI %d, %s", abi, words);
		}
}

Test(plan, no_right_is_handled_that_the_kernel_lacks)
{
	for (int abi = 0; abi <= 12; abi++) {
		struct lla_plan plan = planned("best-effort handle=all rwxu:/a quiet:/b", abi);

		cr_assert_eq(plan.attr.handled_access_fs, lla_rights_of(LLA_FS, abi));
		cr_assert_eq(plan.attr.handled_access_net, lla_rights_of(LLA_NET, abi));
		cr_assert_eq(plan.attr.scoped, lla_rights_of(LLA_SCOPE, abi));
	}
}

Test(plan, ioctl_dev_is_handled_only_when_named)
{
	static const char *const names_it[] = { "ioctl_dev:/dev/tty", "handle=core,ioctl_dev",
						"handle=all abi=5" };
	static const char *const names_it_not[] = { "", "rwx:/dev", "handle=core" };

	for (size_t i = 0; i < 3; i++) {
		cr_assert(planned(names_it[i], 7).attr.handled_access_fs & LLA_IOCTL_DEV, "%s",
			  names_it[i]);
		cr_assert_not(planned(names_it_not[i], 7).attr.handled_access_fs & LLA_IOCTL_DEV,
			      "%s", names_it_not[i]);
	}
}

Test(plan, handle_leaves_everything_else_alone)
{
	struct lla_plan plan = planned("handle=tcp", 11);

	cr_assert(!plan.attr.handled_access_fs && !plan.attr.scoped);
	cr_assert_eq(plan.attr.handled_access_net, 3);
	plan = planned("handle=read_file read_file:/a", 11);
	cr_assert_eq(plan.attr.handled_access_fs, 0x4);
	plan = planned("handle=core", 11);
	cr_assert(plan.attr.handled_access_fs == CORE_11 && !plan.attr.handled_access_net);
}

Test(plan, handle_none_enforces_nothing_but_no_new_privs)
{
	for (int abi = 1; abi <= 12; abi++) {
		struct lla_plan plan = planned("handle=none", abi);

		cr_assert(plan.attr_size == 0 && plan.prctl_no_new_privs, "ABI %d", abi);
	}
	contains(described("handle=none", 7), "nothing is enforced: the policy handles no right");
}

Test(plan, any_port_leaves_that_right_unhandled)
{
	cr_assert_eq(planned("c:*", 7).attr.handled_access_net, 1);
	cr_assert_eq(planned("bc:*", 7).attr.handled_access_net, 0);
	cr_assert_eq(planned("c:* c:443", 7).attr.handled_access_net, 1);
	cr_assert_eq(planned("handle=net c:*", 11).attr.handled_access_net, 0xd);
	/* The kernel need not have it either. */
	cr_assert_eq(planned("uc:* bc:*", 3).attr_size, 8);
}

Test(plan, udp_is_handled_only_when_named)
{
	cr_assert_eq(planned("", 11).attr.handled_access_net, 0x3);
	cr_assert_eq(planned("ub:53", 11).attr.handled_access_net, 0x7);
	cr_assert_eq(planned("handle=udp", 11).attr.handled_access_net, 0xc);
}

Test(plan, an_abi_means_the_same_on_every_newer_kernel)
{
	static const char *const policies[] = { "abi=6", "abi=6 rwx:/usr c:443", "abi=6 handle=all",
						"abi=6 handle=core,net" };

	for (size_t i = 0; i < 4; i++) {
		struct lla_plan at_6 = planned(policies[i], 6);

		cr_assert_eq(at_6.attr.handled_access_fs & ~0xffffU, 0);
		for (int abi = 7; abi <= 12; abi++) {
			struct lla_plan plan = planned(policies[i], abi);

			cr_assert_eq(memcmp(&plan.attr, &at_6.attr, sizeof(plan.attr)), 0,
				     "ABI %d, %s", abi, policies[i]);
			cr_assert_eq(plan.missing[LLA_FS] | plan.absent[LLA_FS], 0);
		}
	}
	cr_assert_eq(planned("abi=1", 11).attr.handled_access_net, 0);
}

Test(plan, min_abi_holds_even_with_best_effort)
{
	for (int abi = 1; abi <= 5; abi++) {
		refused_at("min-abi=6", abi, "min-abi=6: this kernel has Landlock ABI ");
		refused_at("min-abi=6 best-effort", abi, "ABI 6 came with Linux 6.12");
	}
	planned("min-abi=6", 6);
	planned("min-abi=6", 11);
}

Test(plan, without_landlock_only_best_effort_runs)
{
	static const struct {
		int why;
		const char *part;
	} rows[] = {
		{ ENOSYS, "no Landlock in this kernel: it takes Linux 5.13 or newer" },
		{ EOPNOTSUPP, "Landlock is not enabled in this kernel: put lsm=landlock" },
		{ EPERM, "Landlock is forbidden here (Operation not permitted)" },
		{ EACCES, "Landlock is forbidden here (Permission denied)" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct lla_kernel kernel = lla_kernel_of_abi(0);
		struct lla_plan plan;
		struct lla_error err;

		kernel.why = rows[i].why;
		refused_on("", &kernel, false, rows[i].part);
		refused_on("r:/usr", &kernel, false, rows[i].part);
		refused_on("best-effort min-abi=1", &kernel, false, rows[i].part);
		cr_assert_eq(make_on("best-effort r:/usr", &kernel, true, &plan, &err), 0);
		cr_assert(plan.why == rows[i].why && !plan.attr_size && plan.prctl_no_new_privs);
	}
	contains(described("best-effort r:/usr", 0),
		 "nothing is enforced: no Landlock in this kernel");
}

/* That is no kernel without Landlock: asked again it may answer. */
Test(plan, a_kernel_that_fails_to_answer_is_refused_with_best_effort_too)
{
	static const int failures[] = { EIO, ENOMEM, EINTR };

	for (size_t i = 0; i < COUNT(failures); i++) {
		struct lla_kernel kernel = lla_kernel_of_abi(0);

		kernel.why = failures[i];
		refused_on("r:/usr", &kernel, false,
			   "Landlock cannot be used: landlock_create_ruleset: ");
		refused_on("best-effort r:/usr", &kernel, false, "Landlock cannot be used: ");
	}
}

Test(plan, log_flags_follow_the_policy_from_abi_7_on)
{
	static const struct {
		const char *words;
		uint32_t flags;
	} rows[] = {
		{ "", 0 },
		{ "log-denials=false", 1 },
		{ "log-children", 2 },
		{ "log-nested=false", 4 },
		{ "log-denials=false log-children log-nested=false", 7 },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		for (int abi = 1; abi <= 12; abi++)
			cr_assert_eq(planned(rows[i].words, abi).restrict_flags & 7,
				     abi < 7 ? 0 : rows[i].flags, "ABI %d, %s", abi, rows[i].words);
}

Test(plan, a_quiet_rule_makes_everything_handled_quiet_there)
{
	struct lla_plan plan = planned("best-effort quiet:/var rw:/tmp", 9);

	cr_assert(!plan.attr.quiet_access_fs && !plan.attr.quiet_access_net);
	cr_assert(plan.attr_size == 24 && plan.missing[LLA_RULE] == 1);
	plan = planned("quiet:/var rw:/tmp", 10);
	cr_assert_eq(plan.attr.quiet_access_fs, CORE_11);
	cr_assert_eq(plan.attr.quiet_access_net, 3);
	cr_assert_eq(plan.attr_size, 48);
	plan = planned("rw:/tmp", 10);
	cr_assert(!plan.attr.quiet_access_fs && !plan.attr.quiet_access_net);
}

Test(plan, no_new_privs_is_a_flag_from_abi_11_on)
{
	for (int abi = 1; abi <= 12; abi++) {
		struct lla_plan plan = planned("r:/usr abi=1", abi);

		cr_assert_eq(plan.prctl_no_new_privs, abi < 11, "ABI %d", abi);
		cr_assert_eq(plan.restrict_flags, abi < 11 ? 0 : LLA_NO_NEW_PRIVS, "ABI %d", abi);
		plan = planned("r:/usr abi=1 no-new-privs=false", abi);
		cr_assert(!plan.prctl_no_new_privs && !plan.restrict_flags, "ABI %d", abi);
	}
}

Test(plan, threads_are_confined_together_or_not_at_all)
{
	for (int abi = 1; abi <= 12; abi++) {
		struct lla_kernel kernel = lla_kernel_of_abi(abi);
		struct lla_plan plan;
		struct lla_error err;

		if (abi < 8) {
			refused_on("", &kernel, true, "needs Landlock ABI 8 (Linux 7.0)");
			refused_on("best-effort", &kernel, true, "more than one thread already");
		} else {
			cr_assert_eq(make_on("abi=7", &kernel, true, &plan, &err), 0);
			cr_assert(plan.restrict_flags & LLA_TSYNC, "ABI %d", abi);
		}
		cr_assert_not(planned("", abi).restrict_flags & LLA_TSYNC);
		cr_assert_eq(make_on("handle=none", &kernel, true, &plan, &err), 0);
	}
}

Test(plan, a_kernel_that_has_less_than_its_abi_says_is_told_so)
{
	struct lla_kernel kernel = lla_kernel_of_abi(6);
	struct lla_plan plan;
	struct lla_error err;

	kernel.has[LLA_SCOPE] &= ~(uint32_t)LLA_SIGNAL;
	refused_on("handle=core,scope", &kernel, false,
		   "signal: this kernel says ABI 6, which has it, but refuses it");
	cr_assert_eq(make_on("r:/usr", &kernel, false, &plan, &err), 0, "%s", err.text);
	cr_assert(plan.attr.scoped == LLA_ABSTRACT_UNIX_SOCKET && plan.attr_size == 24);
	cr_assert_eq(plan.absent[LLA_SCOPE], LLA_SIGNAL);
	cr_assert_eq(make_on("handle=scope best-effort", &kernel, false, &plan, &err), 0);
	cr_assert_eq(plan.missing[LLA_SCOPE], LLA_SIGNAL);
}

Test(plan, its_description_names_what_is_and_what_is_not_enforced)
{
	cr_assert_str_eq(described("best-effort handle=read_file,bind_tcp,signal b:1", 4),
			 "enforced with Landlock ABI 4 and 1 rule; denied unless allowed: "
			 "read_file,bind_tcp; named, but not in this kernel: signal");
	contains(described("r:/usr", 5),
		 "; not in this kernel: resolve_unix,abstract_unix_socket,signal");
	contains_not(described("r:/usr", 11), "not in this kernel");
	contains(described("best-effort handle=tcp", 3),
		 "nothing is enforced: the policy handles no right that this kernel has; named, "
		 "but not in this kernel: bind_tcp,connect_tcp");
}
