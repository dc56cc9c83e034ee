/* SPDX-License-Identifier: ISC */
#include "core/object.h"
#include "core/build.h"
#include "core/memory.h"
#include "core/sys.h"

#include <linux/elf.h>

#define OBJECT_MAX (16U << 20)

#if UINTPTR_MAX == UINT64_MAX
#define NATIVE(type) Elf64_##type
#else
#define NATIVE(type) Elf32_##type
#endif

/* The headers of the program that this code is in. It is built with the object, for the same
 * class and machine. */
#pragma GCC visibility push(hidden)
extern const NATIVE(Ehdr) __ehdr_start;
#pragma GCC visibility pop

unsigned char lla_object_class(void)
{
	return __ehdr_start.e_ident[EI_CLASS];
}

uint16_t lla_object_machine(void)
{
	return __ehdr_start.e_machine;
}

/* The file in memory, 8-byte aligned. */
struct object {
	const unsigned char *at;
	size_t size;
	const NATIVE(Phdr) * headers;
	unsigned count;
};

static const void *bytes_at(const struct object *o, uint64_t offset, uint64_t len)
{
	return offset <= o->size && len <= o->size - offset ? o->at + offset : NULL;
}

static const NATIVE(Phdr) * segment(const struct object *o, uint32_t type)
{
	for (unsigned i = 0; i < o->count; i++)
		if (o->headers[i].p_type == type)
			return &o->headers[i];
	return NULL;
}

/* Finds the bytes that a loader maps to this address. */
static const void *mapped_at(const struct object *o, uint64_t address, uint64_t len)
{
	for (unsigned i = 0; i < o->count; i++) {
		const NATIVE(Phdr) *p = &o->headers[i];

		if (p->p_type == PT_LOAD && address >= p->p_vaddr &&
		    address - p->p_vaddr <= p->p_filesz &&
		    len <= p->p_filesz - (address - p->p_vaddr))
			return bytes_at(o, p->p_offset + (address - p->p_vaddr), len);
	}
	return NULL;
}

/* The checks return what is wrong, or NULL. */
static const char *object_head(struct object *o)
{
	const NATIVE(Ehdr) *e = bytes_at(o, 0, sizeof(*e)), *own = &__ehdr_start;

	if (!e)
		return "is cut short";
	if (!lla_same((const char *)e->e_ident, SELFMAG, ELFMAG))
		return "is no ELF object";
	if (e->e_ident[EI_CLASS] != own->e_ident[EI_CLASS] ||
	    e->e_ident[EI_DATA] != own->e_ident[EI_DATA] || e->e_machine != own->e_machine)
		return "is for another kind of machine";
	if (e->e_type != ET_DYN || e->e_phentsize != sizeof(*o->headers) ||
	    e->e_phoff % _Alignof(NATIVE(Phdr)))
		return "is no shared object";
	o->headers = bytes_at(o, e->e_phoff, (uint64_t)e->e_phnum * sizeof(*o->headers));
	o->count = e->e_phnum;
	return o->headers ? NULL : "is cut short";
}

static const char *object_segments(const struct object *o)
{
	const NATIVE(Phdr) *stack = segment(o, PT_GNU_STACK);

	for (unsigned i = 0; i < o->count; i++) {
		const NATIVE(Phdr) *p = &o->headers[i];

		if (p->p_type != PT_LOAD)
			continue;
		if (!bytes_at(o, p->p_offset, p->p_filesz))
			return "is cut short";
		if (p->p_filesz > p->p_memsz || !p->p_align || p->p_align & (p->p_align - 1) ||
		    (p->p_vaddr - p->p_offset) & (p->p_align - 1))
			return "is damaged";
	}
	if (!segment(o, PT_LOAD))
		return "is damaged";
	if (!stack || stack->p_flags & PF_X)
		return "would make every stack executable";
	return NULL;
}

/* Finds the value of this tag. Returns false if the object has none. */
static bool dynamic_value(const struct object *o, int64_t tag, uint64_t *value)
{
	const NATIVE(Phdr) *p = segment(o, PT_DYNAMIC);
	const NATIVE(Dyn) *d = p && !(p->p_offset % _Alignof(NATIVE(Dyn)))
				       ? bytes_at(o, p->p_offset, p->p_filesz)
				       : NULL;

	for (size_t left = d ? p->p_filesz / sizeof(*d) : 0; left-- && d->d_tag != DT_NULL; d++) {
		*value = d->d_un.d_val;
		if (d->d_tag == tag)
			return true;
	}
	return false;
}

static const char *object_name(const struct object *o)
{
	uint64_t table, name;
	const char *s;

	if (!dynamic_value(o, DT_STRTAB, &table) || !dynamic_value(o, DT_SONAME, &name) ||
	    name > o->size)
		return "is not " LLA_OBJECT_NAME;
	s = mapped_at(o, table + name, sizeof(LLA_OBJECT_NAME));
	return s && lla_same(s, sizeof(LLA_OBJECT_NAME) - 1, LLA_OBJECT_NAME) &&
			       !s[sizeof(LLA_OBJECT_NAME) - 1]
		       ? NULL
		       : "is not " LLA_OBJECT_NAME;
}

/* The bytes of the file that loaders map. */
static size_t loaded_bytes(const struct object *o)
{
	uint64_t end = 0;

	for (unsigned i = 0; i < o->count; i++)
		if (o->headers[i].p_type == PT_LOAD)
			end = o->headers[i].p_offset + o->headers[i].p_filesz;
	return bytes_at(o, 0, end) ? (size_t)end : 0;
}

/* So much of the file is on the stack at a time. All of it in mapped memory would cost every run
 * more than the sum. */
#define CHUNK 4096U

/* Fletcher's sum, as src/core/object_sum makes it when the object is built. */
struct sum {
	uint64_t a, b;
};

/* A chunk is too small for `b` to overflow before its end. */
static void sum_add(struct sum *sum, const uint32_t *words, size_t count)
{
	uint64_t a = sum->a, b = sum->b;

	/* Four at a time, as each step waits for the one before. */
	for (; count >= 4; words += 4, count -= 4) {
		b += 4 * (a + words[0]) + 3ULL * words[1] + 2ULL * words[2] + words[3];
		a += (uint64_t)words[0] + words[1] + words[2] + words[3];
	}
	for (; count; words++, count--) {
		a += *words;
		b += a;
	}
	sum->a = a % UINT32_MAX;
	sum->b = b % UINT32_MAX;
}

/* Clears the header's fields that strip(1) changes. */
static void clear_sections(void *chunk)
{
	NATIVE(Ehdr) *e = chunk;

	e->e_shoff = 0;
	e->e_shnum = e->e_shstrndx = 0;
}

/* Whether loaders map of this file exactly the bytes that they map of the object of this build. */
static bool sum_is_right(const struct lla_file *file)
{
	_Alignas(8) unsigned char chunk[CHUNK];
	struct object o = { .at = chunk, .size = sizeof(chunk) };
	struct sum sum = { 0, 0 };
	size_t end, len;

	if (lla_file_read(file->fd, 0, chunk, CHUNK) || object_head(&o))
		return false;
	o.size = file->stamp.size < OBJECT_MAX ? (size_t)file->stamp.size : 0;
	end = loaded_bytes(&o);
	clear_sections(chunk);
	for (size_t at = 0; at < end; at += len) {
		len = end - at < CHUNK ? end - at : CHUNK;
		if (at && lla_file_read(file->fd, at, chunk, len))
			return false;
		sum_add(&sum, (const uint32_t *)(const void *)chunk, len / 4);
	}
	return end && (sum.b << 32 | sum.a) == lla_build_sum();
}

/* Says what is wrong with a file that is not of this build. */
static const char *object_wrong(struct object *o)
{
	const char *wrong = object_head(o);
	uint64_t value;

	if (wrong)
		return wrong;
	wrong = object_segments(o);
	if (wrong)
		return wrong;
	wrong = object_name(o);
	if (wrong)
		return wrong;
	if (dynamic_value(o, DT_NEEDED, &value))
		return "needs a library: where that is missing no program would start";
	return "is of another build than this program, or damaged";
}

static int read_object(const struct lla_file *file, struct lla_memory *memory, struct object *o,
		       struct lla_error *err)
{
	void *bytes;

	if (file->stamp.size > OBJECT_MAX)
		return -EFBIG;
	bytes = lla_memory_of(memory, (size_t)file->stamp.size + 1, err);
	if (!bytes)
		return -ENOMEM;
	*o = (struct object){ .at = bytes, .size = (size_t)file->stamp.size };
	return lla_file_read(file->fd, 0, bytes, o->size);
}

int lla_object_check(const struct lla_file *file, const char *path,
		     const struct lla_object_words *words, struct lla_error *err)
{
	struct lla_memory memory = { 0 };
	struct object o;
	int got;

	if (sum_is_right(file))
		return 0;
	got = read_object(file, &memory, &o, err);
	if (got)
		lla_fail(err, "cannot read %q, which confines programs: %e; %s", path, -got,
			 words->remedy);
	else
		lla_fail(err, "%q%s %s; %s", path, words->between, object_wrong(&o), words->remedy);
	lla_memory_release(&memory);
	return -1;
}

bool lla_object_is_ours(const char *path)
{
	struct lla_memory memory = { 0 };
	struct lla_error ignored;
	struct lla_file file;
	struct object o;
	bool ours;

	if (lla_file_open(path, &file))
		return false;
	ours = !read_object(&file, &memory, &o, &ignored) && !object_head(&o) && !object_name(&o);
	lla_sys_close(file.fd);
	lla_memory_release(&memory);
	return ours;
}
