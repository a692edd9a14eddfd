// From a folder of text to a checked study.
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "host/model/study.h"

namespace headroom {

struct LoadOptions {
  std::optional<std::string> regime;  // instead of the study's: a bundled name or a folder
  std::optional<u64> seed;
  std::filesystem::path data_root;  // overrides the bundled data; may be empty
};

struct LoadedStudy {
  Study study;
  Catalogue catalogue;
  Folder regime;                 // where the study's regime was read
  std::vector<InputFile> files;  // all inputs as read, the study's first, for the copy in the run folder
};

// `where` is a folder with study.toml, that file, or a bundled name. All problems of all files go into `problems`; what
// is returned may only be used when there are none.
LoadedStudy load_study(const std::string& where, const LoadOptions& options, Problems& problems);

}  // namespace headroom
