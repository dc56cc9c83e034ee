/* SPDX-License-Identifier: ISC */
#include "core/enforce.h"
#include "core/sys.h"

static long create_ruleset(const struct lla_ruleset_attr *attr, size_t size, unsigned flags)
{
	return lla_syscall(LLA_NR_CREATE_RULESET, attr, size, flags);
}

struct lla_kernel lla_kernel_ask(void)
{
	long abi = create_ruleset(NULL, 0, LLA_CREATE_VERSION);
	struct lla_kernel kernel;

	/* A kernel that is newer than our table has at least the rights of the newest ABI in the
	 * table. */
	kernel = lla_kernel_of_abi(abi > LLA_ABI_NEWEST ? LLA_ABI_NEWEST : (int)abi);
	kernel.why = abi < 0 ? (int)-abi : 0;
	return kernel;
}

static bool kernel_takes(const struct lla_right *right)
{
	struct lla_ruleset_attr attr = { 0 };
	long fd;

	if (right->kind == LLA_FS)
		attr.handled_access_fs = right->mask;
	else if (right->kind == LLA_NET)
		attr.handled_access_net = right->mask;
	else
		attr.scoped = right->mask;
	fd = create_ruleset(&attr, offsetof(struct lla_ruleset_attr, quiet_access_fs), 0);
	if (fd >= 0)
		lla_sys_close((int)fd);
	/* Any other error is not about the bit, and comes again at the real call. */
	return fd != -EINVAL && fd != -E2BIG;
}

struct lla_kernel lla_kernel_try(void)
{
	struct lla_kernel kernel = lla_kernel_ask();

	for (size_t i = 0; kernel.abi && i < lla_rights_count; i++) {
		const struct lla_right *r = &lla_rights[i];

		if (r->kind < LLA_HANDLED && r->abi <= kernel.abi && !kernel_takes(r))
			kernel.has[r->kind] &= ~r->mask;
	}
	return kernel;
}

long lla_kernel_errata(void)
{
	return create_ruleset(NULL, 0, LLA_CREATE_ERRATA);
}

/* `~/x` is opened beneath $HOME, every other path as it stands. */
static bool is_in_home(const char *path)
{
	return path[0] == '~' && path[1] == '/';
}

static int check_home(const char *path, const char *home, struct lla_error *err)
{
	if (!is_in_home(path) || (home && home[0] == '/'))
		return 0;
	return lla_fail(err, "%q: HOME is %s; set it to an absolute path or write the whole path",
			path, home ? "not an absolute path" : "not set");
}

static long open_path(const char *path, const char *home)
{
	long dir, fd;

	if (!is_in_home(path))
		return lla_sys_open(AT_FDCWD, path, O_PATH | O_CLOEXEC);
	dir = lla_sys_open(AT_FDCWD, home, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return dir;
	for (path++; *path == '/';)
		path++;
	fd = lla_sys_open((int)dir, *path ? path : ".", O_PATH | O_CLOEXEC);
	lla_sys_close((int)dir);
	return fd;
}

static long add_path(int ruleset, uint32_t access, int fd, unsigned flags)
{
	struct lla_path_beneath_attr attr = { .allowed_access = access, .parent_fd = fd };
	uint32_t on_file;
	long got;

	got = lla_syscall(LLA_NR_ADD_RULE, ruleset, LLA_TYPE_PATH_BENEATH, &attr, flags);
	/* Most rules are for directories. So a file costs a second call, and a directory costs
	 * no look at its type. */
	if (got != -EINVAL)
		return got;
	on_file = access & lla_rights_on_file();
	if (on_file == access || (!on_file && !flags))
		return got;
	attr.allowed_access = on_file;
	return lla_syscall(LLA_NR_ADD_RULE, ruleset, LLA_TYPE_PATH_BENEATH, &attr, flags);
}

static int path_failed(const struct lla_record *r, long got, struct lla_error *err)
{
	if (got == -EBADFD)
		return lla_fail(
			err,
			"%q is a pipe or socket, which Landlock never denies; leave the rule out",
			r->path);
	if (got == -EINVAL)
		return lla_fail(
			err, "%q is not a directory, and the rule has only rights for directories",
			r->path);
	return lla_fail(err, "%q: %e", r->path, (int)-got);
}

static int fs_rule(int ruleset, const struct lla_image *image, const struct lla_record *r,
		   const struct lla_plan *plan, const char *home, struct lla_error *err)
{
	uint32_t access = r->access & (uint32_t)plan->attr.handled_access_fs;
	bool quiet = r->flags & LLA_QUIET && plan->attr.quiet_access_fs;
	long fd, got;

	if (!access && !quiet)
		return 0;
	if (check_home(r->path, home, err))
		return -1;
	fd = open_path(r->path, home);
	if (fd == -ENOENT || fd == -ENOTDIR) {
		if (r->flags & LLA_OPTIONAL || image->flags & LLA_IGNORE_IF_MISSING)
			return 0;
		return lla_fail(err, "%q: %e; put '?' before the rule if it may be missing",
				r->path, (int)-fd);
	}
	if (fd < 0)
		return lla_fail(err, "%q: %e", r->path, (int)-fd);
	got = add_path(ruleset, access, (int)fd, quiet ? LLA_ADD_QUIET : 0);
	lla_sys_close((int)fd);
	return got < 0 ? path_failed(r, got, err) : 0;
}

static int net_rule(int ruleset, const struct lla_record *r, const struct lla_plan *plan,
		    struct lla_error *err)
{
	struct lla_net_port_attr attr = { r->access & plan->attr.handled_access_net, r->first };
	bool quiet = r->flags & LLA_QUIET && plan->attr.quiet_access_net;
	long got;

	if (!attr.allowed_access && !quiet)
		return 0;
	for (; attr.port <= r->last; attr.port++) {
		got = lla_syscall(LLA_NR_ADD_RULE, ruleset, LLA_TYPE_NET_PORT, &attr,
				  quiet ? LLA_ADD_QUIET : 0);
		/* A kernel without CONFIG_INET has no port that could be reached. */
		if (got < 0 && got != -EAFNOSUPPORT)
			return lla_fail(err, "port %u: %e", (unsigned)attr.port, (int)-got);
	}
	return 0;
}

static int add_rules(int ruleset, const struct lla_image *image, const struct lla_plan *plan,
		     const char *home, struct lla_error *err)
{
	for (const struct lla_record *r = NULL; (r = lla_image_next(image, r));) {
		int got = r->kind == LLA_FS ? fs_rule(ruleset, image, r, plan, home, err)
					    : net_rule(ruleset, r, plan, err);

		if (got) {
			err->line = r->line;
			return -1;
		}
	}
	return 0;
}

static int no_new_privs(const struct lla_plan *plan, struct lla_error *err)
{
	long got;

	if (!plan->prctl_no_new_privs)
		return 0;
	got = lla_sys_prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0);
	return got < 0 ? lla_fail(err, "cannot set no_new_privs: %e", (int)-got) : 0;
}

static int restrict_failed(long got, const struct lla_image *image, struct lla_error *err)
{
	if (got == -E2BIG)
		return lla_fail(
			err, "this process is inside 16 Landlock domains already, and the kernel "
			     "takes no more; confine it once, further out");
	if (got == -EPERM && image->flags & LLA_KEEP_PRIVS)
		return lla_fail(
			err, "no-new-privs=false needs CAP_SYS_ADMIN, which this process does not "
			     "have; leave the option out");
	return lla_fail(err, "landlock_restrict_self: %e", (int)-got);
}

/* Makes the plan. If the kernel then refuses the ruleset, tries which bits the kernel takes
 * and plans again. */
static long plan_ruleset(const struct lla_image *image, const struct lla_place *place,
			 struct lla_plan *plan, struct lla_error *err)
{
	struct lla_kernel kernel = lla_kernel_ask();
	long fd;

	for (bool tried = false;; tried = true) {
		if (lla_plan_make(image, &kernel, place->threads, plan, err))
			return -1;
		plan->restrict_flags |= place->add_restrict_flags & kernel.has[LLA_RESTRICT];
		if (!plan->attr_size)
			return 0;
		fd = create_ruleset(&plan->attr, plan->attr_size, 0);
		if (fd >= 0)
			return fd;
		if (fd != -EINVAL || tried)
			return lla_fail(err, "landlock_create_ruleset: %e", (int)-fd);
		kernel = lla_kernel_try();
	}
}

static int restrict_self(int ruleset, const struct lla_image *image, const struct lla_place *place,
			 const struct lla_plan *plan, struct lla_error *err)
{
	long got;

	if (add_rules(ruleset, image, plan, place->home, err))
		return -1;
	if (no_new_privs(plan, err))
		return -1;
	got = lla_syscall(LLA_NR_RESTRICT_SELF, ruleset, plan->restrict_flags);
	return got < 0 ? restrict_failed(got, image, err) : 0;
}

int lla_enforce(const struct lla_image *image, const struct lla_place *place, struct lla_plan *plan,
		struct lla_error *err)
{
	long ruleset;
	int got;

	err->source = lla_image_source(image);
	err->line = 0;
	ruleset = plan_ruleset(image, place, plan, err);
	if (ruleset < 0)
		return -1;
	if (!plan->attr_size)
		return no_new_privs(plan, err);
	got = restrict_self((int)ruleset, image, place, plan, err);
	lla_sys_close((int)ruleset);
	return got;
}
