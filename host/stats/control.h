// The control variate: the full rules beside their nearest relative (relative.h) on the same trials.
//
//   estimate = y - b (x - mu)
//
// y and x are how often the study and the relative exhaust a destination in the same trials; mu is what x is on
// average, from a conditional pass over many other trials, which is cheap. What the draws do to both goes. The trials
// stand in two halves, and each takes the coefficient b of the other, so that the estimate is unbiased however b is
// chosen.
#pragma once
#include <vector>

#include "host/engine/engine.h"
#include "host/stats/conditional.h"
#include "host/stats/relative.h"

namespace headroom {

// Of some trials, by destination.
struct ControlCounts {
  u64 trials = 0;
  std::vector<u64> study, relative, both;

  explicit ControlCounts(u32 destinations) : study(destinations), relative(destinations), both(destinations) {}
  // Adds trials that both have run.
  void add(u64 count, const ExhaustedBits& of_study, const ExhaustedBits& of_relative);
  u64 digest() const;
};

// Of one destination.
struct Controlled {
  Probability exhausted;
  double variance_removed = 0;  // of the plain estimate's, all parts of this one's counted
  bool used = false;            // false: too few trials to tell a coefficient; then the interval is the binomial one
};

struct ControlHalf {
  u64 trials = 0, study = 0, relative = 0, both = 0;
};
// `mean` is of the relative's chances over trials apart from these, whose error is at most `error`.
Controlled controlled(const ControlHalf (&halves)[2], const ChanceSums& mean, double error, double level = 0.95);

// Everything a run has come to; `tally` is the study's.
struct ControlRun {
  const Tally& tally;
  const ControlCounts (&halves)[2];
  const ConditionalStudy& conditional;  // of the relative, its last month
  const ConditionalTally& means;
};
Estimates control_estimates(const CompiledStudy& compiled, const Study& study, const Relative& relative,
                            const ControlRun& run);

}  // namespace headroom
