#include "host/stats/mean_interval.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "host/stats/intervals.h"

namespace headroom {
namespace {

TEST(MeanInterval, of_hits_and_misses_is_the_binomial_one_once_there_are_many) {
  for (const u64 hits : {1u, 7u, 500u, 9'990u}) {
    const Probability mean = mean_interval({(long double)(hits), (long double)(hits), 10'000});
    const Probability count = clopper_pearson(hits, 10'000);
    EXPECT_EQ(mean.estimate, count.estimate);
    if (hits < 100) {
      EXPECT_LE(mean.low, count.low);
      EXPECT_GE(mean.high, count.high);
    } else {
      EXPECT_NEAR(mean.low, count.low, 3e-4);
      EXPECT_NEAR(mean.high, count.high, 3e-4);
    }
  }
}

TEST(MeanInterval, allows_for_what_has_not_been_seen) {
  const Probability none = mean_interval({0, 0, 1000}), bound = clopper_pearson(0, 1000);
  EXPECT_EQ(none.low, 0);
  EXPECT_EQ(none.high, bound.high);
  EXPECT_EQ(mean_interval({0.5L, 0.25L, 1}).low, 0);
  EXPECT_EQ(mean_interval({0.5L, 0.25L, 1}).high, 1);
  // Ten trials of a thousand make up the mean: less is known than of ten hits, in units of their size.
  const Probability few = mean_interval({10 * 0.01L, 10 * 0.0001L, 1000});
  EXPECT_GT(few.high, clopper_pearson(10, 1000).high / 100);
  EXPECT_LT(few.low, clopper_pearson(10, 1000).low / 100);
}

TEST(MeanInterval, of_many_is_as_wide_as_the_normal_law_says) {
  const long double n = 1'000'000, mean = 0.2L, variance = 0.01L;
  const Probability p = mean_interval({n * mean, n * (mean * mean + variance), u64(n)});
  EXPECT_NEAR(p.high - p.low, 2 * 1.959964 * std::sqrt(double(variance / n)), 1e-6);
  const Probability same = mean_interval({n * mean, n * mean * mean, u64(n)});  // all alike
  EXPECT_NEAR(same.low, 0.2, 1e-9);
  EXPECT_NEAR(same.high, 0.2, 1e-9);
}

TEST(MeanInterval, of_rare_hits_is_the_same_on_both_sides_of_where_they_are_taken_for_poisson) {
  const auto at = [](double tosses) { return interval_of(1e-7, 1e-7 * (1 - 1e-7) * 1e6 / tosses, 1'000'000); };
  const Probability below = at(0.99e8), above = at(1.01e8);
  EXPECT_NEAR(below.low / above.low, 1, 0.02);
  EXPECT_NEAR(below.high / above.high, 1, 0.02);
}

// Of 16 means of 0.2.
constexpr ChanceSums kMeans{16 * 0.2L, 16 * 0.04L + 15 * 1e-10L, 16};

TEST(ReplicatedInterval, has_Students_factor_of_a_degree_fewer_than_there_are_replicates) {
  const Probability p = replicated_interval(kMeans, {0.2L * 4096, 0.1L * 4096, 4096});
  EXPECT_NEAR(p.high - p.low, 2 * 2.131450 * 1e-5 / 4, 1e-9);  // t of 15 degrees
  EXPECT_NEAR(p.high - 0.2, 0.2 - p.low, 1e-9);
}

TEST(ReplicatedInterval, is_no_narrower_than_of_random_trials_where_few_points_make_up_the_mean_or_all_but_few) {
  const ChanceSums few{80, 79, 400}, rare{200, 199, 5000}, all_but_few{4800, 4799, 5000};
  for (const ChanceSums& points : {few, rare, all_but_few}) {
    const long double mean = points.mean();
    const Probability p = replicated_interval({16 * mean, 16 * mean * mean + 15e-10L, 16}, points);
    const Probability random = mean_interval(points);
    EXPECT_EQ(p.low, random.low) << p.estimate;
    EXPECT_EQ(p.high, random.high) << p.estimate;
  }
}

TEST(ReplicatedInterval, allows_for_what_no_point_has_seen) {
  EXPECT_EQ(replicated_interval({0, 0, 16}, {0, 0, 1024}).high, clopper_pearson(0, 1024).high);
  EXPECT_EQ(replicated_interval({16, 16, 16}, {1024, 1024, 1024}).low, clopper_pearson(1024, 1024).low);
}

// Skewed chances: the k-th power of a uniform number has the mean 1 / (k + 1).
TEST(MeanInterval, covers_the_mean_of_skewed_chances_as_often_as_it_says) {
  std::mt19937_64 engine(20250115);
  std::uniform_real_distribution<double> uniform;
  for (const int power : {1, 4, 20}) {
    for (const u64 trials : {20u, 200u}) {
      constexpr int kRuns = 1000;
      int covered = 0;
      for (int run = 0; run < kRuns; ++run) {
        ChanceSums sums{0, 0, trials};
        for (u64 i = 0; i < trials; ++i) {
          const double x = std::pow(uniform(engine), power);
          sums.sum += x;
          sums.squares += x * x;
        }
        const Probability p = mean_interval(sums);
        covered += p.low <= 1.0 / (power + 1) && 1.0 / (power + 1) <= p.high;
      }
      EXPECT_GE(covered, kRuns * (0.95 - 4.5 * std::sqrt(0.95 * 0.05 / kRuns))) << power << ", " << trials;
    }
  }
}

}  // namespace
}  // namespace headroom
