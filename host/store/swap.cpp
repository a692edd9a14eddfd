#include "host/store/swap.h"

#include <fcntl.h>
#include <stdio.h>  // renameat2

#include <cerrno>

#include "host/store/atomic_write.h"

namespace headroom {
namespace fs = std::filesystem;

void swap_in_two_steps(const fs::path& fresh, const fs::path& place) {
  const fs::path old = temporary_beside(place);
  const bool stood = ::rename(place.c_str(), old.c_str()) == 0;
  if (!stood && errno != ENOENT) throw_disk_error("replace", place, errno);
  if (::rename(fresh.c_str(), place.c_str()) != 0) {
    const int error_number = errno;
    if (stood) (void)::rename(old.c_str(), place.c_str());
    throw_disk_error("replace", place, error_number);
  }
  if (stood) (void)::rename(old.c_str(), fresh.c_str());
}

void swap_in(const fs::path& fresh, const fs::path& place) {
  const bool stands = fs::exists(fs::symlink_status(place));
  const unsigned how = stands ? RENAME_EXCHANGE : RENAME_NOREPLACE;
  if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, place.c_str(), how) != 0) {
    const bool cannot = errno == EINVAL || errno == ENOSYS || errno == EPERM || errno == EOPNOTSUPP;
    if (!cannot) throw_disk_error("replace", place, errno);
    if (stands) {
      swap_in_two_steps(fresh, place);
    } else if (::rename(fresh.c_str(), place.c_str()) != 0) {  // replaces an empty folder at most
      throw_disk_error("create", place, errno);
    }
  }
  sync_folder(place.parent_path());
}

}  // namespace headroom
