/* SPDX-License-Identifier: ISC */
/* The input is a config, NUL bytes and all. */
#include "conf/preset.h"
#include "reader.h"
#include "target.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	reader_begin();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct lla_image *image;

	must(compile_conf(text, size, lla_conf_preset, &image));
	if (image) {
		must(image_is_kept(image));
		must(policy_is_same_in_section(image, text, size, lla_conf_preset));
	}
	free(image);
	must(sections_are_kept(text, size, lla_conf_preset));
	return 0;
}
