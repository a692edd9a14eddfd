// What an estimator works on.
#pragma once
#include <atomic>

#include "host/app/inputs.h"
#include "host/app/run_options.h"
#include "host/app/saver.h"
#include "host/app/simulate.h"

namespace headroom {

struct Job {
  const RunOptions& options;
  const Inputs& inputs;
  TrialRange range;               // asked for
  const std::atomic<bool>& stop;  // a signal came
  ProgressStyle progress = ProgressStyle::none;
  Saver* saver = nullptr;  // nothing where no trials are run
};

// The trials of a part of the work behind those that are done. Throws InputError where more are done than there are.
TrialRange left_of(TrialRange part, u64 done);

// Of a part of the work that begins with trial `first`, behind `before` trials of the parts before it: saves where a
// piece ends, and none is longer than --save-every says.
BetweenPieces saving(const Job& job, u64 first, u64 before = 0);

}  // namespace headroom
