/* SPDX-License-Identifier: ISC */
#include "core/paths.h"

const char lla_launcher_path[] = LLA_LAUNCHER_PATH;
const char lla_tool_path[] = LLA_TOOL_PATH;
const char lla_shim_path[] = LLA_SHIM_PATH;
const char lla_preset_dir[] = LLA_PRESET_DIR;
const char lla_system_config[] = LLA_SYSCONFDIR "/landlock-auto.conf";
const char lla_fleet_dir[] = LLA_SYSCONFDIR "/landlock-auto.d";
const char lla_fleet_db[] = LLA_SYSCONFDIR "/landlock-auto.db";
const char lla_fleet_required_file[] = LLA_SYSCONFDIR "/landlock-auto.required";
const char lla_fleet_disable_file[] = LLA_SYSCONFDIR "/landlock-auto.disable";
