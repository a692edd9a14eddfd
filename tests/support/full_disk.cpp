#include "tests/support/full_disk.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace headroom::testing {

SmallDisk::SmallDisk(std::filesystem::path where, std::size_t bytes) : where_(std::move(where)) {
  std::filesystem::create_directories(where_);
  const std::string options = "size=" + std::to_string(bytes);
  if (::mount("tmpfs", where_.c_str(), "tmpfs", 0, options.c_str()) != 0)
    why_not_ = std::string("no small file system can be mounted here: ") + std::strerror(errno);
}

SmallDisk::~SmallDisk() {
  if (why_not_.empty()) ::umount2(where_.c_str(), MNT_DETACH);
}

void SmallDisk::fill() const {
  const int fd = ::open((where_ / "filler").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  const std::vector<char> bytes(4096, 'x');
  while (::write(fd, bytes.data(), bytes.size()) > 0) {
  }
  ::close(fd);
}

void SmallDisk::empty() const { std::filesystem::remove(where_ / "filler"); }

}  // namespace headroom::testing
