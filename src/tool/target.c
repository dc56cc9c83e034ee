/* SPDX-License-Identifier: ISC */
#include "tool/target.h"
#include "base/elf_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

/* As much of a script as the kernel looks at for its first line. */
#define FIRST_LINE 256

static int executable(const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return errno == ENOENT || errno == ENOTDIR ? ENOENT : EACCES;
	if (!S_ISREG(st.st_mode) || access(path, X_OK))
		return EACCES;
	return 0;
}

int lla_target_find(const char *command, struct lla_target *target)
{
	const char *path = getenv("PATH"), *end;
	int result = ENOENT, got;

	if (strchr(command, '/')) {
		if (strlen(command) >= sizeof(target->path))
			return ENOENT;
		strcpy(target->path, command);
		return executable(command);
	}
	for (path = path ? path : "/usr/bin:/bin"; *command; path = end + 1) {
		end = strchrnul(path, ':');
		int dir = (int)(end - path);
		int len = snprintf(target->path, sizeof(target->path), "%.*s%s%s", dir, path,
				   dir ? "/" : "./", command);

		if (len > 0 && (size_t)len < sizeof(target->path)) {
			got = executable(target->path);
			if (!got)
				return 0;
			/* A directory of PATH that we may not search has no such command. */
			if (got == EACCES && !access(target->path, F_OK))
				result = EACCES;
		}
		if (!*end)
			break;
	}
	return result;
}

/* A file can make a program privileged. The loader would drop LD_PRELOAD then, and no_new_privs
 * would drop the privilege. */
static int refuse_privileged(int fd, const char *path, struct lla_error *err)
{
	struct stat st;

	if (fstat(fd, &st))
		return lla_fail(err, "%q: %e", path, errno);
	if (st.st_mode & S_ISUID || (st.st_mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP))
		return lla_fail(
			err,
			"%q is set%sid: the loader ignores LD_PRELOAD for it, and no_new_privs "
			"would take its privilege away; confine a program without privilege",
			path, st.st_mode & S_ISUID ? "u" : "g");
	if (fgetxattr(fd, "security.capability", NULL, 0) >= 0 ||
	    (errno != ENODATA && errno != ENOTSUP))
		return lla_fail(
			err,
			"%q has file capabilities: the loader ignores LD_PRELOAD for it, and "
			"no_new_privs would take them away; confine a program without privilege",
			path);
	return 0;
}

/* Reads the interpreter from a script's first line. Returns false if the file is no script. */
static bool read_script(int fd, char *interpreter, size_t room)
{
	char line[FIRST_LINE + 1] = "";
	ssize_t len = pread(fd, line, FIRST_LINE, 0);
	char *name = line + 2, *end;

	if (len < 3 || memcmp(line, "#!", 2))
		return false;
	name += strspn(name, " \t");
	end = name + strcspn(name, " \t\n");
	if (end == name || (size_t)(end - name) >= room)
		return false;
	memcpy(interpreter, name, (size_t)(end - name));
	interpreter[end - name] = '\0';
	return true;
}

/* Checks for everything that would make a loader pass over the object without a word. */
static int check_shim(const struct lla_elf *program, const char *path, const char *shim,
		      struct lla_error *err)
{
	struct lla_elf object;
	struct statvfs fs;
	int fd = open(shim, O_RDONLY | O_CLOEXEC);
	int error = errno;
	bool good;

	if (fd < 0)
		return lla_fail(err, "%q, which confines programs, cannot be read: %e; install it",
				shim, error);
	good = lla_elf_read(fd, &object) && !fstatvfs(fd, &fs);
	close(fd);
	if (!good)
		return lla_fail(
			err,
			"%q, which confines programs, is no object for this machine; install it "
			"again",
			shim);
	if (object.class != program->class || object.machine != program->machine)
		return lla_fail(
			err,
			"%q is for %s, and %q for %s: its loader would ignore the object; install one "
			"that was built for it",
			shim, lla_elf_machine(&object), path, lla_elf_machine(program));
	if (fs.f_flag & ST_NOEXEC)
		return lla_fail(
			err,
			"%q lies on a file system that is mounted noexec: loaders would ignore it",
			shim);
	if (strpbrk(shim, ": $\t\n\v\f\r"))
		return lla_fail(
			err,
			"the path %q has a colon, a space or a dollar sign, which LD_PRELOAD cannot hold; install "
			"the object elsewhere",
			shim);
	return 0;
}

/* The memory that a loader, its stack and the object take beside the program, with room. */
#define LOADER_MEMORY (16 << 20)

/* Loaders go on without an object that they cannot map, musl's without a word. */
static int check_memory(const struct lla_elf *program, const char *path, struct lla_error *err)
{
	struct rlimit limit;

	for (int data = 0; data < 2; data++)
		if (!getrlimit(data ? RLIMIT_DATA : RLIMIT_AS, &limit) &&
		    limit.rlim_cur != RLIM_INFINITY &&
		    limit.rlim_cur < program->memory + LOADER_MEMORY)
			return lla_fail(err,
					"the limit of memory (ulimit -%s) may leave no room for "
					"the object beside %q, and its loader would ignore that; "
					"raise it",
					data ? "d" : "v", path);
	return 0;
}

static int inspect_elf(struct lla_target *target, const struct lla_elf *elf, const char *shim,
		       struct lla_error *err)
{
	if (!elf->dynamic) {
		target->kind = LLA_TARGET_STATIC;
		return 0;
	}
	target->kind = LLA_TARGET_PRELOAD;
	if (lla_elf_loader(elf) == LLA_LOADER_UNKNOWN)
		return lla_fail(err, "%q is loaded by %q, which is not known to take LD_PRELOAD",
				target->program, elf->interpreter);
	return check_memory(elf, target->program, err) ||
			       check_shim(elf, target->program, shim, err)
		       ? -1
		       : 0;
}

/* Looks at one file on the way from the command to its ELF file. Returns 0; -1; or 1 for a
 * script, and target->program is its interpreter then. */
static int inspect_file(struct lla_target *target, const char *shim, struct lla_error *err)
{
	char interpreter[PATH_MAX];
	int fd = open(target->program, O_RDONLY | O_CLOEXEC | O_NONBLOCK), got;
	struct lla_elf elf;

	if (fd < 0)
		return lla_fail(err, "%q cannot be read to see what kind of program it is: %e",
				target->program, errno);
	got = refuse_privileged(fd, target->program, err);
	if (!got && target->script_count < LLA_SCRIPTS_MAX &&
	    read_script(fd, interpreter, sizeof(interpreter))) {
		strcpy(target->scripts[target->script_count++], target->program);
		strcpy(target->program, interpreter);
		got = 1;
	} else if (!got) {
		got = lla_elf_read(fd, &elf)
			      ? inspect_elf(target, &elf, shim, err)
			      : lla_fail(err,
					 "%q is neither an ELF program for this machine nor a "
					 "script with #!",
					 target->program);
	}
	close(fd);
	return got;
}

int lla_target_inspect(struct lla_target *target, const char *shim, struct lla_error *err)
{
	int got;

	strcpy(target->program, target->path);
	target->script_count = 0;
	for (int depth = 0; depth <= LLA_SCRIPTS_MAX; depth++) {
		got = inspect_file(target, shim, err);
		if (got <= 0)
			return got;
	}
	return lla_fail(err, "%q: its #! lines lead through more than %d scripts", target->path,
			LLA_SCRIPTS_MAX);
}
