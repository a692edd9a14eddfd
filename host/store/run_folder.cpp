#include "host/store/run_folder.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "host/base/text.h"
#include "host/report/csv.h"
#include "host/report/json.h"
#include "host/store/atomic_write.h"
#include "host/store/swap.h"
#include "host/store/unfinished.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

// All that a run folder may hold. What is not here was put there by somebody, who would miss it.
constexpr std::array<std::string_view, 9> kNames = {"result.json", "destinations.csv", "timeline.csv",
                                                    "book.csv",    "companies.csv",    "joint.csv",
                                                    "tallies.bin", "table.txt",        "study"};

[[noreturn]] void refuse_out(const fs::path& out, std::string_view why) {
  throw InputError(fmt::format("--out {}: {}", in_quotes(out.string()), why));
}

std::string first_bytes(const fs::path& path, std::size_t count) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return {};
  std::string bytes(count, '\0');
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  bytes.resize(file ? std::fread(bytes.data(), 1, count, file.get()) : 0);
  return bytes;
}

// The schema is the first key of result.json. Not every estimator leaves tallies.
bool has_run_in_it(const fs::path& folder) {
  std::error_code error;
  return first_bytes(folder / "result.json", 256).find(fmt::format("\"schema\": \"{}\"", kResultSchema)) !=
             std::string::npos &&
         (!fs::exists(folder / "tallies.bin", error) ||
          first_bytes(folder / "tallies.bin", kTalliesMagic.size()) == kTalliesMagic);
}

// Adds the inputs to the files of a run.
std::vector<OutputFile> with_study(std::vector<OutputFile> files, const std::vector<OutputFile>& study) {
  for (const OutputFile& input : study) files.push_back({"study/" + input.name, input.write});
  return files;
}

void check_content(const fs::path& out, const fs::path& folder) {
  std::error_code error;
  std::set<std::string> found;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (!is_temporary_of(name, unfinished_folder(folder))) found.insert(name);  // left behind by a kill
  }
  if (error) refuse_out(out, fmt::format("the folder cannot be read ({}); give another", error.message()));
  if (found.empty()) return;
  if (!has_run_in_it(folder) && !has_unfinished(folder))
    refuse_out(out, "the folder is not empty and holds no run; give a new folder, an empty one or a run's");
  for (const std::string& name : found) {
    if (name == kUnfinishedName ? has_unfinished(folder)
                                : std::find(kNames.begin(), kNames.end(), name) != kNames.end())
      continue;
    refuse_out(out, fmt::format("the run there would be replaced, but {} is not of it; move it or give another folder",
                                in_quotes(name)));
  }
}

// The user's shell stands in it, or below it: replacing it would pull the floor away.
void check_not_here(const fs::path& out, const fs::path& folder) {
  std::error_code error;
  const fs::path here = fs::current_path(error);
  const auto [end, rest] = std::mismatch(folder.begin(), folder.end(), here.begin(), here.end());
  if (!error && end == folder.end()) refuse_out(out, "this is the folder you are in, or above it; give another");
}

void check_can_be_made(const fs::path& out, fs::path folder) {
  std::error_code error;
  do folder = folder.parent_path();
  while (!fs::exists(folder, error) && folder.has_relative_path());
  if (!fs::is_directory(folder, error))
    refuse_out(out, fmt::format("{} is not a folder; give another", in_quotes(folder.string())));
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    refuse_out(out, fmt::format("nothing can be made in {} ({}); give another folder", in_quotes(folder.string()),
                                std::generic_category().message(errno)));
  }
}

// Without links and dots, so that what is swapped is the folder itself.
fs::path resolved(const fs::path& out) {
  std::error_code error;
  if (out.empty()) refuse_out(out, "the name is empty; give a folder");
  const bool dangling = fs::is_symlink(fs::symlink_status(out, error)) && !fs::exists(out, error);
  if (dangling) refuse_out(out, "this is a link to nothing; give a folder");
  fs::path path = fs::weakly_canonical(fs::absolute(out, error), error);
  if (error) refuse_out(out, fmt::format("{}; give another folder", error.message()));
  return path.has_filename() ? path : path.parent_path();
}

fs::path checked(const fs::path& out, Replaces replaces) {
  const fs::path folder = resolved(out);
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  if (fs::exists(status)) {
    if (!fs::is_directory(status)) refuse_out(out, "this is a file; give a folder");
    check_not_here(out, folder);
    check_content(out, folder);
    const std::string why = replaces == Replaces::finished ? why_not_begin(folder) : std::string();
    if (!why.empty()) refuse_out(out, why);
  }
  check_can_be_made(out, folder);
  return folder;
}

}  // namespace

void check_run_folder(const fs::path& out) { checked(out, Replaces::finished); }

bool is_run_folder(const fs::path& folder) { return has_run_in_it(folder); }

std::vector<OutputFile> run_files(const Result& result, const SavedTallies& saved,
                                  const std::vector<OutputFile>& study) {
  return with_study({{"result.json", [&](const Sink& out) { write_result_json(result, out); }},
                     {"destinations.csv", [&](const Sink& out) { write_destinations_csv(result, out); }},
                     {"timeline.csv", [&](const Sink& out) { write_timeline_csv(result, out); }},
                     {"book.csv", [&](const Sink& out) { write_book_csv(result, out); }},
                     {"companies.csv", [&](const Sink& out) { write_companies_csv(result, out); }},
                     {"joint.csv", [&](const Sink& out) { write_joint_csv(result, out); }},
                     {"tallies.bin", [&](const Sink& out) { write_tallies(saved, out); }}},
                    study);
}

std::vector<OutputFile> run_files(const Estimates& estimates, const std::vector<OutputFile>& study) {
  return with_study({{"result.json", [&](const Sink& out) { write_result_json(estimates, out); }},
                     {"destinations.csv", [&](const Sink& out) { write_destinations_csv(estimates, out); }},
                     {"timeline.csv", [&](const Sink& out) { write_timeline_csv(estimates, out); }}},
                    study);
}

void write_run_folder(const fs::path& out, const std::vector<OutputFile>& files, Replaces replaces) {
  const fs::path folder = checked(out, replaces);
  make_folders(folder.parent_path());
  const fs::path temporary = temporary_beside(folder);
  std::error_code ignored;
  try {
    write_new_files(temporary, files);
    swap_in(temporary, folder);
  } catch (...) {
    fs::remove_all(temporary, ignored);
    throw;
  }
  fs::remove_all(temporary, ignored);  // now the run that was replaced, if there was one
}

}  // namespace headroom
