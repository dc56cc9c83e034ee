/* SPDX-License-Identifier: ISC */
#include "core/target.h"
#include "core/file.h"
#include "core/object.h"
#include "core/sys.h"

#include <linux/resource.h>

/* As much of a script as the kernel looks at for its first line. */
#define FIRST_LINE 256

#define SETUID 04000
#define SETGID 02000
#define GROUP_EXECUTE 010

#define EXECUTE_OK 1
#define FILE_OK 0

/* By the real user, as access(2). */
static long may_access(const char *path, int how)
{
	return lla_syscall(__NR_faccessat, AT_FDCWD, path, how);
}

static int executable(const char *path)
{
	struct statx st;
	long got = lla_syscall(__NR_statx, AT_FDCWD, path, 0, STATX_TYPE, &st);

	if (got)
		return got == -ENOENT || got == -ENOTDIR ? -ENOENT : -EACCES;
	if ((st.stx_mode & LLA_TYPE_MASK) != LLA_TYPE_REGULAR || may_access(path, EXECUTE_OK))
		return -EACCES;
	return 0;
}

/* Writes DIRECTORY/COMMAND. An empty directory is the working directory. Returns whether it fits. */
static bool join(char to[LLA_PATH_MAX], const char *dir, size_t dir_len, const char *command)
{
	size_t len = lla_length(command);

	if (!dir_len) {
		dir = ".";
		dir_len = 1;
	}
	if (dir_len + 1 + len >= LLA_PATH_MAX)
		return false;
	lla_copy(to, dir, dir_len);
	to[dir_len] = '/';
	lla_copy(to + dir_len + 1, command, len + 1);
	return true;
}

static int search_path(const char *command, const char *path, char to[LLA_PATH_MAX])
{
	int result = -ENOENT;

	for (;;) {
		size_t dir = lla_find(path, lla_length(path), ':');
		int got = join(to, path, dir, command) ? executable(to) : -ENOENT;

		if (!got)
			return 0;
		/* A directory of PATH that we may not search has no such command. */
		if (got == -EACCES && !may_access(to, FILE_OK))
			result = -EACCES;
		if (!path[dir])
			return result;
		path += dir + 1;
	}
}

int lla_target_find(const char *command, const char *search, struct lla_target *target)
{
	size_t len = lla_length(command);

	if (!len)
		return -ENOENT;
	if (lla_find(command, len, '/') == len)
		return search_path(command, search ? search : "/usr/bin:/bin", target->path);
	if (len >= sizeof(target->path))
		return -ENOENT;
	lla_copy(target->path, command, len + 1);
	return executable(command);
}

/* A file can make a program privileged. The loader would drop LD_PRELOAD then, and no_new_privs
 * would drop the privilege. */
static int refuse_privileged(int fd, const char *path, struct lla_error *err)
{
	struct statx st;
	long got = lla_syscall(__NR_statx, fd, "", AT_EMPTY_PATH, STATX_MODE, &st);

	if (got)
		return lla_fail(err, "%q: %e", path, (int)-got);
	if (st.stx_mode & SETUID ||
	    (st.stx_mode & (SETGID | GROUP_EXECUTE)) == (SETGID | GROUP_EXECUTE))
		return lla_fail(
			err,
			"%q is set%sid: the loader ignores LD_PRELOAD for it, and no_new_privs "
			"would take its privilege away; confine a program without privilege",
			path, st.stx_mode & SETUID ? "u" : "g");
	got = lla_syscall(__NR_fgetxattr, fd, "security.capability", NULL, 0);
	if (got >= 0 || (got != -ENODATA && got != -EOPNOTSUPP))
		return lla_fail(
			err,
			"%q has file capabilities: the loader ignores LD_PRELOAD for it, and "
			"no_new_privs would take them away; confine a program without privilege",
			path);
	return 0;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Reads the interpreter from a script's first line. Returns false if the file is no script. */
static bool read_script(int fd, char interpreter[LLA_PATH_MAX])
{
	char line[FIRST_LINE];
	long len = lla_syscall(__NR_read, fd, line, sizeof(line));
	long from = 2, to;

	if (len < 3 || line[0] != '#' || line[1] != '!')
		return false;
	while (from < len && is_blank(line[from]))
		from++;
	for (to = from; to < len && line[to] && line[to] != '\n' && !is_blank(line[to]);)
		to++;
	if (from == to)
		return false;
	lla_copy(interpreter, line + from, (size_t)(to - from));
	interpreter[to - from] = '\0';
	return true;
}

/* The memory that a loader, its stack and the object take beside the program, with room. */
#define LOADER_MEMORY (16 << 20)

/* Loaders go on without an object that they cannot map, musl's without a word. */
static int check_memory(const struct lla_target *target, struct lla_error *err)
{
	for (int data = 0; data < 2; data++) {
		uint64_t limit[2]; /* soft and hard; UINT64_MAX: none */

		if (lla_syscall(__NR_prlimit64, 0, data ? RLIMIT_DATA : RLIMIT_AS, NULL, limit))
			continue;
		if (limit[0] < target->elf.memory + LOADER_MEMORY)
			return lla_fail(err,
					"the limit of memory (ulimit -%s) may leave no room for "
					"the object beside %q, and its loader would ignore that; "
					"raise it",
					data ? "d" : "v", target->program);
	}
	return 0;
}

static int inspect_elf(struct lla_target *target, struct lla_error *err)
{
	const struct lla_elf *elf = &target->elf;
	unsigned char class = lla_object_class();
	uint16_t machine = lla_object_machine();

	target->kind = elf->dynamic ? LLA_TARGET_PRELOAD : LLA_TARGET_STATIC;
	if (!elf->dynamic)
		return 0;
	if (lla_elf_loader(elf) == LLA_LOADER_UNKNOWN)
		return lla_fail(err, "%q is loaded by %q, which is not known to take LD_PRELOAD",
				target->program, elf->interpreter);
	if (check_memory(target, err))
		return -1;
	if (class == elf->class && machine == elf->machine)
		return 0;
	return lla_fail(err,
			"the object is for %s, and %q for %s: its loader would ignore the object; "
			"install one that was built for it",
			lla_elf_machine(class, machine), target->program,
			lla_elf_machine(elf->class, elf->machine));
}

/* Looks at one file on the way from the command to its ELF file. Returns 0; -1; or 1 for a
 * script, and target->program is its interpreter then. */
static int inspect_open(struct lla_target *target, int fd, struct lla_error *err)
{
	char interpreter[LLA_PATH_MAX];

	if (refuse_privileged(fd, target->program, err))
		return -1;
	if (target->script_count < LLA_SCRIPTS_MAX && read_script(fd, interpreter)) {
		lla_copy(target->scripts[target->script_count++], target->program,
			 lla_length(target->program) + 1);
		lla_copy(target->program, interpreter, lla_length(interpreter) + 1);
		return 1;
	}
	if (lla_elf_read(fd, &target->elf))
		return inspect_elf(target, err);
	return lla_fail(err, "%q is neither an ELF program for this machine nor a script with #!",
			target->program);
}

static int inspect_file(struct lla_target *target, struct lla_error *err)
{
	long fd = lla_sys_open(AT_FDCWD, target->program, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int got;

	if (fd < 0)
		return lla_fail(err, "%q cannot be read to see what kind of program it is: %e",
				target->program, (int)-fd);
	got = inspect_open(target, (int)fd, err);
	lla_sys_close((int)fd);
	return got;
}

int lla_target_inspect(struct lla_target *target, struct lla_error *err)
{
	lla_copy(target->program, target->path, lla_length(target->path) + 1);
	target->script_count = 0;
	for (int depth = 0; depth <= LLA_SCRIPTS_MAX; depth++) {
		int got = inspect_file(target, err);

		if (got <= 0)
			return got;
	}
	return lla_fail(err, "%q: its #! lines lead through more than %d scripts", target->path,
			LLA_SCRIPTS_MAX);
}
