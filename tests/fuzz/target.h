/* SPDX-License-Identifier: ISC */
/* What libFuzzer calls, and how it is told of a finding. */
#ifndef LLA_TESTS_TARGET_H
#define LLA_TESTS_TARGET_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void must(const char *complaint)
{
	if (!complaint)
		return;
	fprintf(stderr, "FINDING: %s\n", complaint);
	abort();
}

#endif
