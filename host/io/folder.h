// Where input files come from: a folder on disk, or one of the folders that the executable carries.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/problems.h"

namespace headroom {

constexpr std::size_t kMaxLineBytes = std::size_t(1) << 20;  // of a line of a table or a TOML file

struct InputFile {
  std::string name;  // as it is printed in messages
  std::string text;
};

// A folder of input files. Cheap to copy.
class Folder {
 public:
  static Folder on_disk(std::filesystem::path path);
  // A folder of the bundled data, e.g. "studies/smoke". A file of the same name below `override_root` wins.
  static Folder bundled(std::string path, std::filesystem::path override_root = {});

  // Whether something of that name is there (a folder of that name counts: read() says what is wrong with it).
  bool has(std::string_view name) const;
  // The whole file; on failure nothing, and an error in `problems` (absent, a folder, unreadable, larger than 256 MiB).
  std::optional<InputFile> read(std::string_view name, Problems& problems) const;
  // How a file of this folder is called in messages.
  std::string display(std::string_view name) const;
  // Names of the regular files in it, sorted.
  std::vector<std::string> files() const;

 private:
  std::filesystem::path disk_;
  std::string bundle_;
};

// The files that the executable carries, by their path below data/. Sorted; the text lives as long as the program.
struct BundledFile {
  std::string_view path;
  std::string_view text;
};
const std::vector<BundledFile>& bundled_files();

}  // namespace headroom
