/* SPDX-License-Identifier: ISC */
/* The launcher's own relocations, which are a loader's work in other programs. */
#ifndef LLA_RELOCATE_H
#define LLA_RELOCATE_H

/* Applies them. Before this call the launcher may use no pointer that a compiler has put into
 * data. gcc makes none, and clang some. */
void lla_relocate(void);

#endif
