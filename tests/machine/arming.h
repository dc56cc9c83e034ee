/* SPDX-License-Identifier: ISC */
/* A machine on which the fleet's policies can be switched on: a root directory of the test's own. */
#ifndef LLA_TESTS_ARMING_H
#define LLA_TESTS_ARMING_H

#include "machine/machine.h"

/* A named program must not read /etc/group. */
#define CAT_POLICY "program \"/bin/cat\" { fs = {\"r:/etc/passwd\"} }\n"
#define PRELOAD "root/etc/ld.so.preload"
#define OBJECT "root/$SHIM"
#define FLEET(command) sh("exec chroot root $TOOL fleet " command)
/* The same with /proc and /dev there. */
#define FLEET_PROC(command)                                                 \
	sh("exec $SRC/tests/mounts sh -c 'mount -t proc none root/proc && " \
	   "mount --bind /dev root/dev && exec chroot root $TOOL fleet " command "'")
/* The processes of the machine, as there is none but who waits for a confirmation. */
#define ITS_PROCESSES                             \
	"ls -ld /proc/[0-9]*/root 2>/dev/null | " \
	"sed -n \"s,.* /proc/\\([0-9]*\\)/root -> $T/root\\$,\\1,p\""

/* Makes it, with nothing switched on, and with /shared for every user to write in. */
void make_unarmed(const char *text);

/* Returns whether cat is confined, and sh is not. */
bool confined(void);

/* Returns whether nobody would know that anything was ever switched on. */
bool untouched(void);

/* Returns whether the tool starts whatever its loader would do; with sanitizers it does not. */
bool tool_is_static(void);

/* It ended like this, and said that: on stdout where the status is 0. */
void said(struct ran r, int status, const char *text);

/* Waits until this shell command succeeds, which it has to within 15 seconds or so. */
void wait_until(const char *command);

#endif
