/* SPDX-License-Identifier: ISC */
#include "paths.h"

const char lla_tool_path[] = LLA_TOOL_PATH;
const char lla_shim_path[] = LLA_SHIM_PATH;
const char lla_preset_dir[] = LLA_PRESET_DIR;
const char lla_system_config[] = LLA_SYSTEM_CONFIG;
