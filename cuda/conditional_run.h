// Conditional passes on devices.
#pragma once
#include "host/engine/conditional.h"
#include "host/engine/engine.h"

namespace headroom::cuda {

// As Engine::run_conditional. Each device takes a stretch of the range; throws EngineLost, with what lies before the
// first stretch that is not done, where one of them fails.
u64 run_conditional_on(const std::vector<int>& devices, const ConditionalTables& tables, TrialRange range,
                       const std::atomic<bool>& stop, ConditionalTally* tally);

}  // namespace headroom::cuda
