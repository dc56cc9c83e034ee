/* SPDX-License-Identifier: ISC */
/*
 * The object works in programs and processes of every kind, or the manual says that it does not.
 *
 * Each test is one kind: it is built and run three times, without the object, with it
 * in LD_PRELOAD, and by `landlock-auto run`. The programs (tests/kinds, tell.h) tell
 * who in them can read the files `good` and `secret`; the policy allows `good`. Their
 * telling that both can be read is the control.
 */
#include "common.h"

#include <stdio.h>
#include <stdlib.h>

enum outcome {
	CONFINED,
	UNCONFINED, /* the loader does not take the object; the manual says so */
	REFUSED,    /* by us: 125 and a message */
	NOT_RUN,    /* by somebody else: main does not run */
};

struct kind {
	/* Programs, with Debian's package behind a colon where that has another name. */
	const char *needs;
	void (*check)(void);
	/* A shell line that makes the program, in the test's directory; one in a root
	 * directory (MAKE_ROOT) that it and the files are copied to. */
	const char *build, *in_root;
	/* One that runs it, with $UNDER before it; the variables that it is run with. */
	const char *run, *with;
	/* The parts of it that tell, in this order; '!' marks one that is earlier than any object. */
	const char *who;
	/* Rules that it needs beside that for `good`. */
	const char *rules;
	/* LD_PRELOAD; the object alone, if not given. */
	const char *preload;
	enum outcome by_preload, by_run;
	/* The part that standard error has then. */
	const char *preload_says, *run_says;
};

/* The output of a run: each word of `who` for both files. */
static const char *told(const char *who, bool confined)
{
	char *text = calloc(1, 4096), *each = strdup(who), *place;

	for (char *p = strtok_r(each, " ", &place); p; p = strtok_r(NULL, " ", &place)) {
		bool early = *p == '!';
		size_t len = strlen(text);

		p += early;
		snprintf(text + len, 4096 - len, "%s good: read\n%s secret: %s\n", p, p,
			 confined && !early ? "denied" : "read");
	}
	return text;
}

static struct ran start(const struct kind *k, const char *under)
{
	return sh("UNDER=\"env %s %s\"; %s", k->with ? k->with : "", under,
		  k->run ? k->run : "$UNDER ./host");
}

static void judge(const char *way, struct ran r, const struct kind *k, enum outcome outcome,
		  const char *says)
{
	bool runs = outcome == CONFINED || outcome == UNCONFINED;
	bool as_wanted =
		runs ? r.status == 0 : (r.status == 125) == (outcome == REFUSED) && r.status;

	cr_assert(as_wanted, "%s: status %d, stdout:\n%sstderr:\n%s", way, r.status, r.out, r.err);
	cr_assert_str_eq(r.out, runs ? told(k->who, outcome == CONFINED) : "",
			 "%s: stdout:\n%sstderr:\n%s", way, r.out, r.err);
	contains(r.err, outcome == REFUSED ? "landlock-auto: " : "");
	contains(r.err, says ? says : "");
}

static void try(const struct kind *k)
{
	struct ran r;
	char *preload, *path;

	cr_assert(asprintf(&path, "%s:/usr/sbin:/sbin", getenv("PATH")) > 0);
	setenv("PATH", path, 1);
	if (k->check)
		k->check();
	if (k->needs)
		needs_commands(k->needs);
	r = sh("echo 1 >good; echo 2 >secret; $TOOL compile -o policy --words 'r:good %s' && "
	       "{ %s\n}",
	       k->rules ? k->rules : "", k->build ? k->build : "true");
	cr_assert_eq(r.status, 0, "%s\n%s%s", k->build, r.out, r.err);

	if (k->in_root) {
		r = sh(MAKE_ROOT "cp good secret policy host root && chmod -R a+rX root && "
				 "cd root && %s",
		       k->in_root);
		cr_assert_eq(r.status, 0, "%s\n%s%s", k->in_root, r.out, r.err);
	}

	judge("control", start(k, ""), k, UNCONFINED, NULL);
	cr_assert(asprintf(&preload, "LD_PRELOAD=%s LANDLOCK_AUTO_CONFIG=policy",
			   k->preload ? k->preload : "$SHIM") > 0);
	judge("LD_PRELOAD", start(k, preload), k, k->by_preload, k->preload_says);
	judge("run", start(k, "$TOOL run --config policy --"), k, k->by_run, k->run_says);
}

#define KIND(claim, ...)                                  \
	Test(kinds, claim)                                \
	{                                                 \
		const struct kind kind = { __VA_ARGS__ }; \
		try(&kind);                               \
	}
#define CONFINED_KIND(name, ...) KIND(name##_is_confined, __VA_ARGS__)
#define STATIC_KIND(name, ...) \
	KIND(name##_is_confined_by_run_alone, .by_preload = UNCONFINED, __VA_ARGS__)

#define SOURCES "$SRC/tests/kinds"
#define CC "gcc -pthread -o host " SOURCES "/"
#define HOST CC "host.c "

/* How it is linked, and what runs before main. */

CONFINED_KIND(a_pie_c_program, .needs = "gcc", .build = HOST "-fPIE -pie", .who = "main")
CONFINED_KIND(a_non_pie_c_program, .needs = "gcc", .build = HOST "-fno-pie -no-pie", .who = "main")
CONFINED_KIND(a_static_object_of_cxx, .needs = "g++", .build = "g++ -o host " SOURCES "/host.cc",
	      .who = "constructor main")
CONFINED_KIND(a_preinit_array, .needs = "gcc", .build = HOST "-DPREINIT", .who = "preinit main")

#define LIBRARY "gcc -shared -fPIC -pthread -o library.so " SOURCES "/library.c && "
CONFINED_KIND(a_thread_of_a_library_s_constructor, .needs = "gcc",
	      .build = LIBRARY HOST "-DFINISH ./library.so", .who = "constructor thread main")

/* Resolvers run while the loader relocates, before there are constructors. */
CONFINED_KIND(an_ifunc_program_from_main_on, .needs = "gcc",
	      .build = CC "bare.c -DIFUNC -I$SRC/src -Wl,-z,now", .who = "!resolver main")

STATIC_KIND(static_glibc, .needs = "gcc", .build = HOST "-static", .who = "main")
STATIC_KIND(static_pie_glibc, .needs = "gcc", .build = HOST "-static-pie", .who = "main")

CONFINED_KIND(dynamic_musl, .needs = "musl-gcc:musl-tools",
	      .build = "musl-gcc -o host " SOURCES "/host.c", .who = "main")
CONFINED_KIND(a_thread_of_a_musl_library_s_constructor, .needs = "musl-gcc:musl-tools",
	      .build = "musl-gcc -shared -fPIC -o library.so " SOURCES "/library.c && "
		       "musl-gcc -o host " SOURCES "/host.c -DFINISH ./library.so",
	      .who = "constructor thread main")
STATIC_KIND(static_musl, .needs = "musl-gcc:musl-tools",
	    .build = "musl-gcc -static -o host " SOURCES "/host.c", .who = "main")

#define BARE CC "bare.c -I$SRC/src -O -fno-stack-protector -ffreestanding -nostdlib "
CONFINED_KIND(a_program_without_libc, .needs = "gcc", .build = BARE "-fPIE -pie", .who = "main")
STATIC_KIND(a_static_program_without_libc, .needs = "gcc", .build = BARE "-static", .who = "main")

/* A command like any other, static, which then opens the program itself. */
CONFINED_KIND(a_program_given_to_its_loader, .needs = "gcc", .build = HOST, .who = "main",
	      .rules = "r:host r:/etc/ld.so.cache r:/usr ?r:/lib ?r:/lib64",
	      .run = "$UNDER $(ldd host | grep -o '/[^ ]*/ld-linux[^ ]*') ./host")

/* Compiled languages with a runtime of their own. The cache is kept, and one builds
 * at a time, for the first compiles Go's own library. */

#define GO_CACHE "$BUILD/tests/kinds/go-cache"
#define GO                                                                                    \
	"mkdir -p " GO_CACHE " && export GO111MODULE=off GOCACHE=" GO_CACHE " && cd " SOURCES \
	" && flock " GO_CACHE " go build -o $T/"
CONFINED_KIND(go_with_cgo, .needs = "gcc go:golang-go",
	      .build = "export CGO_ENABLED=1; " GO "host tell.go host.go cgo.go",
	      .who = "init main")
CONFINED_KIND(go_pie_without_libc, .needs = "go:golang-go",
	      .build = "export CGO_ENABLED=0; " GO
		       "host -buildmode=pie -ldflags=-linkmode=internal tell.go host.go",
	      .who = "init main")
STATIC_KIND(static_go, .needs = "go:golang-go",
	    .build = "export CGO_ENABLED=0; " GO "host tell.go host.go", .who = "init main")
CONFINED_KIND(a_go_library_in_a_c_program, .needs = "gcc go:golang-go",
	      .build = "export CGO_ENABLED=1; " GO
		       "library.so -buildmode=c-shared tell.go library.go; "
		       "cd $T; " HOST "-DFINISH ./library.so",
	      .who = "init thread main")

/* Interpreters: Debian's, whatever else is in PATH. */

#define SYSTEM "r:/usr r:/etc r:/proc"
CONFINED_KIND(python3, .needs = "/usr/bin/python3:python3", .rules = SYSTEM, .who = "main",
	      .build = "cat >host.py <<'E'\n"
		       "for f in ['good', 'secret']:\n"
		       "  try: open(f); said = 'read'\n"
		       "  except PermissionError: said = 'denied'\n"
		       "  print('main ' + f + ': ' + said)\n"
		       "E\n",
	      .run = "$UNDER /usr/bin/python3 -c \"$(cat host.py)\"")
CONFINED_KIND(
	perl, .needs = "/usr/bin/perl:perl", .rules = "r:/dev/null", .who = "main",
	.run = "$UNDER /usr/bin/perl -e 'for (qw(good secret)) "
	       "{ print \"main $_: \", open(F, $_) ? \"read\" : $! == 13 ? \"denied\" : $!, \"\\n\" }'")
CONFINED_KIND(
	node, .needs = "/usr/bin/node:nodejs", .rules = SYSTEM, .who = "main",
	.run = "$UNDER /usr/bin/node -e 'for (const f of [\"good\", \"secret\"]) { let said = \"read\"; "
	       "try { require(\"fs\").openSync(f) } catch (e) { said = e.code == \"EACCES\" ? \"denied\" : e } "
	       "console.log(`main ${f}: ${said}`) }'")
/* A class of the runtime that reads a file, for there is no compiler in a runtime. */
CONFINED_KIND(java, .needs = "/usr/bin/java:default-jre-headless", .rules = SYSTEM " r:/sys",
	      .who = "main",
	      .run = "for f in good secret; do $UNDER /usr/bin/java -XX:-UsePerfData -m "
		     "java.base/sun.security.tools.keytool.Main -printcert -file $f | "
		     "sed \"s/.*Failed to parse input/main $f: read/; "
		     "s/.*$f (Permission denied)/main $f: denied/\"; done")
CONFINED_KIND(
	bash, .needs = "/bin/bash:bash", .who = "main",
	.run = "$UNDER /bin/bash -c 'for f in good secret; do e=$( { : <$f; } 2>&1 ); case $e in "
	       "\"\") e=read;; *\": Permission denied\") e=denied;; esac; echo \"main $f: $e\"; done'")

/* Other objects that are preloaded or linked in. */

#define JEMALLOC "libjemalloc.so.2"
static void needs_jemalloc(void)
{
	if (*sh("LD_PRELOAD=" JEMALLOC " /bin/true").err)
		cr_skip_test("needs " JEMALLOC " (on Debian: apt-get install libjemalloc2)");
}

CONFINED_KIND(a_program_with_an_allocator_preloaded_before, .needs = "gcc", .check = needs_jemalloc,
	      .build = HOST "-DNEEDED=mallctl", .with = "LD_PRELOAD=" JEMALLOC,
	      .preload = JEMALLOC ":$SHIM", .who = "main")
CONFINED_KIND(a_program_with_an_allocator_preloaded_behind, .needs = "gcc", .check = needs_jemalloc,
	      .build = HOST "-DNEEDED=mallctl", .with = "LD_PRELOAD=" JEMALLOC,
	      .preload = "$SHIM:" JEMALLOC, .who = "main")

/*
 * The address sanitizer reads its options and the maps of the process in /proc/self.
 * A shared runtime wants to be the first library, or to hear that it need not be.
 */
#define ASAN(compiler, options) \
	compiler " -fsanitize=address " options " -DNEEDED=__asan_init -o host " SOURCES "/host.c"
#define NOT_FIRST "ASan runtime does not come first"
/* The directory of clang's shared runtime, which no loader looks into. */
#define SHARED "-shared-libsan -Wl,-rpath,$(clang -print-runtime-dir)"

static void needs_clang(void)
{
	if (sh("echo 'int main(void) { return 0; }' | clang -fsanitize=address,undefined -x c -")
		    .status)
		cr_skip_test("needs clang and its runtime (on Debian: apt-get install clang "
			     "libclang-rt-dev)");
}

#define PROC .rules = "r:/proc/self", .who = "main"
CONFINED_KIND(asan_of_gcc_static, .needs = "gcc", PROC, .build = ASAN("gcc", "-static-libasan"))
CONFINED_KIND(asan_of_clang_static, .check = needs_clang, PROC, .build = ASAN("clang", ""))
KIND(asan_of_gcc_shared_does_not_run, .needs = "gcc", PROC, .build = ASAN("gcc", ""),
     .by_preload = NOT_RUN, .preload_says = NOT_FIRST, .by_run = NOT_RUN, .run_says = NOT_FIRST)
KIND(asan_of_clang_shared_does_not_run, .check = needs_clang, PROC, .build = ASAN("clang", SHARED),
     .by_preload = NOT_RUN, .preload_says = NOT_FIRST, .by_run = NOT_RUN, .run_says = NOT_FIRST)
CONFINED_KIND(asan_of_gcc_shared_that_need_not_be_first, .needs = "gcc", PROC,
	      .build = ASAN("gcc", ""), .with = "ASAN_OPTIONS=verify_asan_link_order=0")
CONFINED_KIND(asan_of_clang_shared_that_need_not_be_first, .check = needs_clang, PROC,
	      .build = ASAN("clang", SHARED), .with = "ASAN_OPTIONS=verify_asan_link_order=0")
/* Without the rule the options do not reach it, and at the end it looks for leaks in vain. */
CONFINED_KIND(asan_that_may_not_read_proc, .needs = "gcc", .who = "main",
	      .build = ASAN("gcc", "-static-libasan"), .run = "$UNDER ./host || true",
	      .preload_says = "LeakSanitizer has encountered a fatal error",
	      .run_says = "LeakSanitizer has encountered a fatal error")

#define UBSAN(compiler, options) \
	compiler " -fsanitize=undefined " options " -DOVERFLOW -o host " SOURCES "/host.c"
#define REPORTS                                                   \
	.who = "main", .preload_says = "signed integer overflow", \
	.run_says = "signed integer overflow"
CONFINED_KIND(ubsan_of_gcc_static, .needs = "gcc", REPORTS,
	      .build = UBSAN("gcc", "-static-libubsan"))
CONFINED_KIND(ubsan_of_gcc_shared, .needs = "gcc", REPORTS, .build = UBSAN("gcc", ""))
CONFINED_KIND(ubsan_of_clang_static, .check = needs_clang, REPORTS, .build = UBSAN("clang", ""))
CONFINED_KIND(ubsan_of_clang_shared, .check = needs_clang, REPORTS, .build = UBSAN("clang", SHARED))

/* The other word size. */

#define I386 "gcc -m32 -I/usr/include/x86_64-linux-gnu"
static void needs_i386(void)
{
	if (!sh("test -e $SRC/config.status").status)
		cr_skip_test("the sources are configured in their own directory; build in another");
	if (sh("echo 'int main(void) { return 0; }' | " I386 " -x c - && ./a.out").status)
		cr_skip_test("needs gcc -m32 on x86_64 (on Debian 12: apt-get install "
			     "gcc-12-multilib)");
}

#define OTHER_CLASS "its loader would ignore the object"
KIND(i386_is_confined_by_an_object_of_its_own, .check = needs_i386, .who = "main",
     .build = I386 " -o host " SOURCES "/host.c && mkdir i386 && cd i386 && "
		   "$SRC/configure CC='gcc -m32' CPPFLAGS=-I/usr/include/x86_64-linux-gnu >log && "
		   "make liblandlock-auto.so >>log",
     .preload = "i386/liblandlock-auto.so", .by_run = REFUSED, .run_says = OTHER_CLASS)
KIND(i386_is_unconfined_with_the_object_of_x86_64_and_refused_by_run, .check = needs_i386,
     .who = "main", .build = I386 " -o host " SOURCES "/host.c", .by_preload = UNCONFINED,
     .preload_says = "cannot be preloaded (wrong ELF class: ELFCLASS64): ignored",
     .by_run = REFUSED, .run_says = OTHER_CLASS)

/* Nothing of ours runs there that could say it; `run` has looked whether there is one. */
#define MISSING .preload = "$T/liblandlock-auto.so", .by_preload = UNCONFINED, .who = "main"
KIND(glibc_goes_on_without_an_object_and_says_so, MISSING, .needs = "gcc", .build = HOST,
     .preload_says = "cannot be preloaded (cannot open shared object file): ignored")
KIND(musl_goes_on_without_an_object, MISSING, .needs = "musl-gcc:musl-tools",
     .build = "musl-gcc -o host " SOURCES "/host.c")

/* Privilege: as another user, in a root directory of our own without /proc. */

static void needs_chroot(void)
{
	needs_root();
	needs_auxv();
}

#define ROOT(change) .needs = "gcc", .check = needs_chroot, .build = HOST, .in_root = change
#define AS_NOBODY .run = "exec chroot --userspec=65534:65534 root $UNDER ./host"
CONFINED_KIND(root_in_a_chroot_without_proc, ROOT("test ! -e proc"), .who = "main",
	      .run = "exec chroot root $UNDER ./host")
CONFINED_KIND(an_unprivileged_user_in_a_chroot_without_proc, ROOT("true"), AS_NOBODY, .who = "main")
KIND(a_setuid_program_is_unconfined_and_refused_by_run, ROOT("chmod 4755 host"), AS_NOBODY,
     .who = "privileged", .by_preload = UNCONFINED, .by_run = REFUSED,
     .run_says = "./host is setuid")
KIND(a_program_with_file_capabilities_is_unconfined_and_refused_by_run,
     ROOT("setcap cap_net_raw+ep host"), AS_NOBODY, .who = "privileged", .by_preload = UNCONFINED,
     .by_run = REFUSED, .run_says = "./host has file capabilities")
/* The machine's own list of preloads. */
#define FOR_ALL "echo $SHIM >etc/ld.so.preload"
CONFINED_KIND(a_program_through_ld_so_preload, ROOT(FOR_ALL), AS_NOBODY, .who = "main",
	      .preload = "")
KIND(a_setuid_program_through_ld_so_preload_does_not_look_at_the_environment,
     ROOT("chmod 4755 host; " FOR_ALL), AS_NOBODY, .who = "privileged", .preload = "",
     .by_preload = UNCONFINED, .by_run = REFUSED, .run_says = "./host is setuid")

/* The surroundings of the process, and how it is started. */

#define NOBODY "setpriv --reuid=65534 --regid=65534 --clear-groups "
static void needs_user_namespaces(void)
{
	needs_chroot();
	if (sh(NOBODY "unshare -U true").status)
		cr_skip_test("needs user namespaces for all users, which a chroot for one has not");
}

/* The root directory as the root of a mount namespace: in a chroot there are none. */
#define PIVOT                                                                 \
	"exec $SRC/tests/mounts sh -c 'mount --bind root root && cd root && " \
	"mount -t proc proc proc && pivot_root . . && umount -l . && exec \"$@\"' sh "
CONFINED_KIND(an_unprivileged_user_namespace, .needs = "gcc", .check = needs_user_namespaces,
	      .build = HOST, .who = "main",
	      .in_root = "mkdir proc; for f in setpriv unshare umount; do f=$(command -v $f); "
			 "for l in $f $(ldd $f | grep -o '/[^ ]*'); do "
			 "mkdir -p ./$(dirname $l) && cp -L $l ./$l; done; done",
	      .run = PIVOT NOBODY "unshare -Ur $UNDER ./host")

#define C_PROGRAM .needs = "gcc", .build = HOST, .who = "main"
CONFINED_KIND(
	the_sixteenth_landlock_domain, C_PROGRAM,
	.run = "setpriv --no-new-privs $BUILD/tests/kinds/matrix_probe layers 15 $UNDER ./host")
CONFINED_KIND(a_traced_program, .needs = "gcc strace", .build = HOST, .who = "main",
	      .run = "strace -f -o log $UNDER ./host")
CONFINED_KIND(a_debugged_program, .needs = "gcc gdb", .build = HOST, .who = "main",
	      .run = "gdb -nx -batch -ex run --args $UNDER ./host </dev/null >log 2>&1; "
		     "grep -E '^main (good|secret): ' log")
CONFINED_KIND(a_program_with_closed_standard_descriptors, .needs = "gcc",
	      .build = HOST "-DTELL_FD=3", .who = "main", .run = "$UNDER ./host 3>&1 <&- >&- 2>&-")
CONFINED_KIND(a_program_with_five_descriptors, C_PROGRAM, .run = "ulimit -n 5; $UNDER ./host")
KIND(a_program_with_four_descriptors_is_refused, C_PROGRAM, .run = "ulimit -n 4; $UNDER ./host",
     .by_preload = REFUSED, .preload_says = "Too many open files", .by_run = REFUSED,
     .run_says = "Too many open files")
/* Its loader opens nothing else, and so would start it without the object. */
KIND(a_musl_program_with_four_descriptors_is_refused, .needs = "musl-gcc:musl-tools",
     .build = "musl-gcc -o host " SOURCES "/host.c", .who = "main",
     .run = "ulimit -n 4; $UNDER ./host", .by_preload = REFUSED,
     .preload_says = "Too many open files", .by_run = REFUSED, .run_says = "Too many open files")

#define SPAWN "gcc -o spawn " SOURCES "/spawn.c && " HOST
CONFINED_KIND(a_program_started_by_vfork, .needs = "gcc", .build = SPAWN, .who = "main",
	      .run = "./spawn vfork $UNDER ./host")
CONFINED_KIND(a_program_started_by_posix_spawn, .needs = "gcc", .build = SPAWN, .who = "main",
	      .run = "./spawn posix_spawn $UNDER ./host")
CONFINED_KIND(a_daemon, .needs = "gcc", .build = SPAWN, .who = "main",
	      .run = "./spawn daemon $UNDER ./host | cat")
#define STARTS .rules = "rx:host rx:/usr ?rx:/lib ?rx:/lib64", .who = "main", .needs = "gcc"
CONFINED_KIND(a_child_by_vfork, STARTS, .build = SPAWN, .run = "$UNDER ./spawn vfork ./host")
CONFINED_KIND(a_child_by_posix_spawn, STARTS, .build = SPAWN,
	      .run = "$UNDER ./spawn posix_spawn ./host")

/* What /proc calls its executable is the loader. */
Test(kinds, a_launcher_that_a_loader_has_started_exports_nothing)
{
	needs_commands("musl-gcc:musl-tools");
	refused(sh("/lib/ld-musl-*.so.1 $TOOL export out"), "started by a loader");
	ran_well(sh("test ! -e out/landlock-auto && $TOOL export out && test -e out/landlock-auto"),
		 0);
}
