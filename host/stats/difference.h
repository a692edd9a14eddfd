// The difference of two probabilities from one set of trials: common random numbers, so that what both share cancels.
#pragma once
#include <string>
#include <vector>

#include "host/engine/exhausted_bits.h"
#include "host/stats/result.h"

namespace headroom {

// P(second) - P(first) from the trials in which just one of the two happened. The interval is exact and a little wide:
// the Clopper-Pearson bounds of either count at half the error each (Bonferroni).
Difference paired_difference(const ExhaustedBits::Pair& pair, u64 trials, double level = 0.95);

// Pairs by destination of the scenario; nothing where the base has no such destination.
using ScenarioPairs = std::vector<std::optional<ExhaustedBits::Pair>>;

ScenarioResult make_scenario_result(const std::string& name, const CompiledStudy& scenario, const Tally& tally,
                                    const ScenarioPairs& pairs);

}  // namespace headroom
