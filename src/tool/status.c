/* SPDX-License-Identifier: ISC */
/* landlock-auto status: what this kernel can enforce. */
#include "tool/command.h"
#include "core/enforce.h"

#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/utsname.h>
#include <sys/socket.h>
#include <linux/netlink.h>
#include <unistd.h>

static const char *const kinds[LLA_KINDS] = { "filesystem right", "network right", "scope",
					      "rule flag", "restrict flag" };

/* Bits of landlock_create_ruleset(..., LANDLOCK_CREATE_RULESET_ERRATA). */
static void say_errata(void)
{
	long errata = lla_kernel_errata();

	if (errata < 0) {
		printf("errata        the kernel is too old to say\n");
		return;
	}
	printf("errata        ");
	for (int bit = 0; bit < 31; bit++)
		if (errata & 1L << bit)
			printf("%d ", bit + 1);
	printf("%s\n", errata ? "fixed" : "none fixed");
}

static void say_rights(const struct lla_kernel *kernel)
{
	for (size_t i = 0; i < lla_rights_count; i++) {
		const struct lla_right *r = &lla_rights[i];

		printf("  %-22s %-17s ", r->name, kinds[r->kind]);
		if (kernel->has[r->kind] & r->mask)
			printf("yes\n");
		else if (r->abi <= kernel->abi)
			printf("no: ABI %d promises it, and the kernel refuses it\n", r->abi);
		else
			printf("no: ABI %d, Linux %s\n", r->abi, lla_abi_linux(r->abi));
	}
}

/* A kernel without the audit subsystem has no such netlink family. */
static const char *audit(void)
{
	char line[4096];
	FILE *cmdline = fopen("/proc/cmdline", "re");
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);
	const char *says =
		"built into the kernel; denials are logged where it is switched on (audit=1, auditd)";

	if (cmdline && fgets(line, sizeof(line), cmdline) && strstr(line, "audit=1"))
		says = "on";
	if (cmdline && strstr(line, "audit=0"))
		says = "off (audit=0 on the kernel's command line)";
	if (cmdline)
		fclose(cmdline);
	if (fd < 0)
		return "not in this kernel, or not to be seen from here: denials are not logged";
	close(fd);
	return says;
}

static void say_machine(const struct lla_kernel *kernel)
{
	struct utsname u;
	int privs = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);

	if (!uname(&u))
		printf("kernel        %s %s\n", u.sysname, u.release);
	if (kernel->abi)
		printf("Landlock      ABI %d\n", kernel->abi);
	else
		printf("Landlock      none\n");
	if (kernel->abi)
		say_errata();
	printf("no_new_privs  %s\n", privs == 1 ? "on for this process" : "off for this process");
	printf("audit         %s\n", audit());
}

int lla_status(int argc, char **argv)
{
	struct lla_kernel kernel = lla_kernel_try();
	LLA_LINE(t);

	if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))) {
		puts("usage: landlock-auto status\n\nSays what this kernel can enforce, and which Linux brings what "
		     "it lacks. Status 1: there is\nno Landlock here.");
		return 0;
	}
	if (argc > 1)
		return lla_usage_error("status");
	say_machine(&kernel);
	if (!kernel.abi) {
		fflush(stdout);
		lla_plan_no_landlock(kernel.why, &t);
		lla_say("%s", t.at);
		return 1;
	}
	say_rights(&kernel);
	return 0;
}
