/* SPDX-License-Identifier: ISC */
/*
 * The parser of one rule, from text to struct: `rx:/usr`, `?r:/opt/app`, `c:8000-8010`, `b:*`.
 * Knows the words of the language. Opens nothing and knows no kernel.
 */
#ifndef LLA_RULE_H
#define LLA_RULE_H

#include "core/rights.h"
#include "core/text.h"

/* In messages about names of rights. */
#define LLA_KERNELS_NAMES "the kernel's names (landlock-auto status lists them)"

struct lla_rule {
	enum lla_kind kind; /* LLA_FS or LLA_NET */
	uint32_t access;    /* rights that the words stand for; 0 for `quiet` alone */
	uint32_t exact;     /* rights named one by one: all except those of `r` and `w` */
	bool optional;      /* '?' */
	bool quiet;
	bool any_port;        /* '*': leave these rights unhandled */
	uint16_t first, last; /* LLA_NET: ports, first <= last */
	const char *path;     /* LLA_FS: a slice of the text that was parsed */
	size_t path_len;
};

/* Parses one rule. Returns 0, or -1 with the error's text set. */
int lla_rule_parse(const char *text, size_t len, struct lla_rule *rule, struct lla_error *err);

#endif
