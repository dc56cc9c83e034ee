/* SPDX-License-Identifier: ISC */
/*
 * The probes: for each right of Landlock an operation that the right is about. They know
 * nothing of policies and of Criterion: tests/unit/test_enforce.c calls them in a child
 * that has confined itself, and tests/kinds/matrix_probe.c is confined from outside.
 *
 * They work beneath the working directory, in which the caller has made:
 *
 *   dir/            what rules are for
 *     file          of mode 755 and no program: execve(2) of it says ENOEXEC
 *                   where it is allowed, so that no program has to be started
 *     victim        to be removed or moved
 *     empty/
 *   other/          what they are not for
 *     file
 *   quiet/file      for rules that grant nothing
 *   socket/         Unix sockets: stream, datagram
 */
#ifndef LLA_TESTS_PROBES_H
#define LLA_TESTS_PROBES_H

#include <netinet/in.h>
#include <sys/un.h>

/* The surroundings of the probing process. The caller sets them. */
extern struct probe_outside {
	in_addr_t address; /* of servers, in network order; tests side by side need one each */
	in_port_t served;  /* the port that is connected to, in host order */
	in_port_t bound;   /* the port that is bound */
	pid_t process;     /* gets a signal */
} probe_outside;

/*
 * Runs the probe of that name: mostly that of the right which it needs. It takes back
 * what it changes. Returns 0 where the kernel allows it, else its errno, or -1 where there is no such probe.
 */
int probe(const char *name);

/* Return the addresses that the probes connect to: a port, and an abstract Unix socket. */
struct sockaddr_in probe_address(in_port_t port);
struct sockaddr_un probe_abstract_address(void);

#endif
