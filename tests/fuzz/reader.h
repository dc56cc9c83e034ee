/* SPDX-License-Identifier: ISC */
/*
 * The two parsers of the language as a fuzzer wants them: in memory that ends where
 * the text ends, and with what must hold of every answer. A function returns NULL,
 * or what should never be: a static text.
 */
#ifndef LLA_TESTS_READER_H
#define LLA_TESTS_READER_H

#include "core/keys.h"
#include "core/words.h"

typedef int preset_reader(struct lla_policy *policy, const char *name, size_t len, unsigned line,
			  struct lla_error *err);

/* *image is for free(), NULL where the policy was refused. Without `preset` a policy
 * that names one is refused, and the rest must fit where the shim puts it. */
const char *compile_words(const char *words, preset_reader *preset, struct lla_image **image);
const char *compile_conf(const char *text, size_t len, preset_reader *preset,
			 struct lla_image **image);

/* The same text as one that may have program sections: they are handed on, with images
 * that are valid and the same for everyone. */
const char *sections_are_kept(const char *text, size_t len, preset_reader *preset);

/* The text of a policy, which has this image, is a section's text with the same meaning. */
const char *policy_is_same_in_section(const struct lla_image *image, const char *text, size_t len,
				      preset_reader *preset);

/* The image of a text is valid; printed it is a text, in both forms, that compiles to
 * what it says. */
const char *image_is_kept(const struct lla_image *image);

/* Both parsers take the rule for the same, or refuse it. */
const char *rule_agrees(const char *rule, size_t len);

/* Sets the variables that the texts name. */
void reader_begin(void);

#endif
