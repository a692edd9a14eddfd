#include "host/stats/weighted_interval.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>

#include "host/stats/intervals.h"

namespace headroom {
namespace {

// The quantile of a gamma law of this mean and variance.
double gamma_quantile(double mean, double variance, double below) {
  const double shape = mean * mean / variance;
  return boost::math::gamma_p_inv(shape, below) * variance / mean;
}
double gamma_upper_quantile(double mean, double variance, double above) {
  const double shape = mean * mean / variance;
  return boost::math::gamma_q_inv(shape, above) * variance / mean;
}

}  // namespace

double WeightedHits::variance() const {
  if (trials < 2) return 0;
  const auto n = static_cast<double>(trials);
  return std::max(0.0, (squares - sum * sum / n) / n / (n - 1));
}

WeightedHits hits_until(const WeightTally& tally, u32 month) {
  WeightedHits of{tally.trials, tally.nominal};
  Sum weights, low, high;
  u64 largest = 0;
  for (u32 m = 0; m <= month && m < tally.months.size(); ++m) {
    const WeightedMonth& one = tally.months[m];
    of.hits += one.hits;
    largest = std::max(largest, one.largest);
    weights.add(one.weights);
    low.add(one.squares_low);
    high.add(one.squares_high);
  }
  of.sum = static_cast<double>(weights.value() * 0x1p-60L);
  of.squares = static_cast<double>((high.value() * 0x1p64L + low.value()) * 0x1p-120L);
  of.largest = static_cast<double>(static_cast<long double>(largest) * 0x1p-60L);
  return of;
}

Probability weighted_interval(const WeightedHits& of, double error, double level) {
  const auto n = static_cast<double>(of.trials), hits = static_cast<double>(of.hits);
  if (of.sum == hits && of.squares == hits && of.hits > 0)
    return clopper_pearson_within(error, of.hits, of.trials, level);
  if (of.hits == 0) return clopper_pearson_within(error, 0, of.nominal, level);
  Probability p{of.sum / n, 0, 1, level};
  const double largest = of.largest / n, variance = std::max(of.variance(), 1e-12 * p.estimate * p.estimate);
  p.low = gamma_quantile(p.estimate, variance, error / 2);
  p.high = std::min(1.0, gamma_upper_quantile(p.estimate + largest, variance + largest * largest, error / 2));
  p.estimate = std::min(p.estimate, 1.0);
  return p;
}

}  // namespace headroom
