/* SPDX-License-Identifier: ISC */
/* Programs of this machine that are worth a trial for what they are. */
#ifndef LLA_FIND_H
#define LLA_FIND_H

/* One that is setuid and harmless with --version; NULL: none is found. */
const char *lla_find_setuid(void);

/* One whose loader is a 32-bit one, on a machine of 64 bits; NULL: none is found. */
const char *lla_find_32bit(void);

#endif
