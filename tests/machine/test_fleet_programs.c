/* SPDX-License-Identifier: ISC */
/* fleet compile: the programs that sections name, and what becomes of their policies. */
#include "machine/fleet_text.h"
#include "core/landlock.h"
#include "core/paths.h"
#include "fleet/build.h"

#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* The programs that sections name. */

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

/* The policies of sections. */

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
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct lla_image *image;
		char section[200];

		snprintf(section, sizeof(section), "program /usr/bin/a { %s }", rows[i].keys);
		text(CONF, section);
		cr_assert_eq(sh(COMPILE).status, 0);
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
	id = id_of_section("program /usr/bin/a { fs = {r:/usr, ?r:/x} net = c:1 }");
	cr_assert_neq(id, 0);
	cr_assert_eq(id_of_section("# a comment\n\nprogram /bin/a {\n fs = {\"r:/usr\",\n"
				   "'?r:/x'}\n// and\n net = {connect:1-1}\n}"),
		     id);
	cr_assert_eq(id_of_section("abi = 3\nprogram /usr/bin/a { on-error = warn\n"
				   "net = c:1 fs = {r:/usr, ?r:/x} }"),
		     id_of_section("program /usr/bin/a { net = c:1 fs = {r:/usr, ?r:/x} }"));
	cr_assert_neq(id_of_section("program /usr/bin/a { fs = {r:/usr} net = c:1 }"), id);
	text(CONF, "");
	text("landlock-auto.d/a-rather-long-name.conf",
	     "program /usr/bin/b { fs = {r:/usr, ?r:/x} net = c:1 }");
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
	const size_t count = COUNT(all);
	uint64_t ids[COUNT(all)];

	for (size_t i = 0; i < count; i++) {
		ids[i] = lla_build_policy_id(image_of(all[i]));
		cr_assert_eq(lla_build_policy_id(image_of(all[i])), ids[i]);
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
	cr_assert_eq(lla_build_policy_id(image), lla_build_policy_id(policy.image));
	((struct lla_record *)(void *)lla_image_next(image, NULL))->access ^= 1;
	cr_assert_neq(lla_build_policy_id(image), lla_build_policy_id(policy.image));
}
