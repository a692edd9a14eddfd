// Files that survive a crash: whole or not at all.
#pragma once
#include <filesystem>
#include <string_view>
#include <vector>

#include "host/store/output_file.h"

namespace headroom {

enum class Sync { now, later };  // later: for what may be lost when the power fails; sync_tree makes up for it

// A new file of these bytes, on the disk when this returns. Throws RunError (disk full, no permission, something of
// that name is there already); then nothing of it is left.
void write_new_file(const std::filesystem::path& path, std::string_view bytes, Sync sync = Sync::now);
void write_new_file(const std::filesystem::path& path, const Writer& write, Sync sync = Sync::now);

// The same of many, which go into `folder`; that is made with all that is missing above and below. One is made after
// the other, and of none is more in memory than its writer hands over at a time.
void write_new_files(const std::filesystem::path& folder, const std::vector<OutputFile>& files, Sync sync = Sync::now);

// As above, but what stood there is replaced in one step: a reader finds the old file or the new one, never a part.
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

// Names made or changed in the folder are on the disk when this returns. Throws RunError.
void sync_folder(const std::filesystem::path& folder);
// The same for all that lies below it. Throws RunError.
void sync_tree(const std::filesystem::path& folder);

// Throws RunError.
void make_folders(const std::filesystem::path& folder);

// A name beside `path` for work in progress: hidden, and told apart by process and count.
std::filesystem::path temporary_beside(const std::filesystem::path& path);
// Whether `name` can be that of work in progress on `path`.
bool is_temporary_of(std::string_view name, const std::filesystem::path& path);

// Throws RunError: "cannot ACTION 'PATH': why; HINT". The reason is the errno given.
[[noreturn]] void throw_disk_error(std::string_view action, const std::filesystem::path& path, int error_number);

}  // namespace headroom
