// The conditional estimator over Sobol' points against integrals, exact answers and random factors. Bounds follow from
// the number of trials; seeds are fixed.
#include <gtest/gtest.h>

#include <cmath>

#include "host/stats/exact_solver.h"
#include "tests/support/conditional_run.h"

namespace headroom {
namespace {

using namespace testing;

constexpr u32 kReplicates = 16;

ConditionalStudy with_points(const CompiledStudy& c) {
  ConditionalStudy conditional(c, 1);
  conditional.use_points(kReplicates);
  return conditional;
}

Estimates estimates_of(const CompiledStudy& c, const Study& study, const ConditionalStudy& conditional, u64 trials) {
  const auto engine = make_cpu_engine("auto", 1);
  return conditional_estimates(c, study, conditional, conditional_tally(*engine, conditional, {0, trials}));
}

// Two or three coordinates matter, and what is averaged over them is smooth: the error is at most a fifth of what as
// many random trials would have, and the interval says so.
TEST(PointEstimates, of_one_quarter_agree_with_the_integral_over_the_factors) {
  const Study study = stateless_study(3);
  const CompiledStudy c = compiled(study);
  constexpr u64 kTrials = 1u << 14;
  const Estimates estimates = estimates_of(c, study, with_points(c), kTrials);
  for (std::size_t d = 0; d < study.streams.size(); ++d) {
    const MeanChance truth = integral_over_factors(c, study, d);
    const Probability& p = estimates.destinations[d].exhausted;
    const double random = 4.5 * std::sqrt(truth.variance() / kTrials);
    EXPECT_NEAR(p.estimate, truth.mean, random / 5 + 1e-6) << d;
    EXPECT_LT(p.high - p.low, 2 * random / 5) << d;
    EXPECT_GT(*estimates.destinations[d].gain, 25 * truth.mean * (1 - truth.mean) / truth.variance()) << d;
  }
}

TEST(PointEstimates, say_how_many_points_there_were) {
  const Study study = stateless_study(3);
  const CompiledStudy c = compiled(study);
  const Estimates estimates = estimates_of(c, study, with_points(c), 1024);
  ASSERT_TRUE(estimates.points);
  EXPECT_EQ(estimates.points->replicates, 16u);
  EXPECT_EQ(estimates.points->points, 64u);
  EXPECT_EQ(estimates.method, "16 replicates of 64 scrambled Sobol points, orders integrated out");
  EXPECT_FALSE(estimates_of(c, study, ConditionalStudy(c, 1), 64).points);
}

// Over a year, and under heavy tails, where no integral is at hand: both are unbiased.
void expect_agreement_with_random(const Study& study) {
  constexpr u64 kTrials = 1u << 14;
  const CompiledStudy c = compiled(study);
  const ConditionalStudy conditional(c, 1), points = with_points(c);
  const auto engine = make_cpu_engine("auto", 1);
  const ConditionalTally by_words = conditional_tally(*engine, conditional, {0, 4 * kTrials}),
                         by_points = conditional_tally(*engine, points, {0, kTrials});
  for (u32 d = 0; d < study.streams.size(); ++d)
    for (const u32 month : {5u, 11u}) {
      const ChanceSums a = chance_sums(by_words, d, month), b = replicate_means(by_points, d, month);
      const double variance = double(a.variance()) / (4.0 * kTrials) + double(b.variance()) / kReplicates;
      EXPECT_NEAR(double(a.mean()), double(b.mean()), 4.5 * std::sqrt(variance)) << d << ", month " << month;
      EXPECT_LT(double(b.variance()) / kReplicates, double(a.variance()) / kTrials) << d << ", month " << month;
    }
}

TEST(PointEstimates, agree_with_those_of_random_factors) { expect_agreement_with_random(stateless_study(12)); }

TEST(PointEstimates, agree_with_those_of_random_factors_under_heavy_tails) {
  expect_agreement_with_random(stateless_study(12, 4));
}

TEST(PointEstimates, without_factors_are_the_exact_answers) {
  Study study = stateless_study(6);
  for (Stream& stream : study.streams) stream.beta_global = stream.beta_region = stream.beta_own = 0;
  const CompiledStudy c = compiled(study);
  const Estimates points = estimates_of(c, study, with_points(c), 32), exact = exact_estimates(c, study, 1);
  for (std::size_t d = 0; d < study.streams.size(); ++d)
    for (std::size_t m = 0; m < 6; ++m) {
      const Probability& p = points.destinations[d].by_month[m];
      EXPECT_NEAR(p.estimate, exact.destinations[d].by_month[m].estimate, 2e-7);
      EXPECT_LE(p.high - p.low, 3e-8);
    }
}

}  // namespace
}  // namespace headroom
