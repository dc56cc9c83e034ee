/* SPDX-License-Identifier: ISC */
#include "run/run.h"
#include "core/enforce.h"
#include "core/sys.h"
#include "core/target.h"
#include "core/variables.h"
#include "run/object.h"
#include "run/output.h"
#include "run/policy.h"
#include "run/variables.h"

#include <linux/auxvec.h>

/* A command on its way. */
struct run {
	const struct lla_launch *launch;
	bool verbose;
	struct lla_policy policy;
	struct lla_target target;
	char **env; /* the command's */
	struct lla_memory env_memory;
	uint64_t env_small[256]; /* most environments fit, without a mapping of their own */
};

static int usage(void)
{
	lla_report_print(
		1,
		"usage: landlock-auto [run] [option ...] [--] command [argument ...]\n"
		"\n"
		"Runs a command that can do what the rules allow, and nothing else that rules can allow.\n"
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
		"Status: the command's; 125 if it was not run, 126 if it cannot be executed, 127 if it was\n"
		"not found. The language: liblandlock-auto(7).\n");
	return 0;
}

static int refuse(const struct run *run, const struct lla_error *err)
{
	lla_report_line(&run->launch->report, "%E", err);
	return LLA_STATUS_REFUSED;
}

static int cannot_run(const struct run *run, const char *command, long error)
{
	lla_report_line(&run->launch->report, "%q: %e", command, (int)-error);
	return error == -ENOENT ? LLA_STATUS_NOT_FOUND : LLA_STATUS_CANNOT_RUN;
}

/* The room that grant() takes for the files of a command: the program and its scripts, a record
 * and a path each. */
#define GRANTS ((LLA_SCRIPTS_MAX + 1) * (sizeof(struct lla_record) + LLA_PATH_MAX + 16))

/* Grants the command's own file, which is opened inside the policy. For a static program the
 * kernel opens it, as we confine ourselves before the exec. For a script the interpreter opens
 * it. */
static int grant(struct run *run, const char *path, uint32_t access, struct lla_error *err)
{
	struct lla_image *image = run->policy.image;
	struct lla_rule rule = { .kind = LLA_FS, .access = access };
	char plain[LLA_PATH_MAX + 2];
	struct lla_text t = LLA_TEXT_IN(plain);

	/* In a rule ~/ is the home directory, in a command's path a directory named ~. */
	lla_text_add(&t, "%s%s", path[0] == '~' ? "./" : "", path);
	rule.path = t.at;
	rule.path_len = t.len;
	if (image->flags & LLA_EXPLICIT_HANDLE)
		rule.access &= image->handle_soft[LLA_FS] | image->handle_named[LLA_FS];
	if (!rule.access)
		return 0;
	if (lla_policy_add(&run->policy, &rule, 0, err))
		return -1;
	return lla_policy_check(&run->policy, err);
}

static int grant_scripts(struct run *run, uint32_t access, struct lla_error *err)
{
	for (int i = 0; i < run->target.script_count; i++)
		if (grant(run, run->target.scripts[i], access, err))
			return -1;
	return 0;
}

/* Puts the image in a descriptor that the shim finds by its number, reads and closes. The
 * image gets its checksum here, as nothing is added to it any more. */
static int pass_image(struct lla_image *image, struct lla_error *err)
{
	int fd = lla_file_memfd(0), got;

	image->checksum = lla_image_checksum(image);
	if (fd < 0)
		return lla_fail(err, "no descriptor for the policy: %e", -fd);
	got = lla_output_write(fd, image, image->size);
	return got ? lla_fail(err, "no memory for the policy: %e", -got) : fd;
}

/* The loader reads this variable as often as the environment has it. */
static bool asks_for_secure_execution(char *const *env)
{
	for (; *env; env++)
		for (const char *s = lla_variable_value(*env, "GLIBC_TUNABLES="); s && *s; s++)
			if (lla_starts(s, "glibc.rtld.enable_secure"))
				return true;
	return false;
}

/* In secure execution the loader ignores the shim, and most of the environment. */
static int check_caller(const struct lla_launch *launch, struct lla_error *err)
{
	if (lla_launch_aux(launch, AT_SECURE) ||
	    lla_launch_aux(launch, AT_UID) != lla_launch_aux(launch, AT_EUID) ||
	    lla_launch_aux(launch, AT_GID) != lla_launch_aux(launch, AT_EGID))
		return lla_fail(
			err,
			"real and effective user or group differ, so the command would start in secure "
			"execution, where the loader ignores LD_PRELOAD; make them the same");
	if (asks_for_secure_execution(launch->env))
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
	long got;

	if (image->flags & LLA_KEEP_PRIVS)
		return 0;
	got = lla_sys_prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0);
	return got ? lla_fail(err, "cannot set no_new_privs: %e", (int)-got) : 0;
}

/* The shim confines the command, after its loader has mapped the libraries. A loader without a
 * descriptor for the object goes on without it. So the policy's descriptor is there already when
 * the launcher opens the object: the loader can open it then. */
static int prepare_preload(struct run *run, struct lla_error *err)
{
	char object[LLA_PATH_MAX];
	struct lla_tell tell = { .object = object, .verbose = run->verbose };

	if (check_caller(run->launch, err))
		return -1;
	if (grant_scripts(run, LLA_READ_FILE, err))
		return -1;
	tell.fd = pass_image(run->policy.image, err);
	if (tell.fd < 0)
		return -1;
	if (lla_run_object_find(run->launch, object, err))
		return -1;
	if (drop_privileges(run->policy.image, err))
		return -1;
	run->env = lla_run_variables(run->launch->env, &tell, &run->env_memory, err);
	return run->env ? 0 : -1;
}

/* No loader, no shim: this process confines itself and becomes the command. */
static int prepare_static(struct run *run, struct lla_error *err)
{
	struct lla_place place = { .home = lla_variable(run->launch->env, "HOME=") };
	struct lla_plan plan;
	LLA_LINE(t);

	if (grant(run, run->target.program, LLA_EXECUTE | LLA_READ_FILE, err))
		return -1;
	if (grant_scripts(run, LLA_EXECUTE | LLA_READ_FILE, err))
		return -1;
	run->env = lla_run_variables(run->launch->env, NULL, &run->env_memory, err);
	if (!run->env)
		return -1;
	/* The kernel's audit sees the command as executed later. So its denials are logged by the
	 * flag for programs that are executed later. */
	if (!(run->policy.image->flags & LLA_HUSH_DENIALS))
		place.add_restrict_flags = LLA_LOG_NEW_EXEC_ON;
	if (lla_enforce(run->policy.image, &place, &plan, err))
		return -1;
	lla_plan_describe(&plan, run->policy.image, &t);
	if (run->verbose || lla_plan_is_void(&plan))
		lla_report_line(&run->launch->report, "%s", t.at);
	return 0;
}

static int become(struct run *run, char *const *command)
{
	struct lla_error err = { 0 };
	int got =
		lla_target_find(command[0], lla_variable(run->launch->env, "PATH="), &run->target);

	if (got)
		return cannot_run(run, command[0], got);
	if (lla_target_inspect(&run->target, &err))
		return refuse(run, &err);
	got = run->target.kind == LLA_TARGET_STATIC ? prepare_static(run, &err)
						    : prepare_preload(run, &err);
	if (got)
		return refuse(run, &err);
	return cannot_run(run, run->target.path,
			  lla_syscall(__NR_execve, run->target.path, command, run->env));
}

int lla_run(const struct lla_launch *launch, char *const *words)
{
	const char *verbose = lla_variable(launch->env, LLA_VARIABLE_VERBOSE "=");
	struct lla_memory memory = { 0 };
	struct lla_options options;
	struct run run;

	run.launch = launch;
	run.env_memory =
		(struct lla_memory){ .small = run.env_small, .small_bytes = sizeof(run.env_small) };
	if (lla_options_read(words, &options)) {
		lla_report_line(
			&launch->report,
			"'%q': no such option, or its value is missing; see landlock-auto run --help",
			*options.command);
		return LLA_STATUS_REFUSED;
	}
	if (options.help)
		return usage();
	if (!*options.command) {
		lla_report_line(&launch->report, "no command to run; see landlock-auto run --help");
		return LLA_STATUS_REFUSED;
	}
	run.verbose = options.verbose || (verbose && lla_variable_is_on(verbose));
	lla_run_policy(launch, &options, GRANTS, &run.policy, &memory);
	return become(&run, options.command);
}
