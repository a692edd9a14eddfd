// Conditional passes on the threads of a host.
#pragma once
#include <atomic>

#include "host/engine/conditional.h"
#include "host/engine/engine.h"

namespace headroom {

struct VectorCode;

// As Engine::run_conditional, one lane at a time or in packs; `code` may be nothing.
u64 run_conditional_on_host(const VectorCode* code, int threads, const ConditionalTables& tables, TrialRange range,
                            const std::atomic<bool>& stop, ConditionalTally* tally);

}  // namespace headroom
