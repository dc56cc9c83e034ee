/* SPDX-License-Identifier: ISC */
/*
 * The stage: this process's own view of the machine, in which /etc/ld.so.preload has any
 * content to try. A mount namespace, which ends with the last process in it. Nobody outside
 * sees it, and nothing on disk changes. Knows nothing of the programs that are tried.
 */
#ifndef LLA_STAGE_H
#define LLA_STAGE_H

#include "core/text.h"

/*
 * Enters a stage. There, /etc is a directory in memory, with everything in it that the machine's
 * /etc has, except ld.so.preload. A change in one of these files and directories is a change on
 * the machine. A file made in /etc itself is gone afterwards. Needs CAP_SYS_ADMIN and
 * CAP_SYS_CHROOT. Returns 0, or -1, and then the process can only end.
 */
int lla_stage_enter(struct lla_error *err);

/* Replaces /etc/ld.so.preload in the stage: the programs that this process and its children start
 * from now on preload this list. Returns 0 or -1. */
int lla_stage_preload(const char *bytes, size_t size, struct lla_error *err);

#endif
