/* SPDX-License-Identifier: ISC */
#include "run/export.h"
#include "core/build.h"
#include "core/elf_file.h"
#include "core/object.h"
#include "core/sys.h"
#include "run/beside.h"
#include "run/object.h"
#include "run/output.h"

static const char help[] =
	"usage: landlock-auto export directory\n"
	"\n"
	"Copies landlock-auto and " LLA_OBJECT_NAME
	" into the directory, which it makes if it is not\n"
	"there. The two find each other anywhere, and run programs with a policy of rules or a\n"
	"compiled one.\n";

/* A launcher would refuse the object in a directory where others can put one. */
static int check_directory(int dir, const char *path, struct lla_error *err)
{
	struct statx st;
	long got = lla_syscall(__NR_statx, dir, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &st);

	if (got)
		return lla_fail(err, "%q: %e", path, (int)-got);
	if (!(st.stx_mode & LLA_WRITABLE_BY_OTHERS) || st.stx_mode & LLA_STICKY)
		return 0;
	return lla_fail(err,
			"others can write %q, so landlock-auto would trust nothing there: name a "
			"directory that is not there yet, as %q/landlock-auto, or chmod go-w it",
			path, path);
}

/* Returns a descriptor of the directory, or -1. */
static int open_directory(const char *path, struct lla_error *err)
{
	long made, dir;

	/* Every user shall find them, whatever the umask of this one. */
	lla_syscall(__NR_umask, 022);
	made = lla_syscall(__NR_mkdirat, AT_FDCWD, path, 0755);
	if (made && made != -EEXIST)
		return lla_fail(err, "cannot make the directory %q: %e", path, (int)-made);
	dir = lla_sys_open(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return lla_fail(err, "cannot open the directory %q: %e", path, (int)-dir);
	if (!check_directory((int)dir, path, err))
		return (int)dir;
	lla_sys_close((int)dir);
	return -1;
}

static int copy_bytes(const struct lla_file *from, int to)
{
	char bytes[4096];

	for (uint64_t at = 0; at < from->stamp.size;) {
		uint64_t left = from->stamp.size - at;
		size_t len = left < sizeof(bytes) ? (size_t)left : sizeof(bytes);
		int got = lla_file_read(from->fd, at, bytes, len);

		if (!got)
			got = lla_output_write(to, bytes, len);
		if (got)
			return got;
		at += len;
	}
	return 0;
}

static int copy_file(const struct lla_file *from, int dir, const char *name, uint32_t mode,
		     struct lla_error *err)
{
	struct lla_output output;
	int got = lla_output_begin(&output, dir, name);

	if (!got)
		got = lla_output_end(&output, mode, copy_bytes(from, output.fd));
	return got ? lla_fail(err, "cannot write '%s': %e", name, -got) : 0;
}

static int copy_object(const struct lla_launch *launch, int dir, struct lla_error *err)
{
	char path[LLA_PATH_MAX];
	struct lla_file object;
	int got;

	if (lla_run_object_open(launch, &object, path, err))
		return -1;
	got = copy_file(&object, dir, LLA_OBJECT_NAME, 0644, err);
	lla_sys_close(object.fd);
	return got;
}

/* A loader that was executed with the launcher's name as its argument is no launcher. */
static bool is_launcher(int fd)
{
	struct lla_elf elf;

	return lla_elf_read(fd, &elf) &&
	       lla_elf_has_note(fd, &elf, &lla_build_note, sizeof(lla_build_note));
}

static int copy_launcher(const struct lla_launch *launch, int dir, struct lla_error *err)
{
	struct lla_file self;
	int got = lla_beside_open_self(launch, &self);

	if (got)
		return lla_fail(err, "cannot read this program's own file: %e", -got);
	if (is_launcher(self.fd))
		got = copy_file(&self, dir, "landlock-auto", 0755, err);
	else
		got = lla_fail(err, "this program was started by a loader, and so its file cannot "
				    "be found; execute it by its own name");
	lla_sys_close(self.fd);
	return got;
}

/* The launcher last: it is never there without its object. */
static int export_to(const struct lla_launch *launch, const char *path, struct lla_error *err)
{
	int dir = open_directory(path, err), got;

	if (dir < 0)
		return -1;
	got = copy_object(launch, dir, err);
	if (!got)
		got = copy_launcher(launch, dir, err);
	lla_sys_close(dir);
	return got;
}

int lla_export(const struct lla_launch *launch, char *const *words)
{
	struct lla_error err = { 0 };

	if (words[0] && (lla_equal(words[0], "--help") || lla_equal(words[0], "-h"))) {
		lla_report_print(1, help);
		return 0;
	}
	if (words[0] && lla_equal(words[0], "--"))
		words++;
	if (!words[0] || words[1] || words[0][0] == '-') {
		lla_report_line(&launch->report,
				"export takes one directory; see landlock-auto export --help");
		return LLA_STATUS_REFUSED;
	}
	if (export_to(launch, words[0], &err))
		lla_report_refuse(&launch->report, &err);
	return 0;
}
