/* SPDX-License-Identifier: ISC */
/* The rules of the presets, for the distributions that this machine is not. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = { "base", "tls", "dns", "python" };
#define NAMES (sizeof(names) / sizeof(names[0]))

/* Calls `look` with the rights and the path of each fs rule of a preset. */
static void each_rule(const char *name, void (*look)(const char *rights, const char *path))
{
	char *file, line[512], *colon, *end;
	int rules = 0;
	FILE *f;

	cr_assert(asprintf(&file, TEST_SRCDIR "/conf/presets/%s.conf", name) > 0);
	f = fopen(file, "r");
	cr_assert(f, "%s", file);
	while (fgets(line, sizeof(line), f)) {
		if (line[0] != '\t' || line[1] != '"')
			continue;
		colon = strchr(line, ':');
		end = colon ? strchr(colon, '"') : NULL;
		cr_assert(end, "%s: %s", file, line);
		*colon = *end = '\0';
		look(line + 2, colon + 1);
		rules++;
	}
	cr_assert(rules > 10, "%s: only %d rules found", file, rules);
	fclose(f);
	free(file);
}

static void only_reads(const char *rights, const char *path)
{
	if (!strncmp(path, "/dev/", 5) && !strcmp(rights, "?read_file,write_file"))
		return;
	cr_assert_str_eq(rights, "?r", "%s:%s", rights, path);
}

Test(presets, every_rule_is_optional_and_writes_nothing_but_devices)
{
	for (size_t i = 0; i < NAMES; i++)
		each_rule(names[i], only_reads);
}

/* Is the path the place, beneath it or above it? */
static bool opens(const char *path, const char *place)
{
	size_t p = strlen(path), q = strlen(place), len = p < q ? p : q;
	char next = p < q ? place[p] : path[q];

	return !strncmp(path, place, len) && (p == q || next == '/' || path[len - 1] == '/');
}

static void opens_no_secret(const char *rights, const char *path)
{
	static const char *const places[] = {
		"/etc/shadow",
		"/etc/gshadow",
		"/etc/ssl/private",
		"/etc/pki/tls/private",
		"/etc/pki/CA/private",
		"/etc/ssh",
		"/etc/sudoers",
		"/etc/NetworkManager",
		"/run/NetworkManager",
		"/run/user",
		"/run/secrets",
		"/run/credentials",
		"/root",
		"/home",
		"/tmp",
		"/var/tmp",
		"/var/spool",
		"/var/log",
		"/proc",
		"/sys",
		"/dev/shm",
		"/dev/mem",
		"/opt",
		"/srv",
	};

	(void)rights;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		cr_assert(!opens(path, places[i]), "%s opens %s", path, places[i]);
}

Test(presets, no_rule_covers_a_place_of_secrets)
{
	cr_assert(opens("/etc/ssl", "/etc/ssl/private") && opens("/", "/root"));
	cr_assert(opens("/root/x", "/root") && !opens("/etc/ssl/certs", "/etc/ssl/private"));
	for (size_t i = 0; i < NAMES; i++)
		each_rule(names[i], opens_no_secret);
}
