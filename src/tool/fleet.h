/* SPDX-License-Identifier: ISC */
/*
 * The commands of `landlock-auto fleet`, a file for each. argv[0] is the command's
 * name. Each knows its own --help and returns the status of the process.
 */
#ifndef LLA_FLEET_H
#define LLA_FLEET_H

int lla_fleet_compile(int argc, char **argv);
int lla_fleet_enable(int argc, char **argv);
int lla_fleet_confirm(int argc, char **argv);
int lla_fleet_disable(int argc, char **argv);
int lla_fleet_arm(int argc, char **argv);
int lla_fleet_status(int argc, char **argv);
int lla_fleet_test(int argc, char **argv);

#endif
