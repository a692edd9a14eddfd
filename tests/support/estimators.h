// What every estimator says of one study, each from trials of its own.
#pragma once
#include <optional>
#include <vector>

#include "tests/support/small_study.h"

namespace headroom::testing {

enum Estimator : u32 { kPlain, kConditional, kControl, kImportance, kEstimators };

// Of P(exhausted) by the end of the horizon; the variance is that of the estimate, as it is known from the trials.
struct Answer {
  double p = 0, variance = 0;
};

// Of one destination.
struct Answers {
  std::optional<Answer> by[kEstimators];  // nothing: refused, or what was seen does not tell the variance
  std::optional<double> exact;
  // Planted defects: what conditional says with F a cell of its table later, control with its term added.
  std::optional<Answer> conditional_a_cell_off, control_added;
};

// Of the destinations that plain counting sees exhausted, and not exhausted, in `kSeen` trials at least, so that all
// estimates are nearly normal. `trials` is a multiple of kTiltBlock. No two answers share a trial, those of two
// destinations neither, so that all are independent.
constexpr u64 kSeen = 100;
std::vector<Answers> answers_of(const Study& study, u64 trials, Engine& engine);

}  // namespace headroom::testing
