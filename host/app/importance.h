// headroom run --estimator importance.
#pragma once
#include "host/app/job.h"
#include "host/stats/estimates.h"

namespace headroom {

// Each destination has trials of its own, at most as many as were asked for, and stops by the rule of the options by
// itself. A signal ends it where it is: destinations that have no trials yet then say so. Throws InputError, RunError.
Estimates importance_estimates(const Job& job);

}  // namespace headroom
