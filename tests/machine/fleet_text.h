/* SPDX-License-Identifier: ISC */
/*
 * Texts of a fleet in a root directory of the test's own, with nothing in it beside them but
 * a few files, and the database that they are compiled to.
 */
#ifndef LLA_TESTS_FLEET_TEXT_H
#define LLA_TESTS_FLEET_TEXT_H

#include "common.h"
#include "core/db.h"

#define ETC "root" TEST_BUILDDIR "/tests/etc"
#define DIR ETC "/landlock-auto.d"
#define CONF "landlock-auto.conf"
#define COMPILE "$TOOL fleet compile --root root"
/* Without the doubts that depend on the kernel: texts here have no abi key. */
#define COMPILED without_lines(without_lines(sh(COMPILE), "there is no abi key"), " this kernel ")

/* The places of the texts as the tool names them. */
#define CONF_NAME TEST_BUILDDIR "/tests/etc/landlock-auto.conf"
#define DIR_NAME TEST_BUILDDIR "/tests/etc/landlock-auto.d"

/* Makes it, with the programs a to d, and texts for none of them. */
void begin(void);

/* Writes a text of that name below ETC. */
void text(const char *name, const char *what);

/* The texts compile to so many programs, with no warning except that there is none. */
void compiles(unsigned programs);

/* The texts compile, with this warning and no other. */
void warns(const char *of);

/* They do not compile: each line of standard error has the part that is asked for, in order,
 * and the last says that nothing is changed. */
void fails(const char *const *lines);
void fails_once(const char *line);

/* The path of the database, outside of the root directory. */
const char *db_path(void);

/* The program's entry in the database. Its size is 0 where there is none. */
struct lla_db_entry entry_of(const char *path);
bool is_named(const char *path);

/* The policy of a program that is named. Never freed. */
const struct lla_image *image_in_db(const char *path);

/* How many programs are in the database, which is whole. */
unsigned programs_in_db(void);

#endif
