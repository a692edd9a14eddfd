// The conditional estimator against integrals, the exact solver and the simulation of orders. Bounds follow from the
// number of trials; seeds are fixed.
#include <gtest/gtest.h>

#include <cmath>

#include "host/stats/exact_solver.h"
#include "tests/support/conditional_run.h"

namespace headroom {
namespace {

using namespace testing;

Estimates estimates_of(const CompiledStudy& c, const Study& study, u64 trials) {
  const ConditionalStudy conditional(c, 1);
  const auto engine = make_cpu_engine("auto", 1);
  return conditional_estimates(c, study, conditional, conditional_tally(*engine, conditional, {0, trials}));
}

TEST(ConditionalEstimates, one_quarter_agrees_with_the_integral_over_the_factors) {
  const Study study = stateless_study(3);
  const CompiledStudy c = compiled(study);
  constexpr u64 kTrials = 20'000;
  const Estimates estimates = estimates_of(c, study, kTrials);
  for (std::size_t d = 0; d < study.streams.size(); ++d) {
    const MeanChance truth = integral_over_factors(c, study, d);
    const DestinationEstimate& row = estimates.destinations[d];
    const double bound = 4.5 * std::sqrt(truth.variance() / kTrials) + 1e-6;
    EXPECT_NEAR(row.exhausted.estimate, truth.mean, bound) << row.label.iso3;
    EXPECT_LT(row.exhausted.high - row.exhausted.low, 2 * bound);
    ASSERT_TRUE(row.gain);
    EXPECT_NEAR(*row.gain, truth.mean * (1 - truth.mean) / truth.variance(), 0.2 * *row.gain);
  }
}

TEST(ConditionalEstimates, without_factors_are_the_exact_answers) {
  Study study = stateless_study(12);
  for (Stream& stream : study.streams) stream.beta_global = stream.beta_region = stream.beta_own = 0;
  const CompiledStudy c = compiled(study);
  const Estimates conditional = estimates_of(c, study, 40), exact = exact_estimates(c, study, 1);
  for (std::size_t d = 0; d < study.streams.size(); ++d)
    for (std::size_t m = 0; m < 12; ++m) {
      const Probability& p = conditional.destinations[d].by_month[m];
      EXPECT_NEAR(p.estimate, exact.destinations[d].by_month[m].estimate, 2e-7);  // a Q40 clock cut to Q20
      EXPECT_LE(p.high - p.low, 3e-8);
    }
}

// Given the factors, what is left is order noise alone: counts differ from sums of chances by a few standard deviations
// of independent coin tosses.
void expect_agreement(const Study& study) {
  constexpr u64 kTrials = 20'000;
  const CompiledStudy c = compiled(study);
  const Tables tables = c.tables();
  const auto engine = make_cpu_engine("auto", 1);
  Tally plain(tally_shape(tables));
  const std::atomic<bool> stop{false};
  engine->run(tables, {0, kTrials}, stop, &plain);
  const ConditionalStudy conditional(c, 1);
  const ConditionalTally tally = conditional_tally(*engine, conditional, {0, kTrials});
  for (u32 d = 0; d < study.streams.size(); ++d)
    for (const u32 month : {5u, 11u}) {
      const ChanceSums sums = chance_sums(tally, d, month);
      EXPECT_NEAR(double(exhausted_by(plain, d, month)), double(sums.sum),
                  4.5 * std::sqrt(double(sums.sum - sums.squares)) + 1 + 1e-6 * kTrials)
          << d << ", month " << month;
    }
}

TEST(ConditionalEstimates, agree_with_the_orders_of_the_same_trials) { expect_agreement(stateless_study(12)); }

TEST(ConditionalEstimates, agree_with_the_orders_of_the_same_trials_under_heavy_tails) {
  expect_agreement(stateless_study(12, 4));
}

TEST(ConditionalEstimates, agree_where_some_is_used_before_the_start) {
  Study study = stateless_study(12);
  study.position.push_back({});
  study.position.back().destination = "IND";
  study.position.back().used_tpp = 500'000'000;
  expect_agreement(study);
}

TEST(ConditionalEstimates, refuse_by_name_what_keeps_state_or_changes_in_time) {
  Study study = stateless_study(12);
  study.streams[0].routes = {{route("lpp>general"), 1.0}};
  study.streams[1].chips = "blend";
  study.mixes["blend"] = {{{"C", {0.9, 0.6, 0.3, 0.1}}, {"D", {0.1, 0.4, 0.7, 0.9}}}};
  study.streams[2].chips = "steady";
  study.mixes["steady"] = {{{"C", {0.5}}, {"D", {0.5}}}};
  const Estimates estimates = estimates_of(compiled(study), study, 100);
  EXPECT_NE(estimates.destinations[0].refused.find("lpp"), std::string::npos);
  EXPECT_NE(estimates.destinations[1].refused.find("its mix of orders changes in time"), std::string::npos);
  for (std::size_t d = 2; d < 6; ++d) EXPECT_EQ(estimates.destinations[d].refused, "");
  EXPECT_TRUE(estimates.destinations[0].by_month.empty());
}

}  // namespace
}  // namespace headroom
