// Exactly how often intervals of a counted probability miss it, from the binomial law itself instead of by trying.
#pragma once
#include <functional>
#include <vector>

#include "host/stats/result.h"

namespace headroom::testing {

// The interval of `hits` of `trials` at look k.
using IntervalAt = std::function<Probability(u64 hits, u64 trials, u32 look)>;

// Hits whose interval holds p, the first and the last; bounds must rise with the hits.
struct Accepted {
  u64 first = 1, last = 0;  // none
};
Accepted accepted(const IntervalAt& interval, double p, u64 trials, u32 look);

// The chance that the interval of one look misses p.
double miss_chance(const IntervalAt& interval, double p, u64 trials, u32 look);

// The chance that the interval of any of these looks, at so many trials each, misses p: what a rule can reach that
// stops as soon as the interval is wrong. Hits further than 12 standard deviations and 40 from their mean are left out,
// whose chance is below 1e-15.
double any_miss_chance(const IntervalAt& interval, double p, const std::vector<u64>& trials);

}  // namespace headroom::testing
