// Exact answers: P(exhausted by m) = P(S > cap), S the sum of all orders until the end of m, where that is so.
#pragma once
#include "host/stats/estimates.h"

namespace headroom {

// Of each destination whose rules allow it and whose intensity loads on no factor; the others are refused by name. The
// work is shared by `threads` (0: all of the machine); the answers do not depend on them.
Estimates exact_estimates(const CompiledStudy& compiled, const Study& study, int threads);

// P(exhausted) by the end of the horizon as if no intensity loaded on any factor.
struct IndependentAnswer {
  std::optional<Probability> exhausted;
  std::string refused;  // the rule that is in the way of it
};

// Of the destinations whose demand loads on factors; the others say so. In the order of the tables.
std::vector<IndependentAnswer> independent_answers(const CompiledStudy& compiled, int threads);

// Puts these answers beside those that a run or an estimator has come to, so that one sees what common factors do.
void put_independent(const CompiledStudy& compiled, int threads, Result* result);
void put_independent(const CompiledStudy& compiled, int threads, Estimates* estimates);

}  // namespace headroom
