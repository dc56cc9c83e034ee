/* SPDX-License-Identifier: ISC */
#include "core/elf_file.h"
#include "core/file.h"
#include "core/text.h"

#include <linux/elf.h>

/* A file, and the bytes with which it begins: most headers are among them. */
struct elf_bytes {
	int fd;
	size_t len;
	unsigned char at[1024];
};

static void read_head(int fd, struct elf_bytes *bytes)
{
	long got = lla_file_read_some(fd, 0, bytes->at, sizeof(bytes->at));

	bytes->fd = fd;
	bytes->len = got < 0 ? 0 : (size_t)got;
}

static bool read_at(const struct elf_bytes *bytes, void *to, size_t len, uint64_t at)
{
	if (at <= bytes->len && len <= bytes->len - at) {
		lla_copy(to, bytes->at + at, len);
		return true;
	}
	return at <= INT64_MAX && !lla_file_read(bytes->fd, at, to, len);
}

static bool read_interpreter(const struct elf_bytes *bytes, uint64_t offset, uint64_t size,
			     struct lla_elf *elf)
{
	if (size < 2 || size > sizeof(elf->interpreter) ||
	    !read_at(bytes, elf->interpreter, (size_t)size, offset))
		return false;
	elf->dynamic = true;
	return elf->interpreter[size - 1] == '\0';
}

/* Program headers that are read at once: more than most programs have. */
#define BATCH 16

static void take_note(struct lla_elf *elf, uint64_t at, uint64_t size)
{
	if (elf->notes == sizeof(elf->note) / sizeof(elf->note[0]))
		return;
	elf->note[elf->notes].at = at;
	elf->note[elf->notes++].size = size;
}

#define READ_PROGRAM_HEADERS(BITS)                                                              \
	static bool read_header##BITS(const struct elf_bytes *bytes, const Elf##BITS##_Phdr *p, \
				      struct lla_elf *elf)                                      \
	{                                                                                       \
		if (p->p_type == PT_LOAD)                                                       \
			elf->memory += p->p_memsz;                                              \
		if (p->p_type == PT_NOTE)                                                       \
			take_note(elf, p->p_offset, p->p_filesz);                               \
		if (p->p_type != PT_INTERP || elf->dynamic)                                     \
			return true;                                                            \
		return read_interpreter(bytes, p->p_offset, p->p_filesz, elf);                  \
	}                                                                                       \
                                                                                                \
	static bool read_headers##BITS(const struct elf_bytes *bytes, struct lla_elf *elf)      \
	{                                                                                       \
		Elf##BITS##_Phdr p[BATCH];                                                      \
		Elf##BITS##_Ehdr e;                                                             \
		unsigned count;                                                                 \
                                                                                                \
		if (!read_at(bytes, &e, sizeof(e), 0) || e.e_phentsize != sizeof(*p))           \
			return false;                                                           \
		elf->machine = e.e_machine;                                                     \
		for (unsigned i = 0; i < e.e_phnum; i += count) {                               \
			count = e.e_phnum - i < BATCH ? e.e_phnum - i : BATCH;                  \
			if (!read_at(bytes, p, count * sizeof(*p),                              \
				     (uint64_t)e.e_phoff + i * sizeof(*p)))                     \
				return false;                                                   \
			for (unsigned k = 0; k < count; k++)                                    \
				if (!read_header##BITS(bytes, &p[k], elf))                      \
					return false;                                           \
		}                                                                               \
		return true;                                                                    \
	}

READ_PROGRAM_HEADERS(32)
READ_PROGRAM_HEADERS(64)

#define OTHER_DATA (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2MSB : ELFDATA2LSB)

bool lla_elf_read(int fd, struct lla_elf *elf)
{
	unsigned char ident[EI_NIDENT];
	struct elf_bytes bytes;

	elf->class = elf->data = 0;
	elf->machine = 0;
	elf->memory = 0;
	elf->notes = 0;
	elf->dynamic = false;
	elf->interpreter[0] = '\0';
	read_head(fd, &bytes);
	if (!read_at(&bytes, ident, sizeof(ident), 0) ||
	    !lla_same((const char *)ident, SELFMAG, ELFMAG))
		return false;
	elf->class = ident[EI_CLASS];
	elf->data = ident[EI_DATA];
	if (elf->data == OTHER_DATA)
		return false;
	return elf->class == ELFCLASS64 ? read_headers64(&bytes, elf) : read_headers32(&bytes, elf);
}

/* The sizes of notes are multiples of 4. */
bool lla_elf_has_note(int fd, const struct lla_elf *elf, const void *note, size_t size)
{
	unsigned char bytes[2048];

	for (unsigned i = 0; i < elf->notes; i++) {
		size_t len = elf->note[i].size < sizeof(bytes) ? (size_t)elf->note[i].size
							       : sizeof(bytes);

		if (len < size || lla_file_read(fd, elf->note[i].at, bytes, len))
			continue;
		for (size_t at = 0; at + size <= len; at += 4)
			if (lla_same_bytes(bytes + at, note, size))
				return true;
	}
	return false;
}

static bool is_glibcs(const char *base)
{
	static const char loaders[][32] = {
		"ld-linux-x86-64.so.2",       "ld-linux.so.2",
		"ld-linux-aarch64.so.1",      "ld-linux.so.3",
		"ld-linux-armhf.so.3",        "ld-linux-riscv64-lp64d.so.1",
		"ld-linux-riscv64-lp64.so.1",
	};

	for (size_t i = 0; i < sizeof(loaders) / sizeof(loaders[0]); i++)
		if (lla_equal(base, loaders[i]))
			return true;
	return false;
}

enum lla_loader lla_elf_loader(const struct lla_elf *elf)
{
	const char *base = elf->interpreter;
	size_t len;

	if (!elf->dynamic)
		return LLA_LOADER_NONE;
	for (const char *s = base; *s; s++)
		if (*s == '/')
			base = s + 1;
	if (is_glibcs(base))
		return LLA_LOADER_GLIBC;
	len = lla_length(base);
	return lla_starts(base, "ld-musl-") && len > 13 && lla_same(base + len - 5, 5, ".so.1")
		       ? LLA_LOADER_MUSL
		       : LLA_LOADER_UNKNOWN;
}

const char *lla_elf_machine(unsigned char class, uint16_t machine)
{
	bool wide = class == ELFCLASS64;

	switch (machine) {
	case EM_X86_64: return wide ? "x86_64" : "x32";
	case EM_386: return "i386";
	case EM_AARCH64: return "aarch64";
	case EM_ARM: return "arm";
	case EM_RISCV: return wide ? "riscv64" : "riscv32";
	default: return wide ? "another 64-bit machine" : "another 32-bit machine";
	}
}
