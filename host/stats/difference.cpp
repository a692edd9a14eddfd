#include "host/stats/difference.h"

#include "host/stats/intervals.h"

namespace headroom {

Difference paired_difference(const ExhaustedBits::Pair& pair, u64 trials, double level) {
  const double each = 1 - (1 - level) / 2;
  const Probability gained = clopper_pearson(pair.second_only, trials, each);
  const Probability lost = clopper_pearson(pair.first_only, trials, each);
  return {gained.estimate - lost.estimate, gained.low - lost.high, gained.high - lost.low, level};
}

ScenarioResult make_scenario_result(const std::string& name, const CompiledStudy& scenario, const Tally& tally,
                                    const ScenarioPairs& pairs) {
  ScenarioResult result;
  result.name = name;
  const TallyShape& shape = tally.shape;
  for (u32 d = 0; d < shape.destinations; ++d) {
    const u64 never = tally.counters[shape.counter(d, shape.exhausted(shape.months))];
    ScenarioDestination row;
    row.iso3 = scenario.capped[d].iso3;
    row.name = scenario.capped[d].name;
    row.exhausted = clopper_pearson(tally.trials - never, tally.trials);
    if (pairs[d]) row.difference = paired_difference(*pairs[d], tally.trials);
    result.mean_exhausted += row.exhausted.estimate;
    result.destinations.push_back(row);
  }
  return result;
}

}  // namespace headroom
