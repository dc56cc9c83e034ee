/* SPDX-License-Identifier: ISC */
/*
 * An unmodified program that tells what it sees: the state that a preloaded
 * object might have disturbed. Prints name=value lines; no landlock in here.
 */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void descriptors(void)
{
	for (int fd = 0; fd < 64; fd++) {
		int flags = fcntl(fd, F_GETFD);
		struct stat st;

		if (flags >= 0 && !fstat(fd, &st))
			printf("fd%d=%d,%o,%o\n", fd, flags, fcntl(fd, F_GETFL),
			       st.st_mode & S_IFMT);
	}
}

static void signals(void)
{
	sigset_t mask, pending;
	struct sigaction sa;

	sigprocmask(SIG_SETMASK, NULL, &mask);
	sigpending(&pending);
	for (int s = 1; s < 32; s++) {
		sigaction(s, NULL, &sa);
		printf("signal%d=%d,%d,%d\n", s, sigismember(&mask, s), sigismember(&pending, s),
		       sa.sa_handler == SIG_DFL   ? 0
		       : sa.sa_handler == SIG_IGN ? 1
						  : 2);
	}
}

/* The Go runtime finds the auxiliary vector like this. */
static void auxv_behind_environ(void)
{
	unsigned long *p = (unsigned long *)environ;

	while (*p)
		p++;
	for (p++; *p; p += 2)
		if (*p == AT_PAGESZ)
			printf("auxv_pagesz=%lu\n", p[1]);
}

int main(int argc, char **argv)
{
	int early_errno = errno;
	struct mallinfo2 heap = mallinfo2();
	struct rlimit files;
	char cwd[4096];
	int status;

	printf("errno=%d\n", early_errno);
	printf("heap=%zu,%zu\n", heap.uordblks, heap.arena);
	for (int i = 0; i < argc; i++)
		printf("argv%d=%s\n", i, argv[i]);
	for (char **e = environ; *e; e++)
		printf("env:%s\n", *e);
	descriptors();
	signals();
	getrlimit(RLIMIT_NOFILE, &files);
	printf("nofile=%lu\n", (unsigned long)files.rlim_cur);
	printf("cwd=%s\n", getcwd(cwd, sizeof(cwd)) ? cwd : "?");
	printf("locale=%s\n", setlocale(LC_ALL, NULL));
	printf("umask=%o\n", umask(0));
	printf("pagesize=%lu secure=%lu\n", getauxval(AT_PAGESZ), getauxval(AT_SECURE));
	auxv_behind_environ();
	printf("children=%d\n",
	       waitpid(-1, &status, __WALL | WNOHANG) == -1 && errno == ECHILD ? 0 : 1);
	return 0;
}
