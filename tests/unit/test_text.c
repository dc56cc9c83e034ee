/* SPDX-License-Identifier: ISC */
#include "core/text.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <limits.h>
#include <string.h>

static const char *format(const char *f, ...)
{
	static char line[1024];
	struct lla_text t = { line, 0, sizeof(line) };
	va_list ap;

	line[0] = '\0';
	va_start(ap, f);
	lla_text_format(&t, f, ap);
	va_end(ap);
	return line;
}

Test(text, numbers_print_as_printf_does)
{
	cr_assert_str_eq(format("%d %d %u", INT_MIN, -7, UINT_MAX), "-2147483648 -7 4294967295");
	cr_assert_str_eq(format("%d%%", 0), "0%");
}

Test(text, foreign_bytes_are_shown_as_printable_ascii)
{
	cr_assert_str_eq(format("%q", "a\n\x1b[31m\x7f\xc2\x9b"), "a\\x0a\\x1b[31m\\x7f\\xc2\\x9b");
	cr_assert_str_eq(format("'%Q'", "ab\0c", (size_t)4), "'ab\\x00c'");
}

Test(text, a_foreign_string_is_shortened)
{
	char longer[5000];

	memset(longer, 'a', sizeof(longer));
	const char *shown = format("%Q", longer, sizeof(longer));
	cr_assert(strlen(shown) < 200);
	cr_assert_str_eq(shown + strlen(shown) - 3, "...");
}

Test(text, a_line_never_grows_past_its_room)
{
	char room[8 + 4] = "........xyz";
	struct lla_text t = { room, 0, 8 };

	lla_text_add(&t, "%s", "0123456789");
	cr_assert_str_eq(room, "0123456");
	cr_assert_eq(memcmp(room + 8, "xyz", 3), 0);
}

Test(text, an_errno_prints_as_strerror_does)
{
	static const int known[] = { EPERM,  ENOENT,     EIO,    ENXIO,        E2BIG,   ENOEXEC,
				     EBADF,  EAGAIN,     ENOMEM, EACCES,       ENOTDIR, EISDIR,
				     EINVAL, ENFILE,     EMFILE, ENAMETOOLONG, ENOSYS,  ELOOP,
				     EBADFD, EOPNOTSUPP, ENOMSG, ESTALE };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		cr_assert_str_eq(format("%e", known[i]), strerror(known[i]));
	cr_assert_str_eq(format("%e", 4242), "error 4242");
}

Test(text, a_number_is_digits_within_the_limit)
{
	unsigned long n = 0;

	cr_assert(lla_number("65535", 5, 65535, &n) && n == 65535);
	cr_assert(lla_number("0", 1, 0, &n) && n == 0);
	cr_assert_not(lla_number("65536", 5, 65535, &n));
	cr_assert_not(lla_number("", 0, 65535, &n));
	cr_assert_not(lla_number("-1", 2, 65535, &n));
	cr_assert_not(lla_number("+1", 2, 65535, &n));
	cr_assert_not(lla_number("1 ", 2, 65535, &n));
	cr_assert_not(lla_number("0x10", 4, 65535, &n));
	cr_assert_not(lla_number("99999999999999999999999", 23, ULONG_MAX, &n));
	cr_assert_not(lla_number("9", 1, 3, &n));
}

Test(text, words_match_whatever_their_case_and_dashes)
{
	cr_assert(lla_same_word("READ-File", 9, "read_file"));
	cr_assert_not(lla_same_word("read_fil", 8, "read_file"));
	cr_assert_not(lla_same_word("read_files", 10, "read_file"));
	cr_assert_not(lla_same("Read", 4, "read"));
}

Test(text, an_error_says_where)
{
	struct lla_error err = { .source = "a\nb", .line = 3 };
	char line[200];
	struct lla_text t = { line, 0, sizeof(line) };

	cr_assert_eq(lla_fail(&err, "no such %s", "thing"), -1);
	lla_text_add(&t, "%E", &err);
	cr_assert_str_eq(line, "a\\x0ab:3: no such thing");
}
