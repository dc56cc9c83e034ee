/* SPDX-License-Identifier: ISC */
#include "machine/machine.h"

void compile(const char *text)
{
	ran_well(sh("cat >" ETC "/landlock-auto.conf <<E\n%s\nE\n"
		    "$TOOL fleet compile --root root >said 2>&1 || { cat said >&2; exit 1; }",
		    text),
		 0);
}

void make_machine(const char *text)
{
	needs_root();
	needs_auxv();
	needs_abi(1);
	ran_well(sh(MAKE_ROOT "mkdir -p " ETC " root/$BUILD/tests/kinds root/proc root/dev; "
			      "cp $BUILD/tests/kinds/layers root/$BUILD/tests/kinds; "
			      "echo $SHIM >root/etc/ld.so.preload; chmod -R a+rX root"),
		 0);
	compile(text);
}
