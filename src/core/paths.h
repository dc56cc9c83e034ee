/* SPDX-License-Identifier: ISC */
/*
 * The paths by which the installed parts find each other. configure fixes them in one
 * object file, so that the tests run the very same code from a build directory.
 */
#ifndef LLA_PATHS_H
#define LLA_PATHS_H

/* The kernel's PATH_MAX, which counts the NUL. */
#define LLA_PATH_MAX 4096

/* The kernel puts this behind the path of a file that was deleted or replaced. */
#define LLA_DELETED " (deleted)"

/* Hidden at the declaration, or code would look for them through a relocated GOT. */
#pragma GCC visibility push(hidden)
extern const char lla_launcher_path[];
extern const char lla_tool_path[];
extern const char lla_shim_path[];
extern const char lla_preset_dir[];
/* The policy of programs that have the object preloaded by name, and program sections. */
extern const char lla_system_config[];
/* More texts with program sections, and the database itself. */
extern const char lla_fleet_dir[];
/* A link to LLA_FLEET_DB_NAME in that directory. */
extern const char lla_fleet_db[];
/* While this file is there, a damaged database stops programs. */
extern const char lla_fleet_required_file[];
/* While this file is there, no program is confined by the fleet. */
extern const char lla_fleet_disable_file[];
#pragma GCC visibility pop

#define LLA_FLEET_DB_NAME "fleet.db"

/* The file that loaders read, and the files in /run that it refers to while the fleet is on. */
#define LLA_PRELOAD_NAME "ld.so.preload"
#define LLA_PRELOAD_FILE "/etc/" LLA_PRELOAD_NAME
#define LLA_RUN_DIR "/run/landlock-auto"
#define LLA_RUN_PRELOAD LLA_RUN_DIR "/" LLA_PRELOAD_NAME
#define LLA_RUN_OBJECT LLA_RUN_DIR "/liblandlock-auto.so"

#endif
