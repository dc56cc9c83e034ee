/* SPDX-License-Identifier: ISC */
/* What any preloaded object costs: as ours, with a constructor that does nothing. */
__attribute__((constructor)) static void start(void)
{
}
