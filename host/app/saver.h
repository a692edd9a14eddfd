// Saves a run as it goes.
#pragma once
#include <vector>

#include "host/app/progress.h"
#include "host/app/what_if.h"
#include "host/store/unfinished.h"

namespace headroom {

// How long to wait after a save that took `cost` seconds: a second, or so long that saving takes at most 0.4 % of the
// time.
double seconds_between_saves(double cost);

class Saver {
 public:
  // Of `saved` all but the ranges is kept up by the engines. `first` is the first trial of the run. Saves where a piece
  // ends, when it is time or, with `every` given, when so many trials are not saved yet.
  Saver(UnfinishedRun& to, SavedTallies& saved, const std::vector<ScenarioRun>& scenarios, u64 first, u64 every);

  // All trials before `end` are in the tallies. Throws RunError when the disk fails.
  void piece_done(u64 end);
  // The tallies as they are, as a file.
  std::string bytes() const;
  u64 trials_saved() const { return trials_saved_; }
  void took_up(u64 trials) { trials_saved_ = trials; }

 private:
  UnfinishedRun& to_;
  SavedTallies& saved_;
  std::vector<ScenarioView> scenarios_;
  u64 first_, every_, trials_saved_ = 0;
  Clock::time_point last_ = Clock::now();
  double wait_ = seconds_between_saves(0);
};

}  // namespace headroom
