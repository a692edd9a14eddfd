#include "host/store/atomic_write.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <set>
#include <system_error>

#include <fmt/format.h>

#include "host/base/problems.h"
#include "host/base/text.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

// Closes on the way out; close() tells of an error that must not be lost.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  bool close() {
    const int fd = fd_;
    fd_ = -1;
    return ::close(fd) == 0;
  }

 private:
  int fd_;
};

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// A call of the system for many pieces.
class Buffer {
 public:
  explicit Buffer(int fd) : fd_(fd) { waiting_.reserve(kSize); }
  bool put(std::string_view bytes) {
    if (waiting_.size() + bytes.size() > kSize && !flush()) return false;
    if (bytes.size() > kSize) return write_all(fd_, bytes);
    waiting_ += bytes;
    return true;
  }
  bool flush() {
    const bool written = write_all(fd_, waiting_);
    waiting_.clear();
    return written;
  }

 private:
  static constexpr std::size_t kSize = 1 << 16;
  int fd_;
  std::string waiting_;
};

std::string_view hint(int error_number) {
  switch (error_number) {
    case ENOSPC:
    case EDQUOT: return "free some space or give another folder with --out";
    case EACCES:
    case EPERM:
    case EROFS: return "give a folder with --out that may be written";
    default: return "give another folder with --out";
  }
}

}  // namespace

void throw_disk_error(std::string_view action, const fs::path& path, int error_number) {
  throw RunError(fmt::format("cannot {} {}: {}; {}", action, in_quotes(path.string()),
                             std::generic_category().message(error_number), hint(error_number)));
}

fs::path temporary_beside(const fs::path& path) {
  static std::atomic<unsigned> count{0};
  for (;;) {
    const fs::path name =
        path.parent_path() / fmt::format(".{}.{}-{}.tmp", path.filename().string(), ::getpid(), count++);
    std::error_code error;
    if (!fs::exists(fs::symlink_status(name, error))) return name;  // else left behind by a process of this number
  }
}

bool is_temporary_of(std::string_view name, const fs::path& path) {
  const std::string begin = fmt::format(".{}.", path.filename().string());
  constexpr std::string_view end = ".tmp";
  if (name.size() < begin.size() + end.size() || name.substr(0, begin.size()) != begin) return false;
  const std::string_view number = name.substr(begin.size(), name.size() - begin.size() - end.size());
  return name.substr(name.size() - end.size()) == end &&
         number.find_first_not_of("0123456789-") == std::string_view::npos;
}

void write_new_file(const fs::path& path, std::string_view bytes, Sync sync) {
  write_new_file(
      path, [&](const Sink& out) { out(bytes); }, sync);
}

void write_new_file(const fs::path& path, const Writer& write, Sync sync) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (file.get() < 0) throw_disk_error("create", path, errno);
  const auto insist = [&](bool done) {
    if (!done) throw_disk_error("write", path, errno);
  };
  try {
    Buffer buffer(file.get());
    write([&](std::string_view bytes) { insist(buffer.put(bytes)); });
    insist(buffer.flush() && (sync == Sync::later || ::fsync(file.get()) == 0) && file.close());
  } catch (...) {
    ::unlink(path.c_str());
    throw;
  }
}

void write_file_atomically(const fs::path& path, std::string_view bytes) {
  const fs::path temporary = temporary_beside(path);
  write_new_file(temporary, bytes);
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const int error_number = errno;
    ::unlink(temporary.c_str());
    throw_disk_error("replace", path, error_number);
  }
  sync_folder(path.parent_path());
}

void sync_folder(const fs::path& folder) {
  const fs::path here = folder.empty() ? fs::path(".") : folder;
  const Descriptor fd(::open(here.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0) throw_disk_error("open", here, errno);
  // Some file systems cannot sync a folder and say EINVAL; they have no better promise to give.
  if (::fsync(fd.get()) != 0 && errno != EINVAL) throw_disk_error("write", here, errno);
}

void sync_tree(const fs::path& folder) {
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->is_directory()) {
      sync_folder(at->path());
      continue;
    }
    const Descriptor file(::open(at->path().c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0 || ::fsync(file.get()) != 0) throw_disk_error("write", at->path(), errno);
  }
  if (error) throw_disk_error("read", folder, error.value());
  sync_folder(folder);
}

void make_folders(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw_disk_error("create", folder, error.value());
}

void write_new_files(const fs::path& folder, const std::vector<OutputFile>& files, Sync sync) {
  make_folders(folder);
  std::set<fs::path> folders = {folder};
  for (const OutputFile& file : files) {
    const fs::path path = folder / file.name;
    for (fs::path above = path.parent_path(); folders.insert(above).second;) above = above.parent_path();
    make_folders(path.parent_path());
    write_new_file(path, file.write, sync);
  }
  if (sync == Sync::later) return;
  for (const fs::path& each : folders) sync_folder(each);
}

}  // namespace headroom
