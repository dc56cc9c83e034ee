/* SPDX-License-Identifier: ISC */
/* The names of keys: which key a word names, and whether it may stand there. Knows nothing of
 * values. */
#ifndef LLA_NAMES_H
#define LLA_NAMES_H

#include "conf/scan.h"

/* Returns the name of a key, for messages and for libconfuse. */
const char *lla_conf_key_name(unsigned key);

/* Whether the key may have a list for its value. */
bool lla_conf_takes_list(unsigned key);

/* Finds the key that the word names, and writes the key's own name over the word. If the word is
 * no key that may stand here, reports it and returns LLA_CONF_KEYS. */
unsigned lla_conf_key(struct lla_scan *scan, const struct lla_token *word);

/* Reports a key of the language that may not stand where it does. */
void lla_conf_key_elsewhere(struct lla_scan *scan, unsigned key, unsigned line);

#endif
