/* SPDX-License-Identifier: ISC */
#include "core/memory.h"
#include "core/sys.h"

void *lla_memory_of(struct lla_memory *memory, size_t bytes, struct lla_error *err)
{
	long got;

	if (bytes <= memory->small_bytes)
		return memory->small;
	lla_memory_release(memory);
	got = lla_sys_map(bytes);
	if (LLA_IS_ERRNO(got)) {
		lla_fail(err, "no memory for a policy of %u bytes: %e", (unsigned)bytes, (int)-got);
		return NULL;
	}
	memory->mapped = (void *)got;
	memory->mapped_bytes = bytes;
	return memory->mapped;
}

void lla_memory_release(struct lla_memory *memory)
{
	if (memory->mapped)
		lla_sys_unmap(memory->mapped, memory->mapped_bytes);
	memory->mapped = NULL;
}
