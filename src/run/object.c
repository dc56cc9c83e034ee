/* SPDX-License-Identifier: ISC */
#include "run/object.h"
#include "core/object.h"
#include "core/sys.h"
#include "run/beside.h"

static int open_installed(struct lla_file *file, char path[LLA_PATH_MAX], struct lla_error *err)
{
	int got = lla_file_open(lla_shim_path, file);

	lla_copy(path, lla_shim_path, lla_length(lla_shim_path) + 1);
	if (!got)
		return 0;
	return lla_fail(
		err,
		"%q, which confines programs, cannot be read: %e; install it, or put " LLA_OBJECT_NAME
		" beside this program",
		path, -got);
}

static int check_bytes(const struct lla_file *file, const char *path, struct lla_error *err)
{
	const struct lla_object_words words = {
		", which confines programs, is no object for this machine and this build: it",
		"install or copy it again"
	};

	return lla_object_check(file, path, &words, err);
}

int lla_run_object_open(const struct lla_launch *launch, struct lla_file *file,
			char path[LLA_PATH_MAX], struct lla_error *err)
{
	int got = lla_beside_open(launch, LLA_OBJECT_NAME, file, path, err);

	if (got > 0)
		got = open_installed(file, path, err);
	if (got)
		return -1;
	if (!check_bytes(file, path, err))
		return 0;
	lla_sys_close(file->fd);
	return -1;
}

/* Maps the object as loaders do, which pass over it if they cannot. The exec unmaps it. */
static int check_mapping(int fd, const char *path, struct lla_error *err)
{
	long got = lla_syscall6(LLA_NR_MMAP, 0, 1, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);

	if (!LLA_IS_ERRNO(got))
		return 0;
	if (got == -EPERM)
		return lla_fail(
			err,
			"%q lies on a file system that is mounted noexec: loaders would ignore it",
			path);
	return lla_fail(err, "%q cannot be mapped to be executed: %e; loaders would ignore it",
			path, (int)-got);
}

static int check_path(const char *path, struct lla_error *err)
{
	static const char bad[] = ": $\t\n\v\f\r";

	for (const char *s = path; *s; s++)
		if (lla_find(bad, sizeof(bad) - 1, *s) < sizeof(bad) - 1)
			return lla_fail(
				err,
				"the path %q has a colon, a space or a dollar sign, which LD_PRELOAD "
				"cannot hold; put the object elsewhere",
				path);
	return 0;
}

int lla_run_object_find(const struct lla_launch *launch, char path[LLA_PATH_MAX],
			struct lla_error *err)
{
	struct lla_file file;
	int got;

	if (lla_run_object_open(launch, &file, path, err))
		return -1;
	got = check_mapping(file.fd, path, err);
	lla_sys_close(file.fd);
	return got ? -1 : check_path(path, err);
}
