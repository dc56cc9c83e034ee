/* SPDX-License-Identifier: ISC */
#include "run/relocate.h"
#include "core/sys.h"

#include <linux/elf.h>

/* The form that the linker gives relocations: 64-bit machines have the addend in the entry, and
 * 32-bit machines in the place itself. All of them are "relative", as the launcher is linked
 * with nothing. */
#if UINTPTR_MAX == UINT64_MAX
#define NATIVE(type) Elf64_##type
#define ENTRY Elf64_Rela
#define TABLE DT_RELA
#define TABLE_BYTES DT_RELASZ
#define ADDEND(entry, place) ((uintptr_t)(entry)->r_addend)
#else
#define NATIVE(type) Elf32_##type
#define ENTRY Elf32_Rel
#define TABLE DT_REL
#define TABLE_BYTES DT_RELSZ
#define ADDEND(entry, place) (*(place))
#endif

#pragma GCC visibility push(hidden)
extern const NATIVE(Ehdr) __ehdr_start;
extern const NATIVE(Dyn) _DYNAMIC[];
#pragma GCC visibility pop

void lla_relocate(void)
{
	uintptr_t base = (uintptr_t)&__ehdr_start, table = base, bytes = 0;

	for (const NATIVE(Dyn) *d = _DYNAMIC; d->d_tag != DT_NULL; d++) {
		if (d->d_tag == TABLE)
			table = base + d->d_un.d_val;
		else if (d->d_tag == TABLE_BYTES)
			bytes = d->d_un.d_val;
	}
	for (uintptr_t at = table; at < table + bytes; at += sizeof(ENTRY)) {
		const ENTRY *entry = (const ENTRY *)at;
		uintptr_t *place = (uintptr_t *)(base + entry->r_offset);

		*place = base + ADDEND(entry, place);
	}
}
