#include "host/stats/widest.h"

#include <gtest/gtest.h>

#include "host/stats/intervals.h"
#include "tests/support/sample_tally.h"

namespace headroom {
namespace {

TEST(WidestInterval, is_of_the_destination_nearest_to_one_half) {
  const WidestInterval widest = widest_interval(testing::sample_tally(), testing::sample_compiled().capped);
  const Probability aaa = clopper_pearson(30, 40), bbb = clopper_pearson(5, 40);
  ASSERT_GT(aaa.high - aaa.low, bbb.high - bbb.low);
  EXPECT_EQ(widest.iso3, "AAA");
  EXPECT_EQ(widest.half_width, (aaa.high - aaa.low) / 2);
}

TEST(WidestInterval, the_interval_grows_with_the_distance_from_the_ends) {
  for (u64 hits = 0; hits < 50; ++hits) {
    const Probability here = clopper_pearson(hits, 100), next = clopper_pearson(hits + 1, 100);
    EXPECT_LT(here.high - here.low, next.high - next.low) << hits;
  }
}

TEST(WidestInterval, is_of_nobody_without_destinations) { EXPECT_EQ(widest_interval(Tally(), {}).iso3, ""); }

}  // namespace
}  // namespace headroom
