/* SPDX-License-Identifier: ISC */
/* fleet compile: how the database is written, and how it is replaced. */
#include "machine/fleet_text.h"
#include "conf/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* How it is written */

Test(fleet, the_database_is_readable_and_a_link_leads_to_it)
{
	begin();
	ran_well(sh("rmdir " DIR "; umask 077; " COMPILE " 2>/dev/null && stat -c %%a:%%u " DIR
		    " " DIR "/fleet.db && readlink " ETC "/landlock-auto.db"),
		 0);
	cr_assert_str_eq(
		sh("stat -c %%a:%%u " DIR " " DIR "/fleet.db && readlink " ETC "/landlock-auto.db")
			.out,
		"755:0\n644:0\nlandlock-auto.d/fleet.db\n");
	cr_assert_eq(programs_in_db(), 0);
}

Test(fleet, whatever_stood_in_the_place_of_the_link_is_replaced, .init = needs_landlock)
{
	static const char *const befores[] = { "echo old >", "ln -s elsewhere ", "mkfifo " };

	begin();
	text(CONF, "program /usr/bin/a { abi = 1 }");
	for (size_t i = 0; i < COUNT(befores); i++) {
		ran_well(sh("rm -f " ETC "/landlock-auto.db; %s" ETC "/landlock-auto.db",
			    befores[i]),
			 0);
		compiles(1);
		cr_assert_str_eq(sh("readlink " ETC "/landlock-auto.db").out,
				 "landlock-auto.d/fleet.db\n");
		cr_assert_eq(programs_in_db(), 1);
	}
	/* And what is right stays. */
	ran_well(sh("stat -c %%i:%%z " ETC "/landlock-auto.db >before; " COMPILE " >/dev/null; "
		    "stat -c %%i:%%z " ETC "/landlock-auto.db | cmp before"),
		 0);
	ran_well(sh("rm " ETC "/landlock-auto.db; mkdir " ETC "/landlock-auto.db"), 0);
	refused(COMPILED, "landlock-auto.db: Is a directory");
}

Test(fleet, the_same_texts_are_the_same_bytes)
{
	begin();
	text("landlock-auto.d/a.conf", "program /usr/bin/a {}");
	text("landlock-auto.d/b.conf", "program /usr/bin/b { fs = rx:/usr }");
	compiles(2);
	/* Made in another order, which a directory may keep. */
	ran_well(sh("cp " DIR "/fleet.db x; mkdir new; cp " DIR "/b.conf " DIR "/a.conf new; rm -r "
		    "root/" TEST_BUILDDIR "/tests/etc/landlock-auto.d; mv new " DIR),
		 0);
	compiles(2);
	ran_well(sh("cmp x " DIR "/fleet.db"), 0);
	text("landlock-auto.d/b.conf", "program /usr/bin/b { fs = r:/usr }");
	compiles(2);
	cr_assert_eq(sh("cmp -s x " DIR "/fleet.db").status, 1);
}

Test(fleet, a_database_that_cannot_be_written_leaves_the_old_one, .init = needs_landlock)
{
	begin();
	text(CONF, "program /usr/bin/a { abi = 1 }");
	compiles(1);
	text(CONF, "program /usr/bin/a { abi = 1 }\nprogram /usr/bin/b { abi = 1 }");
	refused(sh("trap '' XFSZ; ulimit -f 1; exec " COMPILE), "/fleet.db: File too large");
	cr_assert_eq(programs_in_db(), 1);
	ran_well(sh("test -z \"$(find root ! -type d -name '*new*')\""), 0);
	compiles(2);
}

Test(fleet, a_call_that_fails_is_told_and_leaves_a_whole_database, .init = needs_landlock,
     .timeout = 120)
{
	static const struct {
		const char *inject, *says;
	} fail[] = {
		{ "?mkdir:error=EROFS:when=1", "landlock-auto.d: Read-only file system" },
		{ "?chmod:error=EROFS:when=1", "landlock-auto.d: Read-only file system" },
		{ "flock:error=EIO:when=1", "landlock-auto.d: Input/output error" },
		{ "write:error=ENOSPC:when=1", "/fleet.db: No space left on device" },
		{ "fchmod:error=EROFS:when=1", "/fleet.db: Read-only file system" },
		{ "fsync:error=EIO:when=1", "/fleet.db: Input/output error" },
		{ "?rename,?renameat:error=EROFS:when=1", "/fleet.db: Read-only file system" },
		{ "fsync:error=EIO:when=2", "/fleet.db: Input/output error" },
		{ "?symlink,?symlinkat:error=ENOSPC:when=1",
		  "landlock-auto.db: No space left on device" },
		{ "?rename,?renameat:error=EROFS:when=2",
		  "landlock-auto.db: Read-only file system" },
		{ "fsync:error=EIO:when=3", "landlock-auto.db: Input/output error" },
	};
	static const char *const pass[] = { "flock:error=EINTR:when=1", "write:error=EINTR:when=1",
					    "fsync:error=EINVAL:when=2",
					    "fsync:error=EINVAL:when=3" };

	begin();
	needs_strace();
	text(CONF, "program /usr/bin/a { abi = 1 }");
	for (size_t i = 0; i < COUNT(fail); i++) {
		ran_well(sh("rm -rf " ETC "/landlock-auto.[d-]*"), 0);
		refused(sh("exec strace -o log -e inject=%s " COMPILE, fail[i].inject),
			fail[i].says);
		ran_well(sh("test -z \"$(find root ! -type d -name '*new*')\""), 0);
		if (!access(db_path(), F_OK))
			cr_assert_eq(programs_in_db(), 1);
	}
	for (size_t i = 0; i < COUNT(pass); i++) {
		ran_well(sh("rm -rf " ETC "/landlock-auto.[d-]*"), 0);
		ran_well(sh("exec strace -o log -e inject=%s " COMPILE, pass[i]), 0);
		cr_assert_eq(programs_in_db(), 1);
	}
}

Test(fleet, what_is_renamed_is_on_the_disk_before_and_its_directory_after)
{
	static const char *const order[] = { "write(", "fchmod(", "fsync(", "rename",
					     "fsync(", "symlink", "rename", "fsync(" };
	struct ran r;
	char *at;

	begin();
	needs_strace();
	ran_well(
		sh("strace -y -o log -e trace=write,fchmod,fsync,?rename,?renameat,?symlink,?symlinkat " COMPILE
		   " >/dev/null 2>&1"),
		0);
	r = sh("cat log");
	at = r.out;
	for (size_t i = 0; i < COUNT(order); i++, at = strchr(at, '\n') + 1)
		cr_assert(!strncmp(at, order[i], strlen(order[i])), "no %s at %s in\n%s", order[i],
			  at, r.out);
	contains(at, "write(1");
	/* The file, its directory, that of the link. */
	cr_assert_str_eq(sh("sed -n 's,^fsync([0-9]*<.*/\\([^/]*\\)>).*,\\1,p' log").out,
			 ".new-fleet.db\nlandlock-auto.d\netc\n");
}

static pid_t start_compile(void)
{
	char root[4096];
	pid_t pid = fork();

	cr_assert(pid >= 0);
	if (pid)
		return pid;
	snprintf(root, sizeof(root), "%s/root", test_dir());
	if (!freopen("/dev/null", "w", stdout))
		_exit(99);
	execl(TEST_BUILDDIR "/tests/landlock-auto", "landlock-auto", "fleet", "compile", "--root",
	      root, (char *)NULL);
	_exit(99);
}

static int wait_for(pid_t pid, struct rusage *usage)
{
	int status;

	while (wait4(pid, &status, 0, usage) < 0)
		cr_assert(errno == EINTR);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* True where the kernel has it waiting for a lock. */
static bool waits(pid_t pid)
{
	FILE *locks = fopen("/proc/locks", "re");
	char line[200], number[20];
	bool is = false;

	cr_assert_not_null(locks);
	snprintf(number, sizeof(number), " %d ", pid);
	while (fgets(line, sizeof(line), locks))
		is |= strstr(line, "->") && strstr(line, number);
	fclose(locks);
	return is;
}

Test(fleet, one_compiles_at_a_time_and_only_root_can_make_it_wait, .timeout = 60)
{
	char path[4096];
	struct stat st;
	int fd, polls = 0;
	pid_t pid;

	begin();
	text(CONF, "program /usr/bin/a {}");
	compiles(1);
	snprintf(path, sizeof(path), "%s/" DIR "/.lock", test_dir());
	fd = open(path, O_RDWR | O_CLOEXEC);
	cr_assert(fd >= 0 && !fstat(fd, &st) && !flock(fd, LOCK_EX));
	cr_assert_eq(st.st_mode & 0777, 0600);
	text(CONF, "program /usr/bin/a {}\nprogram /usr/bin/b {}");
	pid = start_compile();
	while (!waits(pid) && ++polls < 3000)
		usleep(10000);
	cr_assert_lt(polls, 3000, "it does not wait");
	cr_assert_eq(programs_in_db(), 1);
	close(fd);
	cr_assert_eq(wait_for(pid, NULL), 0);
	cr_assert_eq(programs_in_db(), 2);
}

Test(fleet, many_at_once_all_succeed, .timeout = 120)
{
	pid_t pids[20];

	begin();
	text(CONF, "program /usr/bin/a {}\nprogram /usr/bin/b {}");
	for (size_t i = 0; i < 20; i++)
		pids[i] = start_compile();
	for (size_t i = 0; i < 20; i++)
		cr_assert_eq(wait_for(pids[i], NULL), 0);
	cr_assert_eq(programs_in_db(), 2);
}

Test(fleet, a_hundred_thousand_programs_compile, .timeout = 300)
{
	struct rusage usage;
	char *all;
	size_t at = 0;

	begin();
	all = malloc(LLA_CONF_MAX);
	for (unsigned i = 0; i < 100000; i++)
		at += (size_t)sprintf(all + at, "program /p/%u{fs=rx:/a}\n", i);
	text("landlock-auto.d/a.conf", all);
	cr_assert_eq(wait_for(start_compile(), &usage), 0);
	cr_assert_eq(programs_in_db(), 100000);
	cr_assert_lt(usage.ru_maxrss, 1 << 20, "%ld KiB", usage.ru_maxrss);
	cr_assert_lt(usage.ru_utime.tv_sec, 60, "%ld s", (long)usage.ru_utime.tv_sec);
	for (unsigned i = 0; i < 100000; i += 997) {
		char path[40];

		snprintf(path, sizeof(path), "/p/%u", i);
		cr_assert(is_named(path));
	}
	cr_assert_not(is_named("/p/100000"));
	free(all);
}
