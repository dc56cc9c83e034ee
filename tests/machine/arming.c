/* SPDX-License-Identifier: ISC */
#include "machine/arming.h"

/* Not /tmp: the machine has the object where it is built, which may be below /tmp, and all
 * directories above the object must be root's alone. */
void make_unarmed(const char *text)
{
	make_machine(text);
	ran_well(sh("rm " PRELOAD "; mkdir -p root/run root/shared; chmod 1777 root/shared"), 0);
}

bool confined(void)
{
	struct ran named = HERE("/bin/cat /etc/passwd /etc/group");

	ran_well(HERE("/bin/sh -c 'read line </etc/group'"), 0);
	contains(named.out, "root:x:0:0:");
	return named.status == 1 && strstr(named.err, "/etc/group: Permission denied") &&
	       !strstr(named.out, "nogroup");
}

bool untouched(void)
{
	struct ran named = HERE("/bin/cat /etc/group");
	struct ran left =
		sh("for d in root/etc root/run/landlock-auto " ETC "/landlock-auto.d; do "
		   "ls -A $d 2>/dev/null; done | grep -vx '.\\?lock\\|liblandlock-auto.so'");

	return named.status == 0 && !*named.err && strstr(named.out, "nogroup") &&
	       !strcmp(left.out, "group\npasswd\nshadow\nfleet.db\n");
}

void said(struct ran r, int status, const char *text)
{
	cr_assert_eq(r.status, status, "status %d, not %d:\n%s%s", r.status, status, r.out, r.err);
	contains(status == 0 ? r.out : r.err, text);
}

bool tool_is_static(void)
{
	return sh("ldd $TOOL-tool | grep -q '=>'").status;
}

void wait_until(const char *command)
{
	ran_well(sh("for i in $(seq 300); do if %s; then exit 0; fi; sleep 0.05; done; exit 1",
		    command),
		 0);
}
