/* SPDX-License-Identifier: ISC */
/* landlock-auto compile: a policy in the form that the shim enforces as it is. */
#include "base/replace.h"
#include "tool/command.h"
#include "core/enforce.h"
#include "tool/doubts.h"
#include "tool/request.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Longer than a tick of the kernel's clock for files. */
#define RACY_NSEC 20000000LL

struct job {
	struct lla_config config;
	const char *text, *words, *output;
	int fd;     /* gets the image; -1: a file gets it */
	bool asked; /* the descriptor is that of a program which starts: it wants errors alone */
	bool run;   /* the program is `run`, and the policy that of its options */
	struct lla_options options;
};

static int usage(void)
{
	fputs("usage: landlock-auto compile [-o output] file\n"
	      "       landlock-auto compile -o output --words 'rx:/usr c:443'\n"
	      "\n"
	      "Compiles a policy file to file.policy, which is taken instead of the text as long as\n"
	      "that stays as it is, or to the output, which is a policy by itself.\n"
	      "\n"
	      "  -o, --output FILE   where to write, - for standard output\n"
	      "      --output-fd N   write to this open descriptor instead\n"
	      "      --words TEXT    compile what LANDLOCK_AUTO would say\n",
	      stdout);
	return 0;
}

static int refuse(const char *path, int error)
{
	lla_say("cannot write %q: %e", path, error);
	return LLA_STATUS_REFUSED;
}

/* A second edit within one tick of the file system's clock leaves the stamp as it is. So the
 * tool waits until the text is older than a tick before it reads it, and every later edit
 * shows. */
static void settle(const char *path, struct lla_stamp *stamp)
{
	struct timespec now;
	struct lla_file file;
	long long age;

	*stamp = (struct lla_stamp){ 0 };
	/* The reader will say why. */
	if (lla_file_open(path, &file))
		return;
	close(file.fd);
	*stamp = file.stamp;
	clock_gettime(CLOCK_REALTIME, &now);
	/* The time of the inode is never older than the time of the contents. */
	age = (now.tv_sec - stamp->ctime_sec) * 1000000000LL + now.tv_nsec - stamp->ctime_nsec;
	if (age >= 0 && age < RACY_NSEC)
		nanosleep(&(struct timespec){ 0, (long)(RACY_NSEC - age) }, NULL);
}

static mode_t default_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

/* A rename replaces anything that is there. Returns false after saying why it must not. */
static bool may_replace(const char *path, const struct lla_stamp *text)
{
	struct lla_file file;
	struct stat st;

	if (lstat(path, &st))
		return true;
	if (!S_ISREG(st.st_mode)) {
		lla_say("cannot write %q: it is there, and no regular file", path);
		return false;
	}
	if (lla_file_open(path, &file))
		return true;
	close(file.fd);
	if (file.stamp.dev != text->dev || file.stamp.ino != text->ino)
		return true;
	lla_say("cannot write %q: it is the text that is compiled", path);
	return false;
}

static int write_file(const char *path, const struct lla_config *config)
{
	const struct lla_image *image = config->policy.image;
	struct lla_replacement r = { .path = path, .mode = default_mode() };
	struct lla_error err = { 0 };

	if (!may_replace(path, &config->stamp))
		return LLA_STATUS_REFUSED;
	return lla_replace(&r, image, image->size, &err) ? lla_refuse(&err) : 0;
}

static int write_sibling(struct job *job)
{
	char path[PATH_MAX];

	if (job->config.expanded) {
		lla_say("%q has ${VAR}, so what it means depends on the environment of each start: "
			"give -o to compile it as of now",
			job->text);
		return LLA_STATUS_REFUSED;
	}
	if ((size_t)snprintf(path, sizeof(path), "%s.policy", job->text) >= sizeof(path))
		return refuse(job->text, ENAMETOOLONG);
	return write_file(path, &job->config);
}

static int write_image(struct job *job)
{
	const struct lla_image *image = job->config.policy.image;
	int got;

	if (job->fd >= 0) {
		got = lla_write_all(job->fd, image, image->size);
		return got ? refuse("the descriptor", -got) : 0;
	}
	return job->output ? write_file(job->output, &job->config) : write_sibling(job);
}

/* The shim's program gets one line of errors: the first problem, and how many follow. */
static void say_first(const struct lla_problems *problems)
{
	size_t more = problems->count;
	LLA_LINE(t);

	if (more)
		lla_problem_text(&problems->at[0], "", &t);
	if (more > 1)
		lla_say("%s (and %u more: landlock-auto check shows them)", t.at,
			(unsigned)more - 1);
	else
		lla_say("%s", more ? t.at : "the policy cannot be read");
}

static int refuse_problems(const struct job *job)
{
	if (job->fd >= 0 && !job->run)
		say_first(&job->config.problems);
	else
		lla_say_problems(&job->config.problems, "");
	return LLA_STATUS_REFUSED;
}

static int read_policy(struct job *job)
{
	if (job->run)
		return lla_request_load(&job->options, &job->config);
	if (job->words)
		return lla_config_words(&job->config, job->words);
	return lla_config_read(&job->config, job->text, NULL);
}

/* `settled` is the stamp that the text had before it was read. Returns false after saying why. */
static bool may_compile(const struct job *job, const struct lla_stamp *settled)
{
	if (!job->text)
		return true;
	if (!job->config.stamp.ino) {
		lla_say("%q is compiled already", job->text);
		return false;
	}
	if (job->fd >= 0 || lla_stamp_same(settled, &job->config.stamp))
		return true;
	lla_say("%q changes while it is compiled; try again", job->text);
	return false;
}

static void say_doubts(const struct lla_image *image)
{
	const struct lla_asked asked = { lla_kernel_try(), true };

	lla_doubts_say(image, 0, &asked);
}

static int compile(struct job *job)
{
	struct lla_config *config = &job->config;
	struct lla_stamp settled = { 0 };

	if (job->fd < 0 && job->text)
		settle(job->text, &settled);
	if (read_policy(job))
		return refuse_problems(job);
	if (!may_compile(job, &settled))
		return LLA_STATUS_REFUSED;
	/* With ${VAR} the meaning depends on more than the text: no shim may take this image for
	 * the text. */
	if (job->text && !config->expanded)
		config->policy.image->stamp = config->stamp;
	if (lla_config_finish(config))
		return refuse_problems(job);
	if (!job->asked)
		say_doubts(config->policy.image);
	return write_image(job);
}

static bool parse_options(int argc, char **argv, struct job *job, int *status)
{
	static const struct option options[] = { { "output", required_argument, NULL, 'o' },
						 { "output-fd", required_argument, NULL, 'd' },
						 { "words", required_argument, NULL, 'w' },
						 { "run", no_argument, NULL, 'r' },
						 { "help", no_argument, NULL, 'h' },
						 { 0 } };
	unsigned long fd;

	for (int c; (c = getopt_long(argc, argv, "o:h", options, NULL)) != -1;) {
		/* The launcher asks, and all that follows are options of `run`. */
		if (c == 'r' && job->asked && !lla_options_read(argv + optind, &job->options)) {
			job->run = true;
			return true;
		}
		if (c == 'o' && !strcmp(optarg, "-"))
			job->fd = STDOUT_FILENO;
		else if (c == 'o')
			job->output = optarg;
		else if (c == 'w')
			job->words = optarg;
		else if (c == 'd' && lla_number(optarg, strlen(optarg), INT_MAX, &fd)) {
			job->fd = (int)fd;
			job->asked = true;
		} else {
			*status = c == 'h' ? usage() : lla_usage_error("compile");
			return false;
		}
	}
	job->text = optind < argc ? argv[optind] : NULL;
	if (argc - optind == !job->words && (!job->words || job->output || job->fd >= 0))
		return true;
	*status = lla_usage_error("compile");
	return false;
}

int lla_compile_command(int argc, char **argv)
{
	struct job job = { .fd = -1 };
	int status;

	if (!parse_options(argc, argv, &job, &status))
		return status;
	status = compile(&job);
	lla_config_free(&job.config);
	return status;
}
