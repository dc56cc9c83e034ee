/* SPDX-License-Identifier: ISC */
/*
 * A view of the machine of this process's own, in which /etc/ld.so.preload can be what
 * we want to try: a mount namespace, which ends with the last process in it. Nobody
 * outside sees anything of it, and nothing on disk changes.
 */
#ifndef LLA_STAGE_H
#define LLA_STAGE_H

#include "core/text.h"

/*
 * Enters one. /etc is a directory in memory there, with all that is in the machine's
 * but ld.so.preload: what is changed in those files and directories is changed on the
 * machine, what is made in /etc itself is gone afterwards. -1: err says why; it takes
 * CAP_SYS_ADMIN and CAP_SYS_CHROOT, and the process is only good for ending it.
 */
int lla_stage_enter(struct lla_error *err);

/* What programs that this process and its children start from now on will preload. */
int lla_stage_preload(const char *bytes, size_t size, struct lla_error *err);

#endif
