/* SPDX-License-Identifier: ISC */
#include "probes.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

struct probe_outside probe_outside;

static int said(int got)
{
	return got < 0 ? errno : 0;
}

static int open_as(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);

	return fd < 0 ? errno : said(close(fd));
}

static int probe_execute(void)
{
	execl("dir/file", "file", (char *)NULL);
	return errno == ENOEXEC ? 0 : errno;
}

static int probe_write_file(void)
{
	return open_as("dir/file", O_WRONLY);
}

static int probe_read_file(void)
{
	return open_as("dir/file", O_RDONLY);
}

static int probe_read_other(void)
{
	return open_as("other/file", O_RDONLY);
}

static int probe_read_quiet(void)
{
	return open_as("quiet/file", O_RDONLY);
}

static int probe_read_dir(void)
{
	return open_as("dir", O_RDONLY | O_DIRECTORY);
}

static int probe_remove_dir(void)
{
	int got = said(rmdir("dir/empty"));

	return got ? got : said(mkdir("dir/empty", 0755));
}

static int probe_remove_file(void)
{
	int got = said(unlink("dir/victim"));

	return got ? got : said(mknod("dir/victim", S_IFREG | 0644, 0));
}

static int make_node(mode_t mode, dev_t dev)
{
	int got = said(mknod("dir/new", mode | 0600, dev));

	return got ? got : said(unlink("dir/new"));
}

/* Landlock is asked before the kernel looks for CAP_MKNOD and says EPERM. The device is
 * not 0:0, a whiteout, for which newer kernels ask for make_reg. */
static int make_device(mode_t mode, dev_t dev)
{
	int got = make_node(mode, dev);

	return got == EPERM ? 0 : got;
}

static int probe_make_char(void)
{
	return make_device(S_IFCHR, makedev(1, 3));
}

static int probe_make_block(void)
{
	return make_device(S_IFBLK, makedev(7, 0));
}

static int probe_make_reg(void)
{
	return make_node(S_IFREG, 0);
}

static int probe_make_fifo(void)
{
	return make_node(S_IFIFO, 0);
}

static int probe_make_dir(void)
{
	int got = said(mkdir("dir/new", 0755));

	return got ? got : said(rmdir("dir/new"));
}

static int probe_make_sym(void)
{
	int got = said(symlink("file", "dir/new"));

	return got ? got : said(unlink("dir/new"));
}

static int probe_refer(void)
{
	int got = said(rename("dir/victim", "other/victim"));

	return got ? got : said(rename("other/victim", "dir/victim"));
}

static int probe_truncate(void)
{
	return said(truncate("dir/file", 4));
}

/* The device knows no such request, and says so where the request reaches it. */
static int probe_ioctl_dev(void)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC), n;
	int got = fd < 0 ? errno : said(ioctl(fd, FIONREAD, &n));

	if (fd >= 0)
		close(fd);
	return got == ENOTTY ? 0 : got;
}

/* A call that takes a socket and an address: bind, connect, send_to. */
typedef int use(int, const struct sockaddr *, socklen_t);

static int with_address(int type, use *call, const void *address, socklen_t len)
{
	int s = socket(((const struct sockaddr *)address)->sa_family, type, 0), one = 1;
	int got;

	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	got = said(call(s, address, len));
	close(s);
	return got;
}

struct sockaddr_in probe_address(in_port_t port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port) };

	a.sin_addr.s_addr = probe_outside.address;
	return a;
}

static int with_port(int type, use *call, in_port_t port)
{
	struct sockaddr_in a = probe_address(port);

	return with_address(type, call, &a, sizeof(a));
}

static int with_path(int type, use *call, const char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };

	strncpy(a.sun_path, path, sizeof(a.sun_path) - 1);
	return with_address(type, call, &a, sizeof(a));
}

static int send_to(int s, const struct sockaddr *address, socklen_t len)
{
	return sendto(s, "x", 1, 0, address, len) == 1 ? 0 : -1;
}

static int probe_make_sock(void)
{
	int got = with_path(SOCK_STREAM, bind, "dir/new");

	return got ? got : said(unlink("dir/new"));
}

static int probe_resolve_unix(void)
{
	return with_path(SOCK_STREAM, connect, "socket/stream");
}

static int probe_unix_datagram(void)
{
	return with_path(SOCK_DGRAM, send_to, "socket/datagram");
}

static int probe_bind_tcp(void)
{
	return with_port(SOCK_STREAM, bind, probe_outside.bound);
}

static int probe_connect_tcp(void)
{
	return with_port(SOCK_STREAM, connect, probe_outside.served);
}

static int probe_bind_udp(void)
{
	return with_port(SOCK_DGRAM, bind, probe_outside.bound);
}

static int probe_connect_send_udp(void)
{
	return with_port(SOCK_DGRAM, connect, probe_outside.served);
}

static int probe_send_udp(void)
{
	return with_port(SOCK_DGRAM, send_to, probe_outside.served);
}

/* All tests of the machine share these names; the address tells them apart. */
struct sockaddr_un probe_abstract_address(void)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };

	snprintf(a.sun_path + 1, sizeof(a.sun_path) - 1, "lla-probe-%08x", probe_outside.address);
	return a;
}

static int probe_abstract_unix_socket(void)
{
	struct sockaddr_un a = probe_abstract_address();

	return with_address(SOCK_STREAM, connect, &a, sizeof(a));
}

static int probe_signal(void)
{
	return probe_outside.process ? said(kill(probe_outside.process, 0)) : ESRCH;
}

static int probe_signal_inside(void)
{
	return said(kill(getpid(), 0));
}

static const struct {
	const char *name;
	int (*run)(void);
} probes[] = {
	{ "execute", probe_execute },
	{ "write_file", probe_write_file },
	{ "read_file", probe_read_file },
	{ "read_other", probe_read_other },
	{ "read_quiet", probe_read_quiet },
	{ "read_dir", probe_read_dir },
	{ "remove_dir", probe_remove_dir },
	{ "remove_file", probe_remove_file },
	{ "make_char", probe_make_char },
	{ "make_dir", probe_make_dir },
	{ "make_reg", probe_make_reg },
	{ "make_sock", probe_make_sock },
	{ "make_fifo", probe_make_fifo },
	{ "make_block", probe_make_block },
	{ "make_sym", probe_make_sym },
	{ "refer", probe_refer },
	{ "truncate", probe_truncate },
	{ "ioctl_dev", probe_ioctl_dev },
	{ "resolve_unix", probe_resolve_unix },
	{ "unix_datagram", probe_unix_datagram },
	{ "bind_tcp", probe_bind_tcp },
	{ "connect_tcp", probe_connect_tcp },
	{ "bind_udp", probe_bind_udp },
	{ "connect_send_udp", probe_connect_send_udp },
	{ "send_udp", probe_send_udp },
	{ "abstract_unix_socket", probe_abstract_unix_socket },
	{ "signal", probe_signal },
	{ "signal_inside", probe_signal_inside },
};

int probe(const char *name)
{
	for (size_t i = 0; i < sizeof(probes) / sizeof(probes[0]); i++)
		if (!strcmp(probes[i].name, name))
			return probes[i].run();
	return -1;
}
