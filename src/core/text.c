/* SPDX-License-Identifier: ISC */
#include "core/text.h"

#include <linux/errno.h>

/* A message shows at most so many bytes of a string from outside. */
#define SHOWN_MAX 160

size_t lla_length(const char *s)
{
	size_t len = 0;

	while (s[len])
		len++;
	return len;
}

/* Eight bytes at any address. */
struct eight {
	uint64_t bytes;
} __attribute__((packed, may_alias));

void lla_copy(void *to, const void *from, size_t len)
{
	unsigned char *t = to;
	const unsigned char *f = from, *end = f + len;

	for (; end - f >= 8; t += 8, f += 8)
		*(struct eight *)t = *(const struct eight *)f;
	while (f < end)
		*t++ = *f++;
}

bool lla_same_bytes(const void *a, const void *b, size_t len)
{
	const unsigned char *x = a, *y = b;

	for (size_t i = 0; i < len; i++)
		if (x[i] != y[i])
			return false;
	return true;
}

bool lla_same(const char *a, size_t len, const char *b)
{
	for (size_t i = 0; i < len; i++)
		if (!b[i] || a[i] != b[i])
			return false;
	return !b[len];
}

static char fold(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return c == '-' ? '_' : c;
}

bool lla_same_word(const char *a, size_t len, const char *b)
{
	for (size_t i = 0; i < len; i++)
		if (!b[i] || fold(a[i]) != fold(b[i]))
			return false;
	return !b[len];
}

bool lla_starts(const char *s, const char *with)
{
	while (*with)
		if (*s++ != *with++)
			return false;
	return true;
}

size_t lla_find(const char *s, size_t len, char byte)
{
	size_t i = 0;

	while (i < len && s[i] != byte)
		i++;
	return i;
}

bool lla_number(const char *s, size_t len, unsigned long max, unsigned long *value)
{
	unsigned long n = 0;

	if (!len)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		unsigned long digit = (unsigned long)(s[i] - '0');
		if (digit > max || n > (max - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	*value = n;
	return true;
}

static void put(struct lla_text *t, char c)
{
	if (t->len + 1 < t->cap)
		t->at[t->len++] = c;
	if (t->len < t->cap)
		t->at[t->len] = '\0';
}

static void put_string(struct lla_text *t, const char *s)
{
	while (*s)
		put(t, *s++);
}

static void put_shown(struct lla_text *t, const char *s, size_t len)
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (i == SHOWN_MAX) {
			put_string(t, "...");
			return;
		}
		if (c >= ' ' && c < 0x7f) {
			put(t, (char)c);
			continue;
		}
		put_string(t, "\\x");
		put(t, hex[c >> 4]);
		put(t, hex[c & 15]);
	}
}

static void put_number(struct lla_text *t, unsigned long n)
{
	char digits[24];
	size_t i = sizeof(digits);

	do {
		digits[--i] = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	while (i < sizeof(digits))
		put(t, digits[i++]);
}

/* The errnos that the kernel answers on our paths, and strerror's words for them in the same
 * order. A pointer for each would be a relocation. */
static const uint8_t errno_numbers[] = {
	EPERM,  ENOENT,       EINTR,   EIO,    ENXIO,  E2BIG,  ENOEXEC,    EBADF,        EAGAIN,
	ENOMEM, EACCES,       ENOTDIR, EISDIR, EINVAL, EFBIG,  ENOSPC,     EROFS,        ENFILE,
	EMFILE, ENAMETOOLONG, ENOSYS,  ELOOP,  ENOMSG, EBADFD, EOPNOTSUPP, EAFNOSUPPORT, ESTALE,
};
static const char errno_texts[] = "Operation not permitted\0"
				  "No such file or directory\0"
				  "Interrupted system call\0"
				  "Input/output error\0"
				  "No such device or address\0"
				  "Argument list too long\0"
				  "Exec format error\0"
				  "Bad file descriptor\0"
				  "Resource temporarily unavailable\0"
				  "Cannot allocate memory\0"
				  "Permission denied\0"
				  "Not a directory\0"
				  "Is a directory\0"
				  "Invalid argument\0"
				  "File too large\0"
				  "No space left on device\0"
				  "Read-only file system\0"
				  "Too many open files in system\0"
				  "Too many open files\0"
				  "File name too long\0"
				  "Function not implemented\0"
				  "Too many levels of symbolic links\0"
				  "No message of desired type\0"
				  "File descriptor in bad state\0"
				  "Operation not supported\0"
				  "Address family not supported\0"
				  "Stale file handle\0";

static void put_errno(struct lla_text *t, int e)
{
	const char *text = errno_texts;

	for (size_t i = 0; i < sizeof(errno_numbers); i++) {
		if (errno_numbers[i] == e) {
			put_string(t, text);
			return;
		}
		text += lla_length(text) + 1;
	}
	put_string(t, "error ");
	put_number(t, e < 0 ? 0 : (unsigned long)e);
}

static void put_int(struct lla_text *t, int n)
{
	if (n < 0)
		put(t, '-');
	put_number(t, n < 0 ? 0UL - (unsigned long)n : (unsigned long)n);
}

static void put_error(struct lla_text *t, const struct lla_error *err)
{
	if (err->source) {
		put_shown(t, err->source, lla_length(err->source));
		put(t, ':');
		if (err->line) {
			put_number(t, err->line);
			put(t, ':');
		}
		put(t, ' ');
	}
	put_string(t, err->text);
}

void lla_text_format(struct lla_text *t, const char *format, va_list ap)
{
	for (; *format; format++) {
		const char *s;

		if (*format != '%') {
			put(t, *format);
			continue;
		}
		switch (*++format) {
		case 's': put_string(t, va_arg(ap, const char *)); break;
		case 'q':
			s = va_arg(ap, const char *);
			put_shown(t, s, lla_length(s));
			break;
		case 'Q':
			s = va_arg(ap, const char *);
			put_shown(t, s, va_arg(ap, size_t));
			break;
		case 'd': put_int(t, va_arg(ap, int)); break;
		case 'u': put_number(t, va_arg(ap, unsigned)); break;
		case 'e': put_errno(t, va_arg(ap, int)); break;
		case 'E': put_error(t, va_arg(ap, const struct lla_error *)); break;
		case '\0': return;
		default: put(t, *format);
		}
	}
}

void lla_text_add(struct lla_text *t, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	lla_text_format(t, format, ap);
	va_end(ap);
}

void lla_error_clear(struct lla_error *err)
{
	err->source = NULL;
	err->line = 0;
	err->text[0] = '\0';
}

int lla_fail(struct lla_error *err, const char *format, ...)
{
	struct lla_text t = LLA_TEXT_IN(err->text);
	va_list ap;

	va_start(ap, format);
	lla_text_format(&t, format, ap);
	va_end(ap);
	return -1;
}
