// Importance sampling of one destination: which tilt to take, and what its trials say.
#pragma once
#include <string>

#include "host/engine/engine.h"
#include "host/stats/estimates.h"
#include "host/stats/tilt.h"
#include "host/stats/weighted_interval.h"

namespace headroom {

// Trials of the pilot for each tilt that is tried; their numbers are beyond all that a run may have.
constexpr u64 kPilotTrials = 4096, kPilotFirst = u64(1) << 63;

// Why importance sampling has no answer for a destination, naming the rule; empty: it has.
std::string importance_refusal(const CompiledStudy& compiled, u32 destination);

// A destination's tables under the tilt that did best in a pilot: of no tilt and of tilts that aim at some multiples of
// what is needed to exhaust, the one under which the weights of the hits vary least. The pilot's trials are used for
// nothing else, so that the estimate stays unbiased.
TiltedStudy tilted_by_pilot(const CompiledStudy& compiled, u32 destination, Engine& engine);

// Fills in all that the weights tell; intervals allow for so many looks (stopping.h).
void put_weighted(const WeightTally& tally, u32 looks, DestinationEstimate* estimate);

}  // namespace headroom
