// The engine of importance sampling: trials of one destination under two laws,
// weighed (host/trial/weight.h). Integers throughout: the same tally on any
// instruction set and any number of threads.
#pragma once
#include <atomic>
#include <memory>

#include "host/engine/engine.h"
#include "host/engine/weight_tally.h"
#include "host/trial/weight.h"

namespace headroom {

class WeighingEngine {
 public:
  virtual ~WeighingEngine() = default;
  virtual std::string name() const = 0;
  virtual std::string detail() const = 0;
  // Adds the trials to `tally`, which has as many months as the tables; their
  // destinations are those of Law. First and count are multiples of kTiltBlock.
  // Ends early at a whole block when `stop` turns true; returns how many trials
  // were added. Throws RunError where an order is the 2^20th of a trial.
  virtual u64 run(const Tables& tables, const Tilt& tilt, TrialRange range, const std::atomic<bool>& stop,
                  WeightTally* tally) = 0;
};

// Of a choice, never on CUDA: `note` says so where that was asked for. Throws
// RunError where the instruction set does not run here.
std::unique_ptr<WeighingEngine> make_weighing_engine(const EngineChoice& choice, std::string* note);

}  // namespace headroom
