/* SPDX-License-Identifier: ISC */
#include "switch/confirm.h"
#include "base/child.h"
#include "base/replace.h"
#include "core/paths.h"
#include "core/report.h"
#include "switch/change.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

const char *lla_confirm_path(void)
{
	static char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/unconfirmed", lla_fleet_dir);
	return path;
}

enum lla_unconfirmed lla_confirm_state(void)
{
	int fd = open(lla_confirm_path(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	bool locked;

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return LLA_CONFIRMED;
	if (fd < 0)
		return LLA_CONFIRM_WAITS;
	locked = flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK;
	close(fd);
	return locked ? LLA_CONFIRM_WAITS : LLA_CONFIRM_LOST;
}

int lla_confirm_end(void)
{
	if (unlink(lla_confirm_path()))
		return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
	return lla_sync_directory(lla_confirm_path());
}

/* The lock tells others that a process waits. */
static int lock_and_sync(int fd)
{
	if (flock(fd, LOCK_EX | LOCK_NB) || fsync(fd))
		return -errno;
	return lla_sync_directory(lla_confirm_path());
}

static int make_file(struct lla_error *err)
{
	int fd, got;

	if (mkdir(lla_fleet_dir, 0755) && errno != EEXIST)
		return lla_fail(err, "cannot make %q: %e", lla_fleet_dir, errno);
	fd = open(lla_confirm_path(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return lla_fail(err, "cannot make %q: %e", lla_confirm_path(), errno);
	got = lock_and_sync(fd);
	if (!got)
		return fd;
	close(fd);
	unlink(lla_confirm_path());
	return lla_fail(err, "cannot write %q: %e", lla_confirm_path(), -got);
}

static bool is_there_still(int fd)
{
	struct stat st;

	return !fstat(fd, &st) && st.st_nlink;
}

/* Nobody looks at the terminal by then, so only the kernel's log gets the line. */
static void switch_off(void)
{
	const struct lla_report nobody = { .usable = false };
	struct lla_error err = { 0 };
	struct lla_switch s;
	bool off = !lla_switch_off(&s, &err);

	if (off)
		lla_fail(&err, "the fleet's policies were not confirmed in time");
	lla_report_operator(&nobody, &err, off ? "they are off" : "and they are to be off");
	lla_switch_free(&s);
	/* The file may go only when the switch is off. Otherwise the next boot would arm it for
	 * good. */
	if (off)
		lla_confirm_end();
}

static volatile sig_atomic_t ended;

static void end(int signal)
{
	(void)signal;
	ended = 1;
}

/* SIGTERM makes the process switch off at once. */
static void wait_and_switch_off(int file, unsigned seconds)
{
	const struct timespec step = { .tv_nsec = 200000000 };
	struct timespec now, start;
	int lock;

	clock_gettime(CLOCK_BOOTTIME, &start);
	do {
		if (!is_there_still(file))
			return;
		nanosleep(&step, NULL);
		clock_gettime(CLOCK_BOOTTIME, &now);
	} while (!ended && now.tv_sec - start.tv_sec < (time_t)seconds);
	lock = lla_switch_lock();
	if (is_there_still(file))
		switch_off();
	if (lock >= 0)
		close(lock);
}

/* The shell that started the command can neither end the process nor wait for it. */
static void detach(int file)
{
	struct sigaction on_end = { .sa_handler = end };
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	setsid();
	sigaction(SIGTERM, &on_end, NULL);
	signal(SIGHUP, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	for (int fd = 0; fd < 3; fd++)
		if (fd != file && (null < 0 ? close(fd) : dup2(null, fd)) < 0)
			continue;
	for (int fd = 3; fd < 1024; fd++)
		if (fd != file)
			close(fd);
	if (chdir("/"))
		return;
}

/* The first child detaches itself, forks, and ends with 0 or the errno of fork(2). The second
 * child waits. */
static void detach_and_wait(int file, unsigned seconds)
{
	pid_t pid;

	detach(file);
	pid = fork();
	if (pid)
		lla_child_leave(pid < 0 ? errno : 0);
	wait_and_switch_off(file, seconds);
	lla_child_leave(0);
}

/* The process is detached before the command says that the policies are on, and so outlives the
 * command. */
static int start_waiting(int file, unsigned seconds)
{
	pid_t pid = fork();
	int status;

	if (pid < 0)
		return -errno;
	if (!pid)
		detach_and_wait(file, seconds);
	status = lla_child_wait(pid);
	return WIFEXITED(status) ? -WEXITSTATUS(status) : -EINTR;
}

int lla_confirm_begin(unsigned seconds, struct lla_error *err)
{
	int file = make_file(err), got;

	if (file < 0)
		return -1;
	got = start_waiting(file, seconds);
	close(file);
	if (!got)
		return 0;
	lla_confirm_end();
	return lla_fail(err, "cannot start what waits for fleet confirm: %e", -got);
}
