// A folder of a test's own, gone when the test ends.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::testing {

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

// The whole file; a test failure when it cannot be read.
std::string text_of(const std::filesystem::path& path);
void put_text(const std::filesystem::path& path, std::string_view text);  // makes its folders

// Names in a folder, sorted, hidden ones too.
std::vector<std::string> names_in(const std::filesystem::path& folder);

}  // namespace headroom::testing
