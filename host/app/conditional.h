// headroom run --estimator conditional.
#pragma once
#include "host/app/inputs.h"
#include "host/app/progress.h"
#include "host/app/run_options.h"
#include "host/engine/conditional.h"
#include "host/stats/estimates.h"

namespace headroom {

// Throws RunError where the engine does; a signal ends it early, and the estimates say so.
Estimates run_conditional(const RunOptions& options, const Inputs& inputs, TrialRange range);

// A conditional pass in pieces, so that progress shows and a signal ends it early. Returns how many trials are done.
u64 run_pieces(Engine& engine, const ConditionalTables& tables, TrialRange range, const std::atomic<bool>& stop,
               Progress& progress, ConditionalTally* tally);

}  // namespace headroom
