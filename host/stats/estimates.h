// What every estimator but the plain one says: probabilities a destination, each with its interval. Not all derive from
// counts, so that what only counts can tell (result.h) is not here.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/stats/result.h"

namespace headroom {

// The lattice on which an exact answer was worked out. Split: each size stands on the two cells beside it, so that its
// mean is kept, and halving the step moved no probability by more than `change`.
struct LatticeUse {
  bool split = false;
  double step_tpp = 0;
  u64 cells = 0;  // up to the cap
  double change = 0;
};

struct DestinationEstimate {
  DestinationLabel label;
  std::string refused;  // why the estimator has no answer here, naming the rule; then there is nothing else
  Probability exhausted;
  std::vector<Probability> by_month;       // exhausted by its end, one a month
  std::optional<Probability> critical;     // by the end of the horizon
  std::vector<double> critical_by_month;   // empty: not known
  std::optional<Probability> independent;  // exhausted, were there no factors: exact
  std::optional<LatticeUse> lattice;       // of an exact answer, of `independent` too
  // What the estimator gained.
  std::optional<double> variance_removed;  // share of the plain estimate's variance
  std::optional<double> effective_trials;  // of weighted ones
  std::optional<double> gain;              // plain's variance over this one's, for as many trials
  std::optional<u64> trials;               // where each destination has its own
  std::string remark;                      // what makes the answer less sure than its interval says; mostly empty
};

// Scrambled points in place of random words (host/trial/points.h).
struct PointUse {
  u32 replicates = 0;
  u64 points = 0;  // of each
};

struct Estimates {
  std::string study_name;
  u64 seed = 0, study_digest = 0;
  std::optional<u64> tallies_digest;  // of what was summed up over trials
  YearMonth start;
  int months = 0;
  u64 trials = 0, first_trial = 0;  // 0 trials: nothing was simulated, and intervals are bounds of the solver's error
  std::string engine, engine_detail, estimator;
  std::string method;  // in words: "pseudo-random points", "16 replicates of 4,096 Sobol points"
  std::optional<PointUse> points;
  std::string stopped;       // why it stopped where it did; empty: all that was asked for is done
  bool interrupted = false;  // by a signal
  double level = 0.95;       // of the intervals; 1 for bounds of an error
  bool expectations_exist = true;
  std::vector<DestinationEstimate> destinations;  // in the order of the tables
  std::vector<DestinationLabel> uncapped;
};

// With all that comes from the study, a destination each without an answer yet.
Estimates open_estimates(const CompiledStudy& compiled, const Study& study, const std::string& estimator);

}  // namespace headroom
