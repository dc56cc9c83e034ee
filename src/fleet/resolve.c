/* SPDX-License-Identifier: ISC */
#include "fleet/resolve.h"
#include "core/elf_file.h"
#include "core/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

_Static_assert(PATH_MAX <= LLA_PATH_MAX, "what realpath() writes fits");

/* Programs by the last part of their path. */
static const struct {
	const char *names, *why;
} better_not[] = {
	{ "init systemd systemd-* openrc* runit* s6-* dinit upstart sysvinit launchd",
	  "starts the machine and all that runs on it" },
	{ "*udevd udevadm mdev eudev", "sets up the devices that the machine starts from" },
	{ "mount mount.* umount umount.* fusermount fusermount3 pivot_root switch_root",
	  "cannot mount anything in a sandbox" },
	{ "runc crun youki podman docker dockerd containerd containerd-* conmon buildah crio "
	  "lxc-* bwrap unshare nsenter systemd-nspawn",
	  "makes namespaces and mounts, which no sandbox lets it" },
	{ "sudo sudo-rs su doas pkexec runuser", "starts anything, as anybody" },
	{ "login agetty getty mingetty fgetty gdm* lightdm sddm xdm",
	  "is how people get in to repair the machine" },
	{ "cron crond fcron dcron anacron atd busybox-cron bcron-*",
	  "starts anything, as anybody" },
	{ "sshd sshd-session dropbear",
	  "hands its sandbox on to every login: all that people do there must be in the policy" },
	{ "ld-linux*.so.* ld.so ld64.so.* ld-musl-*.so.* ld-[0-9]*.so",
	  "is the loader, which is the program only of those that name it themselves" },
	{ "busybox toybox coreutils", "is many programs in one" },
	{ "sh bash dash zsh ksh* mksh ash fish",
	  "runs the scripts of the whole machine, those that start it among them" },
	{ "landlock-auto", "is this tool, which switches the fleet off again" },
};

static bool is_among(const char *name, const char *names)
{
	char pattern[64];

	for (size_t len; *names; names += len + (names[len] == ' ')) {
		len = strcspn(names, " ");
		memcpy(pattern, names, len);
		pattern[len] = '\0';
		if (!fnmatch(pattern, name, 0))
			return true;
	}
	return false;
}

static void doubt_name(const char *path, unsigned line, struct lla_found *doubts)
{
	const char *name = strrchr(path, '/') + 1;

	for (size_t i = 0; i < sizeof(better_not) / sizeof(better_not[0]); i++) {
		if (!is_among(name, better_not[i].names))
			continue;
		lla_found_add(doubts, line, "%q %s; it is better not to name it", path,
			      better_not[i].why);
		return;
	}
}

/* The kernel executes the interpreter of a script, and names the interpreter as the program. */
static bool is_script(int fd)
{
	char head[2];

	return pread(fd, head, sizeof(head), 0) == sizeof(head) && head[0] == '#' && head[1] == '!';
}

/* Returns why no loader loads the object into this program; NULL: one does. */
static const char *not_preloaded(const struct lla_elf *elf)
{
	struct lla_elf object;
	int fd;
	bool other;

	switch (lla_elf_loader(elf)) {
	case LLA_LOADER_NONE: return "is linked statically, so no loader loads the object";
	case LLA_LOADER_MUSL: return "uses musl, whose loader does not read /etc/ld.so.preload";
	case LLA_LOADER_UNKNOWN:
		return "uses a loader of which nobody knows that it reads /etc/ld.so.preload";
	default: break;
	}
	fd = open(lla_shim_path, O_RDONLY | O_CLOEXEC);
	other = fd >= 0 && lla_elf_read(fd, &object) &&
		(object.class != elf->class || object.machine != elf->machine);
	if (fd >= 0)
		close(fd);
	return other ? "is for another kind of machine than the object" : NULL;
}

/* Doubts a file that no process ever runs as its program, or into which no loader loads the
 * object. */
static void doubt_kind(const char *path, unsigned line, struct lla_found *doubts)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	const char *why = NULL;
	struct lla_elf elf;

	if (fd < 0)
		return;
	if (is_script(fd))
		why = "is a script: the program is the interpreter in its first line";
	else if (lla_elf_read(fd, &elf))
		why = not_preloaded(&elf);
	close(fd);
	if (why)
		lla_found_add(doubts, line, "%q %s; this section will never count", path, why);
}

static int look(const char *path, unsigned line, struct lla_found *doubts, struct lla_error *err)
{
	struct stat st;

	if (stat(path, &st))
		return lla_fail(err, "%q cannot be looked at: %e", path, errno);
	if (!S_ISREG(st.st_mode))
		return lla_fail(err, "%q is %s, and a section is for a program", path,
				S_ISDIR(st.st_mode) ? "a directory" : "no regular file");
	if (!(st.st_mode & 0111))
		lla_found_add(doubts, line, "%q may be executed by nobody", path);
	else
		doubt_kind(path, line, doubts);
	return 0;
}

/* Resolves the directories that exist on the way to a program that does not exist. */
static int resolve_missing(const char *named, char path[LLA_PATH_MAX], struct lla_error *err)
{
	char head[LLA_PATH_MAX];
	size_t len = strlen(named), at;
	const char *rest;

	memcpy(head, named, len + 1);
	do {
		while (head[len - 1] != '/')
			len--;
		head[len > 1 ? --len : len] = '\0';
	} while (!realpath(head, path) && len > 1);
	rest = named + (len > 1 ? len : 0);
	at = len > 1 && path[1] ? strlen(path) : 0;
	if (at + strlen(rest) >= LLA_PATH_MAX)
		return lla_fail(err, "%q: %e", named, ENAMETOOLONG);
	strcpy(path + at, rest);
	return 0;
}

static int take_missing(const char *named, char path[LLA_PATH_MAX], unsigned line,
			struct lla_found *doubts, struct lla_error *err)
{
	struct stat st;

	if (errno != ENOENT && errno != ENOTDIR && errno != EACCES)
		return lla_fail(err, "%q cannot be found: %e", named, errno);
	if (errno == EACCES)
		lla_found_add(doubts, line, "%q cannot be looked at: %e", named, errno);
	else if (!lstat(named, &st) && S_ISLNK(st.st_mode))
		lla_found_add(doubts, line,
			      "%q is a symbolic link to nothing: this section will not count when "
			      "there is something; name the program itself",
			      named);
	else
		lla_found_add(doubts, line, "%q does not exist; the section counts when it does",
			      named);
	return resolve_missing(named, path, err);
}

int lla_program_resolve(const char *named, char path[LLA_PATH_MAX], unsigned line,
			struct lla_found *doubts, struct lla_error *err)
{
	int got = realpath(named, path) ? look(path, line, doubts, err)
					: take_missing(named, path, line, doubts, err);

	if (got)
		return -1;
	doubt_name(path, line, doubts);
	return 0;
}
