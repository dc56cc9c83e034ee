/* SPDX-License-Identifier: ISC */
/*
 * Where the installed parts find each other: fixed at configure time, in one
 * object file, so that the tests run the very same code from a build directory.
 */
#ifndef LLA_PATHS_H
#define LLA_PATHS_H

/* The kernel's PATH_MAX, which counts the NUL. */
#define LLA_PATH_MAX 4096

/* The kernel puts this behind the path of a file that was deleted or replaced. */
#define LLA_DELETED " (deleted)"

/* Hidden where it is declared, or code would look for it through a relocated GOT. */
#pragma GCC visibility push(hidden)
extern const char lla_tool_path[];
extern const char lla_shim_path[];
extern const char lla_preset_dir[];
extern const char lla_system_config[]; /* policy for those preloaded by name; program sections */
extern const char lla_fleet_dir[]; /* more texts with program sections, and the database itself */
extern const char lla_fleet_db[];  /* a link to LLA_FLEET_DB_NAME in that directory */
extern const char lla_fleet_required_file[]; /* is there: a damaged database stops programs */
extern const char lla_fleet_disable_file[];  /* is there: no program is confined */
#pragma GCC visibility pop

#define LLA_FLEET_DB_NAME "fleet.db"

#endif
