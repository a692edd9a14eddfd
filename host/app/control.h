// headroom run --estimator control.
#pragma once
#include "host/app/job.h"
#include "host/stats/estimates.h"

namespace headroom {

// Throws RunError where the engine does; a signal ends it early, and the estimates say so.
Estimates run_control(const Job& job);

}  // namespace headroom
