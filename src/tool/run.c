/* SPDX-License-Identifier: ISC */
/* landlock-auto run: the policy of the command line, and a command under it. */
#include "tool/command.h"
#include "core/enforce.h"
#include "core/paths.h"
#include "tool/request.h"
#include "tool/target.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { OPTION_RESTRICT_SCOPED = 1, OPTION_VERBOSE };

/* The policy, and how to run under it. */
struct run {
	struct lla_config config;
	bool verbose;
};

static int usage(void)
{
	fputs("usage: landlock-auto [run] [option ...] [--] command [argument ...]\n"
	      "\n"
	      "Runs a command that can do what the rules allow, and nothing else of what they could.\n"
	      "\n"
	      "  -f, --fs RIGHTS:PATH      allow, e.g. rx:/usr rw:/tmp '?r:/opt/app'\n"
	      "  -n, --net RIGHTS:PORT     allow, e.g. c:443 b:8000-8010 c:'*'\n"
	      "  -c, --config FILE         a policy, text or compiled; the options add to it\n"
	      "      --presets NAME,...    rule sets that come with the tool, e.g. base,tls,dns\n"
	      "      --handle WORD,...     what is denied unless allowed [core,tcp,scope]\n"
	      "      --abi N               deny nothing that is newer than this Landlock ABI\n"
	      "      --min-abi N           refuse to run below it\n"
	      "      --best-effort         do what this kernel can instead of refusing\n"
	      "      --ignore-if-missing   skip rules for paths that do not exist\n"
	      "      --log-denials=BOOL    audit records for the program [true]\n"
	      "      --log-children=BOOL   and for what it executes [false]\n"
	      "      --log-nested=BOOL     and for domains within this one [true]\n"
	      "      --no-new-privs=BOOL   [true] false takes CAP_SYS_ADMIN\n"
	      "      --restrict-scoped     accepted: it is on anyway\n"
	      "      --verbose             say on stderr what is enforced\n"
	      "\n"
	      "Status: the command's; 125 where it was not run, 126 where it cannot be, 127 where it was\n"
	      "not found. The language: liblandlock-auto(7).\n",
	      stdout);
	return 0;
}

static int cannot_run(const char *command, int error)
{
	lla_say("%q: %e", command, error);
	return error == ENOENT ? LLA_STATUS_NOT_FOUND : LLA_STATUS_CANNOT_RUN;
}

static void forget_environment(void)
{
	unsetenv("LANDLOCK_AUTO");
	unsetenv("LANDLOCK_AUTO_CONFIG");
	unsetenv("LANDLOCK_AUTO_FD");
	unsetenv("LANDLOCK_AUTO_KEEP");
	unsetenv("LANDLOCK_AUTO_VERBOSE");
}

/* Grants the command's own file, which is opened inside the policy. For a static program the
 * kernel opens it, as we confine ourselves before the exec. For a script the interpreter opens
 * it. */
static int grant(struct run *run, const char *path, uint32_t access, struct lla_error *err)
{
	struct lla_image *image = run->config.policy.image;
	struct lla_rule rule = { .kind = LLA_FS, .access = access };
	char plain[PATH_MAX + 2];

	/* In a rule ~/ is the home directory, in a command's path a directory named ~. */
	snprintf(plain, sizeof(plain), "%s%s", path[0] == '~' ? "./" : "", path);
	rule.path = plain;
	rule.path_len = strlen(plain);
	if (image->flags & LLA_EXPLICIT_HANDLE)
		rule.access &= image->handle_soft[LLA_FS] | image->handle_named[LLA_FS];
	if (!rule.access)
		return 0;
	return lla_policy_add(&run->config.policy, &rule, 0, err) ||
	       lla_policy_finish(&run->config.policy, err);
}

static int grant_scripts(struct run *run, const struct lla_target *target, uint32_t access,
			 struct lla_error *err)
{
	for (int i = 0; i < target->script_count; i++)
		if (grant(run, target->scripts[i], access, err))
			return -1;
	return 0;
}

/* Puts the image in a descriptor that the shim finds by its number, reads and closes. */
static int pass_image(const struct lla_image *image, struct lla_error *err)
{
	int fd = memfd_create("landlock-auto", 0), high;
	char number[12];

	if (fd < 0)
		return lla_fail(err, "no descriptor for the policy: %e", errno);
	if (write(fd, image, image->size) != (ssize_t)image->size)
		return lla_fail(err, "no memory for the policy: %e", errno);
	/* The command shall find its standard descriptors as they were, even closed. */
	high = fd < 3 ? fcntl(fd, F_DUPFD, 3) : fd;
	if (high < 0)
		return lla_fail(err, "no descriptor for the policy: %e", errno);
	if (high != fd)
		close(fd);
	snprintf(number, sizeof(number), "%d", high);
	return setenv("LANDLOCK_AUTO_FD", number, 1) ? lla_fail(err, "%e", errno) : 0;
}

/* The environment may have the variable several times: setenv(3) sets the first, and glibc's
 * loader looks at the last. */
static void only_first_preload(void)
{
	bool seen = false;
	char **to = environ;

	for (char **from = environ; *from; from++) {
		bool preload = !strncmp(*from, "LD_PRELOAD=", 11);

		if (!preload || !seen)
			*to++ = *from;
		seen |= preload;
	}
	*to = NULL;
}

/* Puts the shim last in the list: if several objects want to be initialised first, the loader
 * takes the last. */
static int set_preload(const char *others, struct lla_error *err)
{
	char *list;
	int got;

	if (asprintf(&list, "%s%s%s", others, *others ? ":" : "", lla_shim_path) < 0)
		return lla_fail(err, "%e", ENOMEM);
	got = setenv("LD_PRELOAD", list, 1);
	free(list);
	only_first_preload();
	return got ? lla_fail(err, "%e", errno) : 0;
}

/* Sets the variables that the shim finds and takes away again. An even number of them leaves the
 * auxiliary vector where programs look that walk to it (fill_hole() in shim/environ.c). */
static int set_variables(const struct run *run, struct lla_error *err)
{
	const char *others = getenv("LD_PRELOAD");
	unsigned count = 1; /* LANDLOCK_AUTO_FD */

	if (!others)
		others = "";
	count += !*others; /* LD_PRELOAD, if nothing else is in it */
	count += run->verbose;
	if (run->verbose && setenv("LANDLOCK_AUTO_VERBOSE", "1", 1))
		return lla_fail(err, "%e", errno);
	if (count % 2 && setenv("LANDLOCK_AUTO_KEEP", "0", 1))
		return lla_fail(err, "%e", errno);
	return set_preload(others, err);
}

/* In secure execution the loader ignores the shim, and most of the environment. */
static int check_caller(struct lla_error *err)
{
	const char *tunables = getenv("GLIBC_TUNABLES");

	if (getauxval(AT_SECURE) || getuid() != geteuid() || getgid() != getegid())
		return lla_fail(
			err,
			"real and effective user or group differ, so the command would start in secure "
			"execution, where the loader ignores LD_PRELOAD; make them the same");
	if (tunables && strstr(tunables, "glibc.rtld.enable_secure"))
		return lla_fail(
			err,
			"GLIBC_TUNABLES has glibc.rtld.enable_secure, with which the loader ignores "
			"LD_PRELOAD; leave it out");
	return 0;
}

/* Sets no_new_privs before the exec. Otherwise a file that becomes setuid after the look at it
 * would bring secure execution, and so would a security module's change of domain. */
static int drop_privileges(const struct lla_image *image, struct lla_error *err)
{
	if (image->flags & LLA_KEEP_PRIVS || !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return 0;
	return lla_fail(err, "cannot set no_new_privs: %e", errno);
}

/* The shim confines the command, after its loader has mapped the libraries. */
static int prepare_preload(struct run *run, const struct lla_target *target, struct lla_error *err)
{
	if (check_caller(err) || grant_scripts(run, target, LLA_READ_FILE, err) ||
	    drop_privileges(run->config.policy.image, err))
		return -1;
	forget_environment();
	return set_variables(run, err) || pass_image(run->config.policy.image, err) ? -1 : 0;
}

/* No loader, no shim: this process confines itself and becomes the command. */
static int prepare_static(struct run *run, const struct lla_target *target, struct lla_error *err)
{
	struct lla_place place = { .home = getenv("HOME") };
	LLA_LINE(t);
	struct lla_plan plan;

	if (grant(run, target->program, LLA_EXECUTE | LLA_READ_FILE, err) ||
	    grant_scripts(run, target, LLA_EXECUTE | LLA_READ_FILE, err))
		return -1;
	/* The kernel's audit sees the command as executed later. So its denials are logged by the
	 * flag for programs that are executed later. */
	if (!(run->config.policy.image->flags & LLA_HUSH_DENIALS))
		place.add_restrict_flags = LLA_LOG_NEW_EXEC_ON;
	forget_environment();
	if (lla_enforce(run->config.policy.image, &place, &plan, err))
		return -1;
	lla_plan_describe(&plan, run->config.policy.image, &t);
	if (run->verbose || lla_plan_is_void(&plan))
		lla_say("%s", t.at);
	return 0;
}

static int start(struct run *run, char **command)
{
	struct lla_target target;
	struct lla_error err = { 0 };
	int got = lla_target_find(command[0], &target);

	if (got)
		return cannot_run(command[0], got);
	if (lla_target_inspect(&target, lla_shim_path, &err))
		return lla_refuse(&err);
	got = target.kind == LLA_TARGET_STATIC ? prepare_static(run, &target, &err)
					       : prepare_preload(run, &target, &err);
	if (got)
		return lla_refuse(&err);
	execv(target.path, command);
	return cannot_run(target.path, errno);
}

/* Returns false if the process is to end with *status. */
static bool parse_options(int argc, char **argv, struct lla_request *request, bool *verbose,
			  int *status)
{
	static const struct option own[] = { { "config", required_argument, NULL, 'c' },
					     { "restrict-scoped", no_argument, NULL,
					       OPTION_RESTRICT_SCOPED },
					     { "verbose", no_argument, NULL, OPTION_VERBOSE },
					     { "help", no_argument, NULL, 'h' },
					     { 0 } };
	const struct option *options = lla_request_options(own);

	for (int c; (c = getopt_long(argc, argv, "+f:n:c:h", options, NULL)) != -1;) {
		if (lla_request_option(request, c, optarg) || c == OPTION_RESTRICT_SCOPED)
			continue;
		if (c == 'f' || c == 'n') {
			lla_request_add(request, c == 'f' ? LLA_KEY_FS : LLA_KEY_NET, optarg);
		} else if (c == 'c') {
			request->config = optarg;
		} else if (c == OPTION_VERBOSE) {
			*verbose = true;
		} else {
			*status = c == 'h' ? usage() : lla_usage_error("run");
			return false;
		}
	}
	if (optind < argc)
		return true;
	lla_say("no command to run; see landlock-auto run --help");
	*status = LLA_STATUS_REFUSED;
	return false;
}

int lla_run(int argc, char **argv)
{
	const char *verbose = getenv("LANDLOCK_AUTO_VERBOSE");
	struct lla_request request = { 0 };
	struct run run = { .verbose = verbose && *verbose && strcmp(verbose, "0") };
	int status;

	if (!parse_options(argc, argv, &request, &run.verbose, &status))
		return status;
	if (lla_request_load(&request, &run.config)) {
		lla_say_problems(&run.config.problems, "");
		status = LLA_STATUS_REFUSED;
	} else {
		status = start(&run, argv + optind);
	}
	lla_config_free(&run.config);
	lla_request_free(&request);
	return status;
}
