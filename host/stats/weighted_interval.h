// What weighted trials tell of a probability.
#pragma once
#include "host/engine/weight_tally.h"
#include "host/stats/result.h"

namespace headroom {

// Of the trials that were hits, in units of the weight 1.
struct WeightedHits {
  u64 trials = 0, nominal = 0, hits = 0;  // nominal: of the trials, those drawn from the study's own law
  double sum = 0, squares = 0, largest = 0;

  // So many equal weights would be as sure: (sum)^2 / squares.
  double effective() const { return squares > 0 ? sum * sum / squares : 0; }
  // Of the mean over trials.
  double variance() const;
};

// Exhausted in this month or before.
WeightedHits hits_until(const WeightTally& tally, u32 month);

// The interval of a mean of weights is that of a weighted sum of Poisson counts (Fay and Feuer, Statistics in Medicine
// 16, 1997), with the variance of the sample, and it knows of the largest weight seen that one more trial could have
// it. It is conservative as a rule but not proven to be: tests/certificate counts how often it misses. Where all weigh
// 1 it is the exact binomial one; without a hit its upper bound is that of the nominal trials alone. May miss with
// `error`, and is to be called of this level.
Probability weighted_interval(const WeightedHits& of, double error, double level);

}  // namespace headroom
