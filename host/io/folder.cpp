#include "host/io/folder.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <set>
#include <system_error>

#include <fmt/format.h>

#include "host/io/bundled.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t(256) << 20;

const BundledFile* find_bundled(std::string_view path) {
  const auto& all = bundled_files();
  const auto at = std::lower_bound(all.begin(), all.end(), path,
                                   [](const BundledFile& file, std::string_view wanted) { return file.path < wanted; });
  return at != all.end() && at->path == path ? &*at : nullptr;
}

// The root of the bundled data is ".": an empty bundle means a folder on disk alone.
std::string bundled_path(std::string_view bundle, std::string_view name) {
  return bundle == "." ? std::string(name) : fmt::format("{}/{}", bundle, name);
}

// A dangling link counts: to pass over a file that the user put there would be to run another study than the one meant.
bool on_disk_at(const fs::path& path) {
  std::error_code error;
  return fs::symlink_status(path, error).type() != fs::file_type::not_found;
}

std::string reason(int code) { return std::error_code(code, std::generic_category()).message(); }

// What stands in the way of reading `path`, or nothing.
std::string obstacle(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    return on_disk_at(path) ? "is a link to nothing; make it point to a file" : "is not there; create it";
  }
  if (error) return fmt::format("cannot be read ({}); put a readable file there", error.message());
  if (fs::is_directory(status)) return "is a folder; put a file there";
  if (!fs::is_regular_file(status)) return "is not a regular file; put one there";
  const auto size = fs::file_size(path, error);
  if (!error && size > kMaxFileBytes) {
    return fmt::format("has {} bytes; at most {} (256 MiB) are read", size, kMaxFileBytes);
  }
  return {};
}

// The bytes of a file; on failure nothing and a reason.
std::optional<std::string> slurp(const fs::path& path, std::string& wrong) {
  wrong = obstacle(path);
  if (!wrong.empty()) return std::nullopt;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  std::string text;
  char buffer[1 << 16];
  std::size_t got = 0;
  while (file && text.size() <= kMaxFileBytes && (got = std::fread(buffer, 1, sizeof buffer, file.get())) > 0) {
    text.append(buffer, got);
  }
  if (!file || std::ferror(file.get()) != 0) {
    wrong = fmt::format("cannot be read ({}); put a readable file there", reason(errno));
    return std::nullopt;
  }
  return text;
}

void add_disk_files(const fs::path& folder, std::set<std::string>& names) {
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (at->is_regular_file(ignored)) names.insert(at->path().filename().string());
  }
}

}  // namespace

Folder Folder::on_disk(fs::path path) {
  Folder folder;
  folder.disk_ = path.empty() ? fs::path(".") : std::move(path);
  return folder;
}

Folder Folder::bundled(std::string path, fs::path override_root) {
  Folder folder;
  if (!override_root.empty()) folder.disk_ = override_root / path;
  folder.bundle_ = path.empty() ? "." : std::move(path);
  return folder;
}

bool Folder::has(std::string_view name) const {
  if (!disk_.empty() && on_disk_at(disk_ / name)) return true;
  return !bundle_.empty() && find_bundled(bundled_path(bundle_, name)) != nullptr;
}

std::optional<InputFile> Folder::read(std::string_view name, Problems& problems) const {
  const bool from_disk = !disk_.empty() && (bundle_.empty() || on_disk_at(disk_ / name));
  if (from_disk) {
    std::string wrong;
    if (auto text = slurp(disk_ / name, wrong)) return InputFile{display(name), std::move(*text)};
    problems.error({display(name)}, "the file " + wrong);
    return std::nullopt;
  }
  if (const BundledFile* file = find_bundled(bundled_path(bundle_, name))) {
    return InputFile{display(name), std::string(file->text)};
  }
  problems.error({display(name)}, "the file is not among the bundled data; give a folder of your own");
  return std::nullopt;
}

std::string Folder::display(std::string_view name) const {
  const bool from_disk = !disk_.empty() && (bundle_.empty() || on_disk_at(disk_ / name));
  return from_disk ? (disk_ / name).lexically_normal().string() : "data/" + bundled_path(bundle_, name);
}

std::vector<std::string> Folder::files() const {
  std::set<std::string> names;
  if (!disk_.empty()) add_disk_files(disk_, names);
  const std::string prefix = bundle_.empty() || bundle_ == "." ? "" : bundle_ + "/";
  for (const BundledFile& file : bundled_files()) {
    if (bundle_.empty() || file.path.substr(0, prefix.size()) != prefix) continue;
    const std::string_view name = file.path.substr(prefix.size());
    if (name.find('/') == std::string_view::npos) names.emplace(name);
  }
  return {names.begin(), names.end()};
}

std::vector<std::string> bundled_names(std::string_view kind, std::string_view marker, const fs::path& override_root) {
  std::set<std::string> names;
  const std::string prefix = std::string(kind) + "/";
  const std::string suffix = "/" + std::string(marker);
  for (const BundledFile& file : bundled_files()) {
    if (file.path.substr(0, prefix.size()) != prefix || file.path.size() <= prefix.size() + suffix.size()) continue;
    const std::size_t end = file.path.size() - suffix.size();
    const std::string_view name = file.path.substr(prefix.size(), end - prefix.size());
    if (file.path.substr(end) == suffix && name.find('/') == std::string_view::npos) names.emplace(name);
  }
  std::error_code error;
  for (fs::directory_iterator at(override_root / kind, error), end; !override_root.empty() && !error && at != end;
       at.increment(error)) {
    if (on_disk_at(at->path() / marker)) names.insert(at->path().filename().string());
  }
  return {names.begin(), names.end()};
}

}  // namespace headroom
