/* SPDX-License-Identifier: ISC */
/* The grammar of a text: assignments and sections. Knows nothing of what a key or a rule
 * means. */
#ifndef LLA_GRAMMAR_H
#define LLA_GRAMMAR_H

#include "conf/scan.h"

/*
 * libconfuse finds an assignment to this name where a section begins. Sections of its own
 * would take time that grows with the square of their number, and kilobytes for each. The
 * grammar must understand sections anyway, so it takes out their braces. It cuts the word
 * `program` to this name, which leaves room for an equals sign and for a missing path.
 */
#define LLA_CONF_PROGRAM "progr"

/* Goes through the whole text: every `key = value` and every section. Leaves the assignments
 * that libconfuse can read, under the keys' own names. Drops assignments to unknown keys, and
 * cuts the text off at the first assignment that has no end. */
void lla_scan_keys(struct lla_scan *scan);

#endif
