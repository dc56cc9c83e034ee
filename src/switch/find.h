/* SPDX-License-Identifier: ISC */
/* Finds programs of unusual kinds on this machine, for a trial. Starts none of them. */
#ifndef LLA_FIND_H
#define LLA_FIND_H

/* Finds a setuid program that is harmless with --version. Returns NULL if there is none. */
const char *lla_find_setuid(void);

/* Finds a program with a 32-bit loader, on a machine of 64 bits. Returns NULL if there is none;
 * else a path that holds until the next call. */
const char *lla_find_32bit(void);

#endif
