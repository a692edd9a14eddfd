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

// The same of the `means` of independent replicates, of many scrambled points each, `points` all of them: as of so many
// numbers, so that Student's t has a degree fewer than there are replicates. Points leave of an error what is least
// smooth: where few of them make up the mean (under kManyPoints, or under kShareOfPoints of all), or all but few, it is
// skewed, and replicates that have missed the rare large ones agree too well. Such a mean has the wider of this
// interval and that of as many independent trials, than which scrambled points leave no larger errors. Where it has
// not, up to 6 % of intervals of 95 % miss (tests/certificate/points_test.cpp).
Probability replicated_interval(const ChanceSums& means, const ChanceSums& points, double level = 0.95);

constexpr double kManyPoints = 100, kShareOfPoints = 0.05;

// The same of any estimate, 0 < p < 1, from at least two trials and with this variance a trial.
Probability interval_of(double p, double variance, u64 trials, double level = 0.95);

}  // namespace headroom
