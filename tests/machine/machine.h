/* SPDX-License-Identifier: ISC */
/* A machine of the test's own: a root directory with the object in its
 * /etc/ld.so.preload, and programs that its database names. */
#ifndef LLA_TESTS_MACHINE_H
#define LLA_TESTS_MACHINE_H

#include "common.h"

#define ETC "root/$BUILD/tests/etc"
#define DB ETC "/landlock-auto.db"

/* Makes it, with this text compiled. Skips the test, aloud, where it cannot be. */
void make_machine(const char *text);

/* Writes another text, and compiles that. */
void compile(const char *text);

/* A command line in it, as an ordinary user who has nothing in his environment. */
#define HERE(command)                                                              \
	sh("exec chroot --userspec=65534:65534 root /usr/bin/env -i BUILD=$BUILD " \
	   "SHIM=$SHIM TOOL=$TOOL " command)

#endif
