#include "host/app/saver.h"

#include <algorithm>

#include <fmt/format.h>

namespace headroom {
namespace {

constexpr double kShortest = 1;   // seconds
constexpr double kShare = 0.004;  // of the time

double seconds_since(Clock::time_point then) { return std::chrono::duration<double>(Clock::now() - then).count(); }

}  // namespace

double seconds_between_saves(double cost) { return std::max(kShortest, cost / kShare); }

Saver::Saver(UnfinishedRun& to, SavedTallies& saved, const std::vector<ScenarioRun>& scenarios, u64 first, u64 every)
    : to_(to), saved_(saved), first_(first), every_(every) {
  for (const ScenarioRun& run : scenarios)
    scenarios_.push_back({run.name, run.compiled.digest(), &run.tally, &run.pairs});
}

void Saver::piece_done(u64 end) {
  const u64 done = end - first_;
  const bool due = every_ ? done - trials_saved_ >= every_ : seconds_since(last_) >= wait_;
  if (!due || done == trials_saved_) return;
  const Clock::time_point begin = Clock::now();
  saved_.ranges = {{first_, done}};
  try {
    to_.save(bytes());
  } catch (const RunError& error) {
    throw RunError(fmt::format("{}; what was saved before stays, {} trials: --resume goes on with it", error.what(),
                               trials_saved_));
  }
  trials_saved_ = done;
  last_ = Clock::now();
  wait_ = seconds_between_saves(seconds_since(begin));
}

std::string Saver::bytes() const { return checkpoint_bytes(saved_, scenarios_); }

}  // namespace headroom
