/* SPDX-License-Identifier: ISC */
/* What matters of an ELF file, of either class. */
#ifndef LLA_ELF_FILE_H
#define LLA_ELF_FILE_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

struct lla_elf {
	unsigned char class, data;
	uint16_t machine;
	uint64_t memory; /* that its segments take */
	bool dynamic;    /* has an interpreter */
	char interpreter[PATH_MAX];
};

/* False: no ELF file that this machine could run. */
bool lla_elf_read(int fd, struct lla_elf *elf);

enum lla_loader {
	LLA_LOADER_NONE,
	LLA_LOADER_GLIBC,  /* takes LD_PRELOAD and /etc/ld.so.preload */
	LLA_LOADER_MUSL,   /* takes LD_PRELOAD alone */
	LLA_LOADER_UNKNOWN /* takes what nobody knows */
};

enum lla_loader lla_elf_loader(const struct lla_elf *elf);

/* A name for people. */
const char *lla_elf_machine(const struct lla_elf *elf);

#endif
