#include "host/app/saver.h"

#include <algorithm>

#include <fmt/format.h>

#include "host/app/terminal.h"
#include "host/base/digest.h"
#include "host/base/text.h"

namespace headroom {
namespace {

constexpr double kShortest = 1;   // seconds
constexpr double kShare = 0.004;  // of the time

double seconds_since(Clock::time_point then) { return std::chrono::duration<double>(Clock::now() - then).count(); }

}  // namespace

double seconds_between_saves(double cost) { return std::max(kShortest, cost / kShare); }

std::string why_other_run(const Checkpoint& saved, const RunIdentity& identity) {
  if (saved.estimator != identity.estimator)
    return fmt::format("it is of the estimator {}, the run of {}", printable(saved.estimator), identity.estimator);
  if (saved.seed != identity.seed) return fmt::format("it is of seed {}, the run of {}", saved.seed, identity.seed);
  if (saved.study_digest != identity.study_digest) {
    return fmt::format("it is of a study with digest {}, the run of {}", hex(saved.study_digest),
                       hex(identity.study_digest));
  }
  if (saved.first_trial != identity.range.first)
    return fmt::format("it begins with trial {}, the run with {}", saved.first_trial, identity.range.first);
  return {};
}

Saver::Saver(std::unique_ptr<UnfinishedRun> run, RunIdentity identity, u64 every)
    : run_(std::move(run)), identity_(std::move(identity)), every_(every) {}

u64 Saver::take_up(const std::filesystem::path& out, const std::function<std::string(const Checkpoint&)>& wrong) {
  NewestSave newest = run_->newest([&](const Checkpoint& saved) {
    const std::string why = why_other_run(saved, identity_);
    return why.empty() ? wrong(saved) : why;
  });
  if (!newest.checkpoint && !newest.damaged.empty()) {
    say_problems(newest.damaged);
    throw InputError(fmt::format("{}: no save of the run can be used; put one back, or delete {} to begin again",
                                 in_quotes(out.string()), in_quotes(unfinished_folder(out).string())));
  }
  say_warnings(newest.damaged);
  if (!newest.checkpoint) return 0;
  taken_up_ = std::move(newest.checkpoint->parts);
  file_ = (unfinished_folder(out) / newest.file).string();
  return done_ = trials_saved_ = newest.checkpoint->done;
}

std::optional<std::vector<u64>> Saver::taken(const std::string& name, u64 digest) {
  const auto part =
      std::find_if(taken_up_.begin(), taken_up_.end(), [&](const SavedPart& one) { return one.name == name; });
  if (part == taken_up_.end()) return std::nullopt;
  if (part->digest != digest)
    refuse(name, fmt::format("counted under tables of digest {}, here they are of {}", hex(part->digest), hex(digest)));
  std::vector<u64> numbers = std::move(part->numbers);
  taken_up_.erase(part);
  return numbers;
}

void Saver::refuse(const std::string& name, const std::string& why) const {
  throw InputError(
      fmt::format("{}: part {}: {}; go on with the file, and on the machine, that it was begun with, or run "
                  "it again with another --out",
                  file_, in_quotes(name), why));
}

void Saver::piece_done(u64 done) {
  done_ = done;
  const bool due = every_ ? done - trials_saved_ >= every_ : seconds_since(last_) >= wait_;
  if (!due || done == trials_saved_) return;
  const Clock::time_point begin = Clock::now();
  try {
    run_->save(bytes_now());
  } catch (const RunError& error) {
    throw RunError(fmt::format("{}; what was saved before stays, {} trials: --resume goes on with it", error.what(),
                               trials_saved_));
  }
  trials_saved_ = done;
  last_ = Clock::now();
  wait_ = seconds_between_saves(seconds_since(begin));
}

void Saver::end(u64 done, bool goes_on) {
  done_ = done;
  if (goes_on) bytes_ = bytes_now();
  parts_.clear();
}

std::string Saver::bytes_now() const {
  return checkpoint_bytes(
      {identity_.estimator, identity_.study_digest, identity_.seed, identity_.range.first, done_, {}}, parts_);
}

}  // namespace headroom
