/* SPDX-License-Identifier: ISC */
#include "machine/killing.h"
#include "common.h"

#include <stdio.h>

size_t calls_of(const char *command, struct call *calls)
{
	static struct call all[CALLS_MAX];
	size_t count = 0, first = 0;
	char line[4096], path[4200];
	FILE *log;

	sh("exec strace -o log %s", command);
	snprintf(path, sizeof(path), "%s/log", test_dir());
	log = fopen(path, "re");
	cr_assert(log);
	while (fgets(line, sizeof(line), log)) {
		struct call *c = &all[count];

		if (sscanf(line, "%31[a-z0-9_](", c->name) != 1 || !strchr(line, '('))
			continue;
		if (!strcmp(c->name, "exit_group"))
			break;
		cr_assert(++count < CALLS_MAX);
		c->nth = 1;
		for (size_t i = 0; i + 1 < count; i++)
			c->nth += !strcmp(all[i].name, c->name);
		if (!first && strcmp(c->name, "execve") && strstr(line, "landlock-auto"))
			first = count - 1;
	}
	fclose(log);
	cr_assert(first && count - first > 20, "%s: %zu calls, ours from %zu on", command, count,
		  first);
	memcpy(calls, all + first, (count - first) * sizeof(*calls));
	return count - first;
}
