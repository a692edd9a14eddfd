// Files that survive a crash: whole or not at all.
#pragma once
#include <filesystem>
#include <string_view>

namespace headroom {

// A new file of these bytes, on the disk when this returns. Throws RunError (disk full, no permission, something of
// that name is there already); then nothing of it is left.
void write_new_file(const std::filesystem::path& path, std::string_view bytes);

// As above, but what stood there is replaced in one step: a reader finds the old file or the new one, never a part.
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

// Names made or changed in the folder are on the disk when this returns. Throws RunError.
void sync_folder(const std::filesystem::path& folder);

// A name beside `path` for work in progress: hidden, and told apart by process and count.
std::filesystem::path temporary_beside(const std::filesystem::path& path);

// Throws RunError: "cannot ACTION 'PATH': why; HINT". The reason is the errno given.
[[noreturn]] void throw_disk_error(std::string_view action, const std::filesystem::path& path, int error_number);

}  // namespace headroom
