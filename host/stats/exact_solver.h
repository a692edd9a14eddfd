// Exact answers: P(exhausted by m) = P(S > cap), S the sum of all orders until the end of m, where that is so.
#pragma once
#include "host/stats/estimates.h"

namespace headroom {

// Of each destination whose rules allow it and whose intensity loads on no factor; the others are refused by name. The
// work is shared by `threads` (0: all of the machine); the answers do not depend on them.
Estimates exact_estimates(const CompiledStudy& compiled, const Study& study, int threads);

// Of each destination whose rules allow it, as if no intensity loaded on any factor: probability exhausted by the end
// of the horizon, nothing for the others. In the order of the tables.
std::vector<std::optional<Probability>> independent_answers(const CompiledStudy& compiled, int threads);

// Puts these answers beside those of destinations whose demand loads on factors, so that one sees what common factors
// do.
void put_independent(const CompiledStudy& compiled, int threads, Estimates* estimates);

}  // namespace headroom
