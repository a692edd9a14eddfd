// What it is worth that scenarios run on the study's own trials: the interval of the difference in the number exhausted
// is several times narrower than from two independent runs. How many times is a property of the scenario: one that
// moves demand everywhere changes much that a trial does not share with itself.
#include <gtest/gtest.h>

#include <cmath>

#include "host/model/scenario.h"
#include "host/stats/difference.h"
#include "tests/support/small_study.h"

namespace headroom {
namespace {

constexpr u64 kPairedTrials = 600;
constexpr double kStudent = 1.96391;  // 97.5 % at 599 degrees of freedom

struct Ran {
  Tally tally;
  ExhaustedBits bits;
};

Ran run(const CompiledStudy& study) {
  const Tables tables = study.tables();
  Ran ran{Tally(tally_shape(tables)), ExhaustedBits(tables.destination_count, kPairedTrials)};
  const std::atomic<bool> stop{false};
  make_reference_engine(2)->run(tables, {0, kPairedTrials}, stop, &ran.tally, &ran.bits);
  return ran;
}

// Of the number exhausted in a trial.
double variance(const Tally& tally) {
  double sum = 0, squares = 0;
  for (u32 n = 0; n <= tally.shape.destinations; ++n) {
    const auto trials = static_cast<double>(tally.counters[tally.shape.exhausted_count(n)]);
    sum += trials * n;
    squares += trials * n * n;
  }
  return (squares - sum * sum / kPairedTrials) / (kPairedTrials - 1);
}

TEST(PairedScenarios, intervals_are_several_times_narrower_than_from_two_runs) {
  Problems problems;
  const LoadedStudy loaded = load_study("baseline-2025", {}, problems);
  ASSERT_TRUE(problems.ok());
  const Ran study = run(compile(loaded.study, loaded.catalogue, problems));
  ASSERT_EQ(loaded.study.scenarios.size(), 5u);
  double mean = 1;  // geometric
  for (const Scenario& scenario : loaded.study.scenarios) {
    SCOPED_TRACE(scenario.name);
    const Study changed = apply_scenario(loaded.study, scenario, loaded.catalogue, problems);
    const Ran other = run(compile(changed, loaded.catalogue, problems));
    std::vector<std::optional<u32>> same;
    for (u32 d = 0; d < study.tally.shape.destinations; ++d) same.push_back(d);
    PairTally pairs(study.tally.shape.destinations, same);
    pairs.add(study.bits, other.bits, kPairedTrials);
    const Difference paired = mean_difference(pairs, kPairedTrials);
    const double alone = 2 * kStudent * std::sqrt((variance(study.tally) + variance(other.tally)) / kPairedTrials);
    const double times = alone / (paired.high - paired.low);
    EXPECT_GE(times, scenario.name == "demand-surge" ? 2.2 : 3.0);
    mean *= std::pow(times, 0.2);
  }
  EXPECT_GE(mean, 4.5);
}

}  // namespace
}  // namespace headroom
