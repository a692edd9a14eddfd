// Whether counters can come from trials at all: a checksum shows accidents, not what somebody made up.
#pragma once
#include <string>

#include "host/engine/conditional.h"
#include "host/engine/pair_tally.h"
#include "host/engine/weight_tally.h"
#include "host/stats/control.h"

namespace headroom {

// What is wrong with a tally, or nothing. A sound one gives probabilities between 0 and 1 and months in the horizon.
std::string why_unsound(const Tally& tally);
// Of a scenario and its study on so many trials.
std::string why_unsound(const PairTally& pairs, u64 trials);
std::string why_unsound(const ConditionalTally& tally);
std::string why_unsound(const WeightTally& tally);
std::string why_unsound(const ControlCounts& counts);

}  // namespace headroom
