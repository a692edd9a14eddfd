#include "host/stats/stopping.h"

#include <gtest/gtest.h>

namespace headroom {
namespace {

Probability around(double estimate, double half) { return {estimate, estimate - half, estimate + half, 0.95}; }

TEST(Stopping, looks_double_until_the_most_trials) {
  EXPECT_EQ(look_trials(1, 1'000'000), 16'384u);
  EXPECT_EQ(look_trials(2, 1'000'000), 32'768u);
  EXPECT_EQ(look_trials(7, 1'000'000), 1'000'000u);
  EXPECT_EQ(look_trials(1, 100), 100u);
  EXPECT_EQ(look_trials(60, ~u64(0)), ~u64(0)) << "does not overflow";
}

TEST(Stopping, errors_of_all_looks_and_intervals_add_up_to_the_level) {
  double sum = 0;
  for (u32 look = 1; look <= 1000; ++look) sum += 3 * error_of(0.9, look, 3);
  EXPECT_LT(sum, 0.1);
  EXPECT_NEAR(sum, 0.1, 0.1 / 1000);
  EXPECT_DOUBLE_EQ(error_of(0.95, 0), 0.05 * (1 + 1e-15));
}

TEST(Stopping, every_interval_must_be_narrow_enough) {
  StopRule rule;
  rule.half_width = 0.01;
  EXPECT_EQ(met(rule, {around(0.5, 0.0099), around(0.1, 0.001)}), StopReason::half_width);
  EXPECT_EQ(met(rule, {around(0.5, 0.011), around(0.1, 0.001)}), std::nullopt);
}

TEST(Stopping, a_relative_rule_asks_more_of_a_rare_event) {
  StopRule rule;
  rule.relative = 0.1;
  EXPECT_EQ(met(rule, {around(0.5, 0.0499)}), StopReason::relative);
  EXPECT_EQ(met(rule, {around(0.05, 0.05)}), std::nullopt);
  EXPECT_EQ(met(rule, {{0, 0, 1e-9, 0.95}}), std::nullopt) << "nothing is known of what never happened";
}

TEST(Stopping, of_two_tolerances_each_interval_meets_one) {
  StopRule rule;
  rule.half_width = 0.01;
  rule.relative = 0.1;
  EXPECT_EQ(met(rule, {around(0.5, 0.04), around(0.001, 0.009)}), StopReason::either);
  EXPECT_EQ(met(rule, {around(0.5, 0.001), around(0.001, 0.009)}), StopReason::half_width);
  EXPECT_EQ(met(rule, {around(0.5, 0.04), around(0.01, 0.0101)}), std::nullopt);
}

}  // namespace
}  // namespace headroom
