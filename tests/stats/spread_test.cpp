#include "host/stats/spread.h"

#include <gtest/gtest.h>

namespace headroom {
namespace {

TEST(Spread, is_the_middle_the_smallest_and_the_largest) {
  const Spread odd = spread_of({5, 1, 4, 2, 30});
  EXPECT_EQ(odd.median, 4);
  EXPECT_EQ(odd.low, 1);
  EXPECT_EQ(odd.high, 30);
  EXPECT_EQ(spread_of({8, 2, 4, 1}).median, 3);
  EXPECT_EQ(median({7}), 7);
}

TEST(Spread, a_ratio_is_taken_round_by_round) {
  // A machine that slows to a tenth for one round slows both.
  const Spread ratio = ratio_spread({200, 20, 210}, {100, 10, 100});
  EXPECT_DOUBLE_EQ(ratio.median, 2);
  EXPECT_DOUBLE_EQ(ratio.low, 2);
  EXPECT_DOUBLE_EQ(ratio.high, 2.1);
}

}  // namespace
}  // namespace headroom
