/* SPDX-License-Identifier: ISC */
/*
 * What tests/vm/matrix asks of a kernel. An unmodified program like any other: the
 * policy comes from outside, and nothing of the project is in here.
 *
 *   abi                       prints the kernel's Landlock ABI and "allowed", or 0 and why
 *   serve                     serves what the probes look for; prints "ready"
 *   try PROBE...              prints "PROBE allowed" or "PROBE EACCES" for each
 *   open PATH                 prints the same for a file or directory
 *   no-new-privs              prints its own
 *   threads OBJECT PATH       loads the object late, beside other threads; then each
 *                             thread prints whether it can open the file
 *   layers N COMMAND...       inside N (0 or more) Landlock domains, without no_new_privs
 *   at-exit COMMAND...        prints the command's no_new_privs as it ends
 *
 * The probes work beneath the working directory, see fixture() in tests/vm/matrix and
 * in tests/run/test_older.c.
 */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define CREATE_RULESET 444
#define RESTRICT_SELF 446

#define SERVED 8005
#define UNSERVED 8006

static const char *answer(int error)
{
	static char number[32];

	switch (error) {
	case 0: return "allowed";
	case EACCES: return "EACCES";
	case EPERM: return "EPERM";
	case EXDEV: return "EXDEV";
	case ENOSYS: return "ENOSYS";
	case EOPNOTSUPP: return "EOPNOTSUPP";
	}
	snprintf(number, sizeof(number), "errno=%d", error);
	return number;
}

/* Probes: 0 or an errno. What one of them changes, it changes back. */

static int said(int got)
{
	return got < 0 ? errno : 0;
}

static int open_as(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);

	return fd < 0 ? errno : said(close(fd));
}

/* Allowed, it is no program that could be executed. */
static int try_execute(void)
{
	execl("dir/file", "file", (char *)NULL);
	return errno == ENOEXEC ? 0 : errno;
}

static int try_write_file(void)
{
	return open_as("dir/file", O_WRONLY);
}

static int try_read_file(void)
{
	return open_as("dir/file", O_RDONLY);
}

static int try_read_other(void)
{
	return open_as("other/file", O_RDONLY);
}

static int try_read_quiet(void)
{
	return open_as("quiet/file", O_RDONLY);
}

static int try_read_dir(void)
{
	return open_as("dir", O_RDONLY | O_DIRECTORY);
}

static int try_remove_dir(void)
{
	int got = said(rmdir("dir/empty"));

	return got ? got : said(mkdir("dir/empty", 0755));
}

static int try_remove_file(void)
{
	int got = said(unlink("dir/victim"));

	return got ? got : said(mknod("dir/victim", S_IFREG | 0644, 0));
}

static int make_node(mode_t mode, dev_t dev)
{
	int got = said(mknod("dir/new", mode | 0600, dev));

	return got ? got : said(unlink("dir/new"));
}

static int try_make_char(void)
{
	return make_node(S_IFCHR, makedev(1, 3));
}

static int try_make_block(void)
{
	return make_node(S_IFBLK, makedev(7, 0));
}

static int try_make_reg(void)
{
	return make_node(S_IFREG, 0);
}

static int try_make_fifo(void)
{
	return make_node(S_IFIFO, 0);
}

static int try_make_dir(void)
{
	int got = said(mkdir("dir/new", 0755));

	return got ? got : said(rmdir("dir/new"));
}

static int try_make_sym(void)
{
	int got = said(symlink("file", "dir/new"));

	return got ? got : said(unlink("dir/new"));
}

static int try_refer(void)
{
	int got = said(rename("dir/victim", "other/victim"));

	return got ? got : said(rename("other/victim", "dir/victim"));
}

static int try_truncate(void)
{
	return said(truncate("dir/file", 4));
}

/* Allowed, this device knows no such request. */
static int try_ioctl_dev(void)
{
	int fd = open("/dev/null", O_RDONLY), n;
	int got = fd < 0 ? errno : said(ioctl(fd, FIONREAD, &n));

	if (fd >= 0)
		close(fd);
	return got == ENOTTY ? 0 : got;
}

/* Of sockets: what is done with an address. */
typedef int how(int, const struct sockaddr *, socklen_t);

static int with_address(int type, how *use, const struct sockaddr *address, socklen_t len)
{
	int s = socket(address->sa_family, type, 0), one = 1;
	int got;

	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	got = said(use(s, address, len));
	close(s);
	return got;
}

/* Who runs beside others has the ports of an address of its own. */
static const char *own_address(void)
{
	const char *own = getenv("ADDRESS");

	return own ? own : "127.0.0.1";
}

static struct sockaddr_in loopback(int port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };

	a.sin_addr.s_addr = inet_addr(own_address());
	return a;
}

static int with_port(int type, how *use, int port)
{
	struct sockaddr_in a = loopback(port);

	return with_address(type, use, (struct sockaddr *)&a, sizeof(a));
}

static int with_path(int type, how *use, const char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };

	strncpy(a.sun_path, path, sizeof(a.sun_path) - 1);
	return with_address(type, use, (struct sockaddr *)&a, sizeof(a));
}

static int send_to(int s, const struct sockaddr *address, socklen_t len)
{
	return sendto(s, "x", 1, 0, address, len) == 1 ? 0 : -1;
}

static int try_make_sock(void)
{
	int got = with_path(SOCK_STREAM, bind, "dir/new");

	return got ? got : said(unlink("dir/new"));
}

static int try_unix_stream(void)
{
	return with_path(SOCK_STREAM, connect, "socket/stream");
}

static int try_unix_datagram(void)
{
	return with_path(SOCK_DGRAM, send_to, "socket/datagram");
}

static int try_bind_tcp(void)
{
	return with_port(SOCK_STREAM, bind, UNSERVED);
}

static int try_connect_tcp(void)
{
	return with_port(SOCK_STREAM, connect, SERVED);
}

static int try_bind_udp(void)
{
	return with_port(SOCK_DGRAM, bind, UNSERVED);
}

static int try_connect_udp(void)
{
	return with_port(SOCK_DGRAM, connect, SERVED);
}

static int try_send_udp(void)
{
	return with_port(SOCK_DGRAM, send_to, SERVED);
}

static struct sockaddr_un abstract(void)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };

	snprintf(a.sun_path + 1, sizeof(a.sun_path) - 1, "matrix-%s", own_address());
	return a;
}

static int try_abstract(void)
{
	struct sockaddr_un a = abstract();

	return with_address(SOCK_STREAM, connect, (const struct sockaddr *)&a, sizeof(a));
}

static int try_signal(void)
{
	const char *pid = getenv("OUTSIDE");

	return pid ? said(kill(atoi(pid), 0)) : ESRCH;
}

static const struct {
	const char *name;
	int (*probe)(void);
} probes[] = {
	{ "execute", try_execute },
	{ "write_file", try_write_file },
	{ "read_file", try_read_file },
	{ "read_other", try_read_other },
	{ "read_quiet", try_read_quiet },
	{ "read_dir", try_read_dir },
	{ "remove_dir", try_remove_dir },
	{ "remove_file", try_remove_file },
	{ "make_char", try_make_char },
	{ "make_dir", try_make_dir },
	{ "make_reg", try_make_reg },
	{ "make_sock", try_make_sock },
	{ "make_fifo", try_make_fifo },
	{ "make_block", try_make_block },
	{ "make_sym", try_make_sym },
	{ "refer", try_refer },
	{ "truncate", try_truncate },
	{ "ioctl_dev", try_ioctl_dev },
	{ "resolve_unix", try_unix_stream },
	{ "unix_datagram", try_unix_datagram },
	{ "bind_tcp", try_bind_tcp },
	{ "connect_tcp", try_connect_tcp },
	{ "bind_udp", try_bind_udp },
	{ "connect_send_udp", try_connect_udp },
	{ "send_udp", try_send_udp },
	{ "abstract_unix_socket", try_abstract },
	{ "signal", try_signal },
};

static int try(const char *name)
{
	for (size_t i = 0; i < sizeof(probes) / sizeof(probes[0]); i++) {
		if (strcmp(probes[i].name, name) != 0)
			continue;
		printf("%s %s\n", name, answer(probes[i].probe()));
		return 0;
	}
	return 98;
}

/* Servers. */

static int serve_at(int type, const void *address, socklen_t len)
{
	int s = socket(((const struct sockaddr *)address)->sa_family, type, 0);

	if (bind(s, address, len) || (type == SOCK_STREAM && listen(s, 1024)))
		exit(98);
	return s;
}

static int serve(void)
{
	const struct sockaddr_in port = loopback(SERVED);
	const struct sockaddr_un stream = { AF_UNIX, "socket/stream" };
	const struct sockaddr_un datagram = { AF_UNIX, "socket/datagram" };
	const struct sockaddr_un nowhere = abstract();
	char bytes[16];
	int s;

	/* Whoever started this may be killed. */
	prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
	serve_at(SOCK_STREAM, &port, sizeof(port));
	serve_at(SOCK_DGRAM, &port, sizeof(port));
	serve_at(SOCK_STREAM, &stream, sizeof(stream));
	serve_at(SOCK_STREAM, &nowhere, sizeof(nowhere));
	s = serve_at(SOCK_DGRAM, &datagram, sizeof(datagram));
	puts("ready");
	fflush(stdout);
	/* This queue is short, and a full one would make the probes wait. */
	while (recv(s, bytes, sizeof(bytes), 0) >= 0)
		;
	return 98;
}

/* Threads. */

static pthread_barrier_t loaded;
static const char *wanted;

static void tell(const char *who)
{
	int fd = open(wanted, O_RDONLY);

	printf("%s: %s, no_new_privs %d\n", who, answer(fd < 0 ? errno : 0),
	       prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
	if (fd >= 0)
		close(fd);
}

static void *other_thread(void *who)
{
	pthread_barrier_wait(&loaded);
	tell(who);
	return NULL;
}

static int beside_threads(const char *object, const char *path)
{
	static char names[3][8] = { "other 1", "other 2", "other 3" };
	pthread_t threads[3];

	wanted = path;
	if (pthread_barrier_init(&loaded, NULL, 4))
		return 98;
	for (int i = 0; i < 3; i++)
		if (pthread_create(&threads[i], NULL, other_thread, names[i]))
			return 98;
	if (strcmp(object, "none") != 0 && !dlopen(object, RTLD_NOW))
		return 98;
	tell("main");
	pthread_barrier_wait(&loaded);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	return 0;
}

/* Commands. */

static int inside_layers(int count, char **command)
{
	/* Denies the creation of block devices, which nobody here misses. */
	uint64_t handled = 1 << 11;

	while (count--) {
		long fd = syscall(CREATE_RULESET, &handled, sizeof(handled), 0);

		if (fd < 0 || syscall(RESTRICT_SELF, fd, 0))
			return 98;
		close((int)fd);
	}
	execvp(command[0], command);
	return 98;
}

/* Of a traced process that is about to end, and so is still in /proc. */
static void tell_no_new_privs(pid_t pid)
{
	char path[64], line[256];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, "NoNewPrivs:", 11))
			printf("no_new_privs at exit: %s", line + 12);
	if (f)
		fclose(f);
}

static int at_exit(char **command)
{
	int status = 0;
	pid_t pid = fork();

	if (!pid) {
		if (!ptrace(PTRACE_TRACEME, 0, NULL, NULL) && !raise(SIGSTOP))
			execvp(command[0], command);
		_exit(98);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid ||
	    ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACEEXIT | PTRACE_O_TRACEEXEC))
		return 98;
	do {
		if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8))
			tell_no_new_privs(pid);
		if (ptrace(PTRACE_CONT, pid, NULL, NULL))
			return 98;
	} while (waitpid(pid, &status, 0) == pid && WIFSTOPPED(status));
	fflush(stdout);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 97;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	int failed = 0;
	long abi;

	if (!strcmp(what, "serve"))
		return serve();
	if (!strcmp(what, "threads") && argc == 4)
		return beside_threads(argv[2], argv[3]);
	if (!strcmp(what, "no-new-privs"))
		return printf("%d\n", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0)) < 0;
	if (!strcmp(what, "open") && argc == 3)
		return printf("%s %s\n", argv[2], answer(open_as(argv[2], O_RDONLY))) < 0;
	if (!strcmp(what, "layers") && argc > 3)
		return inside_layers(atoi(argv[2]), argv + 3);
	if (!strcmp(what, "at-exit") && argc > 2)
		return at_exit(argv + 2);
	if (!strcmp(what, "abi")) {
		abi = syscall(CREATE_RULESET, NULL, 0, 1);
		printf("%ld %s\n", abi > 0 ? abi : 0, answer(abi > 0 ? 0 : errno));
		return 0;
	}
	if (strcmp(what, "try") != 0)
		return 98;
	for (int i = 2; i < argc; i++)
		failed |= try(argv[i]);
	return failed;
}
