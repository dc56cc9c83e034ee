/* SPDX-License-Identifier: ISC */
/* The keys of a text: which key a word names, and whether it may stand there. */
#ifndef LLA_NAMES_H
#define LLA_NAMES_H

#include "conf/scan.h"

const char *lla_conf_key_name(unsigned key);
bool lla_conf_takes_list(unsigned key);

/* Which key the word is, which then has its own name, or LLA_CONF_KEYS, and reported. */
unsigned lla_conf_key(struct lla_scan *scan, const struct lla_token *word);

/* Reports a key of the language that may not stand where it does. */
void lla_conf_key_elsewhere(struct lla_scan *scan, unsigned key, unsigned line);

#endif
