#include "host/stats/mean_interval.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>

#include "host/stats/intervals.h"

namespace headroom {

long double ChanceSums::variance() const {
  if (trials < 2) return 0;
  const auto n = static_cast<long double>(trials);
  return std::max((squares - sum * sum / n) / (n - 1), 0.0L);
}

Probability mean_interval(const ChanceSums& sums, double level) {
  const double p = double(sums.mean());
  if (sums.trials < 2) return {p, 0, 1, level};
  if (p <= 0) return clopper_pearson(0, sums.trials, level);
  if (p >= 1) return clopper_pearson(sums.trials, sums.trials, level);
  return interval_of(p, double(sums.variance()), sums.trials, level);
}

Probability interval_of(double p, double variance, u64 trials, double level) {
  const double n = double(trials), miss = (1 - level) / 2, binomial = p * (1 - p);
  const double z = boost::math::quantile(boost::math::complement(boost::math::normal(), miss));
  const double t = boost::math::quantile(boost::math::complement(boost::math::students_t(n - 1), miss));
  // Beyond 10^15 tosses the bounds are the mean.
  const double tosses = std::min(n * binomial / std::max(variance, binomial * 1e-15) * (z * z) / (t * t), 1e15);
  const double hits = p * tosses;
  return {p, boost::math::ibeta_inv(hits, tosses - hits + 1, miss),
          boost::math::ibetac_inv(hits + 1, tosses - hits, miss), level};
}

}  // namespace headroom
