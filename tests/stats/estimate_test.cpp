#include "host/stats/estimate.h"

#include <gtest/gtest.h>

#include "host/stats/intervals.h"
#include "host/stats/summary.h"
#include "tests/support/sample_tally.h"

namespace headroom {
namespace {

Result sample() {
  return make_result(testing::sample_compiled(), testing::sample_study(), testing::sample_tally(), {{100, 40}},
                     {"cpu", "x"});
}

TEST(Estimate, exhaustion_by_month_is_cumulative) {
  const DestinationResult a = sample().destinations[0];
  ASSERT_EQ(a.exhausted_by_month.size(), 4u);
  EXPECT_EQ(a.exhausted_by_month[0].estimate, 10 / 40.0);
  EXPECT_EQ(a.exhausted_by_month[1].estimate, 10 / 40.0);
  EXPECT_EQ(a.exhausted_by_month[2].estimate, 25 / 40.0);
  EXPECT_EQ(a.exhausted_by_month[3].estimate, 30 / 40.0);
  EXPECT_EQ(a.exhausted.estimate, 30 / 40.0);
  EXPECT_EQ(a.exhausted.low, clopper_pearson(30, 40).low);
  EXPECT_EQ(a.critical_by_month, (std::vector<double>{12 / 40.0, 12 / 40.0, 32 / 40.0, 32 / 40.0}));
  EXPECT_EQ(a.critical.estimate, 32 / 40.0);
}

TEST(Estimate, exhaustion_month_is_the_lower_quantile_given_exhaustion) {
  const Result result = sample();
  ASSERT_TRUE(result.destinations[0].exhaustion_month);
  // Of 30: the 2nd, the 15th and the 29th; 10 fall in month 0, 15 in month 2, 5 in month 3.
  EXPECT_EQ(result.destinations[0].exhaustion_month->p05, (YearMonth{2025, 1}));
  EXPECT_EQ(result.destinations[0].exhaustion_month->p50, (YearMonth{2025, 3}));
  EXPECT_EQ(result.destinations[0].exhaustion_month->p95, (YearMonth{2025, 4}));
  EXPECT_FALSE(result.destinations[1].exhaustion_month) << "5 exhausted trials are too few";
}

TEST(Estimate, use_is_the_lower_edge_of_its_bin_and_the_mean_of_its_sum) {
  const DestinationResult a = sample().destinations[0];
  EXPECT_EQ(a.utilisation.p05, 0.25);  // the 2nd of 40
  EXPECT_EQ(a.utilisation.p50, 1.0);
  EXPECT_EQ(a.utilisation.p95, 1.0);
  EXPECT_NEAR(a.utilisation.mean, 32.5 / 40, 1e-6);
  ASSERT_TRUE(a.use_at_first_refusal);
  EXPECT_EQ(a.use_at_first_refusal->p05, 0.5);
  EXPECT_EQ(a.use_at_first_refusal->p50, 0.95);
  EXPECT_NEAR(a.use_at_first_refusal->mean, 24.0 / 30, 1e-6);
}

TEST(Estimate, refused_tpp_has_its_mean_and_the_mean_of_the_worst_twentieth) {
  const DestinationResult a = sample().destinations[0];
  EXPECT_DOUBLE_EQ(a.refused_tpp_mean, (28 * 8 + 2000) / 40.0);
  EXPECT_DOUBLE_EQ(a.refused_tpp_cvar95, 1000);  // 2 of 40 trials
}

TEST(Estimate, the_straddling_bin_counts_with_its_mean) {
  std::vector<u64> bins(kRefusedBins);
  std::vector<Sum> sums(kRefusedBins);
  bins[0] = 90;
  bins[8] = 8;
  sums[8].add(8 * 8);
  bins[15] = 2;
  sums[15].add(2 * 15);
  const RefusedSummary summary = summarise_refused(bins.data(), sums.data(), 100);
  EXPECT_DOUBLE_EQ(summary.cvar95, (2 * 15 + 3 * 8) / 5.0);
  EXPECT_DOUBLE_EQ(summary.mean, (64 + 30) / 100.0);
}

TEST(Estimate, orders_and_tpp_are_means_a_trial) {
  const DestinationResult a = sample().destinations[0];
  EXPECT_EQ(a.orders[u32(Decision::counted)], 10);
  EXPECT_EQ(a.orders[u32(Decision::refused_cap)], 1.5);
  EXPECT_EQ(a.tpp[u32(Decision::counted)], 32500 / 40.0);
  EXPECT_EQ(a.offered_tpp, 1000);
  EXPECT_EQ(a.p_first_to_exhaust, 28 / 40.0);
}

TEST(Estimate, book_orders_that_did_not_come_are_absent) {
  const BookResult row = sample().book.at(0);
  EXPECT_EQ(row.shipped, 0.2);
  EXPECT_EQ(row.partly, 0.1);
  EXPECT_EQ(row.refused, 0.2);
  EXPECT_EQ(row.absent, 0.5);
  EXPECT_EQ(row.mean_month, (YearMonth{2025, 3})) << "12 / 8 = 1.5 rounds to month 2";
}

TEST(Estimate, joint_results_count_destinations_and_pairs) {
  const Result result = sample();
  EXPECT_EQ(result.exhausted_count, (std::vector<double>{0.25, 0.625, 0.125}));
  ASSERT_EQ(result.pairs.size(), 1u);
  EXPECT_EQ(result.pairs[0].a, "AAA");
  EXPECT_EQ(result.pairs[0].b, "BBB");
  EXPECT_EQ(result.pairs[0].probability, 0.125);
  EXPECT_EQ(result.unused_tpp, 7500 / 40.0 + 36000 / 40.0);
  EXPECT_EQ(result.first_trial, 100u);
}

TEST(Estimate, no_trials_give_zeros_that_say_nothing) {
  const Result result =
      make_result(testing::sample_compiled(), testing::sample_study(), Tally(TallyShape{4, 2, 1}), {}, {"cpu", ""});
  const DestinationResult& a = result.destinations[0];
  EXPECT_EQ(a.exhausted.estimate, 0);
  EXPECT_EQ(a.exhausted.high, 1);
  EXPECT_EQ(a.utilisation.mean, 0);
  EXPECT_EQ(a.refused_tpp_cvar95, 0);
  EXPECT_FALSE(a.use_at_first_refusal);
  EXPECT_FALSE(result.book[0].mean_month);
  EXPECT_EQ(result.unused_tpp, 0);
}

TEST(Estimate, ranks_are_exact_for_any_count) {
  EXPECT_EQ(rank_of(20, 5), 1u);
  EXPECT_EQ(rank_of(21, 5), 2u);
  EXPECT_EQ(rank_of(1, 95), 1u);
  EXPECT_EQ(rank_of(1'000'000, 95), 950'000u);
  EXPECT_EQ(rank_of((u64(1) << 63) / 100 * 100, 50), (u64(1) << 63) / 100 * 50);
}

}  // namespace
}  // namespace headroom
