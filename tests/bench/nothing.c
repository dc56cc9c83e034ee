/* SPDX-License-Identifier: ISC */
/*
 * The start of a libc: a program that executes the command and does nothing else, linked as a
 * program that it stands for. Without a command it ends.
 */
#include <unistd.h>

int main(int argc, char **argv)
{
	if (argc < 2)
		return 0;
	execv(argv[1], argv + 1);
	return 127;
}
