#include "host/stats/intervals.h"

#include <cmath>

#include <gtest/gtest.h>

namespace headroom {
namespace {

TEST(ClopperPearson, gives_the_interval_of_rfor_its_mendel_example) {
  const Probability p = clopper_pearson(682, 925);  // binom.test(682, 925)
  EXPECT_NEAR(p.estimate, 0.7372973, 1e-7);
  EXPECT_NEAR(p.low, 0.7076683, 1e-7);
  EXPECT_NEAR(p.high, 0.7654066, 1e-7);
}

TEST(ClopperPearson, gives_tabulated_intervals_of_ten_trials) {
  EXPECT_NEAR(clopper_pearson(1, 10).low, 0.0025, 5e-5);
  EXPECT_NEAR(clopper_pearson(1, 10).high, 0.4450, 5e-5);
  EXPECT_NEAR(clopper_pearson(5, 10).low, 0.1871, 5e-5);
  EXPECT_NEAR(clopper_pearson(5, 10).high, 0.8129, 5e-5);
}

TEST(ClopperPearson, no_hits_give_an_upper_bound) {
  const Probability p = clopper_pearson(0, 1'000'000);
  EXPECT_EQ(p.low, 0);
  EXPECT_NEAR(p.high, 1 - std::pow(0.025, 1e-6), 1e-15);
}

TEST(ClopperPearson, nothing_but_hits_give_alower_bound) {
  const Probability p = clopper_pearson(10, 10);
  EXPECT_EQ(p.high, 1);
  EXPECT_NEAR(p.low, std::pow(0.025, 0.1), 1e-12);
}

TEST(ClopperPearson, no_trials_say_nothing) {
  const Probability p = clopper_pearson(0, 0);
  EXPECT_EQ(p.estimate, 0);
  EXPECT_EQ(p.low, 0);
  EXPECT_EQ(p.high, 1);
}

TEST(ClopperPearson, a_wider_level_gives_awider_interval) {
  EXPECT_LT(clopper_pearson(3, 100, 0.99).low, clopper_pearson(3, 100, 0.95).low);
  EXPECT_GT(clopper_pearson(3, 100, 0.99).high, clopper_pearson(3, 100, 0.95).high);
  EXPECT_EQ(clopper_pearson(3, 100, 0.99).level, 0.99);
}

TEST(ClopperPearson, holds_the_estimate_for_very_many_trials) {
  for (const u64 trials : {u64(1) << 20, u64(1) << 40, u64(1) << 53}) {
    for (const u64 hits : {u64(1), trials / 3, trials - 1}) {
      const Probability p = clopper_pearson(hits, trials);
      EXPECT_LE(p.low, p.estimate) << hits << " of " << trials;
      EXPECT_GE(p.high, p.estimate) << hits << " of " << trials;
      EXPECT_GE(p.low, 0);
      EXPECT_LE(p.high, 1);
    }
  }
}

}  // namespace
}  // namespace headroom
