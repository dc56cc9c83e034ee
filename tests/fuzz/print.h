/* SPDX-License-Identifier: ISC */
/*
 * An image as text again, and two images side by side: what the fuzzers and the
 * test `agree` hold the parsers against. Written from the language's description
 * and not from its parser; the product has no such printer.
 */
#ifndef LLA_TESTS_PRINT_H
#define LLA_TESTS_PRINT_H

#include "core/policy.h"

enum print_form { PRINT_WORDS, PRINT_CONF };

/* A value's bytes as they are written in that form; NULL where it cannot hold them.
 * For free(). */
char *print_value(const char *value, size_t len, enum print_form form);

/* The image as a policy's text, for free(). NULL: no text of that form says this. Of
 * what comes from presets it makes presets that only printed_preset() knows. A config
 * has all rules for paths before all for ports. */
char *print_image(const struct lla_image *image, enum print_form form);

/* For struct lla_policy.preset: the name is a rule's text in hexadecimal digits. */
int printed_preset(struct lla_policy *policy, const char *name, size_t len, unsigned line,
		   struct lla_error *err);

/* What the images say differently, NULL: nothing. Source, stamp and lines do not
 * count; without `in_order` neither does the order of rules of different kinds. */
const char *image_difference(const struct lla_image *a, const struct lla_image *b, bool in_order);

#endif
