/* SPDX-License-Identifier: ISC */
/* The headers of an ELF file of either class. Knows nothing of where the file is. */
#ifndef LLA_ELF_FILE_H
#define LLA_ELF_FILE_H

#include "core/paths.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lla_elf {
	unsigned char class, data;
	uint16_t machine;
	uint64_t memory; /* bytes that its segments take */
	bool dynamic;    /* has an interpreter */
	unsigned notes;  /* how many segments of notes there are */
	struct {
		uint64_t at, size;
	} note[4];
	char interpreter[LLA_PATH_MAX];
};

/* Reads the headers of an open file. Returns false if it is no ELF file that this machine could
 * run. */
bool lla_elf_read(int fd, struct lla_elf *elf);

/* Returns whether the file has this note of `size` bytes. */
bool lla_elf_has_note(int fd, const struct lla_elf *elf, const void *note, size_t size);

enum lla_loader {
	LLA_LOADER_NONE,
	LLA_LOADER_GLIBC,  /* takes LD_PRELOAD and /etc/ld.so.preload */
	LLA_LOADER_MUSL,   /* takes LD_PRELOAD alone */
	LLA_LOADER_UNKNOWN /* may take either, or nothing */
};

/* Tells the loader by the name of the interpreter. */
enum lla_loader lla_elf_loader(const struct lla_elf *elf);

/* Names the machine as people do. */
const char *lla_elf_machine(unsigned char class, uint16_t machine);

#endif
