/* SPDX-License-Identifier: ISC */
/* The machine works afterwards, whatever is broken and wherever a command is stopped. */
#include "core/build.h"
#include "machine/arming.h"

#include <elf.h>
#include <limits.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct state {
	const char *setup, *error;
};

static void restore(void)
{
	ran_well(sh("rm -r root && cp -a copy root"), 0);
}

/* It is not switched on; and where it is on already a boot goes well, does not arm it, and
 * it can be switched off. */
static void is_not_armed(const struct state *s)
{
	ran_well(sh("%s", s->setup), 0);
	said(FLEET("enable"), 125, s->error);
	ran_well(sh("test ! -e " PRELOAD " && test ! -h " PRELOAD), 0);
	restore();
	said(FLEET("enable"), 0, "it is on");
	ran_well(sh("rm -r root/run/*; %s", s->setup), 0);
	said(FLEET("arm"), 125, "not armed");
	ran_well(HERE("/bin/cat /etc/group"), 0);
	cr_expect_neq(FLEET("status").status, 0);
	said(FLEET("disable"), 0, "it is off\n");
	ran_well(HERE("/bin/cat /etc/group"), 0);
	ran_well(sh("test ! -h " PRELOAD), 0);
	restore();
}

static void none_is_armed(const struct state *states, size_t count)
{
	ran_well(sh("cp -a root copy"), 0);
	for (size_t i = 0; i < count; i++)
		is_not_armed(&states[i]);
	/* The control of all of it. */
	said(FLEET("enable"), 0, "it is on");
	cr_assert(confined());
}

#define IN(file, at, bytes) \
	"printf '" bytes "' | dd bs=1 seek=" #at " conv=notrunc status=none of=" file

Test(brick, a_broken_object_is_not_armed, .timeout = 300)
{
	static const struct state states[] = {
		{ "rm " OBJECT, "No such file or directory; install it again" },
		{ "rm " OBJECT "; mkdir " OBJECT, "cannot read" },
		{ ": >" OBJECT, "is cut short; install it again" },
		{ "truncate -s 60 " OBJECT, "is cut short; install it again" },
		{ "truncate -s 100 " OBJECT, "is cut short; install it again" },
		{ "truncate -s 8192 " OBJECT, "is cut short; install it again" },
		{ "truncate -s $(($(stat -c %s " OBJECT ") / 2)) " OBJECT, "is cut short" },
		{ "cp /etc/passwd " OBJECT, "is no ELF object" },
		{ IN(OBJECT, 4, "\\001"), "is for another kind of machine" },
		{ IN(OBJECT, 18, "\\377"), "is for another kind of machine" },
		{ "cp -L $(ldd /bin/cat | grep -o '/.*libc.so.6') " OBJECT,
		  "is not liblandlock-auto.so" },
		{ "cp root/bin/cat " OBJECT, "is not liblandlock-auto.so" },
		{ "chmod 666 " OBJECT, "is not root's alone to write" },
		{ "chown 65534 " OBJECT, "is not root's alone to write" },
		{ "chmod 600 " OBJECT, "cannot be read by every user" },
		{ "chmod 757 root/$BUILD", "where the object is, is not root's alone" },
		{ "chown 65534 root/$BUILD", "where the object is, is not root's alone" },
	};

	make_unarmed(CAT_POLICY);
	none_is_armed(states, COUNT(states));
}

Test(brick, a_broken_database_is_not_armed, .timeout = 300)
{
#define FILE_OF_DB ETC "/landlock-auto.d/fleet.db"
	static const struct state states[] = {
		{ "rm " FILE_OF_DB, "landlock-auto fleet compile makes it" },
		{ "rm " FILE_OF_DB "; mkdir " FILE_OF_DB, "landlock-auto.db" },
		{ ": >" FILE_OF_DB, "is cut short" },
		{ "truncate -s 64 " FILE_OF_DB, "landlock-auto.db: " },
		{ "truncate -s +8 " FILE_OF_DB, "landlock-auto.db: " },
		{ IN(FILE_OF_DB, 200, "x"), "is damaged" },
		{ IN(FILE_OF_DB, 8, "\\002"), "landlock-auto.db: " },
		{ "chmod 646 " FILE_OF_DB, "landlock-auto.db: " },
		{ "chown 65534 " FILE_OF_DB, "landlock-auto.db: " },
	};

	make_unarmed(CAT_POLICY);
	none_is_armed(states, COUNT(states));
}

/* Writes copy NUMBER of the object with another entry in its dynamic section. */
static void patch(int number, ElfW(Sxword) tag, ElfW(Sxword) new_tag, ElfW(Xword) new_value)
{
	static _Alignas(8) char bytes[1 << 20];
	const ElfW(Ehdr) *e = (void *)bytes;
	const ElfW(Phdr) * p;
	ElfW(Dyn) * d;
	char name[16];
	size_t size;
	FILE *f = fopen(TEST_BUILDDIR "/tests/liblandlock-auto.so", "re");

	cr_assert(f);
	size = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	for (p = (void *)(bytes + e->e_phoff); p->p_type != PT_DYNAMIC; p++)
		;
	for (d = (void *)(bytes + p->p_offset); d->d_tag != tag; d++)
		cr_assert_neq(d->d_tag, DT_NULL, "the object has no tag %ld", (long)tag);
	d->d_tag = new_tag;
	d->d_un.d_val = new_value;
	sprintf(name, "object%d", number);
	test_file(name, bytes, size);
}

static char *bytes_of(const char *path, size_t *size)
{
	FILE *f = fopen(path, "re");
	char *bytes = malloc(4 << 20);

	cr_assert(f && bytes, "%s", path);
	*size = fread(bytes, 1, 4 << 20, f);
	fclose(f);
	return bytes;
}

/* Writes copies of launcher and tool that are of one build with copy NUMBER of the object. */
static void adopt(int number)
{
	static const char *const parts[] = { "landlock-auto", "landlock-auto-tool" };
	struct lla_build_note note = lla_build_note;
	struct ran r = sh("$SRC/src/core/object_sum object%d", number);

	cr_assert_eq(sscanf(r.out, "%uU,%uU", &note.sum[0], &note.sum[1]), 2, "%s", r.err);
	for (size_t i = 0; i < COUNT(parts); i++) {
		char path[PATH_MAX], *bytes, *at;
		size_t size;

		snprintf(path, sizeof(path), TEST_BUILDDIR "/tests/%s", parts[i]);
		bytes = bytes_of(path, &size);
		at = memmem(bytes, size, lla_build_note.sum, sizeof(note.sum));
		cr_assert(at, "%s has no note", path);
		memcpy(at, note.sum, sizeof(note.sum));
		snprintf(path, sizeof(path), "%s%d", parts[i], number);
		test_file(path, bytes, size);
		free(bytes);
	}
}

#define ADOPTED(number)                                              \
	"cp object" number " " OBJECT " && cat landlock-auto" number \
	" >root/$TOOL && cat landlock-auto-tool" number " >root/$TOOL-tool"

/* Whole as a file, and not what a program should load. */
Test(brick, an_object_that_does_something_else_is_not_armed, .timeout = 300)
{
	static const struct state states[] = {
		{ "cp object0 " OBJECT, "needs a library" },
		{ "cp object1 " OBJECT, "is not liblandlock-auto.so" },
		{ "cp object2 " OBJECT, "is of another build than this program, or damaged" },
		{ "cp object3 " OBJECT, "is of another build than this program, or damaged" },
		/* Loads, does nothing. */
		{ ADOPTED("2"), "the object confines nothing here" },
		/* Its constructor is somewhere else. */
		{ ADOPTED("3"), "with the object it died of signal 11" },
	};

	make_unarmed(CAT_POLICY);
	patch(0, DT_RELACOUNT, DT_NEEDED, 1);
	patch(1, DT_SONAME, DT_DEBUG, 0);
	patch(2, DT_INIT_ARRAYSZ, DT_INIT_ARRAYSZ, 0);
	patch(3, DT_INIT_ARRAY, DT_INIT_ARRAY, 0);
	adopt(2);
	adopt(3);
	none_is_armed(states, COUNT(states));
}

Test(brick, an_ld_so_preload_that_is_no_list_stays, .timeout = 300)
{
	static const struct state states[] = {
		{ "mkdir " PRELOAD, "is no file" },
		{ "ln -s nowhere " PRELOAD, "is a link of somebody else's to nowhere" },
		{ "printf '/lib/none.so\\0\\n' >" PRELOAD, "has a NUL byte" },
		{ "truncate -s 2M " PRELOAD, "is too large" },
		/* Last, as only a static program starts at all then. */
		{ "mkfifo " PRELOAD, "is no file" },
	};

	make_unarmed(CAT_POLICY);
	ran_well(sh("cp -a root copy"), 0);
	for (size_t i = 0; i < COUNT(states) - !tool_is_static(); i++) {
		ran_well(sh("%s; ls -l root/etc >list", states[i].setup), 0);
		said(FLEET("enable"), 125, states[i].error);
		cr_expect_eq(FLEET("arm").status, states[i].setup[0] == 'p' ? 1 : 125);
		FLEET("disable");
		ran_well(sh("ls -l root/etc | cmp - list"), 0);
		restore();
	}
}

Test(brick, what_broke_since_is_off_once_it_is_looked_at, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	said(FLEET("enable"), 0, "it is on");
	ran_well(sh("chmod 666 " OBJECT), 0);
	said(FLEET("arm"), 125, "is not root's alone to write");
	ran_well(HERE("/bin/cat /etc/group"), 0);
	ran_well(sh("chmod 644 " OBJECT), 0);
	said(FLEET("arm"), 0, "");
	cr_assert(confined());
}

/* The file that our link leads to can be anything. */
Test(brick, a_link_of_ours_is_taken_away, .timeout = 120)
{
	static const char *const targets[] = {
		"rm -r root/run/landlock-auto",
		"rm $F; mkdir $F",
		": >$F",
		"chmod 0 $F",
		"truncate -s 2M $F",
		"rm $F; ln -s ld.so.preload $F",
		"rm -r root/run/landlock-auto; touch root/run/landlock-auto"
	};

	make_unarmed(CAT_POLICY);
	for (size_t i = 0; i < COUNT(targets); i++) {
		said(FLEET("enable"), 0, "it is on");
		ran_well(sh("F=root/run/landlock-auto/ld.so.preload; %s", targets[i]), 0);
		ran_well(HERE("/bin/cat /etc/passwd"), 0);
		said(FLEET("disable"), 0, "it is off\n");
		ran_well(sh("test ! -h " PRELOAD "; rm -rf root/run/*"), 0);
	}
}

/* Programs that start, and do not with their policy. */
Test(brick, a_named_program_that_would_not_start_is_found, .timeout = 120)
{
	make_unarmed("program \"/bin/cat\" { fs = {\"r:/etc/gone\"} }\n"
		     "program \"/bin/true\" { fs = {\"r:/etc/gone\"}\n on-error = warn }\n"
		     "program \"/bin/sh\" { fs = {\"r:/etc\"} }\n"
		     "program \"/bin/none\" { fs = {\"r:/etc\"} }\n");
	ran_well(sh("touch root/etc/gone"), 0);
	said(FLEET("enable"), 0, "it is on");
	said(FLEET("disable"), 0, "it is off");
	ran_well(sh("rm root/etc/gone"), 0);
	said(FLEET("enable"), 125, "nothing is changed: 1 of ");
	contains(FLEET("enable").err,
		 "/bin/cat does not start as before: with the object it ended with status 125");
	contains(FLEET("enable").err, "without it ended with status 0");
	cr_assert(untouched());
}

/* A status that means nothing by itself does where it is another one. */
Test(brick, a_named_program_that_fails_only_with_the_object_is_found, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	ran_well(sh("printf '#!/bin/sh\nexit 1\n' >root/bin/cat"), 0);
	said(FLEET("enable"), 0, "it is on");
	said(FLEET("disable"), 0, "it is off");
	ran_well(sh("printf '#!/bin/sh\n! read line </etc/ld.so.preload\n' >root/bin/cat"), 0);
	said(FLEET("enable"), 125, "nothing is changed: 1 of ");
	contains(FLEET("enable").err,
		 "/bin/cat does not start as before: with the object it ended with status 1");
	contains(FLEET("enable").err, "; without it ended with status 0\n");
	ran_well(sh("test ! -h " PRELOAD), 0);
}

/* It writes zeros, which as a result would say that all went well, into whatever it finds
 * open. */
Test(brick, a_program_that_is_tried_cannot_tell_how_the_trial_goes, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	test_text("forge",
		  "#!/bin/sh\nz='\\0\\0\\0\\0\\0\\0\\0\\0'\n"
		  "for i in 1 2 3 4 5 6 7 8 9 10; do z=$z$z; done\n"
		  "for fd in 3 4 5 6 7 8 9; do { printf \"$z\" >&$fd; } 2>/dev/null; done\n"
		  "! read line </etc/ld.so.preload\n");
	ran_well(sh("cat forge >root/bin/cat"), 0);
	said(sh("exec 7>written; exec chroot root $TOOL fleet enable"), 125,
	     "nothing is changed: 1 of ");
	cr_expect_str_eq(sh("wc -c <written").out, "0\n");
	/* The control. */
	ran_well(sh("exec 7>written; chroot root /bin/cat 2>&1; test -s written"), 0);
	ran_well(sh("test ! -h " PRELOAD), 0);
}

/* A file in /etc may go away while a trial is prepared. */
Test(brick, a_trial_does_without_what_goes_away_meanwhile, .timeout = 120)
{
	static const char *const errors[] = { "ENOENT", "EIO" };

	needs_strace();
	make_unarmed(CAT_POLICY);
	for (size_t i = 0; i < COUNT(errors); i++)
		cr_expect_eq(sh("exec strace -f -o log -P /etc/shadow -e trace=mount "
				"-e inject=mount:error=%s chroot root $TOOL fleet enable",
				errors[i])
				     .status,
			     i ? 125 : 0, "%s", errors[i]);
	contains(sh("cat log").out, "EIO (Input/output error) (INJECTED)");
}

/* It is stopped after its time, and whatever it has started too. */
Test(brick, a_named_program_that_hangs_is_stopped, .timeout = 120)
{
	needs_strace();
	make_unarmed(CAT_POLICY);
	/* The process that goes on by itself has a session of its own, as a daemon has. */
	ran_well(sh("printf '#!/bin/sh\\ntrap : TERM HUP\\n(while :; do read line </shared/fifo; "
		    "done) &\\nwhile :; do read line </shared/fifo; done\\n' >root/bin/cat; "
		    "mkfifo root/shared/fifo"),
		 0);
	said(FLEET("enable"), 0, "it is on");
	cr_expect_str_eq(sh(ITS_PROCESSES).out, "");
	/* A kernel without namespaces for processes: but for the first start none is to be
	 * had. */
	ran_well(sh("exec strace -f -o /dev/null -e inject=clone:error=EINVAL:when=5+2 "
		    "chroot root $TOOL fleet enable >said 2>&1"),
		 0);
	contains(sh("cat said").out, "it is on");
	cr_expect_str_eq(sh(ITS_PROCESSES).out, "");
}

/* A loader of another class warns that it cannot preload the object, at every start of
 * every program of its own. This one does what matters of that: it says so where
 * /etc/ld.so.preload is not empty. */
#define NARROW_LOADER                                                                \
	".globl _start\n_start: call 1f; 1: pop %esi\n"                              \
	"	lea path-1b(%esi), %ebx; xor %ecx, %ecx; mov $5, %eax; int $0x80 # open\n" \
	"	test %eax, %eax; js end\n"                                                 \
	"	mov %eax, %ebx; lea -4(%esp), %ecx; mov $1, %edx; mov $3, %eax # read\n"   \
	"	int $0x80; test %eax, %eax; jle end\n"                                     \
	"	mov $2, %ebx; lea text-1b(%esi), %ecx; mov $25, %edx; mov $4, %eax\n"      \
	"	int $0x80 # write\n"                                                       \
	"end:	xor %ebx, %ebx; mov $1, %eax; int $0x80 # exit\n"                      \
	"path:	.asciz \"/etc/ld.so.preload\"\n"                                      \
	"text:	.ascii \"ERROR: ld.so: object 'x'\\n\"\n"

Test(brick, a_32_bit_program_that_would_complain_is_found, .timeout = 120)
{
	make_unarmed(CAT_POLICY);
	test_text("loader.s", NARROW_LOADER);
	ran_well(sh("mkdir -p root/lib root/usr/bin"), 0);
	if (sh("as --32 -o loader.o loader.s && ld -m elf_i386 -o root/lib/narrow loader.o && "
	       "ld -m elf_i386 -pie -dynamic-linker /lib/narrow -o root/usr/bin/program loader.o "
	       "&& chroot root /usr/bin/program")
		    .status)
		cr_skip_test("needs binutils and a kernel for 32-bit x86 programs");
	said(FLEET("enable"), 125, "nothing is changed: 1 of ");
	contains(FLEET("enable").err, "/usr/bin/program does not start as before: with the object "
				      "it ended with status 0, and said: ERROR: ld.so: object");
	/* The loader complains of a file that is not empty already, so nothing is new. */
	ran_well(sh("echo '# none' >" PRELOAD), 0);
	said(FLEET("enable"), 0, "it is on");
}

/* A program that dies where something is preloaded and it is run by somebody else. */
Test(brick, a_setuid_program_is_tried_by_an_ordinary_user, .timeout = 120)
{
	struct ran r;

	make_unarmed(CAT_POLICY);
	ran_well(sh("printf '#!/bin/sh\nread line </etc/ld.so.preload && [ ! -w /etc/passwd ] && "
		    "kill -TERM $$\n' >root/bin/su; chmod 755 root/bin/su"),
		 0);
	said(FLEET("enable"), 0, "it is on");
	said(FLEET("disable"), 0, "it is off\n");
	ran_well(sh("chmod 4755 root/bin/su"), 0);
	r = FLEET("enable");
	said(r, 125,
	     "/bin/su (by an unprivileged user) does not start as before: with the object it "
	     "died of signal 15");
	contains(r.err, "; without it ended with status 1\n");
}

/* Rescue, when nothing starts any more. */

/* The object is overwritten while it is on, which no installation does. */
Test(brick, a_machine_on_which_nothing_starts_can_be_rescued, .timeout = 120)
{
	static const char *const rescues[] = {
		"chroot root $TOOL fleet disable",
		"rm root/run/landlock-auto/ld.so.preload",
		("cp object " OBJECT),
		"rm -r root/run/*; chroot root $TOOL fleet arm",
	};

	make_unarmed(CAT_POLICY);
	ran_well(sh("cp " OBJECT " object"), 0);
	for (size_t i = tool_is_static() ? 0 : 1; i < COUNT(rescues); i++) {
		said(FLEET("enable"), 0, "it is on");
		ran_well(sh("truncate -s 4096 " OBJECT), 0);
		cr_assert_neq(sh("chroot root /bin/true").status, 0);
		sh("%s", rescues[i]);
		cr_expect_eq(sh("chroot root /bin/true").status, 0, "%s", rescues[i]);
		ran_well(sh("cp object " OBJECT), 0);
		said(FLEET("disable"), 0, "it is off");
	}
}

/* With what the shell has in itself. */
Test(brick, a_running_shell_can_rescue, .timeout = 120)
{
	struct ran r;

	make_unarmed(CAT_POLICY);
	said(FLEET("enable"), 0, "it is on");
	ran_well(sh("mkfifo in"), 0);
	r = sh("chroot root /bin/sh <in & exec 3>in\n"
	       "echo '/bin/true && echo starts' >&3\n"
	       "echo '[ ! -e /shared/broken ] && while [ ! -e /shared/broken ]; do :; done' >&3\n"
	       "sleep 0.1; truncate -s 4096 " OBJECT "; : >root/shared/broken\n"
	       "echo '/bin/true || echo does not; : >/etc/ld.so.preload; /bin/true && echo again' "
	       ">&3; exec 3>&-; wait");
	cr_expect_str_eq(r.out, "starts\ndoes not\nagain\n");
}
