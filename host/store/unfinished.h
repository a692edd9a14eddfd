// A run that is not finished: the folder `unfinished` of its run folder, beside the results of an older run or of the
// trials before a signal, if there are any. It goes away in the step that puts the finished run in place.
//   run.json                   how the run was asked for
//   study/                     the copy of its inputs
//   saved-a.bin, saved-b.bin   the last two saves (checkpoint_file.h); a new one takes the place of the older
//   lock                       of the process that is at work
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/store/checkpoint_file.h"
#include "host/store/output_file.h"
#include "host/store/run_lock.h"

namespace headroom {

constexpr std::string_view kUnfinishedName = "unfinished";

std::filesystem::path unfinished_folder(const std::filesystem::path& run);
// A folder of that name that holds what this file says and nothing else.
bool has_unfinished(const std::filesystem::path& run);
// Why no other run may begin in this folder, or nothing: one is going on there, or has saved something.
std::string why_not_begin(const std::filesystem::path& run);

// How a run was asked for, so that it can go on without being told again.
struct RunManifest {
  std::string version;             // of the program
  std::vector<std::string> words;  // options as typed, without STUDY and --out
  std::string estimator;
  u64 study_digest = 0, seed = 0;
  TrialRange range;  // all that was asked for
};

// The save of the most trials of all that are good. `wrong` says of one that can be read what else is wrong with it, or
// nothing.
struct NewestSave {
  std::optional<Checkpoint> checkpoint;
  std::string file;                // its name
  std::vector<std::string> names;  // of all that are there
  std::vector<Problem> damaged;    // what is wrong with the others
};
NewestSave newest_save(const std::filesystem::path& run, const std::function<std::string(const Checkpoint&)>& wrong);

// By the process that works on it, which holds the lock.
class UnfinishedRun {
 public:
  // Throws InputError, as why_not_begin says; RunError.
  static std::unique_ptr<UnfinishedRun> begin(const std::filesystem::path& run, const RunManifest& manifest,
                                              const std::vector<OutputFile>& study);
  // Takes up what stands there. Nothing where that is no unfinished run, or not so much of one that it could go on.
  // Throws InputError where another process holds it.
  static std::unique_ptr<UnfinishedRun> take_up(const std::filesystem::path& run);
  // One that was begun and has saved nothing takes its folder away.
  ~UnfinishedRun();
  UnfinishedRun(const UnfinishedRun&) = delete;
  UnfinishedRun& operator=(const UnfinishedRun&) = delete;

  const RunManifest& manifest() const { return manifest_; }
  NewestSave newest(const std::function<std::string(const Checkpoint&)>& wrong);
  // On the disk when this returns, and so is all else that a later process needs. Throws RunError; then the last save
  // stays.
  void save(std::string_view bytes);
  // The whole folder with this one save, whose bytes outlive what is returned; named from the run folder.
  std::vector<OutputFile> files(const std::vector<OutputFile>& study, std::string_view bytes) const;
  // The run folder was replaced: what is there now stays.
  void leave() { keep_ = true; }

 private:
  UnfinishedRun(std::filesystem::path run, RunManifest manifest, RunLock lock)
      : run_(std::move(run)), manifest_(std::move(manifest)), lock_(std::move(lock)) {}

  std::filesystem::path run_;
  RunManifest manifest_;
  RunLock lock_;
  std::string newest_;                  // name of the newest good save
  bool keep_ = false, synced_ = false;  // nothing to take away; all but the saves is on the disk
  bool made_run_folder_ = false;
};

}  // namespace headroom
