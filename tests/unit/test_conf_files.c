/* SPDX-License-Identifier: ISC */
/* Presets, and the files that texts are read from. */
#include "unit/conf_text.h"
#include "core/paths.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* Presets */

Test(conf, a_preset_has_only_fs_and_net_and_no_variables)
{
	setenv("LLA_A1", "/x", 1);
	cr_assert_eq(read_preset("fs = {\n\"r:/a\"}\nnet = {\nc:443}", 7), 0);
	check_path(it.policy.image, 0, "/a", 7);
	cr_assert_eq(it.policy.image->rules, 2);
	cr_assert_eq(read_preset("fs = {}\nabi = 7\npresets = a\nfsx = a", 7), -1);
	check_problem(0, 2, "abi cannot stand in a preset; only fs and net can");
	check_problem(1, 3, "presets cannot stand in a preset");
	check_problem(2, 4, "did you mean fs?");
	cr_assert_eq(read_preset("\nfs = \"r:${LLA_A1}\"", 7), -1);
	check_problem(0, 2, "a preset takes no ${VAR}");
}

Test(conf, an_unknown_preset_is_an_error_that_lists_those_there_are)
{
	struct dirent *entry;
	DIR *dir;

	cr_assert_eq(read_bytes("abi = 7\npresets = {\nnone-such}", 30), -1);
	check_problem(0, 3, "no such preset 'none-such'; there are ");
	dir = opendir(lla_preset_dir);
	cr_assert_not_null(dir);
	while ((entry = readdir(dir))) {
		char *dot = strstr(entry->d_name, ".conf");

		if (!dot || dot == entry->d_name)
			continue;
		*dot = '\0';
		check_problem(0, 3, entry->d_name);
	}
	closedir(dir);
}

Test(conf, the_name_of_a_preset_is_no_path)
{
	wrong("presets = \"../presets/base\"", 1, "no such preset '../presets/base'");
	wrong("presets = \"Base\"", 1, "no such preset 'Base'");
	wrong("presets = \"\"", 1, "an empty word in presets");
	wrong("presets = \"a\x1b\"", 1, "no such preset 'a\\x1b'");
}

Test(conf, every_preset_that_is_shipped_is_read)
{
	struct dirent *entry;
	unsigned count = 0;
	DIR *dir = opendir(lla_preset_dir);

	cr_assert_not_null(dir);
	while ((entry = readdir(dir))) {
		char text[400], *dot = strstr(entry->d_name, ".conf");

		if (!dot || dot == entry->d_name)
			continue;
		sprintf(text, "\npresets = {\"%.*s\"}", (int)(dot - entry->d_name), entry->d_name);
		cr_assert_gt(right(text)->rules, 0, "%s", entry->d_name);
		cr_assert_eq(lla_image_next(it.policy.image, NULL)->line, 2);
		count++;
	}
	closedir(dir);
	cr_assert_gt(count, 0);
}

Test(conf, presets_without_a_reader_for_them_are_an_error)
{
	struct lla_conf_job job = { .name = NAME, .policy = &it.policy, .problems = &it.problems };
	int fd = file_of("presets = base", 14);

	begin();
	it.policy.preset = NULL;
	cr_assert_eq(lla_conf_read(fd, &job, &it.result), -1);
	check_problem(0, 1, "there are no presets here");
	close(fd);
}

/* Files */

static void no_config(const char *path, const char *part)
{
	struct lla_error err = { .line = 9 };

	cr_assert_eq(lla_conf_open(path, &err), -1, "%s", path);
	cr_assert(strstr(err.text, part), "%s: %s", path, err.text);
	cr_assert_str_eq(err.source, path);
	cr_assert_eq(err.line, 0);
}

Test(conf, a_config_is_a_regular_file)
{
	no_config("/", "a directory");
	no_config("/dev/zero", "a character device");
	no_config("/nonexistent/app.conf", "No such file or directory");
	no_config("", "No such file or directory");
}

/* One file, gone at the end of the test. */
static char directory[] = "/tmp/lla-conf-XXXXXX";
static char file[64];

static void make_directory(void)
{
	cr_assert_not_null(mkdtemp(directory));
	snprintf(file, sizeof(file), "%s/app.conf", directory);
}

static void remove_directory(void)
{
	unlink(file);
	rmdir(directory);
}

Test(conf, a_fifo_or_socket_is_no_config, .init = make_directory, .fini = remove_directory,
     .timeout = 8)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	cr_assert_eq(mkfifo(file, 0600), 0);
	no_config(file, "a FIFO");
	unlink(file);
	strcpy(address.sun_path, file);
	cr_assert_eq(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	no_config(file, "a socket");
	close(fd);
}

Test(conf, a_config_has_at_most_four_mebibytes, .init = make_directory, .fini = remove_directory)
{
	struct lla_error err;
	int fd = open(file, O_CREAT | O_WRONLY, 0600);

	cr_assert_eq(ftruncate(fd, LLA_CONF_MAX + 1), 0);
	no_config(file, "larger than 4 MiB");
	cr_assert_eq(ftruncate(fd, LLA_CONF_MAX), 0);
	close(fd);
	fd = lla_conf_open(file, &err);
	cr_assert_geq(fd, 0, "%s", err.text);
	cr_assert_eq(fcntl(fd, F_GETFD), FD_CLOEXEC);
	close(fd);
}

Test(conf, an_unreadable_file_is_an_error, .init = make_directory, .fini = remove_directory)
{
	close(open(file, O_CREAT | O_WRONLY, 0));
	if (!getuid() && (chmod(directory, 0755) || seteuid(65534)))
		cr_skip_test("neither a user nor able to become one");
	no_config(file, "Permission denied");
	cr_assert_eq(seteuid(getuid()), 0);
}

Test(conf, what_cannot_be_read_is_an_error)
{
	struct lla_conf_job job = { .name = NAME, .policy = &it.policy, .problems = &it.problems };
	int fd = open("/", O_RDONLY | O_CLOEXEC);

	begin();
	cr_assert_eq(lla_conf_read(fd, &job, &it.result), -1);
	check_problem(0, 0, "cannot be read: Is a directory");
	close(fd);
}

Test(conf, a_problem_is_printable_and_needs_no_source)
{
	lla_problems_add(&it.problems, NULL, 3, "a\x1b[2J\nb");
	cr_assert_null(it.problems.at[0].source);
	cr_assert_str_eq(it.problems.at[0].text, "a?[2J?b");
	lla_problems_free(&it.problems);
	cr_assert_eq(it.problems.count, 0);
}
