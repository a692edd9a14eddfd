#include "host/stats/intervals.h"

#include <boost/math/special_functions/beta.hpp>

namespace headroom {

Probability clopper_pearson(u64 hits, u64 trials, double level) {
  return clopper_pearson_within(1 - level, hits, trials, level);
}

Probability clopper_pearson_within(double error, u64 hits, u64 trials, double level) {
  Probability p;
  p.level = level;
  if (trials == 0) return p;
  const auto k = static_cast<double>(hits), n = static_cast<double>(trials), miss = error / 2;
  p.estimate = k / n;
  // The quantiles of a beta distribution; at its ends, where one parameter is 0, the bound is certain.
  if (hits > 0) p.low = boost::math::ibeta_inv(k, n - k + 1, miss);
  if (hits < trials) p.high = boost::math::ibetac_inv(k + 1, n - k, miss);
  return p;
}

}  // namespace headroom
