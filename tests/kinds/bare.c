/* SPDX-License-Identifier: ISC */
/*
 * A program without a libc (as tell.h has it, by system calls alone), or with
 * -DIFUNC one whose indirect function is resolved by code that asks already.
 */
#include "core/sys.h"

static void write_text(const char *text)
{
	long len = 0;

	while (text[len])
		len++;
	lla_syscall(__NR_write, 1, text, len, 0, 0);
}

static void tell(const char *who)
{
	static const char files[][8] = { "good", "secret" };

	for (int i = 0; i < 2; i++) {
		long fd = lla_sys_open(AT_FDCWD, files[i], O_RDONLY);

		write_text(who);
		write_text(" ");
		write_text(files[i]);
		write_text(fd >= 0 ? ": read\n" : fd == -EACCES ? ": denied\n" : ": failed\n");
		if (fd >= 0)
			lla_sys_close((int)fd);
	}
}

#ifdef IFUNC
static void ask(void)
{
	tell("main");
}

static void (*resolve(void))(void)
{
	tell("resolver");
	return ask;
}

static void indirect(void) __attribute__((ifunc("resolve")));

int main(void)
{
	indirect();
	return 0;
}
#else
void _start(void);
void _start(void)
{
	tell("main");
	lla_syscall(__NR_exit_group, 0, 0, 0, 0, 0);
	__builtin_unreachable();
}
#endif
