// How sure a mean of chances makes us of a probability.
#pragma once
#include "host/stats/result.h"

namespace headroom {

// What n independent numbers between 0 and 1 come to.
struct ChanceSums {
  long double sum = 0, squares = 0;
  u64 trials = 0;

  long double mean() const { return trials ? sum / static_cast<long double>(trials) : 0; }
  // Of one of them, unbiased; 0 for fewer than two.
  long double variance() const;
};

// Their mean, with the interval of Korn and Graubard, Survey Methodology 24 (1998): the exact binomial
// (Clopper-Pearson) one of as many coin tosses as have the same variance, fewer by Student's t. Its degrees of freedom
// are those of the trials that make up the mean, (sum x)^2 / sum x^2, not of all: where a few of them do, the variance
// is not known well. It stays within 0 and 1, and allows for large numbers not yet seen: the upper bound counts one
// more hit. All the same it goes by the variance that was seen: under ten trials that matter it may miss more often
// than it says. Numbers that are all 0 give the binomial bound of no hit; fewer than two give [0, 1].
Probability mean_interval(const ChanceSums& sums, double level = 0.95);

// The same of means of many points each, `means` of independent replicates that are scrambled points: as of so many
// numbers, as little as is known of how the points of one hang together; Student's t then has a degree fewer than there
// are replicates (or than those that make up the mean). Where all are 0, or all 1, the bound is that of `points`
// independent trials, than which scrambled points leave no larger gaps.
Probability replicated_interval(const ChanceSums& means, u64 points, double level = 0.95);

// The same of any estimate, 0 < p < 1, from at least two trials and with this variance a trial.
Probability interval_of(double p, double variance, u64 trials, double level = 0.95);

}  // namespace headroom
