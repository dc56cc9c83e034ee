/* SPDX-License-Identifier: ISC */
/*
 * The costs of a start that can be counted and are the same on every machine: the system
 * calls that the object makes, and the memory that it leaves behind. Every program pays for a
 * call or a page more, so it has to be meant. tests/bench measures time; nothing here does.
 */
#include "core/enforce.h"
#include "machine/machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#define OBJECT "liblandlock-auto.so"
/* The same object, under a name that says nothing to it, as if by /etc/ld.so.preload. */
#define STRANGER "stranger.so"
#define SYSTEM_CALL (SIGTRAP | 0x80)

/* The costs of the program that a shell line has executed at last. */
struct cost {
	int calls; /* system calls from within the object */
	int pages; /* private memory that was written to, when the program ended */
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

static bool in_object(pid_t pid, unsigned long address)
{
	char *maps = read_proc(pid, "maps"), *next = maps, *line;
	unsigned long begin, end;
	bool found = false;

	while (!found && (line = strsep(&next, "\n")))
		found = sscanf(line, "%lx-%lx", &begin, &end) == 2 && address >= begin &&
			address < end && (strstr(line, OBJECT) || strstr(line, STRANGER));
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

/* Counts what one stop of the program tells. Returns the signal that the program is to get. */
static int look(pid_t pid, int status, struct cost *cost)
{
	struct __ptrace_syscall_info info;

	if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXEC << 8)) {
		cost->calls = 0;
	} else if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8)) {
		cost->pages = private_pages(pid);
	} else if (WSTOPSIG(status) == SYSTEM_CALL) {
		cr_assert(ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) > 0);
		if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
			cost->calls += in_object(pid, (unsigned long)info.instruction_pointer);
	} else {
		return WSTOPSIG(status) == SIGSTOP ? 0 : WSTOPSIG(status);
	}
	return 0;
}

static struct cost cost_of(const char *line)
{
	struct cost cost = { 0, 0 };
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

/*
 * Each start does this once: is there a database of the machine's; is standard error open; the
 * auxiliary vector, for secure execution; are there threads; the kernel's ABI; the ruleset;
 * no_new_privs; restrict; close.
 */
static int once(void)
{
	int calls = 9;

	if (lla_kernel_ask().has[LLA_RESTRICT] & 1U << 4) /* no_new_privs goes with restrict */
		calls--;
	if (!kernel_has_auxv()) /* /proc/self/auxv is opened, read and closed */
		calls += 3;
	return calls;
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

/* In the object, of a start with this in the environment. */
static long instructions(const char *environment)
{
	struct ran r = sh("exec $BUILD/tests/bench/count $SHIM /bin/true LD_PRELOAD=$SHIM %s",
			  environment);
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
	static const char words[] = "LANDLOCK_AUTO=\"$(cat words)\"";
	static const char compiled[] = "LANDLOCK_AUTO_CONFIG=$PWD/a.policy";
	long few[2];

	needs_abi(1);
	make_same_rules(20);
	few[0] = instructions(words);
	few[1] = instructions(compiled);
	cr_assert_leq(few[0], 28000, "%ld", few[0]);
	cr_assert_leq(few[1], 18000, "%ld", few[1]);
	make_same_rules(200);
	cr_assert_leq(instructions(words), 11 * few[0], "%ld", few[0]);
	cr_assert_leq(instructions(compiled), 11 * few[1], "%ld", few[1]);
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
