// How sure a counted frequency makes us of a probability.
#pragma once
#include "host/base/hd.h"
#include "host/stats/result.h"

namespace headroom {

// `hits` of `trials` with the exact binomial (Clopper-Pearson) interval: two-sided, each side misses with at most
// (1 - level) / 2. No hits give low = 0 and an upper bound, nothing but hits give high = 1 and a lower bound; no trials
// give an estimate of 0 in [0, 1]. `hits` is at most `trials`, `level` lies between 0 and 1.
Probability clopper_pearson(u64 hits, u64 trials, double level = kLevel);

// The same where the interval may miss with `error` alone, so that it keeps `level` together with others (stopping.h).
Probability clopper_pearson_within(double error, u64 hits, u64 trials, double level);

}  // namespace headroom
