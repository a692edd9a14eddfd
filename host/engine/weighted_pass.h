// Weighted trials on the threads of a host.
#pragma once
#include <atomic>

#include "host/engine/engine.h"
#include "host/engine/weight_tally.h"

namespace headroom {

struct WeightedCode;

// As Engine::run_weighted, one lane at a time or in packs; `code` may be nothing.
u64 run_weighted_on_host(const WeightedCode* code, int threads, const Tables& tables, const Tilt& tilt,
                         TrialRange range, const std::atomic<bool>& stop, WeightTally* tally);

}  // namespace headroom
