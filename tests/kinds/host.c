/* SPDX-License-Identifier: ISC */
/*
 * An unmodified program, of the kind that the compiler and its options make of it:
 *
 *   -DPREINIT         asks in DT_PREINIT_ARRAY as well
 *   -DFINISH          calls finish() of a library before it asks
 *   -DNEEDED=SYMBOL   ends with status 97 where nothing in the process defines it
 *   -DOVERFLOW        does what a sanitizer complains of
 */
#include "tell.h"

#include <limits.h>
#include <sys/auxv.h>

#ifdef PREINIT
static void preinit(void)
{
	tell("preinit");
}

__attribute__((section(".preinit_array"), used)) static void (*const entry)(void) = preinit;
#endif

#ifdef FINISH
void finish(void);
#endif

#ifdef NEEDED
extern char NEEDED[] __attribute__((weak));
#endif

int main(void)
{
#ifdef NEEDED
	if (!NEEDED)
		return 97;
#endif
#ifdef FINISH
	finish();
#endif
#ifdef OVERFLOW
	volatile int n = INT_MAX;

	n += 1;
#endif
	tell(getauxval(AT_SECURE) ? "privileged" : "main");
	return 0;
}
