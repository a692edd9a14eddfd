// One process at a time.
#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace headroom {

// A lock on a file, which ends with the process, however that ends. The file stays and says who had it last.
class RunLock {
 public:
  RunLock() = default;
  RunLock(RunLock&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  RunLock& operator=(RunLock&& other) noexcept;
  ~RunLock();

  // Makes the file where there is none. Nothing where another process holds the lock, or the file has been moved away
  // meanwhile; throws RunError when the disk fails. On a file system without locks it is given to everybody.
  static std::optional<RunLock> take(const std::filesystem::path& file);

 private:
  int fd_ = -1;
};

// Who holds the lock, as "process 4711 on host a"; nothing where nobody does.
std::optional<std::string> lock_holder(const std::filesystem::path& file);

}  // namespace headroom
