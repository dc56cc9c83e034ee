/* SPDX-License-Identifier: ISC */
/*
 * The costs of a start that can be counted and are the same on every machine: the system
 * calls that object and launcher make, and the memory that they take. Every program pays for a
 * call or a page more, so it has to be meant. tests/bench measures time; nothing here does.
 */
#include "core/enforce.h"
#include "machine/machine.h"

#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define OBJECT "liblandlock-auto.so"
/* The same object, under a name that says nothing to it, as if by /etc/ld.so.preload. */
#define STRANGER "stranger.so"
#define LAUNCHER TEST_BUILDDIR "/tests/landlock-auto"
#define SYSTEM_CALL (SIGTRAP | 0x80)

/* The costs of the program that a shell line has executed at last, and of the launcher on the
 * way to it. */
struct cost {
	int calls; /* system calls from within the object */
	int pages; /* private memory that was written to, when the program ended */
	struct {
		int calls, pages; /* up to its exec */
	} launcher;
};

static char *read_proc(pid_t pid, const char *name)
{
	char path[64], *text = NULL;
	size_t room = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	f = fopen(path, "re");
	cr_assert(f, "%s", path);
	cr_assert(getdelim(&text, &room, EOF, f) > 0, "%s", path);
	fclose(f);
	return text;
}

/* Whether one of these files is mapped at the address. */
static bool is_in(const char *file, const char *or_file, pid_t pid, unsigned long address)
{
	char *maps = read_proc(pid, "maps"), *next = maps, *line;
	unsigned long begin, end;
	bool found = false;

	while (!found && (line = strsep(&next, "\n")))
		found = sscanf(line, "%lx-%lx", &begin, &end) == 2 && address >= begin &&
			address < end && (strstr(line, file) || strstr(line, or_file));
	free(maps);
	return found;
}

/* Not those that smaps calls dirty: so is a page of a file that was written not long ago. */
static int private_pages(pid_t pid)
{
	char *smaps = read_proc(pid, "smaps"), *next = smaps, *line;
	int all = 0, kib;

	while ((line = strsep(&next, "\n")))
		if (sscanf(line, "Anonymous: %d", &kib) == 1)
			all += kib;
	free(smaps);
	return all / (int)(sysconf(_SC_PAGESIZE) / 1024);
}

static void run_traced(const char *line)
{
	/* The same addresses each time: how many pages are touched depends on them. */
	personality(ADDR_NO_RANDOMIZE);
	if (chdir(test_dir()) || ptrace(PTRACE_TRACEME, 0, 0, 0) || raise(SIGSTOP))
		_exit(99);
	execl("/usr/bin/env", "env", "-i", "PATH=/usr/bin:/bin:/usr/sbin:/sbin",
	      "SHIM=" TEST_BUILDDIR "/tests/" OBJECT, "BUILD=" TEST_BUILDDIR, "SRC=" TEST_SRCDIR,
	      "sh", "-c", line, (char *)NULL);
	_exit(99);
}

static void look_at_call(pid_t pid, struct cost *cost)
{
	struct __ptrace_syscall_info info;
	unsigned long ip;

	cr_assert(ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) > 0);
	if (info.op != PTRACE_SYSCALL_INFO_ENTRY)
		return;
	ip = (unsigned long)info.instruction_pointer;
	cost->calls += is_in(OBJECT, STRANGER, pid, ip);
	/* Not when the launcher is the command that it has executed. */
	if (cost->launcher.pages || !is_in(LAUNCHER, LAUNCHER, pid, ip))
		return;
	cost->launcher.calls++;
	if (info.entry.nr == SYS_execve)
		cost->launcher.pages = private_pages(pid);
}

/* Counts what one stop of the program tells. Returns the signal that the program is to get. */
static int look(pid_t pid, int status, struct cost *cost)
{
	if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXEC << 8)) {
		cost->calls = 0;
	} else if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8)) {
		cost->pages = private_pages(pid);
	} else if (WSTOPSIG(status) == SYSTEM_CALL) {
		look_at_call(pid, cost);
	} else {
		return WSTOPSIG(status) == SIGSTOP ? 0 : WSTOPSIG(status);
	}
	return 0;
}

static struct cost cost_of(const char *line)
{
	struct cost cost = { 0 };
	int status, signal;
	pid_t pid = fork();

	cr_assert(pid >= 0);
	if (!pid)
		run_traced(line);
	cr_assert(waitpid(pid, &status, 0) == pid && WIFSTOPPED(status));
	cr_assert_not(ptrace(PTRACE_SETOPTIONS, pid, 0,
			     PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEEXIT |
				     PTRACE_O_EXITKILL));
	do {
		signal = look(pid, status, &cost);
		cr_assert_not(ptrace(PTRACE_SYSCALL, pid, 0, signal));
		cr_assert(waitpid(pid, &status, 0) == pid);
	} while (WIFSTOPPED(status));
	cr_assert(WIFEXITED(status) && !WEXITSTATUS(status), "status %#x: %s", status, line);
	return cost;
}

static void costs(const char *line, int calls)
{
	struct cost cost = cost_of(line);

	cr_assert_eq(cost.calls, calls, "%d system calls, not %d: %s", cost.calls, calls, line);
}

/* So many directories, and rules for them in the file `words`. */
static void make_rules(int count)
{
	ran_well(sh("mkdir rules && cd rules && seq %d | xargs mkdir && "
		    "for d in *; do printf 'r:%%s/%%s ' \"$PWD\" $d; done >../words",
		    count),
		 0);
}

#define WORDS "exec env LD_PRELOAD=$SHIM LANDLOCK_AUTO=\"$(cat words)%s\" /bin/true"
#define CONFIG "exec env LD_PRELOAD=$SHIM LANDLOCK_AUTO_CONFIG=%s /bin/true"

/* A rule is opened, added and closed. */
#define RULE 3

/* The kernel's ABI; the ruleset; no_new_privs; restrict; close. */
static int enforced(void)
{
	/* no_new_privs goes with restrict */
	return lla_kernel_ask().has[LLA_RESTRICT] & 1U << 4 ? 4 : 5;
}

/*
 * Each start does this once: is there a database of the machine's; is standard error open; the
 * auxiliary vector, for secure execution; are there threads; and the policy is enforced.
 */
static int once(void)
{
	/* In addition, without the call for it, /proc/self/auxv is opened, read and closed. */
	return 4 + (kernel_has_auxv() ? 0 : 3) + enforced();
}

static void words_cost(const char *more, int calls)
{
	char line[512];

	snprintf(line, sizeof(line), WORDS, more);
	costs(line, calls);
}

static void config_costs(const char *config, int calls)
{
	char line[512];

	snprintf(line, sizeof(line), CONFIG, config);
	costs(line, calls);
}

Test(cost, of_words_is_three_calls_a_rule_and_nine)
{
	needs_abi(1);
	make_rules(20);
	words_cost("", 20 * RULE + once());
	words_cost(" r:/usr r:/etc r:/tmp", 23 * RULE + once());
}

/* Landlock says that a right of the rule is for directories; it is added again without. */
Test(cost, of_a_rule_for_a_file_is_one_call_more)
{
	needs_abi(1);
	make_rules(20);
	words_cost(" r:/etc/passwd", 21 * RULE + 1 + once());
	words_cost(" read_file:/etc/passwd", 21 * RULE + once());
}

Test(cost, of_a_rule_for_what_is_not_there_is_one_call)
{
	needs_abi(1);
	make_rules(20);
	words_cost(" ?r:/no/such/path", 20 * RULE + 1 + once());
}

Test(cost, of_a_port_is_one_call)
{
	needs_abi(4);
	make_rules(20);
	words_cost(" c:443 b:8000-8099", 20 * RULE + 101 + once());
}

/* open, statx, the magic number, the rest, close. */
#define IMAGE 5
/* statx of the text; open, statx, the whole, close of the compiled form beside it. */
#define BESIDE 5

#define TEXT \
	"{ echo 'fs = {'; printf '\"%%s\",\\n' $(cat words); echo '}'; } >a.conf && $TOOL compile a.conf 2>/dev/null"

Test(cost, of_a_compiled_policy_is_five_calls_more)
{
	needs_abi(1);
	make_rules(20);
	ran_well(sh(TEXT), 0);
	config_costs("a.conf.policy", 20 * RULE + once() + IMAGE);
	config_costs("a.conf", 20 * RULE + once() + BESIDE);
}

/* Nothing grows but with the rules, and what does not fit on the stack is mapped. */
Test(cost, of_a_thousand_rules_is_fifty_times_that_of_twenty)
{
	needs_abi(1);
	make_rules(1000);
	ran_well(sh(TEXT), 0);
	config_costs("a.conf.policy", 1000 * RULE + once() + IMAGE + 2);
}

/* In this file, of a start of the program, with variables before it. */
static long instructions(const char *file, const char *program)
{
	struct ran r = sh("exec $BUILD/tests/bench/count %s %s", file, program);
	long calls, count;

	cr_assert(r.status == 0 && sscanf(r.out, "%ld,%ld", &calls, &count) == 2, "%d %s %s",
		  r.status, r.out, r.err);
	return count;
}

static void make_same_rules(int count)
{
	ran_well(sh("printf 'r:/usr %%.0s' $(seq %d) >words; " TEXT " && mv a.conf.policy a.policy",
		    count),
		 0);
}

/* Twice of what it is, as compilers differ. */
Test(cost, in_instructions_grows_with_the_rules_alone)
{
	static const char words[] = "LD_PRELOAD=$SHIM LANDLOCK_AUTO=\"$(cat words)\" /bin/true";
	static const char compiled[] =
		"LD_PRELOAD=$SHIM LANDLOCK_AUTO_CONFIG=$PWD/a.policy /bin/true";
	long few[2];

	needs_abi(1);
	make_same_rules(20);
	few[0] = instructions("$SHIM", words);
	few[1] = instructions("$SHIM", compiled);
	cr_assert_leq(few[0], 28000, "%ld", few[0]);
	cr_assert_leq(few[1], 18000, "%ld", few[1]);
	make_same_rules(200);
	cr_assert_leq(instructions("$SHIM", words), 11 * few[0], "%ld", few[0]);
	cr_assert_leq(instructions("$SHIM", compiled), 11 * few[1], "%ld", few[1]);
}

/* In each program of a machine where the object is in /etc/ld.so.preload. */
Test(cost, without_any_policy_is_one_call)
{
	ran_well(sh("cp $SHIM " STRANGER), 0);
	costs("exec env LD_PRELOAD=$PWD/" STRANGER " /bin/true", 1);
	costs("exec env LANDLOCK_AUTO=r:/ /bin/true", 0);
}

/* The private memory is the page of the object that the loader relocates, one of the
 * loader's own list of objects, and one of the stack. */
Test(cost, in_private_memory_is_three_pages_at_most)
{
	struct cost without, with;

	needs_abi(1);
	make_rules(20);
	ran_well(sh(TEXT " && mv a.conf.policy a.policy"), 0);
	without = cost_of("exec env LD_PRELOADED=$SHIM LANDLOCK_AUTO=\"$(cat words)\" /bin/true");
	with = cost_of("exec env LD_PRELOAD=$SHIM LANDLOCK_AUTO=\"$(cat words)\" /bin/true");
	cr_assert(without.pages > 0 && with.pages > without.pages, "%d, %d", with.pages,
		  without.pages);
	cr_assert_leq(with.pages, without.pages + 3, "%d, %d", with.pages, without.pages);
	with = cost_of("exec env LD_PRELOAD=$SHIM LANDLOCK_AUTO_CONFIG=a.policy /bin/true");
	without = cost_of("exec env LD_PRELOADED=$SHIM LANDLOCK_AUTO_CONFIG=a.policy /bin/true");
	cr_assert_leq(with.pages, without.pages + 3, "%d, %d", with.pages, without.pages);
}

/* In a machine of its own, where every program has the object and two have a policy. */
#define POLICY "{ fs = {\"rx:/bin\", \"rx:/usr\", \"rx:/lib\", \"rx:/lib64\"} }\n"
#define TEXTS "program \"/bin/cat\" " POLICY "program \"/bin/sh\" " POLICY
#define THERE                                                            \
	"exec $SRC/tests/mounts sh -c 'mount --bind /proc root/proc && " \
	"exec chroot root /usr/bin/env -i PATH=/bin \"$@\"' sh "

/* The database: open, statx, the program's bucket, close. */
#define DATABASE 4
/* The auxiliary vector, and of the path in it whether /bin, and what is in it, are links. */
#define NAME (3 + (kernel_has_auxv() ? 0 : 3))
/* The head of its policy; whether that is in force already; whether this is process 1; the
 * file that switches all policies off. */
#define FOUND 4

Test(cost, of_a_fleet_that_does_not_name_the_program_is_a_look_up)
{
	make_machine(TEXTS);
	costs(THERE "/bin/true", DATABASE + NAME);
}

Test(cost, of_a_fleet_within_the_same_policy_is_a_look_up_and_four_calls)
{
	make_machine(TEXTS);
	costs(THERE "/bin/sh -c 'exec /bin/cat' </dev/null", DATABASE + NAME + FOUND);
}

/* The policy is read, with rules for what another program in it needs to find the database:
 * ld.so.preload, the object, and the directory; what ld.so.preload may link to is not there.
 * Secure execution has no meaning here. The marker comes last. */
Test(cost, of_a_fleet_that_names_the_program_is_that_of_its_policy_and_the_marker)
{
	int rules = 4 * RULE + 3 * RULE + 1;

	make_machine(TEXTS);
	costs(THERE "/bin/cat </dev/null", DATABASE + NAME + FOUND + 1 + rules + (once() - 2) + 1);
}

/* With the rules of the file `words`. */
#define RUN LAUNCHER " run $(sed 's/[^ ]* /-f &/g' words) -- "
#define DYNAMIC "/bin/true"
/* Nobody needs another program than this one to have a static one. */
#define STATIC LAUNCHER " --version"

/* Is standard error open; memory for the policy; the exec. */
#define LAUNCH 3
/* Can the command be executed, and is it a file; open, statx, capabilities, is it a script;
 * the headers of ELF at once; close. */
#define TARGET 8
/* The limits of two kinds of memory. */
#define LOADED 2
/* The launcher's own path; open, statx, its directory; is it mounted noexec; close. */
#define BESIDE_LAUNCHER 6
/* no_new_privs; a descriptor, and the policy in it. */
#define PASSED 3

/* The object is read in pieces of this size as far as loaders map it. */
#define PIECE 4096

static int pieces_of_object(void)
{
	int fd = open(TEST_BUILDDIR "/tests/" OBJECT, O_RDONLY | O_CLOEXEC);
	const ElfW(Ehdr) *e = mmap(NULL, PIECE, PROT_READ, MAP_PRIVATE, fd, 0);
	const ElfW(Phdr) * p;
	size_t end = 0;

	cr_assert(fd >= 0 && e != MAP_FAILED);
	p = (const void *)((const char *)e + e->e_phoff);
	for (unsigned i = 0; i < e->e_phnum; i++)
		if (p[i].p_type == PT_LOAD)
			end = p[i].p_offset + p[i].p_filesz;
	close(fd);
	return (int)((end + PIECE - 1) / PIECE);
}

static void launcher_costs(const char *line, int calls, int pages)
{
	struct cost cost = cost_of(line);

	cr_assert_eq(cost.launcher.calls, calls, "%d system calls, not %d: %s", cost.launcher.calls,
		     calls, line);
	cr_assert_leq(cost.launcher.pages, pages, "%d pages: %s", cost.launcher.pages, line);
}

/* The private memory: the stack, in which several paths have a page of their own, and the
 * policy. How the stack lies on pages depends on the arguments. */
Test(cost, of_the_launcher_does_not_grow_with_the_rules_of_a_dynamic_command)
{
	int calls = LAUNCH + TARGET + LOADED + BESIDE_LAUNCHER + pieces_of_object() + PASSED;

	needs_abi(1);
	make_rules(20);
	launcher_costs("exec " RUN DYNAMIC, calls, 11);
	ran_well(sh("cat words words >more && mv more words"), 0);
	launcher_costs("exec " RUN DYNAMIC, calls, 11);
}

/* The command's own file is a rule more. */
Test(cost, of_the_launcher_is_three_calls_a_rule_of_a_static_command)
{
	needs_abi(1);
	make_rules(20);
	launcher_costs("exec " RUN STATIC, LAUNCH + TARGET + 21 * RULE + enforced(), 11);
}

/* With gcc it is 70000 and 33000. clang copies byte by byte. */
Test(cost, of_the_launcher_in_instructions_is_small)
{
	long count;

	needs_abi(1);
	make_same_rules(20);
	count = instructions(LAUNCHER, RUN DYNAMIC);
	cr_assert_leq(count, 180000, "%ld", count);
	count = instructions(LAUNCHER, RUN STATIC);
	cr_assert_leq(count, 130000, "%ld", count);
}
