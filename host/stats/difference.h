// The difference of two probabilities from one set of trials: common random numbers, so that what both share cancels.
#pragma once
#include <string>
#include <vector>

#include "host/engine/pair_tally.h"
#include "host/stats/result.h"

namespace headroom {

// `second` - `first` from the bounds of either, which must hold for the two at once with probability `level`. Where
// each misses with probability (1 - level) / 2 at most, they do, whatever the two share (Bonferroni).
Difference bounded_difference(const Probability& first, const Probability& second, double level = 0.95);

// P(second) - P(first) from the trials in which just one of the two happened. The interval is exact and a little wide:
// the Clopper-Pearson bounds of either count at half the error each (Bonferroni).
// With looks (stopping.h) it allows for them.
Difference paired_difference(const ExhaustedBits::Pair& pair, u64 trials, u32 looks = 0);

// How many more destinations exhaust in the second run, mean a trial. The interval is Student's; where all trials agree
// it allows for trials, as many as Clopper-Pearson leaves, in which all destinations or none exhaust instead.
Difference mean_difference(const PairTally& pairs, u64 trials, u32 looks = 0);

ScenarioResult make_scenario_result(const std::string& name, const CompiledStudy& scenario, const Tally& tally,
                                    const PairTally& pairs, u32 looks = 0);

}  // namespace headroom
