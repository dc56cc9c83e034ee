/* SPDX-License-Identifier: ISC */
#include "core/plan.h"

#include <linux/errno.h>

struct lla_kernel lla_kernel_of_abi(int abi)
{
	struct lla_kernel kernel = { .abi = abi > 0 ? abi : 0, .why = abi > 0 ? 0 : ENOSYS };

	lla_rights_known(abi, kernel.has);
	return kernel;
}

/* The rights that the policy wants handled: `soft` as far as the kernel has them,
 * `named` without fail. Both are within the ABI that the policy was written for. */
struct wish {
	uint32_t soft[LLA_NAMED], named[LLA_NAMED];
};

static struct wish wish_of(const struct lla_image *image)
{
	bool explicit_handle = image->flags & LLA_EXPLICIT_HANDLE;
	struct wish w = { { 0 }, { 0 } };
	uint32_t known[LLA_KINDS];

	for (int kind = 0; kind < LLA_HANDLED; kind++) {
		w.soft[kind] = image->handle_soft[kind];
		w.named[kind] = image->handle_named[kind] | image->granted[kind];
	}
	w.named[LLA_RULE] = image->granted[LLA_RULE];
	if (!explicit_handle) {
		w.soft[LLA_FS] = ~(uint32_t)LLA_IOCTL_DEV;
		w.soft[LLA_NET] = LLA_BIND_TCP | LLA_CONNECT_TCP;
		w.soft[LLA_SCOPE] = UINT32_MAX;
	}
	w.soft[LLA_NET] &= ~image->any_port;
	w.named[LLA_NET] &= ~image->any_port;
	lla_rights_known(image->abi, known);
	for (int kind = 0; kind < LLA_NAMED; kind++) {
		w.soft[kind] &= known[kind];
		w.named[kind] &= known[kind];
	}
	return w;
}

/* Whether the policy names this very right, so that a lower abi= is no remedy. */
static bool named_itself(const struct lla_image *image, const struct lla_right *right)
{
	if (right->kind == LLA_RULE)
		return true;
	if (image->handle_exact[right->kind] & right->mask)
		return true;
	for (const struct lla_record *r = NULL; (r = lla_image_next(image, r));)
		if (r->kind == right->kind && r->exact & right->mask)
			return true;
	return false;
}

/* Adds that `what` needs the ABI that brought the right, which this kernel does not have. */
static void needs_abi(struct lla_text *t, const char *what, const struct lla_right *right,
		      const struct lla_kernel *kernel)
{
	lla_text_add(t, "%s needs Landlock ABI %d (Linux %s), this kernel has ABI %d", what,
		     right->abi, lla_abi_linux(right->abi), kernel->abi);
}

static int lacks(const struct lla_image *image, const struct lla_right *right,
		 const struct lla_kernel *kernel, struct lla_error *err)
{
	struct lla_text t = LLA_TEXT_IN(err->text);

	if (right->abi <= kernel->abi)
		lla_text_add(&t, "%s: this kernel says ABI %d, which has it, but refuses it",
			     right->name, kernel->abi);
	else
		needs_abi(&t, right->name, right, kernel);
	lla_text_add(&t, "; say best-effort to run without it");
	if (right->abi > kernel->abi && !named_itself(image, right))
		lla_text_add(&t, ", or abi=%d to leave out all that is newer", kernel->abi);
	return -1;
}

static int no_landlock(const struct lla_image *image, const struct lla_kernel *kernel,
		       struct lla_error *err)
{
	struct lla_text t = LLA_TEXT_IN(err->text);

	/* Any other errno does not mean that there is no Landlock: the kernel could not answer. */
	bool none = kernel->why == ENOSYS || kernel->why == EOPNOTSUPP || kernel->why == EPERM ||
		    kernel->why == EACCES;

	if (none && image->flags & LLA_BEST_EFFORT && !image->min_abi)
		return 0;
	lla_plan_no_landlock(kernel->why, &t);
	return -1;
}

void lla_plan_no_landlock(int why, struct lla_text *t)
{
	switch (why) {
	case EOPNOTSUPP:
		lla_text_add(
			t,
			"Landlock is not enabled in this kernel: put lsm=landlock,... with the other "
			"modules of /sys/kernel/security/lsm on its command line and reboot");
		break;
	case EPERM:
	case EACCES:
		lla_text_add(t,
			     "Landlock is forbidden here (%e), as by the seccomp profile of an old "
			     "container runtime: allow the three system calls of landlock(7)",
			     why);
		break;
	case ENOSYS:
		lla_text_add(t,
			     "no Landlock in this kernel: it takes Linux %s or newer, built with "
			     "CONFIG_SECURITY_LANDLOCK=y, and no seccomp filter that hides it",
			     lla_abi_linux(1));
		break;
	default: lla_text_add(t, "Landlock cannot be used: landlock_create_ruleset: %e", why);
	}
}

/* A kernel refuses fields that it does not know. So the struct ends where this kernel's ends. */
static uint32_t attr_size(const struct lla_kernel *kernel)
{
	if (kernel->has[LLA_RULE])
		return sizeof(struct lla_ruleset_attr);
	if (kernel->has[LLA_SCOPE])
		return offsetof(struct lla_ruleset_attr, quiet_access_fs);
	if (kernel->has[LLA_NET])
		return offsetof(struct lla_ruleset_attr, scoped);
	return offsetof(struct lla_ruleset_attr, handled_access_net);
}

static void log_flags(const struct lla_image *image, const struct lla_kernel *kernel,
		      struct lla_plan *plan)
{
	uint32_t want = 0;

	if (image->flags & LLA_HUSH_DENIALS)
		want |= LLA_LOG_SAME_EXEC_OFF;
	if (image->flags & LLA_LOG_CHILDREN)
		want |= LLA_LOG_NEW_EXEC_ON;
	if (image->flags & LLA_HUSH_NESTED)
		want |= LLA_LOG_SUBDOMAINS_OFF;
	plan->restrict_flags |= want & kernel->has[LLA_RESTRICT];
}

static void privs(const struct lla_image *image, const struct lla_kernel *kernel,
		  struct lla_plan *plan)
{
	if (image->flags & LLA_KEEP_PRIVS)
		return;
	if (plan->attr_size && kernel->has[LLA_RESTRICT] & LLA_NO_NEW_PRIVS)
		plan->restrict_flags |= LLA_NO_NEW_PRIVS;
	else
		plan->prctl_no_new_privs = true;
}

static bool wishes(const struct wish *w)
{
	uint32_t any = 0;

	for (int kind = 0; kind < LLA_HANDLED; kind++)
		any |= w->soft[kind] | w->named[kind];
	return any;
}

static void fill_attr(const struct wish *w, const struct lla_kernel *kernel, struct lla_plan *plan)
{
	uint32_t handled[LLA_HANDLED];

	for (int kind = 0; kind < LLA_HANDLED; kind++) {
		handled[kind] = (w->soft[kind] | w->named[kind]) & kernel->has[kind];
		plan->absent[kind] = w->soft[kind] & ~w->named[kind] & ~kernel->has[kind];
	}
	for (int kind = 0; kind < LLA_NAMED; kind++)
		plan->missing[kind] = w->named[kind] & ~kernel->has[kind];
	plan->attr.handled_access_fs = handled[LLA_FS];
	plan->attr.handled_access_net = handled[LLA_NET];
	plan->attr.scoped = handled[LLA_SCOPE];
	if (w->named[LLA_RULE] & kernel->has[LLA_RULE]) {
		plan->attr.quiet_access_fs = handled[LLA_FS];
		plan->attr.quiet_access_net = handled[LLA_NET];
	}
	if (handled[LLA_FS] | handled[LLA_NET] | handled[LLA_SCOPE])
		plan->attr_size = attr_size(kernel);
}

/* A thread outside the policy could do anything for the others. */
static int all_threads(const struct lla_kernel *kernel, struct lla_plan *plan,
		       struct lla_error *err)
{
	struct lla_text t;

	if (kernel->has[LLA_RESTRICT] & LLA_TSYNC) {
		plan->restrict_flags |= LLA_TSYNC;
		return 0;
	}
	t = LLA_TEXT_IN(err->text);
	lla_text_add(&t, "the process has more than one thread already, and ");
	needs_abi(&t, "confining all of them", lla_right_lowest(LLA_RESTRICT, LLA_TSYNC), kernel);
	lla_text_add(
		&t,
		"; preload the object instead of loading it late, and with glibc 2.34 or newer");
	return -1;
}

int lla_plan_make(const struct lla_image *image, const struct lla_kernel *kernel, bool threads,
		  struct lla_plan *plan, struct lla_error *err)
{
	const struct wish w = wish_of(image);

	*plan = (struct lla_plan){ .abi = kernel->abi, .why = kernel->why };
	if (!kernel->abi && no_landlock(image, kernel, err))
		return -1;
	if (kernel->abi < image->min_abi)
		return lla_fail(
			err,
			"min-abi=%d: this kernel has Landlock ABI %d; ABI %d came with Linux %s",
			image->min_abi, kernel->abi, image->min_abi, lla_abi_linux(image->min_abi));
	fill_attr(&w, kernel, plan);
	for (int kind = 0; kind < LLA_NAMED && !(image->flags & LLA_BEST_EFFORT); kind++)
		if (plan->missing[kind])
			return lacks(image,
				     lla_right_lowest((enum lla_kind)kind, plan->missing[kind]),
				     kernel, err);
	if (!plan->attr_size && wishes(&w) && !(image->flags & LLA_BEST_EFFORT))
		return lla_fail(
			err,
			"this kernel says Landlock ABI %d, and refuses every right that the policy "
			"would have it deny",
			kernel->abi);
	log_flags(image, kernel, plan);
	privs(image, kernel, plan);
	return threads && plan->attr_size ? all_threads(kernel, plan, err) : 0;
}

bool lla_plan_is_void(const struct lla_plan *plan)
{
	uint32_t without = 0;

	for (int kind = 0; kind < LLA_HANDLED; kind++)
		without |= plan->missing[kind] | plan->absent[kind];
	return !plan->attr_size && without;
}

void lla_rights_text(enum lla_kind kind, uint32_t set, struct lla_text *t)
{
	const char *comma = "";

	for (size_t i = 0; i < lla_rights_count; i++) {
		if (lla_rights[i].kind != kind || !(set & lla_rights[i].mask))
			continue;
		lla_text_add(t, "%s%s", comma, lla_rights[i].name);
		comma = ",";
	}
}

static void kinds_text(const char *head, const uint32_t *sets, int kinds, struct lla_text *t)
{
	const char *between = head;

	for (int kind = 0; kind < kinds; kind++) {
		if (!sets[kind])
			continue;
		lla_text_add(t, "%s", between);
		lla_rights_text((enum lla_kind)kind, sets[kind], t);
		between = ",";
	}
}

void lla_plan_describe(const struct lla_plan *plan, const struct lla_image *image,
		       struct lla_text *t)
{
	const uint32_t handled[LLA_HANDLED] = { (uint32_t)plan->attr.handled_access_fs,
						(uint32_t)plan->attr.handled_access_net,
						(uint32_t)plan->attr.scoped };

	if (!plan->abi) {
		lla_text_add(t, "nothing is enforced: ");
		lla_plan_no_landlock(plan->why, t);
		return;
	}
	if (!plan->attr_size) {
		lla_text_add(t, "nothing is enforced: the policy handles no right%s",
			     plan->missing[LLA_FS] | plan->missing[LLA_NET] |
					     plan->missing[LLA_SCOPE]
				     ? " that this kernel has"
				     : "");
	} else {
		lla_text_add(t, "enforced with Landlock ABI %d and %u rule%s", plan->abi,
			     image->rules, image->rules == 1 ? "" : "s");
		kinds_text("; denied unless allowed: ", handled, LLA_HANDLED, t);
	}
	kinds_text("; named, but not in this kernel: ", plan->missing, LLA_NAMED, t);
	kinds_text("; not in this kernel: ", plan->absent, LLA_HANDLED, t);
}
