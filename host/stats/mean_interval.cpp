#include "host/stats/mean_interval.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "host/stats/intervals.h"

namespace headroom {
namespace {

constexpr double kMany = 1e5;        // hits and misses from which on the normal law does
constexpr double kManyTosses = 1e8;  // from which on rare hits are Poisson
constexpr double kLeastFreedom = 0.5;

}  // namespace

long double ChanceSums::variance() const {
  if (trials < 2) return 0;
  const auto n = static_cast<long double>(trials);
  return std::max((squares - sum * sum / n) / (n - 1), 0.0L);
}

namespace {

// Korn and Graubard's, by Student's t of so many degrees of freedom.
Probability as_tosses(double p, double variance, u64 trials, double freedom, double level) {
  const double n = double(trials), miss = (1 - level) / 2, binomial = p * (1 - p);
  const double z = boost::math::quantile(boost::math::complement(boost::math::normal(), miss));
  const double t = boost::math::quantile(boost::math::complement(boost::math::students_t(freedom), miss));
  const double width = t * std::sqrt(variance / n);
  const double tosses = n * binomial * (z * z) / std::max(variance * t * t, 1e-300), hits = p * tosses;
  if (std::min(p, 1 - p) * tosses > kMany) return {p, std::max(p - width, 0.0), std::min(p + width, 1.0), level};
  if (tosses > kManyTosses && p < 0.5) {  // of rare hits: as good as a Poisson number of them
    return {p, boost::math::gamma_p_inv(hits, miss) / tosses, boost::math::gamma_q_inv(hits + 1, miss) / tosses, level};
  }
  return {p, boost::math::ibeta_inv(hits, tosses - hits + 1, miss),
          boost::math::ibetac_inv(hits + 1, tosses - hits, miss), level};
}

}  // namespace

Probability mean_interval(const ChanceSums& sums, double level) {
  const double p = double(sums.mean());
  if (sums.trials < 2) return {p, 0, 1, level};
  if (p <= 0) return clopper_pearson(0, sums.trials, level);
  if (p >= 1) return clopper_pearson(sums.trials, sums.trials, level);
  const double counting = double(sums.sum * sums.sum / sums.squares);
  return as_tosses(p, double(sums.variance()), sums.trials, std::max(counting - 1, kLeastFreedom), level);
}

Probability replicated_interval(const ChanceSums& means, const ChanceSums& points, double level) {
  const auto many = [&](long double sum, long double squares) {  // that make it up
    const double counting = squares > 0 ? double(sum * sum / squares) : 0;
    return counting >= kManyPoints && counting >= kShareOfPoints * double(points.trials);
  };
  const auto n = static_cast<long double>(points.trials);
  if (many(points.sum, points.squares) && many(n - points.sum, n - 2 * points.sum + points.squares))
    return mean_interval(means, level);
  Probability wider = mean_interval(points, level);
  if (means.mean() <= 0 || means.mean() >= 1) return wider;
  const Probability of_means = mean_interval(means, level);
  wider.low = std::min(wider.low, of_means.low);
  wider.high = std::max(wider.high, of_means.high);
  return wider;
}

Probability interval_of(double p, double variance, u64 trials, double level) {
  return as_tosses(p, variance, trials, double(trials) - 1, level);
}

}  // namespace headroom
