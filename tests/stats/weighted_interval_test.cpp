#include "host/stats/weighted_interval.h"

#include <gtest/gtest.h>

#include <cmath>

#include "host/stats/intervals.h"

namespace headroom {
namespace {

constexpr u64 kOne = u64(1) << 60;

TEST(WeightTally, squares_are_exact) {
  WeightedMonth month;
  for (const u64 weight : {(u64(1) << 63) - 1, u64(0x123456789ABCDEF), u64(3)}) month.add(weight);
  // (2^63 - 1)^2 = 2^126 - 2^64 + 1
  WeightedMonth one;
  one.add((u64(1) << 63) - 1);
  EXPECT_EQ(one.squares_high.low, (u64(1) << 62) - 1);
  EXPECT_EQ(one.squares_low.low, 1u);
  EXPECT_EQ(month.hits, 3u);
  EXPECT_EQ(month.largest, (u64(1) << 63) - 1);
}

TEST(WeightTally, is_the_same_in_any_order) {
  WeightTally a(2), b(2), parts(2);
  for (const u64 weight : {kOne, kOne / 3, 5 * kOne}) a.months[1].add(weight);
  for (const u64 weight : {5 * kOne, kOne}) b.months[1].add(weight);
  parts.months[1].add(kOne / 3);
  b.merge(parts);
  EXPECT_EQ(a, b);
  EXPECT_EQ(a.digest(), b.digest());
  b.months[0].add(kOne);
  EXPECT_NE(a.digest(), b.digest());
}

TEST(WeightedInterval, of_weights_of_one_is_the_exact_binomial_one) {
  WeightTally tally(1);
  tally.trials = 1024;
  tally.nominal = 128;
  for (int i = 0; i < 37; ++i) tally.months[0].add(kOne);
  const Probability p = weighted_interval(hits_until(tally, 0), 1 - kLevel, kLevel), exact = clopper_pearson(37, 1024);
  EXPECT_EQ(p.estimate, exact.estimate);
  EXPECT_EQ(p.low, exact.low);
  EXPECT_EQ(p.high, exact.high);
}

TEST(WeightedInterval, without_hits_is_that_of_the_nominal_trials) {
  WeightTally tally(1);
  tally.trials = 1024;
  tally.nominal = 128;
  const Probability p = weighted_interval(hits_until(tally, 0), 1 - kLevel, kLevel);
  EXPECT_EQ(p.low, 0);
  EXPECT_EQ(p.high, clopper_pearson(0, 128).high);
}

// Equal weights are scaled Poisson counts: Garwood's interval of 10 is 4.795 to 18.390.
TEST(WeightedInterval, of_few_equal_weights_is_that_of_apoisson_count) {
  WeightTally tally(1);
  tally.trials = 1'000'000;
  for (int i = 0; i < 10; ++i) tally.months[0].add(kOne / 1024);
  const Probability p = weighted_interval(hits_until(tally, 0), 0.05, 0.95);
  EXPECT_NEAR(p.low * 1'000'000 * 1024, 4.795, 0.002);
  EXPECT_NEAR(p.high * 1'000'000 * 1024, 18.390, 0.002);
}

TEST(WeightedInterval, of_many_is_two_standard_errors_to_each_side) {
  WeightTally tally(1);
  tally.trials = 100'000;
  for (u64 i = 0; i < 50'000; ++i) tally.months[0].add(kOne / 1000 + i * (kOne / 1000 / 50'000));
  const WeightedHits of = hits_until(tally, 0);
  const Probability p = weighted_interval(of, 0.05, 0.95);
  const double half = 1.95996 * std::sqrt(of.variance());
  EXPECT_NEAR((p.estimate - p.low) / half, 1, 0.02);
  EXPECT_NEAR((p.high - p.estimate) / half, 1, 0.02);
}

}  // namespace
}  // namespace headroom
