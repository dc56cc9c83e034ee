/* SPDX-License-Identifier: ISC */
/* landlock-auto fleet compile: what the texts of a machine become. Each test has a root
 * directory of its own, and nothing in it but the texts and a few files. */
#include "common.h"
#include "fleet/build.h"
#include "core/landlock.h"
#include "core/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define ETC "root" TEST_BUILDDIR "/tests/etc"
#define DIR ETC "/landlock-auto.d"
#define CONF "landlock-auto.conf"
#define COMPILE "$TOOL fleet compile --root root"

/* Where the texts are for the tool. */
#define CONF_NAME TEST_BUILDDIR "/tests/etc/landlock-auto.conf"
#define DIR_NAME TEST_BUILDDIR "/tests/etc/landlock-auto.d"

static void text(const char *name, const char *what)
{
	char path[4096];

	snprintf(path, sizeof(path), ETC "/%s", name);
	test_text(path, what);
}

/* A root directory with the programs a to d, and texts for none of them. */
static void begin(void)
{
	needs_root();
	umask(022);
	ran_well(sh("mkdir -p " DIR " root/usr/bin && ln -s usr/bin root/bin && cd root/usr/bin && "
		    "for p in a b c d; do echo >$p && chmod 755 $p; done"),
		 0);
}

/* It compiles to so many programs, with no warning but of none. */
static void compiles(unsigned programs)
{
	struct ran r = sh(COMPILE);
	char says[100];

	snprintf(says, sizeof(says), "%u program%s in ", programs, programs == 1 ? "" : "s");
	if (programs) {
		ran_well(r, 0);
	} else {
		cr_assert_eq(r.status, 0, "%s", r.err);
		contains(r.err, "landlock-auto: warning: no program is named in ");
		cr_assert_eq(strchr(r.err, '\n'), r.err + strlen(r.err) - 1, "%s", r.err);
	}
	cr_assert(!strncmp(r.out, says, strlen(says)), "%s", r.out);
	contains(r.out, lla_fleet_db);
}

/* The same with this warning and no other. */
static void warns(const char *of)
{
	struct ran r = sh(COMPILE);

	cr_assert_eq(r.status, 0, "%s", r.err);
	contains(r.err, of);
	cr_assert_eq(strchr(r.err, '\n'), r.err + strlen(r.err) - 1, "not one line:\n%s", r.err);
}

/* Each line of stderr has what is asked for, in order, and the last says that nothing
 * is changed. */
static void fails(const char *const *lines)
{
	struct ran r = sh(COMPILE);
	char *line = strtok(r.err, "\n");

	cr_assert_eq(r.status, 125, "status %d: %s", r.status, r.err);
	cr_assert_str_empty(r.out);
	for (; *lines; lines++, line = strtok(NULL, "\n")) {
		cr_assert_not_null(line, "nothing says \"%s\"", *lines);
		contains(line, *lines);
	}
	cr_assert_not_null(line);
	contains(line, "nothing is changed");
	cr_assert_null(strtok(NULL, "\n"));
}

static void fails_once(const char *line)
{
	fails((const char *const[]){ line, NULL });
}

static const char *db_path(void)
{
	static char path[4096];

	snprintf(path, sizeof(path), "%s/" ETC "/landlock-auto.db", test_dir());
	return path;
}

/* The program's entry; size 0: it has none. */
static struct lla_db_entry entry_of(const char *path)
{
	struct lla_error err = { 0 };
	struct lla_db db;
	int got;

	cr_assert_eq(lla_db_open(db_path(), &db, &err), 0, "%s", err.text);
	got = lla_db_find(&db, path, strlen(path), &err);
	cr_assert_geq(got, 0, "%s", err.text);
	close(db.fd);
	return got ? db.entry : (struct lla_db_entry){ 0 };
}

static bool is_named(const char *path)
{
	return entry_of(path).size;
}

static const struct lla_image *image_in_db(const char *path)
{
	struct lla_error err = { 0 };
	const struct lla_image *image;
	struct lla_db db;

	cr_assert_eq(lla_db_open(db_path(), &db, &err), 0, "%s", err.text);
	cr_assert_eq(lla_db_find(&db, path, strlen(path), &err), 1, "%s is not named", path);
	cr_assert_eq(lla_db_image(&db, path, strlen(path), malloc(db.entry.size), &image, &err), 0,
		     "%s", err.text);
	close(db.fd);
	return image;
}

/* How many programs are in the database, which is whole. */
static unsigned programs_in_db(void)
{
	struct lla_error err = { 0 };
	struct stat st;
	struct lla_db_header *at;
	unsigned programs;
	int fd = open(db_path(), O_RDONLY | O_CLOEXEC);

	cr_assert(fd >= 0 && !fstat(fd, &st), "%s: %s", db_path(), strerror(errno));
	at = malloc((size_t)st.st_size);
	cr_assert_eq(read(fd, at, (size_t)st.st_size), st.st_size);
	close(fd);
	cr_assert_eq(lla_db_validate(at, (size_t)st.st_size, &err), 0, "%s", err.text);
	programs = at->programs;
	free(at);
	return programs;
}

/* What becomes of texts */

Test(fleet, a_named_program_has_its_policy_in_the_database_and_others_have_none)
{
	const struct lla_image *image;

	begin();
	text(CONF, "program /usr/bin/a { fs = r:/a }\nprogram /usr/bin/b {\n"
		   "ignore-if-missing = on\n on-error = warn\n fs = {r:/x, r:/y} }\n");
	text("landlock-auto.d/x.conf", "program /usr/bin/c { net = c:443 }");
	ran_well(sh("touch root/a"), 0);
	compiles(3);
	cr_assert_eq(programs_in_db(), 3);
	image = image_in_db("/usr/bin/b");
	cr_assert_str_eq(lla_image_source(image), CONF_NAME);
	cr_assert_eq(image->rules, 2);
	cr_assert_str_eq(lla_image_next(image, NULL)->path, "/x");
	cr_assert_eq(lla_image_next(image, NULL)->line, 5);
	cr_assert_eq(entry_of("/usr/bin/b").flags & LLA_DB_WARN, LLA_DB_WARN);
	cr_assert_eq(entry_of("/usr/bin/a").flags & LLA_DB_WARN, 0);
	image = image_in_db("/usr/bin/c");
	cr_assert_str_eq(lla_image_source(image), DIR_NAME "/x.conf");
	cr_assert_eq(image->rules, 1);
	cr_assert_not(is_named("/usr/bin/d"));
	cr_assert_not(is_named("/bin/a"));
}

Test(fleet, without_texts_no_program_is_named)
{
	begin();
	compiles(0);
	cr_assert_eq(programs_in_db(), 0);
	text(CONF, "fs = r:/a");
	compiles(0);
	text("landlock-auto.d/x.conf", "# nothing yet");
	compiles(0);
	ran_well(sh("rm -r " ETC "/*; mkdir -p " ETC), 0);
	compiles(0);
	cr_assert_eq(programs_in_db(), 0);
}

Test(fleet, texts_are_the_files_that_end_in_conf_in_the_order_of_bytes)
{
	begin();
	text("landlock-auto.d/B.conf", "program /usr/bin/a {}");
	text("landlock-auto.d/a.conf", "program /usr/bin/b {}");
	text("landlock-auto.d/.hidden.conf", "nonsense");
	text("landlock-auto.d/.conf", "nonsense");
	text("landlock-auto.d/old.conf~", "nonsense");
	text("landlock-auto.d/README", "nonsense");
	text("landlock-auto.d/a.conf.dpkg-new", "nonsense");
	text("x.conf", "nonsense");
	compiles(2);
	text("landlock-auto.d/a.conf", "program /usr/bin/a {}");
	fails_once("a.conf:1: /usr/bin/a has a section already, " DIR_NAME "/B.conf:1; put both");
}

Test(fleet, every_error_of_every_text_is_told_and_nothing_changes)
{
	begin();
	text(CONF, "program /usr/bin/a {}");
	compiles(1);
	ran_well(sh("cp " DIR "/fleet.db before"), 0);
	text(CONF, "abi = 99\nprogram /usr/bin/a {}\nprogram /usr/bin/b { x = 1 }");
	text("landlock-auto.d/a.conf", "program /usr/bin/a {\n\n");
	text("landlock-auto.d/b.conf", "program /usr/bin/d {}\nfs = r:/a\nprogram /usr { }");
	text("landlock-auto.d/c.conf", "program /usr/bin/c { handle = bind_tcp\n fs = r:/ }\n"
				       "program c {}");
	text("landlock-auto.d/d.conf", "program /bin/d {}");
	fails((const char *const[]){
		CONF_NAME ":1: no such Landlock ABI '99'", CONF_NAME ":3: no such key 'x'",
		DIR_NAME "/a.conf:1: the section that begins here has no end",
		DIR_NAME "/b.conf:2: fs stands outside of a program section",
		DIR_NAME "/b.conf:3: /usr is a directory, and a section is for a program",
		DIR_NAME "/c.conf:2: the rule for / grants read_file, which handle leaves out",
		DIR_NAME "/c.conf:3: 'c' is no absolute path",
		DIR_NAME "/a.conf:1: /usr/bin/a has a section already, " CONF_NAME ":2;",
		DIR_NAME "/d.conf:1: /bin/d is /usr/bin/d, which has a section already, " DIR_NAME
			 "/b.conf:1; put both into one",
		NULL });
	ran_well(sh("cmp before " DIR
		    "/fleet.db && test -z \"$(find root ! -type d -name '*new*')\""),
		 0);
}

Test(fleet, a_policy_that_only_as_a_whole_is_wrong_is_an_error_with_its_line)
{
	begin();
	text(CONF, "program /usr/bin/a { }\nprogram /usr/bin/b {\nabi = 1\nfs = truncate:/ }");
	fails_once(CONF_NAME ":4: the rule names truncate, which came with ABI 3");
	text(CONF, "abi = 1\nfs = {r:/,\ntruncate:/}\n");
	fails_once(CONF_NAME ":3: the rule names truncate, which came with ABI 3");
}

Test(fleet, keys_outside_of_sections_are_checked_and_name_no_program)
{
	begin();
	text(CONF, "fs = {\"r:${NO_SUCH_VARIABLE}/a\", \"rw:~/x\", r:.}\nprogram /usr/bin/a {}");
	compiles(1);
	text(CONF, "fs = {\"r:${NO_SUCH_VARIABLE}/a\", \"reed:~/x\"}\nprogram /usr/bin/a {}");
	fails_once(CONF_NAME ":1: no such right 'reed'");
}

Test(fleet, a_compiled_system_policy_names_no_program)
{
	begin();
	ran_well(sh("$TOOL compile -o " ETC "/" CONF " --words r:/"), 0);
	text("landlock-auto.d/a.conf", "program /usr/bin/a {}");
	compiles(1);
	ran_well(sh("cp " ETC "/" CONF " " DIR "/b.conf"), 0);
	fails_once("b.conf:2: a NUL byte");
}

Test(fleet, presets_are_those_of_the_root_directory)
{
	begin();
	text(CONF, "program /usr/bin/a { presets = base }");
	fails_once(CONF_NAME ":1: no such preset 'base'; there are none in ");
	ran_well(sh("mkdir -p root$SRC/conf; cp -r $SRC/conf/presets root$SRC/conf"), 0);
	compiles(1);
	cr_assert_gt(image_in_db("/usr/bin/a")->rules, 10);
	text(CONF, "presets = base");
	compiles(0);
	text(CONF, "presets = none-such");
	fails_once(CONF_NAME ":1: no such preset 'none-such'; there are base,");
}

/* Which program */

Test(fleet, a_program_is_named_by_any_path_that_leads_to_it)
{
	begin();
	ran_well(sh("mkdir root/opt; cd root/opt; ln -s /usr/bin/b b; ln -s ../usr/bin/c c; ln -s "
		    "../../../../../../../../../../../../usr/bin/d d"),
		 0);
	text(CONF, "program /bin/a {}\nprogram /opt/b {}\nprogram /opt/c {}\nprogram /opt/d {}");
	compiles(4);
	cr_assert(is_named("/usr/bin/a"));
	cr_assert(is_named("/usr/bin/b"));
	cr_assert(is_named("/usr/bin/c"));
	cr_assert(is_named("/usr/bin/d"));
	cr_assert_not(is_named("/bin/a"));
	cr_assert_not(is_named("/opt/d"));
}

Test(fleet, a_program_that_is_named_twice_is_an_error_that_names_both_places)
{
	begin();
	text(CONF, "program /usr/bin/a {}\nprogram /bin/b {}\nprogram /usr/bin/a {}\n");
	fails_once(CONF_NAME ":3: /usr/bin/a has a section already, " CONF_NAME ":1; put both");
	text(CONF, "program /usr/bin/a {}\nprogram /bin/a {}\nprogram \"/bin/a\" {}");
	fails((const char *const[]){
		":2: /bin/a is /usr/bin/a, which has a section already, " CONF_NAME ":1; put both",
		":3: /bin/a is /usr/bin/a, which has a section already, " CONF_NAME ":1; put both",
		NULL });
	/* Two programs, though one file. */
	ran_well(sh("ln root/usr/bin/a root/usr/bin/e"), 0);
	text(CONF, "program /usr/bin/a {}\nprogram /usr/bin/e {}");
	compiles(2);
}

Test(fleet, a_program_that_is_not_there_counts_where_it_will_be)
{
	begin();
	text(CONF, "program /bin/x {}");
	warns(CONF_NAME ":1: warning: /bin/x does not exist; the section counts when it does");
	cr_assert(is_named("/usr/bin/x"));
	cr_assert_not(is_named("/bin/x"));
	text(CONF, "program /opt/x/y {}");
	warns("/opt/x/y does not exist");
	cr_assert(is_named("/opt/x/y"));
	text(CONF, "program /x {}");
	warns("/x does not exist");
	cr_assert(is_named("/x"));
	text(CONF, "program /bin/a/x {}");
	warns("/bin/a/x does not exist");
	cr_assert(is_named("/usr/bin/a/x"));
	ran_well(sh("ln -s / root/top"), 0);
	text(CONF, "program /top/x {}");
	warns("/top/x does not exist");
	cr_assert(is_named("/x"));
	ran_well(sh("ln -s nothing root/link"), 0);
	text(CONF, "program /link {}");
	warns("/link is a symbolic link to nothing");
	ran_well(sh("ln -s loop root/loop"), 0);
	text(CONF, "program /loop {}");
	fails_once("/loop cannot be found: Too many levels of symbolic links");
}

Test(fleet, what_can_be_no_program_is_an_error_and_what_never_counts_a_warning)
{
	begin();
	ran_well(sh("cd root; mkfifo fifo; printf '#!/bin/sh\n' >script; chmod 755 script; "
		    "echo >data; ln -s usr/bin dir; cp usr/bin/a suid; chmod 4755 suid"),
		 0);
	text(CONF, "program /dir {}");
	fails_once("/usr/bin is a directory");
	text(CONF, "program /fifo {}");
	fails_once("/fifo is no regular file");
	text(CONF, "program /script {}");
	warns("/script is a script: the program is the interpreter");
	text(CONF, "program /data {}");
	warns("/data may be executed by nobody");
	text(CONF, "program /suid {}");
	compiles(1);
}

/* /bin/true as root/usr/bin/NAME, with another machine, and another interpreter or none. */
static void elf(const char *name, unsigned machine, const char *interpreter)
{
	char *bytes, path[4096];
	size_t size;
	struct stat st;
	ElfW(Ehdr) * head;
	ElfW(Phdr) * p;
	FILE *f;

	cr_assert_not(stat("/bin/true", &st));
	size = (size_t)st.st_size;
	bytes = malloc(size);
	f = fopen("/bin/true", "re");
	cr_assert(f && fread(bytes, 1, size, f) == size && !fclose(f));
	head = (void *)bytes;
	p = (void *)(bytes + head->e_phoff);
	while (p->p_type != PT_INTERP)
		p++;
	if (machine)
		head->e_machine = (uint16_t)machine;
	if (!interpreter)
		p->p_type = PT_NULL;
	else
		p->p_filesz = strlen(strcpy(bytes + p->p_offset, interpreter)) + 1;
	snprintf(path, sizeof(path), "%s/root/usr/bin/%s", test_dir(), name);
	f = fopen(path, "we");
	cr_assert(f && fwrite(bytes, 1, size, f) == size && !fclose(f) && !chmod(path, 0755));
	free(bytes);
}

Test(fleet, a_program_whose_loader_passes_over_the_object_is_warned_of)
{
	begin();
	ran_well(
		sh("mkdir -p root/${SHIM%%/*} && cp $SHIM root/$SHIM && cp /bin/true root/usr/bin"),
		0);
	text(CONF, "program /usr/bin/true {}");
	compiles(1);
	elf("static", 0, NULL);
	text(CONF, "program /usr/bin/static {}");
	warns("/usr/bin/static is linked statically, so no loader loads the object; this section "
	      "will never count");
	elf("musl", 0, "/lib/ld-musl-x86_64.so.1");
	text(CONF, "program /usr/bin/musl {}");
	warns("/usr/bin/musl uses musl, whose loader does not read /etc/ld.so.preload");
	elf("other", 0, "/lib/ld-other.so.1");
	text(CONF, "program /usr/bin/other {}");
	warns("/usr/bin/other uses a loader of which nobody knows");
	elf("foreign", EM_PPC64, "/lib/ld-linux.so.3");
	text(CONF, "program /usr/bin/foreign {}");
	warns("/usr/bin/foreign is for another kind of machine than the object");
}

Test(fleet, a_rule_with_which_the_program_would_not_start_is_a_warning)
{
	begin();
	text(CONF, "program /usr/bin/a {\nfs = {r:/usr, r:/none} }");
	warns(CONF_NAME ":2: warning: /none does not exist, and the program would not start");
	text(CONF, "program /usr/bin/a {\nfs = {r:/usr, ?r:/none} }");
	compiles(1);
	text(CONF, "program /usr/bin/a {\nfs = {r:/usr, r:/none} ignore-if-missing = yes }");
	compiles(1);
}

Test(fleet, programs_that_are_better_not_named_are_warned_of)
{
	static const char names[] =
		"init systemd systemd-udevd udevadm mount umount runc crun podman dockerd "
		"containerd bwrap sudo su login agetty cron crond sshd ld-linux-x86-64.so.2 "
		"ld-linux.so.2 ld-musl-x86_64.so.1 busybox landlock-auto dash";
	struct ran r;
	unsigned warned = 0;

	begin();
	ran_well(sh("mkdir root/p; for n in %s; do cp root/usr/bin/a root/p/$n; "
		    "echo \"program /p/$n {}\" >>" ETC "/" CONF "; done",
		    names),
		 0);
	r = sh(COMPILE);
	cr_assert_eq(r.status, 0);
	for (char *at = r.err; (at = strstr(at, "it is better not to name it")); at++)
		warned++;
	cr_assert_eq(warned, 25, "%u warnings:\n%s", warned, r.err);
	cr_assert_eq(programs_in_db(), 25);
	ran_well(sh("for n in nginx postgres redis-server curl mountpoint sum python3.11 cronolog; "
		    "do cp root/usr/bin/a root/p/$n; echo \"program /p/$n {}\"; done >" ETC
		    "/" CONF),
		 0);
	compiles(8);
	/* By its real name, too. */
	ran_well(sh("ln -s systemd root/p/boot"), 0);
	text(CONF, "program /p/boot {}");
	warns("/p/systemd starts the machine");
}

/* Who may write */

Test(fleet, what_others_than_root_can_write_is_not_read)
{
	static const struct {
		const char *change, *says;
	} rows[] = {
		{ "chown 7 " DIR "/a.conf", "a.conf: is owned by user 7" },
		{ "chmod g+w " DIR "/a.conf", "a.conf: may be written by others" },
		{ "chmod o+w " DIR "/a.conf", "a.conf: may be written by others" },
		{ "chown 7 " ETC "/" CONF, CONF_NAME ": is owned by user 7" },
		{ "chmod o+w " ETC "/" CONF, CONF_NAME ": may be written by others" },
		{ "mv " DIR "/a.conf x; ln -s /x " DIR "/a.conf",
		  "a.conf: this is a symbolic link" },
		{ "mv " ETC "/" CONF " x; ln -s /x " ETC "/" CONF, "this is a symbolic link" },
		{ "rm " DIR "/a.conf; mkdir " DIR "/a.conf", "a.conf: this is a directory" },
		{ "rm " DIR "/a.conf; mkfifo " DIR "/a.conf", "a.conf: this is a FIFO" },
		{ "rm " ETC "/" CONF "; mkdir " ETC "/" CONF, CONF_NAME ": this is a directory" },
	};

	begin();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ran_well(sh("rm -rf " ETC "/* && mkdir " DIR), 0);
		text(CONF, "program /usr/bin/a {}");
		text("landlock-auto.d/a.conf", "program /usr/bin/b {}");
		compiles(2);
		ran_well(sh("%s", rows[i].change), 0);
		fails_once(rows[i].says);
		cr_assert_eq(programs_in_db(), 2);
	}
}

Test(fleet, a_directory_that_others_than_root_can_write_is_not_used)
{
	static const struct {
		const char *change, *says;
	} rows[] = {
		{ "chown 7 " DIR, DIR_NAME ": is owned by user 7" },
		{ "chmod g+w " DIR, DIR_NAME ": may be written by others" },
		{ "chmod o+w " DIR, DIR_NAME ": may be written by others" },
		{ "chown 7 " ETC, "/tests/etc: is owned by user 7" },
		{ "chmod 1777 " ETC, "/tests/etc: may be written by others" },
		{ "mv " DIR " " ETC "/x; ln -s x " DIR, DIR_NAME ": Not a directory" },
		{ "rm -r " DIR "; echo >" DIR, DIR_NAME ": Not a directory" },
		{ "rm " DIR "/.lock; mkdir " DIR "/.lock", DIR_NAME ": Is a directory" },
		{ "rm -r " ETC, "/tests/etc: No such file or directory" },
	};

	begin();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ran_well(sh("rm -rf " ETC " && mkdir -p " DIR), 0);
		compiles(0);
		ran_well(sh("%s", rows[i].change), 0);
		refused(sh(COMPILE), rows[i].says);
	}
}

/* Two hashes of 64 bits are not the same by chance as long as one tries. */
Test(fleet, of_programs_with_one_hash_only_one_can_have_a_section)
{
	struct lla_program two[] = { { .source = "x", .line = 3, .path = "/b", .hash = 7 },
				     { .source = "y", .line = 4, .path = "/a", .hash = 7 },
				     { .source = "y", .line = 5, .path = "/c", .hash = 6 } };
	struct lla_programs programs = { .at = two, .count = 3 };
	struct lla_problems errors = { 0 };

	cr_assert_null(lla_programs_sorted(&programs, &errors));
	cr_assert_eq(errors.count, 1);
	contains(errors.at[0].text, "happens to have the hash of /");
	two[1].hash = 5;
	errors.count = 0;
	cr_assert_eq(lla_programs_sorted(&programs, &errors)[0], &two[1]);
	cr_assert_eq(errors.count, 0);
}

Test(fleet, there_is_a_number_of_programs_that_is_too_large)
{
	size_t max = LLA_DB_PROGRAMS_MAX;
	struct lla_programs programs = { .at = calloc(max + 1, sizeof(*programs.at)),
					 .count = max };
	struct lla_problems errors = { 0 };

	for (size_t i = 0; i <= max; i++)
		programs.at[i].hash = i;
	cr_assert_not_null(lla_programs_sorted(&programs, &errors));
	programs.count++;
	cr_assert_null(lla_programs_sorted(&programs, &errors));
	contains(errors.at[0].text, "1048577 programs have sections; at most 1048576 can");
}

/* How it is written */

Test(fleet, the_database_is_readable_and_a_link_leads_to_it)
{
	begin();
	ran_well(sh("rmdir " DIR "; umask 077; " COMPILE " 2>/dev/null && stat -c %%a:%%u " DIR
		    " " DIR "/fleet.db && readlink " ETC "/landlock-auto.db"),
		 0);
	cr_assert_str_eq(
		sh("stat -c %%a:%%u " DIR " " DIR "/fleet.db && readlink " ETC "/landlock-auto.db")
			.out,
		"755:0\n644:0\nlandlock-auto.d/fleet.db\n");
	cr_assert_eq(programs_in_db(), 0);
}

Test(fleet, whatever_stood_in_the_place_of_the_link_is_replaced)
{
	static const char *const befores[] = { "echo old >", "ln -s elsewhere ", "mkfifo " };

	begin();
	text(CONF, "program /usr/bin/a {}");
	for (size_t i = 0; i < sizeof(befores) / sizeof(befores[0]); i++) {
		ran_well(sh("rm -f " ETC "/landlock-auto.db; %s" ETC "/landlock-auto.db",
			    befores[i]),
			 0);
		compiles(1);
		cr_assert_str_eq(sh("readlink " ETC "/landlock-auto.db").out,
				 "landlock-auto.d/fleet.db\n");
		cr_assert_eq(programs_in_db(), 1);
	}
	/* And what is right stays. */
	ran_well(sh("stat -c %%i:%%z " ETC "/landlock-auto.db >before; " COMPILE " >/dev/null; "
		    "stat -c %%i:%%z " ETC "/landlock-auto.db | cmp before"),
		 0);
	ran_well(sh("rm " ETC "/landlock-auto.db; mkdir " ETC "/landlock-auto.db"), 0);
	refused(sh(COMPILE), "landlock-auto.db: Is a directory");
}

Test(fleet, the_same_texts_are_the_same_bytes)
{
	begin();
	text("landlock-auto.d/a.conf", "program /usr/bin/a {}");
	text("landlock-auto.d/b.conf", "program /usr/bin/b { fs = rx:/usr }");
	compiles(2);
	/* Made in another order, which a directory may keep. */
	ran_well(sh("cp " DIR "/fleet.db x; mkdir new; cp " DIR "/b.conf " DIR "/a.conf new; rm -r "
		    "root/" TEST_BUILDDIR "/tests/etc/landlock-auto.d; mv new " DIR),
		 0);
	compiles(2);
	ran_well(sh("cmp x " DIR "/fleet.db"), 0);
	text("landlock-auto.d/b.conf", "program /usr/bin/b { fs = r:/usr }");
	compiles(2);
	cr_assert_eq(sh("cmp -s x " DIR "/fleet.db").status, 1);
}

Test(fleet, a_database_that_cannot_be_written_leaves_the_old_one)
{
	begin();
	text(CONF, "program /usr/bin/a {}");
	compiles(1);
	text(CONF, "program /usr/bin/a {}\nprogram /usr/bin/b {}");
	refused(sh("trap '' XFSZ; ulimit -f 1; exec " COMPILE), "/fleet.db: File too large");
	cr_assert_eq(programs_in_db(), 1);
	ran_well(sh("test -z \"$(find root ! -type d -name '*new*')\""), 0);
	compiles(2);
}

/* What a process does until it is killed. */
static const char *const calls[] = { "openat", "?mkdir",  "?chmod",     "flock",     "unlinkat",
				     "write",  "fchmod",  "fsync",      "?renameat", "symlinkat",
				     "close",  "pread64", "getdents64", "readlinkat" };

/* False: there is no call with that number. */
static bool killed_at(const char *call, unsigned number)
{
	struct ran r = sh("exec timeout -k 5 60 strace -o log -e trace=%s -e "
			  "inject=%s:signal=KILL:when=%u " COMPILE,
			  call, call, number);

	cr_assert(r.status == 137 || !r.status, "%s %u: %d %s", call, number, r.status, r.err);
	return r.status;
}

static void kill_everywhere(const char *make_old, unsigned old)
{
	unsigned killed = 0;

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		for (unsigned n = 1;; n++) {
			bool done;

			ran_well(sh("rm -rf " ETC "/landlock-auto.[d-]*; %s", make_old), 0);
			text(CONF, "program /usr/bin/a {}\nprogram /usr/bin/b {}");
			done = !killed_at(calls[i], n);
			if (!access(db_path(), F_OK)) {
				unsigned is = programs_in_db();

				cr_assert(is == 2 || is == old, "%s %u: %u", calls[i], n, is);
			} else {
				cr_assert_eq(old, 0, "%s %u: no database", calls[i], n);
			}
			if (done)
				break;
			killed++;
			compiles(2);
			cr_assert_eq(programs_in_db(), 2);
			ran_well(sh("test -z \"$(find root ! -type d -name '*new*')\""), 0);
		}
	}
	cr_assert_gt(killed, 20);
}

Test(fleet, killed_at_any_call_it_leaves_the_old_database_or_the_new_one, .timeout = 300)
{
	begin();
	needs_strace();
	kill_everywhere("rm -f " ETC "/landlock-auto.db", 0);
}

Test(fleet, killed_at_any_call_it_leaves_the_database_that_it_replaces, .timeout = 300)
{
	begin();
	needs_strace();
	text(CONF, "program /usr/bin/a {}");
	compiles(1);
	ran_well(sh("mkdir old; cp -a " DIR " " ETC "/landlock-auto.db old"), 0);
	kill_everywhere("cp -a old/* " ETC, 1);
	/* A file from before there were links. */
	ran_well(
		sh("rm old/landlock-auto.db; mv old/landlock-auto.d/fleet.db old/landlock-auto.db; "
		   "rm -r old/landlock-auto.d"),
		0);
	kill_everywhere("cp -a old/* " ETC, 1);
}

Test(fleet, a_call_that_fails_is_told_and_leaves_a_whole_database, .timeout = 120)
{
	static const struct {
		const char *inject, *says;
	} fail[] = {
		{ "?mkdir:error=EROFS:when=1", "landlock-auto.d: Read-only file system" },
		{ "?chmod:error=EROFS:when=1", "landlock-auto.d: Read-only file system" },
		{ "flock:error=EIO:when=1", "landlock-auto.d: Input/output error" },
		{ "write:error=ENOSPC:when=1", "/fleet.db: No space left on device" },
		{ "fchmod:error=EROFS:when=1", "/fleet.db: Read-only file system" },
		{ "fsync:error=EIO:when=1", "/fleet.db: Input/output error" },
		{ "renameat:error=EROFS:when=1", "/fleet.db: Read-only file system" },
		{ "fsync:error=EIO:when=2", "/fleet.db: Input/output error" },
		{ "symlinkat:error=ENOSPC:when=1", "landlock-auto.db: No space left on device" },
		{ "renameat:error=EROFS:when=2", "landlock-auto.db: Read-only file system" },
		{ "fsync:error=EIO:when=3", "landlock-auto.db: Input/output error" },
	};
	static const char *const pass[] = { "flock:error=EINTR:when=1", "write:error=EINTR:when=1",
					    "fsync:error=EINVAL:when=2",
					    "fsync:error=EINVAL:when=3" };

	begin();
	needs_strace();
	text(CONF, "program /usr/bin/a {}");
	for (size_t i = 0; i < sizeof(fail) / sizeof(fail[0]); i++) {
		ran_well(sh("rm -rf " ETC "/landlock-auto.[d-]*"), 0);
		refused(sh("exec strace -o log -e inject=%s " COMPILE, fail[i].inject),
			fail[i].says);
		ran_well(sh("test -z \"$(find root ! -type d -name '*new*')\""), 0);
		if (!access(db_path(), F_OK))
			cr_assert_eq(programs_in_db(), 1);
	}
	for (size_t i = 0; i < sizeof(pass) / sizeof(pass[0]); i++) {
		ran_well(sh("rm -rf " ETC "/landlock-auto.[d-]*"), 0);
		ran_well(sh("exec strace -o log -e inject=%s " COMPILE, pass[i]), 0);
		cr_assert_eq(programs_in_db(), 1);
	}
}

Test(fleet, what_is_renamed_is_on_the_disk_before_and_its_directory_after)
{
	static const char *const order[] = { "write(", "fchmod(",    "fsync(",    "renameat(",
					     "fsync(", "symlinkat(", "renameat(", "fsync(" };
	struct ran r;
	char *at;

	begin();
	needs_strace();
	ran_well(sh("strace -o log -e trace=write,fchmod,fsync,renameat,symlinkat " COMPILE
		    " >/dev/null 2>&1"),
		 0);
	r = sh("cat log");
	at = r.out;
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++, at = strchr(at, '\n') + 1)
		cr_assert(!strncmp(at, order[i], strlen(order[i])), "no %s at %s in\n%s", order[i],
			  at, r.out);
	contains(at, "write(1");
	/* The lines of the file and of the directory, by their descriptors. */
	cr_assert_eq(sh("awk -F'[(,)]' '/^(write|fchmod|fsync)/ && !n { fd = $2 } /^fsync/ && "
			"$2 != fd && !n { exit 1 } /^renameat/ && !n { n = 1; dir = $2; next } "
			"/^fsync/ && n { exit $2 != dir }' log")
			     .status,
		     0, "%s", r.out);
}

static pid_t start_compile(void)
{
	char root[4096];
	pid_t pid = fork();

	cr_assert(pid >= 0);
	if (pid)
		return pid;
	snprintf(root, sizeof(root), "%s/root", test_dir());
	if (!freopen("/dev/null", "w", stdout))
		_exit(99);
	execl(TEST_BUILDDIR "/tests/landlock-auto", "landlock-auto", "fleet", "compile", "--root",
	      root, (char *)NULL);
	_exit(99);
}

static int wait_for(pid_t pid, struct rusage *usage)
{
	int status;

	while (wait4(pid, &status, 0, usage) < 0)
		cr_assert(errno == EINTR);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Whether the kernel has it waiting for a lock. */
static bool waits(pid_t pid)
{
	FILE *locks = fopen("/proc/locks", "re");
	char line[200], number[20];
	bool is = false;

	cr_assert_not_null(locks);
	snprintf(number, sizeof(number), " %d ", pid);
	while (fgets(line, sizeof(line), locks))
		is |= strstr(line, "->") && strstr(line, number);
	fclose(locks);
	return is;
}

Test(fleet, one_compiles_at_a_time_and_only_root_can_make_it_wait, .timeout = 60)
{
	char path[4096];
	struct stat st;
	int fd, polls = 0;
	pid_t pid;

	begin();
	text(CONF, "program /usr/bin/a {}");
	compiles(1);
	snprintf(path, sizeof(path), "%s/" DIR "/.lock", test_dir());
	fd = open(path, O_RDWR | O_CLOEXEC);
	cr_assert(fd >= 0 && !fstat(fd, &st) && !flock(fd, LOCK_EX));
	cr_assert_eq(st.st_mode & 0777, 0600);
	text(CONF, "program /usr/bin/a {}\nprogram /usr/bin/b {}");
	pid = start_compile();
	while (!waits(pid) && ++polls < 3000)
		usleep(10000);
	cr_assert_lt(polls, 3000, "it does not wait");
	cr_assert_eq(programs_in_db(), 1);
	close(fd);
	cr_assert_eq(wait_for(pid, NULL), 0);
	cr_assert_eq(programs_in_db(), 2);
}

Test(fleet, many_at_once_all_succeed, .timeout = 120)
{
	pid_t pids[20];

	begin();
	text(CONF, "program /usr/bin/a {}\nprogram /usr/bin/b {}");
	for (size_t i = 0; i < 20; i++)
		pids[i] = start_compile();
	for (size_t i = 0; i < 20; i++)
		cr_assert_eq(wait_for(pids[i], NULL), 0);
	cr_assert_eq(programs_in_db(), 2);
}

Test(fleet, a_hundred_thousand_programs_compile, .timeout = 300)
{
	struct rusage usage;
	char *all;
	size_t at = 0;

	begin();
	all = malloc(LLA_CONF_MAX);
	for (unsigned i = 0; i < 100000; i++)
		at += (size_t)sprintf(all + at, "program /p/%u{fs=rx:/a}\n", i);
	text("landlock-auto.d/a.conf", all);
	cr_assert_eq(wait_for(start_compile(), &usage), 0);
	cr_assert_eq(programs_in_db(), 100000);
	cr_assert_lt(usage.ru_maxrss, 1 << 20, "%ld KiB", usage.ru_maxrss);
	cr_assert_lt(usage.ru_utime.tv_sec, 60, "%ld s", (long)usage.ru_utime.tv_sec);
	for (unsigned i = 0; i < 100000; i += 997) {
		char path[40];

		snprintf(path, sizeof(path), "/p/%u", i);
		cr_assert(is_named(path));
	}
	cr_assert_not(is_named("/p/100000"));
	free(all);
}

Test(fleet, a_flood_of_warnings_is_counted_and_cut)
{
	struct ran r;

	begin();
	ran_well(sh("seq -f 'program /p/%%g {}' 1000 >" ETC "/" CONF), 0);
	r = sh(COMPILE " 2>&1 >/dev/null | tail -n 2");
	contains(r.out, ":100: warning: /p/100 does not exist");
	contains(r.out, ": warning: 900 more warnings are not shown\n");
}

/* What a policy becomes */

static bool grants(const struct lla_image *image, const char *path)
{
	const struct lla_record *r = NULL;

	while ((r = lla_image_next(image, r)))
		if (r->kind == LLA_FS && !strcmp(r->path, path) && r->access == LLA_READ_FILE) {
			cr_assert_eq(r->flags, LLA_OPTIONAL | LLA_FROM_PRESET);
			cr_assert_eq(r->exact, 0);
			return true;
		}
	return false;
}

Test(fleet, a_policy_under_which_programs_start_lets_them_find_object_and_database)
{
	static const struct {
		const char *keys;
		bool reenters, reads;
	} rows[] = {
		{ "", false, false },
		{ "fs = r:/usr", false, false },
		{ "fs = rw:/usr net = c:443", false, false },
		{ "fs = rx:/usr", true, true },
		{ "fs = x:/usr/bin/a", true, true },
		{ "presets = base fs = rwx:/usr", true, true },
		{ "handle = core", false, false },
		{ "handle = {core, tcp} fs = x:/usr", true, true },
		{ "handle = {}", true, false },
		{ "handle = tcp", true, false },
		{ "handle = write_file", true, false },
		{ "handle = read_file", true, true },
		{ "handle = execute", false, false },
		{ "handle = execute fs = x:/usr", true, false },
		{ "handle = all", false, false },
	};

	begin();
	ran_well(sh("mkdir -p root$SRC/conf; cp -r $SRC/conf/presets root$SRC/conf"), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct lla_image *image;
		char section[200];

		snprintf(section, sizeof(section), "program /usr/bin/a { %s }", rows[i].keys);
		text(CONF, section);
		compiles(1);
		image = image_in_db("/usr/bin/a");
		cr_assert_eq(!!(entry_of("/usr/bin/a").flags & LLA_DB_REENTERS), rows[i].reenters,
			     "%s", rows[i].keys);
		cr_assert_eq(grants(image, lla_shim_path), rows[i].reads, "%s", rows[i].keys);
		cr_assert_eq(grants(image, lla_fleet_dir), rows[i].reads, "%s", rows[i].keys);
		cr_assert_eq(grants(image, "/etc/ld.so.preload"), rows[i].reads);
		cr_assert_eq(grants(image, "/run/landlock-auto"), rows[i].reads);
	}
}

static uint64_t id_of_section(const char *what)
{
	text(CONF, what);
	compiles(1);
	return entry_of("/usr/bin/a").id;
}

Test(fleet, the_id_of_a_policy_is_not_that_of_its_text)
{
	uint64_t id;

	begin();
	id = id_of_section("program /usr/bin/a { fs = {r:/usr, r:/} net = c:1 }");
	cr_assert_neq(id, 0);
	cr_assert_eq(id_of_section("# a comment\n\nprogram /bin/a {\n fs = {\"r:/usr\",\n"
				   "'r:/'}\n// and\n net = {connect:1-1}\n}"),
		     id);
	cr_assert_eq(id_of_section("abi = 3\nprogram /usr/bin/a { on-error = warn\n"
				   "net = c:1 fs = {r:/usr, r:/} }"),
		     id_of_section("program /usr/bin/a { net = c:1 fs = {r:/usr, r:/} }"));
	cr_assert_neq(id_of_section("program /usr/bin/a { fs = {r:/usr} net = c:1 }"), id);
	text(CONF, "");
	text("landlock-auto.d/a-rather-long-name.conf",
	     "program /usr/bin/b { fs = {r:/usr, r:/} net = c:1 }");
	compiles(1);
	cr_assert_eq(entry_of("/usr/bin/b").id, id);
}

Test(fleet, every_key_and_rule_changes_the_id)
{
	static const char *const all[] = {
		"",
		"r:/a",
		"r:/b",
		"x:/a",
		"rx:/a",
		"?r:/a",
		"quiet:/a",
		"read_file,read_dir:/a",
		"r:/a r:/b",
		"r:/a r:/a",
		"r:/aaaaaaaaaaaa",
		"r:/a c:1",
		"c:1",
		"c:2",
		"c:1-2",
		"b:1",
		"c:*",
		"b:*",
		"handle=none",
		"handle=core",
		"handle=tcp",
		"handle=all",
		"handle=bind_tcp",
		"handle=scope",
		"handle=net",
		"handle=udp",
		"abi=1",
		"abi=7",
		"min-abi=1",
		"min-abi=7",
		"best-effort",
		"ignore-if-missing",
		"log-denials=false",
		"log-children",
		"log-nested=false",
		"no-new-privs=false",
		"quiet:443",
		"uc:1",
		"handle=write_file",
	};
	const size_t count = sizeof(all) / sizeof(all[0]);
	uint64_t ids[sizeof(all) / sizeof(all[0])];

	for (size_t i = 0; i < count; i++) {
		ids[i] = lla_fleet_id(image_of(all[i]));
		cr_assert_eq(lla_fleet_id(image_of(all[i])), ids[i]);
		for (size_t j = 0; j < i; j++)
			cr_assert_neq(ids[i], ids[j], "'%s' and '%s'", all[i], all[j]);
	}
}

Test(fleet, the_id_leaves_out_what_an_image_was_made_from)
{
	_Alignas(8) char buffer[1000];
	struct lla_image *image = image_of("r:/a x:/b");
	struct lla_policy policy;
	struct lla_error err;

	cr_assert_eq(lla_policy_begin(&policy, buffer, sizeof(buffer), "a/much/longer.name", &err),
		     0);
	cr_assert_eq(lla_policy_rule(&policy, "r:/a", 4, LLA_FS, 7, &err), 0);
	cr_assert_eq(lla_policy_rule(&policy, "x:/b", 4, LLA_FS, 9, &err), 0);
	policy.image->stamp.ino = 5;
	cr_assert_eq(lla_policy_finish(&policy, &err), 0);
	cr_assert_neq(image->size, policy.image->size);
	cr_assert_eq(lla_fleet_id(image), lla_fleet_id(policy.image));
	((struct lla_record *)(void *)lla_image_next(image, NULL))->access ^= 1;
	cr_assert_neq(lla_fleet_id(image), lla_fleet_id(policy.image));
}

/* The command line */

Test(fleet, the_root_directory_must_be_one_and_takes_root)
{
	needs_root();
	refused(sh("$TOOL fleet compile --root none"),
		"cannot make none the root directory: No such");
	refused(sh("echo >file; $TOOL fleet compile --root file"), "Not a directory");
	refused(sh("mkdir empty; $TOOL fleet compile --root empty"), "/etc: No such file");
	refused(sh("cp $TOOL tool; exec setpriv --reuid 65534 --clear-groups --inh-caps=-all "
		   "./tool fleet compile --root /"),
		"Operation not permitted");
}

Test(fleet, help_and_wrong_usage)
{
	contains(sh("$TOOL fleet --help").out, "fleet compile");
	contains(sh("$TOOL fleet compile --help").out, lla_fleet_dir);
	cr_assert_eq(sh("$TOOL fleet").status, 125);
	contains(sh("$TOOL fleet").err, "usage: ");
	refused(sh("$TOOL fleet nonsense"), "no such command 'fleet nonsense'");
	refused(sh("$TOOL fleet compile file"), "see landlock-auto fleet compile --help");
	refused(sh("$TOOL fleet compile --nonsense"), "see landlock-auto fleet compile --help");
}

/* The other commands, given such a text */

Test(fleet, check_says_what_each_program_may_do, .init = needs_landlock)
{
	struct ran r;

	test_text("x.conf",
		  "fs = r:/etc/hostname\nabi = 3\nprogram /bin/true { fs = r:/tmp abi = 3 }\n"
		  "program /usr/bin/env { net = c:443 on-error = warn abi = 4}\n");
	r = sh("$TOOL check x.conf");
	ran_well(r, 0);
	contains(strstr(r.out, "on this kernel"), "/etc/hostname");
	contains(strstr(r.out, "\nprogram /usr/bin/true\non this kernel"), "/tmp");
	contains(strstr(r.out, "\nprogram /usr/bin/env (without its policy, and a warning"),
		 "port 443");
	contains_not(strstr(r.out, "program /usr/bin/env"), "/tmp");
	test_text("y.conf", "program /bin/true { fs = r:/tmp }\n");
	r = sh("$TOOL check y.conf");
	cr_assert(!strncmp(r.out, "program /usr/bin/true\n", 22), "%s", r.out);
	contains(r.err, "y.conf: warning: there is no abi key");
}

Test(fleet, check_says_every_error_and_doubt_of_a_text_with_sections)
{
	struct ran r;

	test_text("x.conf", "program /bin/true { x = 1 }\nprogram /usr/bin/true {}\n"
			    "program /none {}\nprogram /bin/mount {}\n");
	r = sh("$TOOL check x.conf");
	cr_assert_eq(r.status, 1);
	cr_assert_str_empty(r.out);
	contains(r.err, "x.conf:1: no such key 'x'");
	contains(r.err, "x.conf:2: /usr/bin/true has a section already, x.conf:1;");
	contains(r.err, "x.conf:3: warning: /none does not exist");
	contains(r.err, "x.conf:4: warning: /usr/bin/mount cannot mount anything");
	test_text("x.conf", "program /bin/true {}\nprogram /usr/bin/true {}");
	r = sh("$TOOL check x.conf");
	cr_assert_eq(r.status, 1);
	cr_assert_str_empty(r.out);
	contains(r.err, "x.conf:2: /usr/bin/true has a section already, x.conf:1;");
}

Test(fleet, check_needs_no_root, .init = needs_landlock)
{
	struct ran r;

	needs_root();
	test_text("x.conf",
		  "program /bin/true { fs = r:/tmp abi = 3 }\nprogram /etc/ssl/private/x {}");
	ran_well(sh("cp $TOOL tool; mkdir -m 700 secret; echo >secret/x"), 0);
	test_text("y.conf", "program /bin/true { fs = r:/tmp abi = 3 }");
	ran_well(sh("exec setpriv --reuid 65534 --clear-groups ./tool check y.conf"), 0);
	r = sh("echo \"program $T/secret/x { abi = 3 }\" >y.conf; "
	       "exec setpriv --reuid 65534 --clear-groups ./tool check y.conf");
	cr_assert_eq(r.status, 0);
	contains(r.err, "y.conf:1: warning: ");
	contains(r.err, "secret/x cannot be looked at: Permission denied");
}

Test(fleet, a_policy_of_one_program_has_no_sections)
{
	test_text("x.conf", "fs = r:/\nprogram /bin/true {}");
	refused(sh("$TOOL compile -o x x.conf"), "x.conf:2: program sections belong into ");
	refused(sh("$TOOL run --config x.conf true"), "x.conf:2: program sections belong into ");
	refused(sh("LD_PRELOAD=$SHIM LANDLOCK_AUTO_CONFIG=x.conf /bin/true"),
		"program sections belong");
}

/* A line in a whole machine, with /proc, which sanitizers need. */
#define MAKE_MACHINE MAKE_ROOT "mkdir -p root/proc "
#define IN_ROOT                                                                           \
	"exec $SRC/tests/mounts sh -c 'mount -t proc none root/proc && exec chroot root " \
	"\"$@\"' sh env "

Test(fleet, of_the_system_config_what_is_outside_of_sections_counts_for_all)
{
	needs_root();
	needs_abi(1);
	ran_well(sh(MAKE_MACHINE ETC), 0);
	text(CONF, "program /bin/true { fs = r:/etc/group }\nfs = r:/etc/passwd\n");
	ran_well(sh(IN_ROOT "LD_PRELOAD=$SHIM cat /etc/passwd"), 0);
	contains(sh(IN_ROOT "LD_PRELOAD=$SHIM cat /etc/group").err, "Permission denied");
	ran_well(sh(IN_ROOT "$TOOL run cat /etc/passwd"), 0);
	contains(sh(IN_ROOT "$TOOL run cat /etc/group").err, "Permission denied");
	ran_well(sh(IN_ROOT "$TOOL run --config=%s cat /etc/passwd", lla_system_config), 0);
	ran_well(sh(IN_ROOT "sh -c 'cd %s/../ && exec $TOOL run --config=etc/" CONF " true'",
		    TEST_BUILDDIR "/tests/etc"),
		 0);
	/* Elsewhere the same text is no policy. */
	ran_well(sh("cp " ETC "/" CONF " root/x.conf"), 0);
	refused(sh(IN_ROOT "$TOOL run --config=/x.conf true"),
		"/x.conf:1: program sections belong");
}

Test(fleet, check_knows_the_texts_that_have_sections_alone, .init = needs_landlock)
{
	struct ran r;

	needs_root();
	ran_well(sh(MAKE_MACHINE DIR), 0);
	text("landlock-auto.d/a.conf", "abi = 3\nprogram /bin/true { abi = 3 }");
	r = sh(IN_ROOT "sh -c 'cd %s && exec $TOOL check a.conf'", lla_fleet_dir);
	cr_assert_eq(r.status, 1);
	contains(r.err, "a.conf:1: abi stands outside of a program section");
	ran_well(
		sh("mv " DIR "/a.conf " ETC "; " IN_ROOT "$TOOL check %s/../a.conf", lla_fleet_dir),
		0);
}

Test(fleet, a_system_config_of_sections_alone_is_no_policy)
{
	static const char says[] = CONF_NAME ": no policy for programs that are preloaded by name";

	needs_root();
	ran_well(sh(MAKE_MACHINE ETC), 0);
	text(CONF, "program /bin/true { fs = r:/etc/group }\n");
	refused(sh(IN_ROOT "LD_PRELOAD=$SHIM cat /etc/passwd"), says);
	refused(sh(IN_ROOT "$TOOL run true"), says);
	refused(sh(IN_ROOT "$TOOL compile -o x %s", lla_system_config), says);
}
