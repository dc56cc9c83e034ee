/* SPDX-License-Identifier: ISC */
/*
 * What a policy costs once it is in force: one system call very often.
 *
 *	calls open TIMES FILE	opens and closes the file
 *	calls connect TIMES PORT	connects to that port of this machine, where nobody listens
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int open_once(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	return fd < 0 || close(fd);
}

/* 0: refused by nobody listening, or denied; anything else is not what is measured. */
static int connect_once(const char *port)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)atoi(port)),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || !connect(fd, (struct sockaddr *)&to, sizeof(to)) || errno != ECONNREFUSED)
		return 1;
	return close(fd);
}

int main(int argc, char **argv)
{
	int (*once)(const char *);

	if (argc != 4)
		return 2;
	once = strcmp(argv[1], "open") ? connect_once : open_once;
	for (long i = atol(argv[2]); i > 0; i--)
		if (once(argv[3]))
			return 1;
	return 0;
}
