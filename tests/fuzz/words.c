/* SPDX-License-Identifier: ISC */
/* The input is LANDLOCK_AUTO; its words are rules for both parsers, too. */
#include "reader.h"
#include "target.h"

#define RULES 8

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	reader_begin();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size);
	struct lla_image *image;
	int rules = 0;

	must(compile_words(text, NULL, &image));
	if (image)
		must(image_is_kept(image));
	free(image);
	for (char *word = text; *word && rules < RULES; rules++) {
		size_t len = strcspn(word, " \n");

		must(rule_agrees(word, len));
		word += len;
		word += strspn(word, " \n");
	}
	free(text);
	return 0;
}
