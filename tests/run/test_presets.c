/* SPDX-License-Identifier: ISC */
#include "common.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Each preset lets a real program work that fails without it, and lets none
 * reach what is private. */

#define NOTHING "?r:/no/such/file" /* a policy that grants nothing */
#define DENIED "ermission denied"

/* A simple command, assignments and redirections with it, under a policy. */
static struct ran confined(const char *policy, const char *command)
{
	needs_abi(1);
	return sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO=\"%s\" %s", policy, command);
}

static void prints(const char *policy, const char *command, const char *text)
{
	struct ran r = confined(policy, command);

	cr_assert(r.status == 0, "%s: %s: status %d\n%s%s", policy, command, r.status, r.out,
		  r.err);
	cr_assert(strstr(r.out, text), "%s: %s: no \"%s\" in:\n%s%s", policy, command, text, r.out,
		  r.err);
}

static void prints_not(const char *policy, const char *command, const char *text)
{
	struct ran r = confined(policy, command);

	cr_assert(r.status < 125, "%s: %s: status %d\n%s", policy, command, r.status, r.err);
	cr_assert(!strstr(r.out, text), "%s: %s: there is \"%s\" in:\n%s", policy, command, text,
		  r.out);
}

/* The command prints the text with the preset, and not without. */
static void needs(const char *preset, const char *command, const char *text)
{
	char *policy;

	cr_assert(asprintf(&policy, "presets=%s", preset) > 0);
	prints(policy, command, text);
	prints_not(NOTHING, command, text);
	free(policy);
}

static void denies(const char *policy, const char *command)
{
	struct ran r = confined(policy, command);

	cr_assert(r.status && r.status != 125 && strstr(r.err, DENIED), "%s: %s: status %d\n%s%s",
		  policy, command, r.status, r.out, r.err);
}

static void succeeds(const char *policy, const char *command)
{
	prints(policy, command, "");
}

static bool exists(const char *path)
{
	return !access(path, F_OK);
}

/* Those of the paths that this machine has can be read with the preset, and not
 * without. */
static void grants(const char *preset, const char *const *paths)
{
	char *with, *command;
	struct stat st;

	cr_assert(asprintf(&with, "presets=%s best-effort", preset) > 0);
	for (; *paths; paths++) {
		if (stat(*paths, &st))
			continue;
		cr_assert(asprintf(&command, "%s %s", S_ISDIR(st.st_mode) ? "ls" : "cat", *paths) >
			  0);
		succeeds(with, command);
		denies(NOTHING, command);
		free(command);
	}
	free(with);
}

/* A thief is after these. Each has its control: a rule of its own opens it. */
static void keeps_secrets(const char *preset)
{
	char *with, *home, *tmp;

	cr_assert(asprintf(&with, "presets=%s best-effort", preset) > 0);
	cr_assert(asprintf(&home, "%s r:$T/.ssh", with) > 0);
	cr_assert(asprintf(&tmp, "%s rw:$T", with) > 0);
	sh("mkdir .ssh && echo secret >.ssh/id_ed25519");
	denies(with, "cat .ssh/id_ed25519");
	prints(home, "cat .ssh/id_ed25519", "secret");
	denies(with, "touch new");
	succeeds(tmp, "touch new");
	denies(with, "ls $T");
	denies(with, "ls /");
	denies(with, "ls /etc");
	denies(with, "cat /proc/self/environ");
	denies(with, "cat /etc/shadow");
	denies(with, "ls /root");
	denies(with, "env true");
	if (!geteuid()) {
		prints("r:/etc/shadow", "cat /etc/shadow", "root:");
		succeeds("r:/root", "ls /root");
	}
}

Test(presets, base_keeps_secrets)
{
	keeps_secrets("base");
}

Test(presets, tls_keeps_secrets)
{
	keeps_secrets("tls");
}

Test(presets, dns_keeps_secrets)
{
	keeps_secrets("dns");
}

Test(presets, python_keeps_secrets)
{
	keeps_secrets("python");
}

Test(presets, all_together_keep_secrets)
{
	keeps_secrets("base,tls,dns,python");
}

static const char *const names[] = { "base", "tls", "dns", "python" };
#define NAMES (COUNT(names))

Test(presets, each_is_a_policy_without_an_error, .init = needs_landlock)
{
	for (size_t i = 0; i < NAMES; i++) {
		ran_well(sh("$TOOL compile -o $T/policy $SRC/conf/presets/%s.conf 2>/dev/null",
			    names[i]),
			 0);
		contains(sh("$TOOL check $SRC/conf/presets/%s.conf", names[i]).out, "allowed:");
	}
}

/* A right that only newer kernels have would stop every program on Debian 12. */
Test(presets, need_no_newer_kernel_but_for_tcp)
{
	succeeds("abi=1 presets=base,tls,python", "/bin/true");
	succeeds("abi=4 presets=dns", "/bin/true");
}

Test(presets, work_in_a_config_and_for_run, .init = needs_landlock)
{
	needs_commands("date");
	needs_file("/usr/share/zoneinfo/Asia/Tokyo", "tzdata");
	test_text("app.conf", "presets = {\"base\"}\n");
	contains(sh("TZ=Asia/Tokyo LD_PRELOAD=$SHIM LANDLOCK_AUTO_CONFIG=app.conf date +%%Z").out,
		 "JST");
	contains(sh("TZ=Asia/Tokyo $TOOL run --presets base --fs rx:/usr -- date +%%Z").out, "JST");
}

/* base */

Test(presets, base_time_zones)
{
	needs_commands("date");
	needs_file("/usr/share/zoneinfo/Asia/Tokyo", "tzdata");
	needs("base", "TZ=Asia/Tokyo date +%Z", "JST");
}

Test(presets, base_names_of_users_and_groups)
{
	needs_commands("id getent ls");
	needs("base", "id -nu root", "root");
	needs("base", "getent group root", "root:");
	needs("base", "ls -ld /", "root root");
}

Test(presets, base_locales)
{
	needs_commands("locale");
	needs("base", "LC_ALL=C.UTF-8 locale charmap", "UTF-8");
}

Test(presets, base_charsets)
{
	needs_commands("iconv");
	test_text("euro", "\xa4\n");
	needs("base", "iconv -f ISO-8859-15 -t UTF-8 <$T/euro", "\xe2\x82\xac");
}

Test(presets, base_devices)
{
	needs_commands("bash od");
	needs("base", "bash -c 'echo x >/dev/null && echo done'", "done");
	needs("base", "bash -c 'echo x >>/dev/null && echo done'", "done");
	needs("base", "bash -c ': <>/dev/zero && echo done'", "done");
	needs("base", "od -An -tx1 -N2 /dev/zero", "00 00");
	needs("base", "od -An -tx1 -N1 /dev/random", " ");
	needs("base", "od -An -tx1 -N1 /dev/urandom", " ");
	contains(confined("presets=base", "bash -c 'echo x >/dev/full'").err, "No space left");
	denies("presets=base", "bash -c ': >/dev/urandom'");
	denies("presets=base", "ls /dev");
	succeeds("r:/dev", "ls /dev");
}

Test(presets, base_settings_of_libc)
{
	static const char *const paths[] = { "/etc/localtime",
					     "/etc/timezone",
					     "/etc/nsswitch.conf",
					     "/etc/locale.alias",
					     "/etc/ld.so.cache",
					     "/usr/share/locale",
					     NULL };

	grants("base", paths);
}

/* The runner may have no terminal (ENXIO), which the kernel says where it does
 * not deny. */
Test(presets, base_terminal)
{
	needs_commands("bash");
	denies(NOTHING, "bash -c ': <>/dev/tty'");
	contains_not(confined("presets=base", "bash -c ': <>/dev/tty'").err, DENIED);
}

static const char cancels[] =
	"#include <pthread.h>\n"
	"#include <unistd.h>\n"
	"static void *idle(void *p) { for (;;) pause(); return p; }\n"
	"int main(void)\n"
	"{\n"
	"	pthread_t t;\n"
	"	return pthread_create(&t, 0, idle, 0) || pthread_cancel(t) ||\n"
	"	       pthread_join(t, 0) || write(1, \"cancelled\\n\", 10) != 10;\n"
	"}\n";

Test(presets, base_cancelled_threads)
{
	struct ran r;

	needs_commands("gcc");
	test_text("cancel.c", cancels);
	ran_well(sh("gcc -pthread -o cancel cancel.c"), 0);
	prints("presets=base", "./cancel", "cancelled");
	r = confined(NOTHING, "./cancel");
	cr_assert_str_empty(r.out);
	contains(r.err, "libgcc_s.so.1");
}

/* tls */

/* A root certificate verifies when it is found in the system's own store. */
#define ROOT "/etc/ssl/certs/ISRG_Root_X1.pem"
#define BUNDLE "/etc/ssl/certs/ca-certificates.crt"

Test(presets, tls_bundle_of_openssl)
{
	needs_commands("openssl");
	needs_file(ROOT, "ca-certificates");
	ran_well(sh("cp -L " ROOT " root.pem"), 0);
	needs("tls", "SSL_CERT_DIR=/none SSL_CERT_FILE=" BUNDLE " openssl verify <$T/root.pem",
	      "OK");
}

/* Its symlinks point out of it. */
Test(presets, tls_hashed_directory_of_openssl)
{
	needs_commands("openssl");
	needs_file(ROOT, "ca-certificates");
	ran_well(sh("cp -L " ROOT " root.pem"), 0);
	needs("tls", "SSL_CERT_FILE=/none openssl verify <$T/root.pem", "OK");
	needs("tls", "openssl verify <$T/root.pem", "OK");
}

Test(presets, tls_settings_of_openssl)
{
	needs_commands("openssl");
	succeeds("presets=tls rw:$T",
		 "openssl req -new -newkey rsa:2048 -nodes -subj /CN=x -keyout k -out c 2>&1");
	contains(confined("rw:$T",
			  "openssl req -new -newkey rsa:2048 -nodes -subj /CN=x -keyout k -out c")
			 .err,
		 "openssl.cnf");
}

/* A server with a certificate that nobody signed, and curl's verdict of it: 60 is
 * "not by anyone that I trust", 77 "I cannot read whom to trust". */
static struct ran curl_verdict(const char *presets)
{
	needs_abi(4);
	return sh(
		"rm -f log\n"
		"openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -keyout key -out cert "
		"2>/dev/null || exit 1\n"
		"openssl s_server -www -accept 127.0.0.1:0 -key key -cert cert >log 2>&1 & server=$!\n"
		"for i in $(seq 100); do port=$(sed -n 's/^ACCEPT.*:\\([0-9]*\\).*/\\1/p' log 2>/dev/null)\n"
		"[ \"$port\" ] && break; sleep 0.1; done\n"
		"LD_PRELOAD=$SHIM LANDLOCK_AUTO=\"%s c:$port\" curl -sS https://127.0.0.1:$port/\n"
		"echo verdict=$?; kill $server; wait",
		presets);
}

Test(presets, tls_bundle_of_curl)
{
	needs_commands("openssl curl sed seq");
	needs_file(BUNDLE, "ca-certificates");
	contains(curl_verdict("presets=tls").out, "verdict=60\n");
	contains(curl_verdict("presets=base").out, "verdict=77\n");
}

Test(presets, tls_not_the_private_keys)
{
	needs_commands("openssl");
	denies("presets=base,tls", "ls /etc/ssl/private");
	denies("presets=base,tls", "ls /etc/ssl");
	succeeds("presets=base,tls", "ls /etc/ssl/certs");
	if (!geteuid())
		succeeds("presets=base,tls r:/etc/ssl/private", "ls /etc/ssl/private");
}

/* dns: best-effort, as the port makes it need ABI 4 otherwise */

#define DNS "presets=dns best-effort"

/* In a root directory of its own: some machines have no /etc/hosts. */
Test(presets, dns_hosts, .init = needs_landlock)
{
	static const char in_root[] =
		"exec chroot root /usr/bin/env LD_PRELOAD=$SHIM LANDLOCK_AUTO='%s' "
		"getent hosts made-up";

	needs_root();
	needs_commands("getent");
	ran_well(
		sh(MAKE_ROOT
		   "cp --parents $(command -v getent) root; cp -r --parents $SRC/conf/presets root; "
		   "echo '127.0.0.9 made-up' >root/etc/hosts; echo 'hosts: files' >root/etc/nsswitch.conf"),
		0);
	contains(sh(in_root, DNS).out, "127.0.0.9");
	cr_assert_eq(sh(in_root, "").status, 2);
	cr_assert_eq(sh(in_root, "r:/etc/nsswitch.conf").status, 2);
}

Test(presets, dns_files_of_the_resolver)
{
	static const char *const paths[] = { "/etc/resolv.conf",
					     "/etc/hosts",
					     "/etc/host.conf",
					     "/etc/nsswitch.conf",
					     "/etc/gai.conf",
					     "/etc/protocols",
					     "/etc/services",
					     "/etc/ld.so.cache",
					     "/run/systemd/resolve/resolv.conf",
					     NULL };

	needs_file("/etc/resolv.conf", "resolvconf");
	grants("dns", paths);
}

Test(presets, dns_services)
{
	needs_commands("getent");
	if (!exists("/etc/services")) /* of netbase, which a minimal Debian lacks */
		return;
	prints(DNS, "getent -s files services domain/tcp", "53/tcp");
	prints_not(NOTHING, "getent -s files services domain/tcp", "53/tcp");
}

/* Refused or accepted, but by the port and not by the policy. */
Test(presets, dns_tcp_port_and_no_other)
{
	needs_commands("bash");
	contains_not(confined("presets=dns", "bash -c ': <>/dev/tcp/127.0.0.1/53'").err, DENIED);
	denies("presets=dns", "bash -c ': <>/dev/tcp/127.0.0.1/54'");
	denies("presets=base", "bash -c ': <>/dev/tcp/127.0.0.1/53'");
}

Test(presets, dns_leaves_udp_alone)
{
	needs_commands("/usr/bin/python3:python3");
	succeeds("presets=dns,python", "/usr/bin/python3 -c 'import socket\n"
				       "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
				       "s.connect((\"127.0.0.1\", 53)); s.send(b\"x\")'");
}

/* python */

static const char uses_the_library[] =
	"import asyncio, bz2, csv, ctypes, datetime, decimal, email.message, hashlib, http.client\n"
	"import json, logging, lzma, mimetypes, multiprocessing, random, re, readline, socket\n"
	"import sqlite3, ssl, subprocess, tempfile, threading, unicodedata, urllib.request, uuid\n"
	"import xml.etree.ElementTree, zipfile, zlib\n"
	"assert json.loads('[1]') == [1] and ctypes.CDLL(None).getpid() > 0\n"
	"assert sqlite3.connect(':memory:').execute('select 6 * 7').fetchone() == (42,)\n"
	"assert lzma.decompress(lzma.compress(b'x')) == bz2.decompress(bz2.compress(b'x')) == b'x'\n"
	"assert xml.etree.ElementTree.fromstring('<a b=\"1\"/>').get('b') == '1'\n"
	"assert decimal.Decimal('0.1') * 3 == decimal.Decimal('0.3')\n"
	"ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT); mimetypes.guess_type('a.txt')\n"
	"a, b = socket.socketpair(); a.send(b'x'); assert b.recv(1) == b'x'\n"
	"t = threading.Thread(target=print, args=('a thread',)); t.start(); t.join()\n"
	"asyncio.run(asyncio.sleep(0))\n"
	"for secret in '/etc/shadow', '/etc/fstab', '/root', '/proc/self/environ':\n"
	"    try: open(secret); print('stolen', secret)\n"
	"    except OSError: pass\n"
	"print('all imported')\n";

Test(presets, python_standard_library)
{
	struct ran r;

	needs_commands("/usr/bin/python3:python3");
	test_text("script.py", uses_the_library);
	r = confined("presets=python r:$T/script.py", "/usr/bin/python3 $T/script.py");
	ran_well(r, 0);
	contains(r.out, "all imported");
	contains_not(r.out, "stolen");
	prints("presets=python r:$T/script.py", "/usr/bin/python3 -S -I $T/script.py",
	       "all imported");
	cr_assert_neq(confined("r:$T/script.py", "/usr/bin/python3 $T/script.py").status, 0);
	denies("presets=python", "/usr/bin/python3 $T/script.py");
}

Test(presets, python_children_with_base)
{
	needs_commands("/usr/bin/python3:python3");
	prints("presets=base,python rx:/usr/bin/printf rx:/lib",
	       "/usr/bin/python3 -c 'import subprocess\n"
	       "print(subprocess.check_output([\"/usr/bin/printf\", \"from a child\"],"
	       " stderr=subprocess.DEVNULL).decode())'",
	       "from a child");
	denies("presets=base,python",
	       "/usr/bin/python3 -c 'import subprocess; subprocess.run([\"/usr/bin/printf\", \"x\"])'");
}

Test(presets, python_with_tls_finds_the_certificates)
{
	static const char stats[] =
		"/usr/bin/python3 -c 'import ssl; c = ssl.create_default_context()\n"
		"c.load_verify_locations(\"" BUNDLE "\")\n"
		"print(\"found\" if c.cert_store_stats()[\"x509_ca\"] > 50 else \"few\")'";

	needs_commands("/usr/bin/python3:python3");
	needs_file(BUNDLE, "ca-certificates");
	prints("presets=python,tls", stats, "found");
	prints_not("presets=python", stats, "found");
}
