// Which folders the executable carries.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace headroom {

// Names of the folders below data/`kind` (or below `override_root`) that hold a file `marker`, sorted: ("studies",
// "study.toml") gives "baseline-2025", "smoke", ...
std::vector<std::string> bundled_names(std::string_view kind, std::string_view marker,
                                       const std::filesystem::path& override_root = {});

}  // namespace headroom
