// When a run that looks at its own results may stop, and what its intervals have to allow for.
//
// Who looks at an interval again and again and stops when it pleases him is misled more often than its level says. Here
// looks happen at trial counts that are fixed beforehand (look_trials), and the interval of look k is the exact
// binomial one at an error of a / (k (k + 1)), where a = 1 - level. These sum to a over k = 1, 2, ..., so that by the
// union bound the chance that the interval of any look at all misses is at most a: whatever makes a run stop, the
// interval at which it does keeps its level. (Spending the error over looks: Lan and DeMets, Biometrika 70, 1983; with
// the union bound it holds for any rule.) The counts depend on nothing but the most trials asked for, so that the
// answer is the same on every machine.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/stats/result.h"

namespace headroom {

constexpr u64 kFirstLook = 16384;

// How many trials there are at look k = 1, 2, ...: kFirstLook, twice as many each time, never more than `most`.
u64 look_trials(u32 look, u64 most);

// The error that is left for each of `intervals` intervals which together miss with at most 1 - level (Bonferroni), at
// look k; 0: there was no looking.
double error_of(double level, u32 look, u64 intervals = 1);

// An interval is narrow enough when half of its width is at most `half_width`, or `relative` times its estimate.
struct StopRule {
  std::optional<double> half_width, relative;
  std::vector<std::string> destinations;  // whose P(exhausted) counts, by iso3; empty: all

  bool asked() const { return half_width || relative; }
};

// Which tolerance all these intervals meet: StopReason::half_width, ::relative or, where each meets one but not all the
// same, ::either. Nothing where one of them meets none.
std::optional<StopReason> met(const StopRule& rule, const std::vector<Probability>& intervals);

}  // namespace headroom
