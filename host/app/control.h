// headroom run --estimator control.
#pragma once
#include "host/app/inputs.h"
#include "host/app/run_options.h"
#include "host/stats/estimates.h"

namespace headroom {

// Throws RunError where the engine does; a signal ends it early, and the estimates say so.
Estimates run_control(const RunOptions& options, const Inputs& inputs, TrialRange range);

}  // namespace headroom
