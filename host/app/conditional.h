// headroom run --estimator conditional.
#pragma once
#include "host/app/job.h"
#include "host/engine/conditional.h"
#include "host/stats/estimates.h"

namespace headroom {

// Throws RunError where the engine does; a signal ends it early, and the estimates say so.
Estimates run_conditional(const Job& job);

// Of what says how likely exhaustion is, given the factors: it is worked out in floating point.
u64 digest_of(const ConditionalTables& tables);

}  // namespace headroom
