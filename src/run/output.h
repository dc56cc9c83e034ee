/* SPDX-License-Identifier: ISC */
/* Files that the launcher writes: a new file in the place of an old one, whole at every
 * moment. Knows nothing of their contents. */
#ifndef LLA_OUTPUT_H
#define LLA_OUTPUT_H

#include <stddef.h>
#include <stdint.h>

/* A file that is being written. */
struct lla_output {
	int dir; /* descriptor of its directory, the caller's */
	int fd;
	const char *name;   /* its name in the end */
	char temporary[64]; /* its name until then */
};

/* Writes all bytes. Returns 0, or -errno. */
int lla_output_write(int fd, const void *bytes, size_t len);

/* Begins a file, which only its owner can open. Returns 0, or -errno. */
int lla_output_begin(struct lla_output *output, int dir, const char *name);

/* Ends the file with these permissions and gives it its name; or removes it if `got` is not 0.
 * Returns 0, or -errno, or `got`. */
int lla_output_end(struct lla_output *output, uint32_t mode, int got);

#endif
