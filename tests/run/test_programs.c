/* SPDX-License-Identifier: ISC */
#include "common.h"

#include <stdlib.h>

/*
 * Programs as people run them, each under the least policy that was found for it,
 * programs/NAME.conf: it does its job, and cannot steal. programs/NAME.sh says what the
 * job and the theft are, and programs/run proves both. With LEAST=1 programs/run also tries
 * whether the policy is the least, which takes long.
 */

static void works_and_cannot_steal(const char *name, const char *packages, const char *binaries)
{
	const char *least = getenv("LEAST");
	struct ran r = sh("for f in %s /usr/bin/strace; do [ -e $f ] || echo $f; done", binaries);

	if (*r.out)
		cr_skip_test("needs the Debian packages %s strace", packages);
	needs_abi(6);
	r = sh("LEAST=%s exec timeout -k 10 %d $SRC/tests/programs/run %s", least ? least : "",
	       least ? 3000 : 110, name);
	if (r.status == 77)
		cr_skip_test("%s", r.out);
	cr_assert(r.status == 0, "status %d\n%s%s", r.status, r.out, r.err);
}

/* A name, the Debian packages, and files that must be there; patterns will do. */
#define PROGRAM(name, packages, binaries)                          \
	Test(programs, name)                                       \
	{                                                          \
		works_and_cannot_steal(#name, packages, binaries); \
	}

PROGRAM(curl, "curl openssl python3", "/usr/bin/curl /usr/bin/openssl")
PROGRAM(git, "git python3", "/usr/bin/git /usr/bin/python3")
PROGRAM(imagemagick, "imagemagick", "/usr/bin/convert /usr/bin/identify")
PROGRAM(gcc, "make gcc libc6-dev", "/usr/bin/make /usr/bin/gcc /usr/include/math.h")
PROGRAM(nginx, "nginx curl", "/usr/sbin/nginx /usr/bin/curl")
PROGRAM(postgres, "postgresql", "/usr/lib/postgresql/*/bin/postgres")
PROGRAM(python_http, "python3 curl", "/usr/bin/python3 /usr/bin/curl")
PROGRAM(python_tls, "python3 openssl", "/usr/bin/python3 /usr/bin/openssl")
PROGRAM(redis, "redis-server", "/usr/bin/redis-server /usr/bin/redis-cli")
PROGRAM(rsync, "rsync", "/usr/bin/rsync")
PROGRAM(rsyncd, "rsync", "/usr/bin/rsync")
PROGRAM(sqlite3, "sqlite3", "/usr/bin/sqlite3")
PROGRAM(ssh, "openssh-client openssh-server", "/usr/bin/ssh /usr/sbin/sshd")
PROGRAM(sshd, "openssh-client openssh-server python3", "/usr/bin/ssh /usr/sbin/sshd")
PROGRAM(tar, "tar gzip", "/usr/bin/tar /usr/bin/gzip")
PROGRAM(aptcache, "apt dpkg", "/usr/bin/apt-cache /usr/bin/dpkg")
PROGRAM(bash, "bash socat", "/bin/bash /usr/bin/socat")
PROGRAM(cmake, "cmake make gcc libc6-dev", "/usr/bin/cmake /usr/bin/gmake /usr/include/stdio.h")
PROGRAM(dnsmasq, "dnsmasq-base bind9-dnsutils", "/usr/sbin/dnsmasq /usr/bin/dig")
PROGRAM(findutils, "findutils", "/usr/bin/find /usr/bin/xargs")
PROGRAM(ghostscript, "ghostscript", "/usr/bin/gs")
PROGRAM(gpg, "gpg gpg-agent gpgconf", "/usr/bin/gpg /usr/bin/gpg-agent /usr/bin/gpg-connect-agent")
PROGRAM(haproxy, "haproxy curl python3 socat", "/usr/sbin/haproxy /usr/bin/curl /usr/bin/socat")
PROGRAM(java, "default-jre-headless openssl", "/usr/bin/keytool /usr/bin/openssl")
PROGRAM(jq, "jq tzdata", "/usr/bin/jq /usr/share/zoneinfo")
PROGRAM(lighttpd, "lighttpd curl", "/usr/sbin/lighttpd /usr/bin/curl")
PROGRAM(locale, "locales tzdata", "/usr/bin/localedef /usr/share/i18n /usr/share/zoneinfo")
PROGRAM(make, "make", "/usr/bin/make")
PROGRAM(man, "man-db groff-base bsdextrautils", "/usr/bin/man /usr/bin/troff /usr/bin/col")
PROGRAM(mariadb, "mariadb-server", "/usr/sbin/mariadbd /usr/bin/mariadb")
PROGRAM(memcached, "memcached socat", "/usr/bin/memcached /usr/bin/socat")
PROGRAM(mv, "coreutils", "/bin/mv")
PROGRAM(node, "nodejs", "/usr/bin/node")
PROGRAM(npm, "npm", "/usr/bin/npm")
PROGRAM(openssl, "openssl curl", "/usr/bin/openssl /usr/bin/curl")
PROGRAM(parallel, "parallel", "/usr/bin/parallel")
PROGRAM(patch, "patch", "/usr/bin/patch")
PROGRAM(perl, "perl", "/usr/bin/perl /usr/share/perl/*/JSON/PP.pm")
PROGRAM(php, "php-cli curl tzdata", "/usr/bin/php /usr/bin/curl /usr/share/zoneinfo")
PROGRAM(ruby, "ruby", "/usr/bin/ruby")
PROGRAM(script, "bsdutils", "/usr/bin/script /usr/bin/scriptreplay")
PROGRAM(socat, "socat", "/usr/bin/socat")
PROGRAM(tmux, "tmux", "/usr/bin/tmux")
PROGRAM(unbound, "unbound bind9-dnsutils", "/usr/sbin/unbound /usr/bin/dig")
PROGRAM(vim, "vim vim-runtime", "/usr/bin/vim /usr/share/vim/vim*/syntax")
PROGRAM(wget, "wget python3", "/usr/bin/wget /usr/bin/python3")
PROGRAM(zip, "zip unzip", "/usr/bin/zip /usr/bin/unzip")
