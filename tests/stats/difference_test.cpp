#include "host/stats/difference.h"

#include <gtest/gtest.h>

#include <cmath>

#include "host/stats/intervals.h"

namespace headroom {
namespace {

TEST(PairedDifference, is_what_was_gained_less_what_was_lost) {
  const Difference d = paired_difference({20, 50}, 1000);
  EXPECT_DOUBLE_EQ(d.estimate, 0.03);
  EXPECT_GT(d.low, 0.0);  // 50 against 20 is no accident
  EXPECT_LT(d.low, 0.03);
  EXPECT_GT(d.high, 0.03);
}

TEST(PairedDifference, of_nothing_that_differs_still_has_bounds) {
  const Difference d = paired_difference({0, 0}, 1000);
  EXPECT_EQ(d.estimate, 0.0);
  EXPECT_LT(d.low, 0.0);
  EXPECT_GT(d.high, 0.0);
  EXPECT_LT(d.high, 0.005);
}

TEST(PairedDifference, changes_sign_with_the_order_of_the_two) {
  const Difference a = paired_difference({3, 11}, 500), b = paired_difference({11, 3}, 500);
  EXPECT_DOUBLE_EQ(a.estimate, -b.estimate);
  EXPECT_DOUBLE_EQ(a.low, -b.high);
}

// Of all outcomes of two binomials, weighed by their chances, the interval may miss 5 %: worked out, not drawn.
TEST(BoundedDifference, of_two_counts_covers_as_often_as_it_says) {
  constexpr int kFirst = 12, kSecond = 25;
  const auto chance_of = [](int k, int n, double p) {
    return std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1)) * std::pow(p, k) *
           std::pow(1 - p, n - k);
  };
  for (const double p : {0.0, 0.03, 0.5, 0.9}) {
    for (const double q : {0.0, 0.1, 0.5, 0.97}) {
      double covered = 0;
      for (int i = 0; i <= kFirst; ++i) {
        for (int j = 0; j <= kSecond; ++j) {
          const Difference d =
              bounded_difference(clopper_pearson(u64(i), kFirst, 0.975), clopper_pearson(u64(j), kSecond, 0.975));
          EXPECT_DOUBLE_EQ(d.estimate, double(j) / kSecond - double(i) / kFirst);
          if (d.low <= q - p && q - p <= d.high) covered += chance_of(i, kFirst, p) * chance_of(j, kSecond, q);
        }
      }
      EXPECT_GE(covered, 0.95 - 1e-12) << p << " " << q;
    }
  }
}

PairTally tally_of(const std::vector<u64>& more) {
  PairTally pairs(2, {u32(0), std::nullopt});  // from 2 fewer to 2 more
  pairs.more = more;
  return pairs;
}

TEST(MeanDifference, is_the_mean_over_trials_within_a_students_interval) {
  const Difference d = mean_difference(tally_of({0, 10, 40, 40, 10}), 100);
  EXPECT_DOUBLE_EQ(d.estimate, 0.5);
  const double half = 1.984217 * std::sqrt((10 * 2.25 + 40 * 0.25 + 40 * 0.25 + 10 * 2.25) / 99 / 100);
  EXPECT_NEAR(d.low, 0.5 - half, 1e-6);
  EXPECT_NEAR(d.high, 0.5 + half, 1e-6);
}

TEST(MeanDifference, of_trials_that_all_agree_still_has_bounds) {
  const Difference d = mean_difference(tally_of({0, 0, 100, 0, 0}), 100);
  EXPECT_EQ(d.estimate, 0.0);
  EXPECT_NEAR(d.high, 2 * (1 - std::pow(0.025, 0.01)), 1e-9);
  EXPECT_DOUBLE_EQ(d.low, -d.high);
}

TEST(PairTally, counts_trial_by_trial) {
  ExhaustedBits study(2, 70), scenario(2, 70);
  study.set(0, 3);
  study.set(1, 3);
  scenario.set(0, 3);
  scenario.set(0, 65);
  scenario.set(1, 65);
  PairTally pairs(2, {u32(1), std::nullopt});
  pairs.add(study, scenario, 70);
  EXPECT_EQ(pairs.more, (std::vector<u64>{0, 1, 68, 0, 1}));
  EXPECT_EQ(pairs.exhausted[0].first_only, 0u);  // its partner is the study's second destination
  EXPECT_EQ(pairs.exhausted[0].second_only, 1u);
  EXPECT_EQ(pairs.exhausted[1].second_only, 0u);  // it has none
}

TEST(ExhaustedBits, compare_what_both_ranges_hold) {
  ExhaustedBits longer(2, 1000), shorter(2, 100);
  longer.set(1, 70);
  shorter.set(1, 70);
  shorter.set(1, 71);
  EXPECT_EQ(longer.compare(1, shorter, 1).second_only, 1u);
  EXPECT_EQ(shorter.compare(1, longer, 1).first_only, 1u);
  EXPECT_EQ(longer.compare(1, shorter, 1).first_only, 0u);
}

TEST(ExhaustedBits, compare_counts_what_only_one_side_has) {
  ExhaustedBits a(2, 130), b(1, 130);
  a.set(1, 0);
  a.set(1, 129);
  b.set(0, 129);
  b.set_64(0, 62, 0b101);  // 62 and, in the next word, 64
  EXPECT_EQ(a.compare(1, b, 0).first_only, 1u);
  EXPECT_EQ(a.compare(1, b, 0).second_only, 2u);
  EXPECT_EQ(a.compare(0, b, 0).first_only, 0u);
}

}  // namespace
}  // namespace headroom
