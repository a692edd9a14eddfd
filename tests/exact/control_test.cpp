// The control variate: unbiased for the full rules, whatever the relative is, and narrower than plain.
#include <gtest/gtest.h>

#include <cmath>

#include "host/stats/intervals.h"
#include "tests/support/control_run.h"

namespace headroom {
namespace {

using namespace testing;

// Meters, a mix that changes, waiting and hurried buyers, an order of the book.
Study study_with_state() {
  Study study = stateless_study(12);
  study.mixes["blend"] = {{{"C", {0.9, 0.6, 0.3, 0.1}}, {"A", {0.1, 0.4, 0.7, 0.9}}}};
  for (Stream& stream : study.streams) stream.chips = "blend";
  study.streams[1].routes = {{route("lpp>general"), 0.5}, {route("general"), 0.5}};
  study.streams[2].routes = {{route("nveu>general"), 0.3}, {route("general"), 0.7}};
  study.streams[1].consignees = study.streams[2].consignees = 3;
  study.behaviour.rush = Behaviour::Rush{0.8, 1.5};
  study.behaviour.wait = Behaviour::Wait{0.5, 2};
  add_book(&study, "X", "IND", 3'000, "2025-04", "general").probability = 0.5;
  return study;
}

ControlAnswer controlled_trials(const ControlStudy& study, u64 trials) {
  return study.run(*make_cpu_engine("auto", 1), {0, trials});
}

TEST(Control, agrees_with_many_more_trials_of_the_full_rules) {
  const ControlStudy study(study_with_state());
  const ControlAnswer ran = controlled_trials(study, 4096);
  Tally plain(ran.tally.shape);
  const std::atomic<bool> stop{false};
  constexpr u64 kMany = 100'000;
  int controlled = 0;
  make_cpu_engine("auto", 1)->run(study.compiled().tables(), {1'000'000, kMany}, stop, &plain);
  for (u32 d = 0; d < plain.shape.destinations; ++d) {
    const DestinationEstimate& row = ran.estimates.destinations[d];
    const double truth = double(exhausted_by(plain, d, 11)) / kMany, variance = truth * (1 - truth);
    if (truth < 0.03) continue;  // twenty trials of each half tell a coefficient
    ++controlled;
    ASSERT_TRUE(row.variance_removed) << row.label.iso3;
    EXPECT_GT(*row.variance_removed, 0.2) << row.label.iso3;
    EXPECT_NEAR(row.exhausted.estimate, truth,
                4.5 * std::sqrt(variance * ((1 - *row.variance_removed) / 4096 + 1.0 / kMany)))
        << row.label.iso3;
    const Probability binomial = clopper_pearson(exhausted_by(ran.tally, d, 11), 4096);
    EXPECT_LT(row.exhausted.high - row.exhausted.low, 0.95 * (binomial.high - binomial.low));
  }
  EXPECT_GE(controlled, 3);
}

TEST(Control, removes_nearly_all_of_the_variance_where_the_study_keeps_no_state) {
  const ControlAnswer ran = controlled_trials(ControlStudy(stateless_study(12)), 4096);
  for (const DestinationEstimate& row : ran.estimates.destinations) {
    if (row.exhausted.estimate < 0.03) continue;
    ASSERT_TRUE(row.variance_removed) << row.label.iso3;
    EXPECT_GT(*row.variance_removed, 0.8) << row.label.iso3;  // sizes on a lattice, and the mean's own error, remain
  }
}

TEST(Control, says_where_there_is_no_relative_and_gives_the_binomial_interval) {
  Study study = stateless_study(12);
  study.streams[0].orders_per_month = 0.01;
  const ControlAnswer ran = controlled_trials(ControlStudy(study), 1024);
  const DestinationEstimate& row = ran.estimates.destinations[0];
  EXPECT_FALSE(row.variance_removed);
  const Probability binomial = clopper_pearson(exhausted_by(ran.tally, 0, 11), 1024);
  EXPECT_EQ(row.exhausted.low, binomial.low);
  EXPECT_EQ(row.exhausted.high, binomial.high);
}

TEST(Control, takes_the_mean_of_the_relative_where_both_always_agree) {
  const ControlHalf half{1000, 300, 300, 300};
  const ChanceSums mean{0.29L * 1e6L, 0.1L * 1e6L, 1'000'000};
  const Controlled answer = controlled({half, half}, mean, 0);
  ASSERT_TRUE(answer.used);
  EXPECT_NEAR(answer.exhausted.estimate, 0.29, 1e-4);
  EXPECT_GT(answer.variance_removed, 0.99);
}

// In n trials no difference is seen, with 2.5 %, where 3.69 are due.
TEST(Control, allows_for_trials_in_which_they_part_though_none_was_seen) {
  const ControlHalf half{1000, 300, 300, 300};
  const Controlled answer = controlled({half, half}, {0.3L * 1e12L, 0.09L * 1e12L, 1'000'000'000'000}, 0);
  ASSERT_TRUE(answer.used);
  EXPECT_GT(answer.exhausted.high, 0.3 + 3.69 / 2000);
  EXPECT_LT(answer.exhausted.low, 0.3 - 3.69 / 2000);
}

TEST(Control, leaves_an_estimate_alone_where_the_relative_knows_nothing_of_it) {
  const ControlHalf half{1000, 300, 500, 150};
  const Controlled answer = controlled({half, half}, {0.4L * 1e6L, 0.2L * 1e6L, 1'000'000}, 0);
  ASSERT_TRUE(answer.used);
  EXPECT_DOUBLE_EQ(answer.exhausted.estimate, 0.3);
  EXPECT_NEAR(answer.variance_removed, 0, 1e-2);
}

}  // namespace
}  // namespace headroom
