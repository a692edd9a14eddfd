// A file system of a few megabytes, to be filled.
#pragma once
#include <filesystem>
#include <string>

namespace headroom::testing {

class SmallDisk {
 public:
  // Mounts a tmpfs of that size there, and makes the folder.
  SmallDisk(std::filesystem::path where, std::size_t bytes);
  ~SmallDisk();
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  const std::string& why_not() const { return why_not_; }  // empty: it is there
  void fill() const;                                       // to the last byte
  void empty() const;                                      // of what fill() put there

 private:
  std::filesystem::path where_;
  std::string why_not_;
};

}  // namespace headroom::testing
