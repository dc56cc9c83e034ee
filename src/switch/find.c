/* SPDX-License-Identifier: ISC */
#include "switch/find.h"
#include "core/elf_file.h"

#include <dirent.h>
#include <elf.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

const char *lla_find_setuid(void)
{
	static const char *const known[] = { "/bin/su",        "/usr/bin/su",    "/bin/mount",
					     "/usr/bin/mount", "/usr/bin/sudo",  "/usr/bin/passwd",
					     "/usr/bin/chsh",  "/usr/bin/newgrp" };
	struct stat st;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (!stat(known[i], &st) && S_ISREG(st.st_mode) && st.st_mode & S_ISUID)
			return known[i];
	return NULL;
}

static bool is_32bit(int fd)
{
	struct lla_elf elf;

	return lla_elf_read(fd, &elf) && elf.class == ELFCLASS32 && elf.dynamic &&
	       !access(elf.interpreter, X_OK);
}

static bool find_in(const char *directory, char path[PATH_MAX])
{
	DIR *dir = opendir(directory);
	bool found = false;
	struct dirent *e;

	while (dir && !found && (e = readdir(dir))) {
		int fd =
			openat(dirfd(dir), e->d_name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

		found = fd >= 0 && is_32bit(fd) &&
			snprintf(path, PATH_MAX, "%s/%s", directory, e->d_name) < PATH_MAX;
		if (fd >= 0)
			close(fd);
	}
	if (dir)
		closedir(dir);
	return found;
}

const char *lla_find_32bit(void)
{
	static const char *const directories[] = { "/bin",      "/sbin",       "/usr/bin",
						   "/usr/sbin", "/usr/games",  "/usr/local/bin",
						   "/opt/bin",  "/usr/libexec" };
	static char path[PATH_MAX];

	if (sizeof(void *) < 8)
		return NULL;
	for (size_t i = 0; i < sizeof(directories) / sizeof(directories[0]); i++)
		if (find_in(directories[i], path))
			return path;
	return NULL;
}
