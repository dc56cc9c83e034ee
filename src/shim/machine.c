/* SPDX-License-Identifier: ISC */
#include "shim/machine.h"
#include "core/file.h"
#include "core/paths.h"
#include "core/sys.h"
#include "shim/executable.h"
#include "shim/marker.h"
#include "shim/process.h"

/* The user who starts a privileged program could keep it from knowing its own path. So a
 * privileged program must not run then. */
static enum lla_machine_answer nameless(long got, struct lla_error *err)
{
	err->source = NULL;
	lla_fail(err, "cannot tell which program this is: %e; mount /proc", (int)-got);
	return lla_process_secure() == LLA_SECURE ? LLA_MACHINE_REFUSES : LLA_MACHINE_UNKNOWN;
}

static enum lla_machine_answer read_policy(const struct lla_db *db, const char *path, size_t len,
					   struct lla_machine *machine, struct lla_error *err)
{
	void *entry = lla_memory_of(&machine->memory, db->entry.size, err);
	int got;

	/* The user who starts a program can limit its memory, so that there is none for its
	 * policy. */
	if (!entry)
		return machine->flags & LLA_DB_WARN ? LLA_MACHINE_UNKNOWN : LLA_MACHINE_REFUSES;
	got = lla_db_image(db, path, len, entry, &machine->image, err);
	if (!got)
		return LLA_MACHINE_POLICY;
	lla_memory_release(&machine->memory);
	return got == -ENOENT ? LLA_MACHINE_NOTHING : LLA_MACHINE_UNKNOWN;
}

/* Writes the path of this program to the small memory. The remainder is for its policy. */
static long take_path(char *const *argv, struct lla_memory *memory, const char **path)
{
	char *at = (char *)memory->small;
	long len = lla_executable(argv, at);
	size_t words = ((size_t)len + 7) / 8;

	if (len < 0)
		return len;
	*path = at;
	memory->small += words;
	memory->small_bytes -= words * 8;
	return len;
}

static enum lla_machine_answer look_up(struct lla_db *db, char *const *argv,
				       struct lla_machine *machine, struct lla_error *err)
{
	const char *path = NULL;
	long len = take_path(argv, &machine->memory, &path);
	int got;

	if (len < 0)
		return nameless(len, err);
	got = lla_db_find(db, path, (size_t)len, err);
	if (got)
		return got == -ENOENT ? LLA_MACHINE_NOTHING : LLA_MACHINE_UNKNOWN;
	machine->id = db->entry.id;
	machine->flags = db->entry.flags;
	if (machine->flags & LLA_DB_REENTERS && lla_marker_is_set(machine->id))
		return LLA_MACHINE_IN_FORCE;
	return read_policy(db, path, (size_t)len, machine, err);
}

static enum lla_machine_answer ask(char *const *argv, struct lla_machine *machine,
				   struct lla_error *err)
{
	enum lla_machine_answer answer;
	struct lla_db db;
	int got = lla_db_open(lla_fleet_db, &db, err);

	if (got)
		return got == -EBADMSG ? LLA_MACHINE_UNKNOWN : LLA_MACHINE_NOTHING;
	answer = look_up(&db, argv, machine, err);
	lla_sys_close(db.fd);
	return answer;
}

static bool switched_off(void)
{
	return lla_syscall(__NR_getpid) == 1 || lla_file_is_roots(lla_fleet_disable_file);
}

void lla_machine_ask(char *const *argv, uint64_t *small, size_t small_bytes,
		     struct lla_machine *machine, struct lla_error *err)
{
	lla_error_clear(err);
	*machine = (struct lla_machine){ .memory = { .small = small, .small_bytes = small_bytes } };
	machine->answer = ask(argv, machine, err);
	if (machine->answer == LLA_MACHINE_NOTHING)
		return;
	if (switched_off()) {
		lla_memory_release(&machine->memory);
		machine->answer = LLA_MACHINE_NOTHING;
	} else if (machine->answer == LLA_MACHINE_UNKNOWN &&
		   lla_file_is_roots(lla_fleet_required_file)) {
		machine->answer = LLA_MACHINE_REFUSES;
	}
}
