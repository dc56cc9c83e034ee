/* SPDX-License-Identifier: ISC */
/* The assignments and sections of a text, as libconfuse is to find them. */
#ifndef LLA_GRAMMAR_H
#define LLA_GRAMMAR_H

#include "conf/scan.h"

/*
 * What libconfuse finds where a section begins: an assignment, as anywhere else. Its
 * own sections would take time that grows with the square of their number, and
 * kilobytes for each. So the scan, which has to understand them anyway, takes out the
 * braces; this is the name to which it cuts `program`, to have room for an equals
 * sign and for a path that is missing.
 */
#define LLA_CONF_PROGRAM "progr"

/* Goes through the whole text: every `key = value` and every section. Leaves the
 * assignments that libconfuse can read, under the keys' own names, drops those of
 * unknown keys and cuts the text off at the first that has no end. */
void lla_scan_keys(struct lla_scan *scan);

#endif
