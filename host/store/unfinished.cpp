#include "host/store/unfinished.h"

#include <signal.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/base/digest.h"
#include "host/base/text.h"
#include "host/store/atomic_write.h"
#include "host/store/tally_bytes.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 2> kSaves = {"saved-a.bin", "saved-b.bin"};
constexpr std::string_view kManifest = "run.json", kLock = "lock", kStudy = "study";
constexpr std::string_view kManifestSchema = "headroom.unfinished/2";

bool stands(const fs::path& path) {
  std::error_code error;
  return fs::exists(fs::symlink_status(path, error));
}

bool is_ours(const std::string& name, const fs::path& folder) {
  if (name == kManifest || name == kLock || name == kStudy) return true;
  return std::any_of(kSaves.begin(), kSaves.end(),
                     [&](std::string_view save) { return name == save || is_temporary_of(name, folder / save); });
}

bool has_save(const fs::path& folder) {
  return std::any_of(kSaves.begin(), kSaves.end(), [&](std::string_view save) { return stands(folder / save); });
}

[[noreturn]] void refuse_run(const fs::path& run, std::string_view why) {
  throw InputError(fmt::format("{}: {}", in_quotes(run.string()), why));
}

std::string held_text(const std::string& holder) {
  return fmt::format("{} is at work there; wait for it, or give another folder with --out", holder);
}

std::string manifest_text(const RunManifest& manifest) {
  Json json;
  json["schema"] = kManifestSchema;
  json["version"] = manifest.version;
  json["words"] = manifest.words;
  json["estimator"] = manifest.estimator;
  json["study_digest"] = hex(manifest.study_digest);
  json["seed"] = manifest.seed;
  json["first_trial"] = manifest.range.first;
  json["trials"] = manifest.range.count;
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<RunManifest> parse_manifest(const InputFile& file) {
  try {
    const Json json = Json::parse(file.text);
    if (json.at("schema") != kManifestSchema) return std::nullopt;
    RunManifest manifest;
    manifest.version = json.at("version");
    manifest.words = json.at("words").get<std::vector<std::string>>();
    manifest.estimator = json.at("estimator");
    manifest.study_digest = std::stoull(json.at("study_digest").get<std::string>(), nullptr, 16);
    manifest.seed = json.at("seed");
    manifest.range = {json.at("first_trial"), json.at("trials")};
    return manifest;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

// Whether the process that left a temporary of `path` behind has ended, as far as this machine can tell.
bool left_by_the_dead(const std::string& name, const fs::path& path) {
  const std::size_t digits = path.filename().string().size() + 2;  // behind ".NAME."
  const int pid = std::atoi(name.c_str() + std::min(digits, name.size()));
  return pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH;
}

// What a kill left of something that never came to be `path`.
void clean_beside(const fs::path& path) {
  std::error_code error;
  std::vector<fs::path> left;
  for (fs::directory_iterator at(path.parent_path(), error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (is_temporary_of(name, path) && left_by_the_dead(name, path)) left.push_back(at->path());
  }
  for (const fs::path& each : left) fs::remove_all(each, error);
}

// By the process that holds the lock of the run.
void clean_after_kills(const fs::path& run) {
  const fs::path folder = unfinished_folder(fs::absolute(run).lexically_normal());
  clean_beside(folder.parent_path());
  clean_beside(folder);
  for (const std::string_view save : kSaves) clean_beside(folder / save);
}

// Makes room where a run was begun and killed before its first save.
void remove_what_saved_nothing(const fs::path& run) {
  const fs::path folder = unfinished_folder(run);
  if (!has_unfinished(run)) return;
  const std::optional<RunLock> lock = RunLock::take(folder / kLock);
  const fs::path aside = temporary_beside(folder);
  if (!lock || has_save(folder) || ::rename(folder.c_str(), aside.c_str()) != 0) return;
  std::error_code ignored;
  fs::remove_all(aside, ignored);
}

std::vector<OutputFile> folder_files(const RunManifest& manifest, const std::vector<OutputFile>& study,
                                     const std::string& below) {
  std::vector<OutputFile> files = {file_with(below + std::string(kManifest), manifest_text(manifest)),
                                   file_of(below + std::string(kLock), "")};
  for (const OutputFile& input : study)
    files.push_back({fmt::format("{}{}/{}", below, kStudy, input.name), input.write});
  return files;
}

}  // namespace

fs::path unfinished_folder(const fs::path& run) { return run / kUnfinishedName; }

bool has_unfinished(const fs::path& run) {
  const fs::path folder = unfinished_folder(run);
  std::error_code error;
  if (!fs::is_directory(folder, error)) return false;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (!is_ours(at->path().filename().string(), folder)) return false;
  return !error;
}

std::string why_not_begin(const fs::path& run) {
  const fs::path folder = unfinished_folder(run);
  if (!stands(folder)) return {};
  if (const auto holder = lock_holder(folder / kLock)) return held_text(*holder);
  if (!has_save(folder)) return {};
  return "an unfinished run is there; --resume goes on with it; or give another folder";
}

NewestSave newest_save(const fs::path& run, const std::function<std::string(const Checkpoint&)>& wrong) {
  const Folder folder = Folder::on_disk(unfinished_folder(run));
  NewestSave newest;
  Problems damaged;
  for (const std::string_view name : kSaves) {
    if (!folder.has(name)) continue;
    newest.names.emplace_back(name);
    const auto file = folder.read(name, damaged);
    if (!file) continue;
    try {
      Checkpoint read = parse_checkpoint(*file);
      const std::string why = wrong(read);
      if (!why.empty()) refuse_file(*file, {why, "put back the file that was there"});
      const bool newer = !newest.checkpoint || newest.checkpoint->done < read.done;
      if (!newer) continue;
      newest.checkpoint = std::move(read);
      newest.file = name;
    } catch (const InputError& error) {
      for (const Problem& problem : error.problems) damaged.error(problem.place, problem.message);
    }
  }
  newest.damaged = damaged.errors();
  return newest;
}

std::unique_ptr<UnfinishedRun> UnfinishedRun::begin(const fs::path& run, const RunManifest& manifest,
                                                    const std::vector<OutputFile>& study) {
  const bool made = !stands(run);
  make_folders(run);
  remove_what_saved_nothing(run);
  const fs::path folder = unfinished_folder(run), fresh = temporary_beside(folder);
  std::error_code ignored;
  try {
    write_new_files(fresh, folder_files(manifest, study, ""), Sync::later);
    std::optional<RunLock> lock = RunLock::take(fresh / kLock);
    if (!lock) throw RunError(fmt::format("cannot lock {}; give another folder", in_quotes(fresh.string())));
    if (::rename(fresh.c_str(), folder.c_str()) != 0) {
      const int error_number = errno;
      if (const std::string why = why_not_begin(run); !why.empty()) refuse_run(run, why);
      throw_disk_error("create", folder, error_number);
    }
    std::unique_ptr<UnfinishedRun> begun(new UnfinishedRun(run, manifest, std::move(*lock)));
    begun->made_run_folder_ = made;
    clean_after_kills(run);
    return begun;
  } catch (...) {
    fs::remove_all(fresh, ignored);
    throw;
  }
}

std::unique_ptr<UnfinishedRun> UnfinishedRun::take_up(const fs::path& run) {
  const fs::path folder = unfinished_folder(run);
  if (!has_unfinished(run)) return nullptr;
  std::optional<RunLock> lock = RunLock::take(folder / kLock);
  if (!lock) refuse_run(run, held_text(lock_holder(folder / kLock).value_or("another process")));
  Problems problems;
  const auto file = Folder::on_disk(folder).read(kManifest, problems);
  std::optional<RunManifest> manifest = file ? parse_manifest(*file) : std::nullopt;
  if (!manifest && !has_save(folder)) return nullptr;  // the power failed before anything was saved
  if (!manifest) {
    problems.error(
        {(folder / kManifest).string()},
        "damaged, or of another headroom; put back the file that was there, or run again with another --out");
    throw InputError(problems.errors());
  }
  clean_after_kills(run);
  std::unique_ptr<UnfinishedRun> taken(new UnfinishedRun(run, std::move(*manifest), std::move(*lock)));
  taken->keep_ = true;
  return taken;
}

UnfinishedRun::~UnfinishedRun() {
  if (keep_) return;
  std::error_code ignored;
  const fs::path folder = unfinished_folder(run_), aside = temporary_beside(folder);
  if (::rename(folder.c_str(), aside.c_str()) == 0) fs::remove_all(aside, ignored);
  if (made_run_folder_) fs::remove(run_, ignored);  // unless something has come into it
}

NewestSave UnfinishedRun::newest(const std::function<std::string(const Checkpoint&)>& wrong) {
  NewestSave newest = newest_save(run_, wrong);
  newest_ = newest.file;
  return newest;
}

void UnfinishedRun::save(std::string_view bytes) {
  const fs::path folder = unfinished_folder(run_);
  if (!synced_) {
    sync_tree(folder);
    sync_folder(run_);
    sync_folder(fs::absolute(run_).parent_path());
  }
  synced_ = true;
  const std::string_view older = newest_ == kSaves[0] ? kSaves[1] : kSaves[0];
  write_file_atomically(folder / older, bytes);
  newest_ = older;
  keep_ = true;
}

std::vector<OutputFile> UnfinishedRun::files(const std::vector<OutputFile>& study, std::string_view bytes) const {
  const std::string below = std::string(kUnfinishedName) + "/";
  std::vector<OutputFile> files = folder_files(manifest_, study, below);
  files.push_back(file_of(below + std::string(kSaves[0]), bytes));
  return files;
}

}  // namespace headroom
