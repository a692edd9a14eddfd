#include "host/stats/difference.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "host/stats/companies.h"
#include "host/stats/intervals.h"
#include "host/stats/stopping.h"

namespace headroom {

Difference bounded_difference(const Probability& first, const Probability& second, double level) {
  return {second.estimate - first.estimate, second.low - first.high, second.high - first.low, level};
}

Difference paired_difference(const ExhaustedBits::Pair& pair, u64 trials, u32 looks) {
  const double error = error_of(kLevel, looks, 2);
  return bounded_difference(clopper_pearson_within(error, pair.first_only, trials, kLevel),
                            clopper_pearson_within(error, pair.second_only, trials, kLevel), kLevel);
}

Difference mean_difference(const PairTally& pairs, u64 trials, u32 looks) {
  const double error = error_of(kLevel, looks);
  const double most = static_cast<double>(pairs.partner.size()), least = -static_cast<double>(pairs.first_destinations);
  if (trials == 0) return {0, least, most, kLevel};
  const auto n = static_cast<double>(trials);
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < pairs.more.size(); ++i) {
    const double count = static_cast<double>(pairs.more[i]), more = static_cast<double>(i) + least;
    sum += count * more;
    squares += count * more * more;
  }
  const double mean = sum / n, variance = squares / n - mean * mean;
  if (trials < 2 || variance <= 0) {
    const double other = clopper_pearson_within(error, 0, trials, kLevel).high;
    return {mean, mean + other * (least - mean), mean + other * (most - mean), kLevel};
  }
  const boost::math::students_t law(n - 1);
  const double half = boost::math::quantile(law, 1 - error / 2) * std::sqrt(variance / (n - 1));
  return {mean, mean - half, mean + half, kLevel};
}

ScenarioResult make_scenario_result(const std::string& name, const CompiledStudy& scenario, const Tally& tally,
                                    const PairTally& pairs, u32 looks) {
  ScenarioResult result;
  result.name = name;
  result.exhausted_difference = mean_difference(pairs, tally.trials, looks);
  const TallyShape& shape = tally.shape;
  for (u32 d = 0; d < shape.destinations; ++d) {
    const u64 never = tally.counters[shape.counter(d, shape.exhausted(shape.months))];
    ScenarioDestination row;
    row.iso3 = scenario.capped[d].iso3;
    row.name = scenario.capped[d].name;
    row.exhausted = clopper_pearson_within(error_of(kLevel, looks), tally.trials - never, tally.trials, kLevel);
    if (pairs.partner[d]) row.difference = paired_difference(pairs.exhausted[d], tally.trials, looks);
    result.mean_exhausted += row.exhausted.estimate;
    result.destinations.push_back(row);
  }
  result.companies = company_results(scenario, tally, looks);
  return result;
}

}  // namespace headroom
