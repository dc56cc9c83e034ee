/* SPDX-License-Identifier: ISC */
#include "base/elf_file.h"

#include <elf.h>
#include <string.h>
#include <unistd.h>

static bool read_at(int fd, void *to, size_t len, uint64_t at)
{
	return at <= INT64_MAX && pread(fd, to, len, (off_t)at) == (ssize_t)len;
}

static bool read_interpreter(int fd, uint64_t offset, uint64_t size, struct lla_elf *elf)
{
	if (size < 2 || size > sizeof(elf->interpreter) ||
	    !read_at(fd, elf->interpreter, size, offset))
		return false;
	elf->dynamic = true;
	return elf->interpreter[size - 1] == '\0';
}

#define READ_PROGRAM_HEADERS(BITS)                                                            \
	static bool read_headers##BITS(int fd, struct lla_elf *elf)                           \
	{                                                                                     \
		Elf##BITS##_Ehdr e;                                                           \
		Elf##BITS##_Phdr p;                                                           \
                                                                                              \
		if (!read_at(fd, &e, sizeof(e), 0) || e.e_phentsize != sizeof(p))             \
			return false;                                                         \
		elf->machine = e.e_machine;                                                   \
		for (unsigned i = 0; i < e.e_phnum; i++) {                                    \
			if (!read_at(fd, &p, sizeof(p), (uint64_t)e.e_phoff + i * sizeof(p))) \
				return false;                                                 \
			if (p.p_type == PT_LOAD)                                              \
				elf->memory += p.p_memsz;                                     \
			if (p.p_type == PT_INTERP && !elf->dynamic &&                         \
			    !read_interpreter(fd, p.p_offset, p.p_filesz, elf))               \
				return false;                                                 \
		}                                                                             \
		return true;                                                                  \
	}

READ_PROGRAM_HEADERS(32)
READ_PROGRAM_HEADERS(64)

#define OTHER_DATA (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2MSB : ELFDATA2LSB)

bool lla_elf_read(int fd, struct lla_elf *elf)
{
	unsigned char ident[EI_NIDENT];

	*elf = (struct lla_elf){ 0 };
	if (!read_at(fd, ident, sizeof(ident), 0) || memcmp(ident, ELFMAG, SELFMAG))
		return false;
	elf->class = ident[EI_CLASS];
	elf->data = ident[EI_DATA];
	if (elf->data == OTHER_DATA)
		return false;
	return elf->class == ELFCLASS64 ? read_headers64(fd, elf) : read_headers32(fd, elf);
}

enum lla_loader lla_elf_loader(const struct lla_elf *elf)
{
	static const char *const glibc[] = {
		"ld-linux-x86-64.so.2",       "ld-linux.so.2",
		"ld-linux-aarch64.so.1",      "ld-linux.so.3",
		"ld-linux-armhf.so.3",        "ld-linux-riscv64-lp64d.so.1",
		"ld-linux-riscv64-lp64.so.1",
	};
	const char *base = strrchr(elf->interpreter, '/');
	size_t len;

	if (!elf->dynamic)
		return LLA_LOADER_NONE;
	base = base ? base + 1 : elf->interpreter;
	for (size_t i = 0; i < sizeof(glibc) / sizeof(glibc[0]); i++)
		if (!strcmp(base, glibc[i]))
			return LLA_LOADER_GLIBC;
	len = strlen(base);
	return !strncmp(base, "ld-musl-", 8) && len > 13 && !strcmp(base + len - 5, ".so.1")
		       ? LLA_LOADER_MUSL
		       : LLA_LOADER_UNKNOWN;
}

const char *lla_elf_machine(const struct lla_elf *elf)
{
	bool wide = elf->class == ELFCLASS64;

	switch (elf->machine) {
	case EM_X86_64: return wide ? "x86_64" : "x32";
	case EM_386: return "i386";
	case EM_AARCH64: return "aarch64";
	case EM_ARM: return "arm";
	case EM_RISCV: return wide ? "riscv64" : "riscv32";
	default: return wide ? "another 64-bit machine" : "another 32-bit machine";
	}
}
