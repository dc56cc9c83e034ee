/* SPDX-License-Identifier: ISC */
/*
 * An unmodified program that does forty things in the tree that tests/fuzz/differential
 * lays out, and prints what each was answered. Each has files of its own, so that no
 * answer depends on another.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static void answer(const char *name, long got)
{
	printf("%-24s %s\n", name, got < 0 ? strerrorname_np(errno) : "ok");
}

static int opened(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
	return fd;
}

static int listed(const char *path)
{
	DIR *dir = opendir(path);

	if (!dir)
		return -1;
	errno = 0;
	if (!readdir(dir) && errno)
		return -1;
	return closedir(dir);
}

static int executed(const char *path)
{
	int status;
	pid_t pid = fork();

	if (!pid) {
		execl(path, path, (char *)NULL);
		_exit(errno);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return -1;
	errno = WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
	return errno ? -1 : 0;
}

static int bound(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), got;

	strncpy(address.sun_path, path, sizeof(address.sun_path) - 1);
	got = bind(fd, (const struct sockaddr *)&address, sizeof(address));
	if (!got)
		close(fd);
	return got;
}

/* By a descriptor that was open before. */
static int cut(const char *path)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), got;

	if (fd < 0)
		return -1;
	got = ftruncate(fd, 1);
	if (!got)
		close(fd);
	return got;
}

static int asked(const char *device)
{
	char termios[256];
	int fd = open(device, O_RDONLY | O_CLOEXEC), got;

	if (fd < 0)
		return -1;
	got = ioctl(fd, TCGETS, termios);
	if (!got)
		close(fd);
	return got;
}

static void files(void)
{
	answer("read a", opened("a/file", O_RDONLY));
	answer("read a/sub", opened("a/sub/file", O_RDONLY));
	answer("read by symlink", opened("b/link", O_RDONLY));
	answer("write a", opened("a/file", O_WRONLY));
	answer("append b", opened("b/file", O_WRONLY | O_APPEND));
	answer("read and write a/sub", opened("a/sub/file", O_RDWR));
	answer("open and truncate a", opened("a/trunc", O_WRONLY | O_TRUNC));
	answer("read and truncate b", opened("b/trunc", O_RDONLY | O_TRUNC));
	answer("truncate a", truncate("a/trunc", 1));
	answer("truncate b", truncate("b/trunc", 1));
	answer("ftruncate a/sub", cut("a/sub/trunc"));
	answer("look at a", opened("a/file", O_PATH));
	answer("ioctl", asked("b/device"));
	answer("list .", listed("."));
	answer("list a", listed("a"));
	answer("list a/sub", listed("a/sub"));
	answer("list b", listed("b"));
	answer("execute a", executed("a/prog"));
	answer("execute b", executed("b/prog"));
}

static void makes(void)
{
	answer("create a", opened("a/new", O_WRONLY | O_CREAT | O_EXCL));
	answer("create a/sub", opened("a/sub/new", O_RDONLY | O_CREAT));
	answer("create b", opened("b/new", O_WRONLY | O_CREAT | O_TRUNC));
	answer("create without a name", opened("a", O_WRONLY | O_TMPFILE));
	answer("mkdir a", mkdir("a/newdir", 0700));
	answer("mkdir b", mkdir("b/newdir", 0700));
	answer("symlink a", symlink("x", "a/newlink"));
	answer("symlink b", symlink("x", "b/newlink"));
	answer("mkfifo a", mkfifo("a/fifo", 0600));
	answer("mkfifo a/sub", mkfifo("a/sub/fifo", 0600));
	answer("socket b", bound("b/socket"));
	answer("device a", mknod("a/null", S_IFCHR | 0600, makedev(1, 3)));
	answer("disk b", mknod("b/loop", S_IFBLK | 0600, makedev(7, 0)));
}

static void moves(void)
{
	answer("unlink a", unlink("a/gone"));
	answer("unlink b", unlink("b/gone"));
	answer("rmdir a", rmdir("a/empty"));
	answer("rmdir b", rmdir("b/empty"));
	answer("rename in a", rename("a/from", "a/to"));
	answer("rename onto in b", rename("b/from", "b/onto"));
	answer("rename a to b", rename("a/across", "b/across"));
	answer("rename a to a/sub", rename("a/down", "a/sub/down"));
	answer("rename a directory", rename("b/dir", "a/dir"));
	answer("exchange", renameat2(AT_FDCWD, "a/one", AT_FDCWD, "a/sub/two", RENAME_EXCHANGE));
	answer("link in a", link("a/linked", "a/link"));
	answer("link a to b", link("a/linked", "b/linked"));
}

int main(int argc, char **argv)
{
	if (argc == 1) /* as a/prog and b/prog */
		return 0;
	if (chdir(argv[1])) {
		perror(argv[1]);
		return 2;
	}
	files();
	makes();
	moves();
	return 0;
}
