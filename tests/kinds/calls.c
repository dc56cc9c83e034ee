/* SPDX-License-Identifier: ISC */
/*
 * Prints on one line how the kernel answers Landlock's system calls: what it takes,
 * and with which error it refuses the rest. No policy is in force afterwards.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CREATE_RULESET 444
#define ADD_RULE 445
#define RESTRICT_SELF 446

/* Six fields, and what no kernel knows. */
#define FIELDS 7
static const char *const fields[FIELDS] = { "fs",        "net",          "scoped", "quiet_fs",
					    "quiet_net", "quiet_scoped", "behind" };

static long create(const uint64_t *attr, size_t size, unsigned flags)
{
	return syscall(CREATE_RULESET, attr, size, flags);
}

static void say(const char *what, long got)
{
	printf("%s:%s ", what, got < 0 ? strerrorname_np(errno) : "taken");
}

/* A ruleset of everything that this kernel can handle. */
static void everything(uint64_t *attr)
{
	memset(attr, 0, FIELDS * sizeof(*attr));
	for (int field = 0; field < 3; field++)
		for (int bit = 0; bit < 64; bit++) {
			uint64_t one[FIELDS] = { 0 };
			long fd;

			one[field] = 1ULL << bit;
			fd = create(one, sizeof(one), 0);
			if (fd < 0)
				continue;
			attr[field] |= one[field];
			close((int)fd);
		}
}

/* Prints the bits of each field that the kernel takes, and why it refuses the others. */
static void say_fields(void)
{
	for (int field = 0; field < FIELDS; field++) {
		uint64_t taken = 0;
		int why = 0;

		for (int bit = 0; bit < 64; bit++) {
			uint64_t attr[FIELDS] = { 4 };
			long fd;

			attr[field] |= 1ULL << bit;
			fd = create(attr, sizeof(attr), 0);
			if (fd >= 0) {
				taken |= 1ULL << bit;
				close((int)fd);
			} else {
				why = errno;
			}
		}
		printf("%s:%#llx,%s ", fields[field], (unsigned long long)taken,
		       why ? strerrorname_np(why) : "");
	}
}

static void say_sizes(void)
{
	static const size_t sizes[] = { 0, 7, 8, 12, 16, 24, 48, 56, 4096, 4097 };
	uint64_t attr[513] = { 4 };
	char name[16];

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		snprintf(name, sizeof(name), "size %zu", sizes[i]);
		say(name, create(attr, sizes[i], 0));
	}
	say("no attribute", create(NULL, 8, 0));
	say("nothing handled", create(attr + 1, 8, 0));
	say("a flag that nobody knows", create(NULL, 0, 1U << 30));
}

static void say_rules(int ruleset, uint64_t net)
{
	struct {
		uint64_t access;
		int32_t fd;
	} __attribute__((packed)) path = { 1, open("/", O_PATH | O_CLOEXEC) };
	uint64_t port[2] = { net & 1, 80 };
	char name[32];

	for (unsigned type = 0; type < 4; type++)
		for (unsigned flags = 0; flags < 3; flags++) {
			snprintf(name, sizeof(name), "rule %u,%u", type, flags);
			say(name, syscall(ADD_RULE, ruleset, type,
					  type == 2 ? (void *)port : (void *)&path, flags));
		}
	path.access = 1ULL << 40;
	say("rule for an unknown right", syscall(ADD_RULE, ruleset, 1, &path, 0));
	path.access = 0;
	say("rule for no right", syscall(ADD_RULE, ruleset, 1, &path, 0));
}

static void say_restrict_flags(int ruleset)
{
	unsigned taken = 0;
	int status;

	for (int bit = 0; bit < 32; bit++) {
		pid_t pid = fork();

		if (!pid)
			_exit(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
			      syscall(RESTRICT_SELF, ruleset, 1U << bit));
		if (waitpid(pid, &status, 0) == pid && !status)
			taken |= 1U << bit;
	}
	printf("restrict:%#x", taken);
}

int main(void)
{
	uint64_t attr[FIELDS];
	int ruleset;

	printf("version:%ld ", create(NULL, 0, 1));
	say_sizes();
	say_fields();
	everything(attr);
	fflush(stdout);
	ruleset = (int)create(attr, sizeof(attr), 0);
	say_rules(ruleset, attr[1]);
	fflush(stdout);
	say_restrict_flags(ruleset);
	puts("");
	return 0;
}
