// Studies small enough to work out by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/small_study.h"

namespace headroom {
namespace {

using namespace testing;

constexpr u64 kTinyTrials = 20'000;

TEST(TinyStudy, a_certain_order_is_counted_in_its_month_in_every_trial) {
  Study study = small_study();
  add_book(&study, "X", "IND", 100, "2025-04", "general");
  const Tally t = run_reference(compiled(study), {0, kTinyTrials});
  EXPECT_EQ(orders(t, Decision::counted), kTinyTrials);
  EXPECT_EQ(tpp(t, Decision::counted), kTinyTrials * 100 * 16000);
  EXPECT_EQ(ended(t, 0, BookEnd::shipped), kTinyTrials);
  EXPECT_EQ(t.counters[t.shape.book_months(0)], kTinyTrials * 3);
  EXPECT_EQ(counter(t, t.shape.exhausted(36)), kTinyTrials);
}

TEST(TinyStudy, an_order_past_the_cap_exhausts_in_its_month_in_every_trial) {
  Study study = small_study();
  add_book(&study, "X1", "IND", 49'375, "2025-04", "general");  // 790,000,000 TPP, all of the cap
  add_book(&study, "X2", "IND", 1, "2026-02", "general");
  const Tally t = run_reference(compiled(study), {0, kTinyTrials});
  EXPECT_EQ(counter(t, t.shape.exhausted(13)), kTinyTrials);
  EXPECT_EQ(counter(t, t.shape.critical(3)), kTinyTrials);
  EXPECT_EQ(counter(t, t.shape.use_before(200)), kTinyTrials);
  EXPECT_EQ(counter(t, t.shape.utilisation(200)), kTinyTrials);
  EXPECT_EQ(counter(t, t.shape.first_to_exhaust()), kTinyTrials);
  EXPECT_EQ(counter(t, t.shape.refused(refused_bin(16000))), kTinyTrials);
  EXPECT_EQ(ended(t, 1, BookEnd::refused), kTinyTrials);
  EXPECT_EQ(t.counters[t.shape.exhausted_count(1)], kTinyTrials);
}

TEST(TinyStudy, of_two_orders_in_one_month_either_comes_first_half_of_the_time) {
  Study study = small_study();
  add_book(&study, "X1", "IND", 49'375, "2025-04", "general");
  add_book(&study, "X2", "IND", 49'375, "2025-04", "general");
  const Tally t = run_reference(compiled(study), {0, kTinyTrials});
  EXPECT_EQ(ended(t, 0, BookEnd::shipped) + ended(t, 1, BookEnd::shipped), kTinyTrials);
  EXPECT_NEAR(double(ended(t, 0, BookEnd::shipped)) / kTinyTrials, 0.5, testing::sampling_bound(0.5, kTinyTrials));
}

TEST(TinyStudy, rows_of_a_project_share_one_draw) {
  Study study = small_study();
  add_book(&study, "P1", "IND", 10, "2025-04", "general").probability = 0.6;
  add_book(&study, "P2", "BRA", 10, "2025-05", "general").probability = 0.2;
  add_book(&study, "Q", "BRA", 10, "2025-05", "general").probability = 0.2;
  study.book[0].project = study.book[1].project = "P";
  add_book(&study, "R", "IND", 49'375, "2025-01", "general").probability = 0.2;
  study.book[3].project = "P";
  const Tally t = run_reference(compiled(study), {0, kTinyTrials});
  // Whenever R comes, P1 comes too and is refused behind it; P2 comes in just those trials.
  EXPECT_EQ(ended(t, 0, BookEnd::refused), ended(t, 3, BookEnd::shipped));
  EXPECT_EQ(ended(t, 1, BookEnd::shipped), ended(t, 3, BookEnd::shipped));
  EXPECT_NEAR(double(ended(t, 0, BookEnd::shipped) + ended(t, 0, BookEnd::refused)) / kTinyTrials, 0.6,
              testing::sampling_bound(0.6, kTinyTrials));
  EXPECT_NEAR(double(ended(t, 2, BookEnd::shipped)) / kTinyTrials, 0.2, testing::sampling_bound(0.2, kTinyTrials));
}

TEST(TinyStudy, a_late_order_falls_past_the_horizon_as_the_delay_law_says) {
  Study study = small_study(12);
  add_book(&study, "X", "IND", 10, "2025-11", "general").delay_months =
      1;  // p = 1/2: months 10 and 11 with 1/2 and 1/4
  const Tally t = run_reference(compiled(study), {0, kTinyTrials});
  EXPECT_NEAR(double(ended(t, 0, BookEnd::shipped)) / kTinyTrials, 0.75, testing::sampling_bound(0.75, kTinyTrials));
}

TEST(TinyStudy, an_arrangement_raises_the_cap_from_its_month_on_inclusive) {
  Study study = small_study();
  add_book(&study, "A", "QAT", 49'375, "2025-01", "general");
  add_book(&study, "B", "QAT", 1, "2026-02", "general");
  add_book(&study, "C", "QAT", 49'374, "2026-03", "general");
  study.arrangements.push_back({"QAT", 2.0, {{{2026, 2}, 0.25}, {{2026, 3}, 0.5}}});
  const Tally t = run_reference(compiled(study), {0, kTinyTrials});
  EXPECT_NEAR(double(ended(t, 1, BookEnd::shipped)) / kTinyTrials, 0.25, testing::sampling_bound(0.25, kTinyTrials));
  EXPECT_NEAR(double(ended(t, 2, BookEnd::shipped)) / kTinyTrials, 0.75, testing::sampling_bound(0.75, kTinyTrials));
  // Raised from 2026-02 on, both fit exactly; use at the end is then the whole raised cap.
  EXPECT_EQ(counter(t, t.shape.exhausted(13)), kTinyTrials - ended(t, 1, BookEnd::shipped));
}

TEST(TinyStudy, an_order_of_a_barred_parent_is_refused_and_touches_no_meter) {
  Study study = small_study();
  add_book(&study, "X", "KEN", 10, "2025-06", "general").headquarters = "CHN";
  add_book(&study, "Y", "KEN", 10, "2025-06", "uveu");
  add_book(&study, "Z", "KEN", 10, "2025-06", "general").chip = "G";
  const CompiledStudy c = compiled(study);
  const Tally t = run_reference(c, {0, 1000});
  EXPECT_EQ(ended(t, 0, BookEnd::refused), 1000u);
  EXPECT_EQ(ended(t, 1, BookEnd::shipped), 1000u);
  EXPECT_EQ(ended(t, 2, BookEnd::shipped), 1000u);
  EXPECT_EQ(t.sums[t.shape.sum(0, t.shape.offered_tpp())], Sum{});
  EXPECT_EQ(c.capped[0].expected.prohibited, 1.0);
  EXPECT_EQ(c.capped[0].expected.uveu, 1.0);
  EXPECT_EQ(c.capped[0].expected.exempt, 1.0);
}

TEST(TinyStudy, book_rows_of_one_consignee_share_its_meters) {
  Study study = small_study();
  add_book(&study, "X1", "IND", 1000, "2025-02", "lpp");  // 16,000,000 of 26,900,000
  add_book(&study, "X2", "IND", 1000, "2025-03", "lpp");
  add_book(&study, "X3", "IND", 1000, "2026-01", "lpp");
  add_book(&study, "Y", "IND", 1000, "2025-03", "lpp").consignee = "Another";
  const Tally t = run_reference(compiled(study), {0, 1000});
  EXPECT_EQ(ended(t, 0, BookEnd::shipped), 1000u);
  EXPECT_EQ(ended(t, 1, BookEnd::refused), 1000u);
  EXPECT_EQ(ended(t, 2, BookEnd::shipped), 1000u);
  EXPECT_EQ(ended(t, 3, BookEnd::shipped), 1000u);
  EXPECT_EQ(orders(t, Decision::refused_lpp), 1000u);
}

TEST(TinyStudy, orders_of_a_stream_come_as_often_as_it_says) {
  Study study = small_study();
  Stream& stream = add_stream(&study, "IND", 2.0, 10);
  stream.growth_per_year = 0.5;
  stream.delay_months = 2;
  stream.beta_global = 0.4;
  study.factors.global_rho = 0.8;
  const CompiledStudy c = compiled(study);
  const Tally t = run_reference(c, {0, kTinyTrials});
  const double mean = double(orders(t, Decision::counted)) / kTinyTrials;
  // Poisson noise and, from the factor, a spread of less than half of the mean.
  EXPECT_NEAR(mean, c.capped[0].market_orders, 4.5 * std::sqrt(mean + 0.25 * mean * mean) / std::sqrt(kTinyTrials));
}

TEST(TinyStudy, a_consignee_is_drawn_from_its_streams_pool_with_equal_chance) {
  Study study = small_study(12);
  Stream& stream = add_stream(&study, "IND", 1.0, 1681);  // 26,896,000: one order fills a year of one consignee
  stream.routes = {{testing::route("lpp"), 1}};
  stream.consignees = 3;
  const Tally t = run_reference(compiled(study), {0, kTinyTrials});
  // A year's orders are Poisson(12); distinct consignees among them: each is hit with probability 1 - exp(-4).
  const double hit = 3 * (1 - std::exp(-4.0)), se = std::sqrt(3 * std::exp(-4.0) * (1 - std::exp(-4.0)) / kTinyTrials);
  EXPECT_NEAR(double(orders(t, Decision::lpp)) / kTinyTrials, hit, 4.5 * se);
}

}  // namespace
}  // namespace headroom
