#include "host/store/run_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/store/atomic_write.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

// lock_holder looks by taking the lock for a moment; whoever means it tries again.
constexpr int kTries = 5;
constexpr useconds_t kPause = 20'000;

bool is_held(int fd, int how) {
  for (int i = 0; i < kTries; ++i) {
    if (::flock(fd, how | LOCK_NB) == 0 || errno != EWOULDBLOCK) return false;
    ::usleep(kPause);
  }
  return true;
}

bool still_stands(int fd, const fs::path& file) {
  struct stat opened = {}, named = {};
  return ::fstat(fd, &opened) == 0 && ::stat(file.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
         opened.st_dev == named.st_dev;
}

std::string own_name() {
  char host[256] = {};
  if (::gethostname(host, sizeof host - 1) != 0) host[0] = '\0';
  return fmt::format("process {} on host {}", ::getpid(), host);
}

}  // namespace

RunLock& RunLock::operator=(RunLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

RunLock::~RunLock() {
  if (fd_ >= 0) ::close(fd_);
}

std::optional<RunLock> RunLock::take(const fs::path& file) {
  RunLock lock;
  lock.fd_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (lock.fd_ < 0) throw_disk_error("open", file, errno);
  if (is_held(lock.fd_, LOCK_EX) || !still_stands(lock.fd_, file)) return std::nullopt;
  const std::string name = own_name() + "\n";
  // What cannot be written here is missed by nobody but the reader of a message.
  if (::ftruncate(lock.fd_, 0) == 0) (void)!::pwrite(lock.fd_, name.data(), name.size(), 0);
  return lock;
}

std::optional<std::string> lock_holder(const fs::path& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  std::optional<std::string> holder;
  if (is_held(fd, LOCK_SH)) {
    char text[300] = {};
    const ssize_t got = ::pread(fd, text, sizeof text - 1, 0);
    const std::string_view name(text, got > 0 ? std::size_t(got) : 0);
    holder = name.empty() ? "another process" : printable(name.substr(0, name.find('\n')));
  }
  ::close(fd);
  return holder;
}

}  // namespace headroom
