// Reads files of a folder and keeps them, for the copy in the run folder.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/io/folder.h"

namespace headroom {

class Keeper {
 public:
  // Files are kept as `prefix` + name.
  Keeper(const Folder& folder, std::string prefix, std::vector<InputFile>& kept)
      : folder_(folder), prefix_(std::move(prefix)), kept_(kept) {}

  bool has(std::string_view name) const { return folder_.has(name); }
  std::string display(std::string_view name) const { return folder_.display(name); }

  std::optional<InputFile> read(std::string_view name, Problems& problems) {
    std::optional<InputFile> file = folder_.read(name, problems);
    if (file) kept_.push_back({prefix_ + std::string(name), file->text});
    return file;
  }

 private:
  const Folder& folder_;
  std::string prefix_;
  std::vector<InputFile>& kept_;
};

}  // namespace headroom
