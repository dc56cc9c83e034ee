/* SPDX-License-Identifier: ISC */
/* The object as a file: what every process of a machine would map. */
#include "common.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The one that is installed, and the one that the other tests run. */
static const char *const objects[] = { TEST_BUILDDIR "/liblandlock-auto.so",
				       TEST_BUILDDIR "/tests/liblandlock-auto.so" };

struct object {
	const unsigned char *at;
	size_t size;
	const ElfW(Ehdr) * header;
	const ElfW(Phdr) * segments;
	const ElfW(Dyn) * dynamic;
	size_t dynamic_count;
};

static struct object open_file(const char *path)
{
	struct object o = { 0 };
	struct stat st;
	int fd = open(path, O_RDONLY);

	cr_assert(fd >= 0 && !fstat(fd, &st), "%s", path);
	o.size = (size_t)st.st_size;
	o.at = mmap(NULL, o.size, PROT_READ, MAP_PRIVATE, fd, 0);
	cr_assert(o.at != MAP_FAILED);
	close(fd);
	o.header = (const void *)o.at;
	o.segments = (const void *)(o.at + o.header->e_phoff);
	return o;
}

static struct object open_object(const char *path)
{
	struct object o = open_file(path);

	for (int i = 0; i < o.header->e_phnum; i++) {
		if (o.segments[i].p_type != PT_DYNAMIC)
			continue;
		o.dynamic = (const void *)(o.at + o.segments[i].p_offset);
		o.dynamic_count = o.segments[i].p_filesz / sizeof(*o.dynamic);
	}
	cr_assert(o.dynamic);
	return o;
}

static size_t count(const struct object *o, unsigned type)
{
	size_t found = 0;

	for (int i = 0; i < o->header->e_phnum; i++)
		found += o->segments[i].p_type == type;
	return found;
}

static bool has(const struct object *o, ElfW(Sxword) tag, ElfW(Xword) * value)
{
	for (size_t i = 0; i < o->dynamic_count; i++) {
		if (o->dynamic[i].d_tag != tag)
			continue;
		if (value)
			*value = o->dynamic[i].d_un.d_val;
		return true;
	}
	return false;
}

#define FOR_EACH_OBJECT(o)                             \
	for (size_t i_ = 0; i_ < COUNT(objects); i_++) \
		for (struct object o = open_object(objects[i_]), *once_ = &o; once_; once_ = NULL)

/* The loaded part is below 32 KiB. The file also has headers and, before the relocated part, up
 * to a page of nothing, whose place depends on the length of our paths. */
Test(object, is_below_32_kib)
{
	FOR_EACH_OBJECT(o)
	{
		size_t loaded = 0;

		for (int i = 0; i < o.header->e_phnum; i++)
			if (o.segments[i].p_type == PT_LOAD)
				loaded += o.segments[i].p_filesz;
		cr_assert(loaded > 4096 && loaded < 32768, "%zu", loaded);
	}
}

/* Its sum is one of words of 32 bits, and so it would not see bytes behind the last of them. */
Test(object, is_loaded_in_whole_words)
{
	FOR_EACH_OBJECT(o)
	for (int i = 0; i < o.header->e_phnum; i++)
		if (o.segments[i].p_type == PT_LOAD && o.segments[i].p_flags & PF_W)
			cr_assert_eq((o.segments[i].p_offset + o.segments[i].p_filesz) % 4, 0);
}

Test(object, needs_no_other_object)
{
	FOR_EACH_OBJECT(o)
	cr_assert_not(has(&o, DT_NEEDED, NULL));
}

Test(object, is_initialised_first_bound_at_once_and_stays)
{
	ElfW(Xword) flags = 0, flags_1 = 0;

	FOR_EACH_OBJECT(o)
	{
		has(&o, DT_FLAGS, &flags);
		has(&o, DT_FLAGS_1, &flags_1);
		cr_assert(flags & DF_BIND_NOW);
		cr_assert(flags_1 & DF_1_NOW);
		cr_assert(flags_1 & DF_1_INITFIRST);
		cr_assert(flags_1 & DF_1_NODELETE);
	}
}

Test(object, has_no_text_relocation_and_no_relr)
{
	ElfW(Xword) flags = 0;

	FOR_EACH_OBJECT(o)
	{
		has(&o, DT_FLAGS, &flags);
		cr_assert_not(flags & DF_TEXTREL);
		cr_assert_not(has(&o, DT_TEXTREL, NULL));
		cr_assert_not(has(&o, DT_RELR, NULL));
	}
}

Test(object, has_no_tls_and_at_most_two_load_segments)
{
	FOR_EACH_OBJECT(o)
	{
		cr_assert_eq(count(&o, PT_TLS), 0);
		cr_assert_leq(count(&o, PT_LOAD), 2);
		cr_assert_eq(count(&o, PT_GNU_RELRO), 1);
	}
}

Test(object, leaves_the_stack_not_executable_and_no_segment_writable_and_executable)
{
	FOR_EACH_OBJECT(o)
	{
		cr_assert_eq(count(&o, PT_GNU_STACK), 1);
		for (int i = 0; i < o.header->e_phnum; i++) {
			const ElfW(Phdr) *p = &o.segments[i];

			if (p->p_type == PT_GNU_STACK)
				cr_assert_not(p->p_flags & PF_X);
			cr_assert_not((p->p_flags & (PF_W | PF_X)) == (PF_W | PF_X));
		}
	}
}

/* All that could be written is covered by RELRO: nothing of it is at run time. */
Test(object, keeps_no_writable_data)
{
	FOR_EACH_OBJECT(o)
	{
		ElfW(Addr) end = 0, relro = 0;

		for (int i = 0; i < o.header->e_phnum; i++) {
			const ElfW(Phdr) *p = &o.segments[i];

			if (p->p_type == PT_LOAD && p->p_flags & PF_W)
				end = p->p_vaddr + p->p_memsz;
			if (p->p_type == PT_GNU_RELRO)
				relro = p->p_vaddr + p->p_memsz;
		}
		cr_assert(end && relro >= end, "%#lx %#lx", (unsigned long)end,
			  (unsigned long)relro);
	}
}

Test(object, exports_no_symbol_and_asks_only_for_two_weak_ones)
{
	FOR_EACH_OBJECT(o)
	{
		ElfW(Xword) symtab = 0, strtab = 0, hash = 0, strings = 0;

		cr_assert(has(&o, DT_SYMTAB, &symtab) && has(&o, DT_STRTAB, &strtab));
		cr_assert(has(&o, DT_GNU_HASH, &hash) && has(&o, DT_STRSZ, &strings));
		/* First segment: addresses are offsets. Symbols lie before the strings. */
		const ElfW(Sym) *s = (const void *)(o.at + symtab);
		size_t symbols = (strtab - symtab) / sizeof(*s);

		cr_assert_eq(o.segments[0].p_vaddr, 0);
		cr_assert_leq(symbols, 3);
		for (size_t i = 1; i < symbols; i++) {
			const char *name = (const char *)o.at + strtab + s[i].st_name;

			cr_assert_eq(s[i].st_shndx, SHN_UNDEF, "%s", name);
			cr_assert_eq(s[i].st_info >> 4, STB_WEAK, "%s", name);
			cr_assert(!strcmp(name, "__environ") || !strcmp(name, "__libc_stack_end"),
				  "%s", name);
		}
	}
}

Test(object, has_a_relocation_for_its_constructor_and_two_for_its_symbols)
{
	FOR_EACH_OBJECT(o)
	{
		ElfW(Xword) size = 0, entry = 1;

		if (has(&o, DT_RELASZ, &size))
			has(&o, DT_RELAENT, &entry);
		else if (has(&o, DT_RELSZ, &size))
			has(&o, DT_RELENT, &entry);
		cr_assert_leq(size / entry, 3);
	}
}

/* A broken /etc/ld.so.preload stops every program that asks for a loader. */
Test(object, has_a_tool_that_needs_no_loader_if_configure_said_so)
{
	static const char *const tools[] = { TEST_BUILDDIR "/landlock-auto-tool",
					     TEST_BUILDDIR "/tests/landlock-auto-tool" };

	if (strncmp(TEST_TOOL_LDFLAGS, "-static", strlen("-static")) != 0)
		return;
	for (size_t i = 0; i < COUNT(tools); i++) {
		struct object tool = open_file(tools[i]);

		cr_assert_eq(count(&tool, PT_INTERP), 0, "%s", tools[i]);
	}
}

static const char *const launchers[] = { TEST_BUILDDIR "/landlock-auto",
					 TEST_BUILDDIR "/tests/landlock-auto" };

#define FOR_EACH_LAUNCHER(l)                             \
	for (size_t i_ = 0; i_ < COUNT(launchers); i_++) \
		for (struct object l = open_object(launchers[i_]), *once_ = &l; once_; once_ = NULL)

Test(launcher_file, needs_no_loader_and_no_library)
{
	FOR_EACH_LAUNCHER(l)
	{
		cr_assert_eq(count(&l, PT_INTERP), 0);
		cr_assert_eq(count(&l, PT_TLS), 0);
		cr_assert_not(has(&l, DT_NEEDED, NULL));
		cr_assert_eq(l.header->e_type, ET_DYN, "position-independent");
	}
}

/* The kernel maps it as it is, so no segment is to be written and executed. */
Test(launcher_file, has_no_segment_that_is_written_and_executed)
{
	FOR_EACH_LAUNCHER(l)
	{
		cr_assert_eq(count(&l, PT_GNU_STACK), 1);
		for (int i = 0; i < l.header->e_phnum; i++) {
			const ElfW(Phdr) *p = &l.segments[i];

			if (p->p_type == PT_LOAD || p->p_type == PT_GNU_STACK)
				cr_assert_neq(p->p_flags & (PF_W | PF_X), PF_W | PF_X);
		}
	}
}

/* It relocates itself, by the relative ones of its machine alone. */
Test(launcher_file, has_no_relocation_but_relative_ones)
{
	FOR_EACH_LAUNCHER(l)
	{
		ElfW(Xword) table = 0, size = 0;
		const ElfW(Rela) * r;

		cr_assert_not(has(&l, DT_TEXTREL, NULL));
		cr_assert_not(has(&l, DT_JMPREL, NULL));
		if (!has(&l, DT_RELA, &table) || !has(&l, DT_RELASZ, &size))
			continue;
		cr_assert_eq(l.segments[0].p_vaddr, 0);
		r = (const void *)(l.at + table);
		for (size_t i = 0; i < size / sizeof(*r); i++)
			cr_assert_eq(ELF64_R_SYM(r[i].r_info), 0);
	}
}

/* Launcher and object, as they are copied into an image. */
Test(launcher_file, is_below_128_kib_with_its_object)
{
	for (size_t i = 0; i < COUNT(launchers); i++) {
		size_t size = open_file(launchers[i]).size + open_file(objects[i]).size;

		cr_assert_lt(size, 128 << 10, "%zu", size);
	}
}
