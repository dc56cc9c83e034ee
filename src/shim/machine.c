/* SPDX-License-Identifier: ISC */
#include "shim/machine.h"
#include "shim/executable.h"
#include "core/file.h"
#include "shim/marker.h"
#include "core/paths.h"
#include "shim/process.h"
#include "core/sys.h"

bool lla_fleet_required(void)
{
	return lla_file_is_roots(lla_fleet_required_file);
}

static bool switched_off(void)
{
	return lla_syscall(__NR_getpid) == 1 || lla_file_is_roots(lla_fleet_disable_file);
}

/* 1: named; 0; -errno. */
static int find(struct lla_db *db, char *const *argv, struct lla_fleet *fleet, size_t *len,
		struct lla_error *err)
{
	char *path = (char *)fleet->memory.small;
	long got = lla_executable(argv, path);

	if (got < 0) {
		err->source = NULL;
		/* Whoever starts a privileged program could see to it that nobody can tell. */
		fleet->refuse = lla_process_secure() == LLA_SECURE;
		lla_fail(err, "cannot tell which program this is: %e; mount /proc", (int)-got);
		return (int)got;
	}
	*len = (size_t)got;
	return lla_db_find(db, path, *len, err);
}

/* An answer, or -errno. */
static int policy_of(struct lla_db *db, char *const *argv, struct lla_fleet *fleet,
		     struct lla_error *err)
{
	char *path = (char *)fleet->memory.small, *memory;
	size_t len = 0, behind;
	int got;

	got = find(db, argv, fleet, &len, err);
	if (got <= 0)
		return got;
	fleet->id = db->entry.id;
	fleet->flags = db->entry.flags;
	if (fleet->flags & LLA_DB_REENTERS && lla_marker_is_set(fleet->id))
		return LLA_FLEET_IN_FORCE;
	/* Where both fit, the policy comes behind the path. */
	behind = (len + 7) & ~(size_t)7;
	memory = lla_memory_of(&fleet->memory, behind + db->entry.size, err);
	if (!memory) {
		fleet->refuse = !(fleet->flags & LLA_DB_WARN);
		return -ENOMEM;
	}
	got = lla_db_image(db, path, len, memory + behind, &fleet->image, err);
	if (got == -ENOENT)
		return LLA_FLEET_NOTHING;
	return got ? got : LLA_FLEET_POLICY;
}

enum lla_fleet_answer lla_fleet_ask(char *const *argv, struct lla_fleet *fleet,
				    struct lla_error *err)
{
	struct lla_db db;
	int got;

	*err = (struct lla_error){ 0 };
	got = lla_db_open(lla_fleet_db, &db, err);
	if (got == -ENOENT || got == -EACCES)
		return LLA_FLEET_NOTHING;
	if (!got) {
		got = policy_of(&db, argv, fleet, err);
		lla_sys_close(db.fd);
	}
	if (got == LLA_FLEET_NOTHING || switched_off()) {
		lla_memory_release(&fleet->memory);
		return LLA_FLEET_NOTHING;
	}
	return got < 0 ? LLA_FLEET_UNKNOWN : (enum lla_fleet_answer)got;
}
