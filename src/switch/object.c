/* SPDX-License-Identifier: ISC */
#include "switch/object.h"
#include "core/db.h"

#include <elf.h>
#include <errno.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OBJECT_MAX (16U << 20)

/* The tool's own header. The tool is built with the object, for the same class and machine. */
extern const ElfW(Ehdr) __ehdr_start __attribute__((visibility("hidden")));

/* The file in memory, aligned as malloc(3) does. */
struct object {
	const unsigned char *at;
	size_t size;
	const ElfW(Phdr) * headers;
	unsigned count;
};

static const void *at(const struct object *o, uint64_t offset, uint64_t len)
{
	return offset <= o->size && len <= o->size - offset ? o->at + offset : NULL;
}

static const ElfW(Phdr) * header(const struct object *o, uint32_t type)
{
	for (unsigned i = 0; i < o->count; i++)
		if (o->headers[i].p_type == type)
			return &o->headers[i];
	return NULL;
}

/* Finds the bytes that a loader maps to this address. */
static const void *mapped(const struct object *o, uint64_t address, uint64_t len)
{
	for (unsigned i = 0; i < o->count; i++) {
		const ElfW(Phdr) *p = &o->headers[i];

		if (p->p_type == PT_LOAD && address >= p->p_vaddr &&
		    address - p->p_vaddr <= p->p_filesz &&
		    len <= p->p_filesz - (address - p->p_vaddr))
			return at(o, p->p_offset + (address - p->p_vaddr), len);
	}
	return NULL;
}

/* The checks return what is wrong, or NULL. */
static const char *check_head(struct object *o)
{
	const ElfW(Ehdr) *e = at(o, 0, sizeof(*e)), *own = &__ehdr_start;

	if (!e)
		return "is cut short";
	if (memcmp(e->e_ident, ELFMAG, SELFMAG))
		return "is no ELF object";
	if (e->e_ident[EI_CLASS] != own->e_ident[EI_CLASS] ||
	    e->e_ident[EI_DATA] != own->e_ident[EI_DATA] || e->e_machine != own->e_machine)
		return "is for another kind of machine";
	if (e->e_type != ET_DYN || e->e_phentsize != sizeof(*o->headers) ||
	    e->e_phoff % _Alignof(ElfW(Phdr)))
		return "is no shared object";
	o->headers = at(o, e->e_phoff, (uint64_t)e->e_phnum * sizeof(*o->headers));
	o->count = e->e_phnum;
	return o->headers ? NULL : "is cut short";
}

static const char *check_segments(const struct object *o)
{
	const ElfW(Phdr) *stack = header(o, PT_GNU_STACK);

	for (unsigned i = 0; i < o->count; i++) {
		const ElfW(Phdr) *p = &o->headers[i];

		if (p->p_type != PT_LOAD)
			continue;
		if (!at(o, p->p_offset, p->p_filesz))
			return "is cut short";
		if (p->p_filesz > p->p_memsz || !p->p_align || p->p_align & (p->p_align - 1) ||
		    (p->p_vaddr - p->p_offset) & (p->p_align - 1))
			return "is damaged";
	}
	if (!header(o, PT_LOAD))
		return "is damaged";
	if (!stack || stack->p_flags & PF_X)
		return "would make every stack executable";
	return NULL;
}

/* Finds the value of this tag. Returns false if the object has none. */
static bool dynamic(const struct object *o, int64_t tag, uint64_t *value)
{
	const ElfW(Phdr) *p = header(o, PT_DYNAMIC);
	const ElfW(Dyn) *d =
		p && !(p->p_offset % _Alignof(ElfW(Dyn))) ? at(o, p->p_offset, p->p_filesz) : NULL;

	for (size_t left = d ? p->p_filesz / sizeof(*d) : 0; left-- && d->d_tag != DT_NULL; d++) {
		*value = d->d_un.d_val;
		if (d->d_tag == tag)
			return true;
	}
	return false;
}

static const char *check_name(const struct object *o)
{
	uint64_t table, name;
	const char *s;

	if (!dynamic(o, DT_STRTAB, &table) || !dynamic(o, DT_SONAME, &name) || name > o->size)
		return "is not " LLA_OBJECT_NAME;
	s = mapped(o, table + name, sizeof(LLA_OBJECT_NAME));
	return s && !memcmp(s, LLA_OBJECT_NAME, sizeof(LLA_OBJECT_NAME))
		       ? NULL
		       : "is not " LLA_OBJECT_NAME;
}

static const char *check_all(struct object *o)
{
	const char *wrong = check_head(o);
	uint64_t value;

	if (wrong)
		return wrong;
	wrong = check_segments(o);
	if (wrong)
		return wrong;
	wrong = check_name(o);
	if (wrong)
		return wrong;
	if (dynamic(o, DT_NEEDED, &value))
		return "needs a library: where that is missing no program would start";
	return NULL;
}

static int read_bytes(const struct lla_file *file, void **bytes)
{
	int got;

	if (file->stamp.size > OBJECT_MAX)
		return -EFBIG;
	*bytes = malloc(file->stamp.size + 1);
	if (!*bytes)
		return -ENOMEM;
	got = lla_file_read(file->fd, 0, *bytes, file->stamp.size);
	if (got)
		free(*bytes);
	return got;
}

/* Returns 0, and the caller frees *bytes; or -errno. */
static int read_file(const char *path, struct lla_file *file, void **bytes)
{
	int got = lla_file_open(path, file);

	if (got)
		return got;
	got = read_bytes(file, bytes);
	close(file->fd);
	return got;
}

int lla_object_check(const char *path, struct lla_error *err)
{
	struct lla_file file;
	struct object o = { 0 };
	const char *wrong;
	void *bytes;
	int got = read_file(path, &file, &bytes);

	if (got)
		return lla_fail(err,
				"cannot read %q, which confines programs: %e; install it again",
				path, -got);
	o.at = bytes;
	o.size = file.stamp.size;
	wrong = check_all(&o);
	free(bytes);
	if (wrong)
		return lla_fail(err, "%q %s; install it again", path, wrong);
	if (!lla_db_owned(&file))
		return lla_fail(err, "%q is not root's alone to write: chown root and chmod 644 it",
				path);
	return 0;
}

bool lla_object_is_ours(const char *path)
{
	struct lla_file file;
	struct object o = { 0 };
	void *bytes;
	bool ours;

	if (read_file(path, &file, &bytes))
		return false;
	o.at = bytes;
	o.size = file.stamp.size;
	ours = !check_head(&o) && !check_name(&o);
	free(bytes);
	return ours;
}
