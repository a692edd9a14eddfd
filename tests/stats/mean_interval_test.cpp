#include "host/stats/mean_interval.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "host/stats/intervals.h"

namespace headroom {
namespace {

TEST(MeanInterval, of_hits_and_misses_is_the_binomial_one) {
  for (const u64 hits : {1u, 7u, 500u, 9'990u}) {
    const Probability mean = mean_interval({(long double)(hits), (long double)(hits), 10'000});
    const Probability count = clopper_pearson(hits, 10'000);
    EXPECT_EQ(mean.estimate, count.estimate);
    EXPECT_NEAR(mean.low, count.low, 2e-3 * count.low);  // Student's t for the normal
    EXPECT_NEAR(mean.high, count.high, 2e-3 * count.high);
  }
}

TEST(MeanInterval, allows_for_what_has_not_been_seen) {
  const Probability none = mean_interval({0, 0, 1000}), bound = clopper_pearson(0, 1000);
  EXPECT_EQ(none.low, 0);
  EXPECT_EQ(none.high, bound.high);
  EXPECT_EQ(mean_interval({0.5L, 0.25L, 1}).low, 0);
  EXPECT_EQ(mean_interval({0.5L, 0.25L, 1}).high, 1);
  // Ten trials of a thousand make up the mean: as uncertain as ten hits, in units of their size.
  const Probability few = mean_interval({10 * 0.01L, 10 * 0.0001L, 1000});
  EXPECT_NEAR(few.high, clopper_pearson(10, 1000).high / 100, 3e-6);
  EXPECT_NEAR(few.low, clopper_pearson(10, 1000).low / 100, 3e-6);
}

TEST(MeanInterval, of_many_is_as_wide_as_the_normal_law_says) {
  const long double n = 1'000'000, mean = 0.2L, variance = 0.01L;
  const Probability p = mean_interval({n * mean, n * (mean * mean + variance), u64(n)});
  EXPECT_NEAR(p.high - p.low, 2 * 1.959964 * std::sqrt(double(variance / n)), 1e-6);
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
