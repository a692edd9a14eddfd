// Behaviour, lapse and position on studies small enough to work out by hand. A cap is 49,375 units of chip A.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/small_study.h"

namespace headroom {
namespace {

using namespace testing;

constexpr u64 kTrials = 4000;

u64 offered(const Tally& t) { return t.sums[t.shape.sum(0, t.shape.offered_tpp())].low; }
u64 exhausted_in(const Tally& t, u32 month) { return t.counters[t.shape.counter(0, t.shape.exhausted(month))]; }
u64 utilised(const Tally& t, u32 bin) { return t.counters[t.shape.counter(0, t.shape.utilisation(bin))]; }

// Fills the cap in January 2025, then asks for `units` more in 2026-03.
Study full_then_more(u32 units, const std::string& by = "general") {
  Study study = small_study();
  add_book(&study, "A", "IND", 49'000, "2025-01", "general");
  add_book(&study, "B", "IND", units, "2026-03", by);
  return study;
}

TEST(Split, allows_the_units_that_fit_and_refuses_the_rest) {
  Study study = full_then_more(1000);
  study.behaviour.split = true;
  const Tally t = run_reference(compiled(study), {0, kTrials});
  EXPECT_EQ(tpp(t, Decision::counted), kTrials * 49'375 * 16'000);
  EXPECT_EQ(tpp(t, Decision::refused_cap), kTrials * 625 * 16'000);
  EXPECT_EQ(orders(t, Decision::counted), kTrials);
  EXPECT_EQ(orders(t, Decision::refused_cap), kTrials);
  EXPECT_EQ(ended(t, 1, BookEnd::partly), kTrials);
  EXPECT_EQ(exhausted_in(t, 14), kTrials);  // refused in part
  EXPECT_EQ(offered(t), kTrials * 50'000 * 16'000);
}

TEST(Split, of_nothing_that_fits_is_a_refusal) {
  Study study = full_then_more(1000);
  add_book(&study, "C", "IND", 375, "2025-02", "general");
  study.behaviour.split = true;
  const Tally t = run_reference(compiled(study), {0, kTrials});
  EXPECT_EQ(ended(t, 1, BookEnd::refused), kTrials);
  EXPECT_EQ(tpp(t, Decision::refused_cap), kTrials * 1000 * 16'000);
}

TEST(Split, uses_the_last_authorisation_of_the_route) {
  Study study = small_study();
  add_book(&study, "B", "IND", 50'000, "2026-03", "general>lpp");  // neither fits; 1,681 units fit the exception
  study.behaviour.split = true;
  const Tally t = run_reference(compiled(study), {0, kTrials});
  EXPECT_EQ(tpp(t, Decision::lpp), kTrials * 1681 * 16'000);
  EXPECT_EQ(tpp(t, Decision::refused_lpp), kTrials * (50'000 - 1681) * 16'000);
  EXPECT_EQ(tpp(t, Decision::counted), 0u);
}

TEST(Wait, a_refused_order_returns_once_and_runs_its_route_again) {
  Study study = full_then_more(1000);
  study.arrangements.push_back({"IND", 1.5, {{{2026, 9}, 1.0}}});
  study.behaviour.wait = {1.0, 6};
  const Tally t = run_reference(compiled(study), {0, kTrials});
  EXPECT_EQ(ended(t, 1, BookEnd::shipped), kTrials);  // back in 2026-09, when the cap has risen
  EXPECT_EQ(t.counters[t.shape.book_months(1)], kTrials * 20);
  EXPECT_EQ(orders(t, Decision::refused_cap), 0u);
  EXPECT_EQ(exhausted_in(t, 14), kTrials);  // general refused it in 2026-03 all the same
  EXPECT_EQ(offered(t), kTrials * 50'000 * 16'000);
}

TEST(Wait, past_the_horizon_is_a_refusal_with_the_old_reason) {
  Study study = full_then_more(1000, "general>lpp");
  study.behaviour.wait = {1.0, 22};
  const Tally t = run_reference(compiled(study), {0, kTrials});
  EXPECT_EQ(orders(t, Decision::lpp), kTrials);  // 1,000 units fit the exception: nothing waits
  study = full_then_more(2000, "general>lpp");
  study.behaviour.wait = {1.0, 22};
  const Tally late = run_reference(compiled(study), {0, kTrials});
  EXPECT_EQ(orders(late, Decision::refused_lpp), kTrials);
  EXPECT_EQ(orders(late, Decision::refused_cap), 0u);
}

TEST(Wait, comes_back_with_the_probability_that_the_study_gives) {
  Study study = full_then_more(1000);
  study.arrangements.push_back({"IND", 1.5, {{{2026, 9}, 1.0}}});
  study.behaviour.wait = {0.3, 6};
  const Tally t = run_reference(compiled(study), {0, kTrials});
  EXPECT_NEAR(double(ended(t, 1, BookEnd::shipped)) / kTrials, 0.3, testing::sampling_bound(0.3, kTrials));
}

TEST(Wait, returns_before_all_else_of_the_month) {
  Study study = full_then_more(300);
  study.book[0].units_low = study.book[0].units_mode = study.book[0].units_high = 49'375;
  add_book(&study, "C", "IND", 49'375 / 2, "2026-09", "general");
  study.arrangements.push_back({"IND", 1.5, {{{2026, 9}, 1.0}}});  // room for 24,687 units: B or C, not both
  study.behaviour.wait = {1.0, 6};
  const Tally t = run_reference(compiled(study), {0, kTrials});
  EXPECT_EQ(ended(t, 1, BookEnd::shipped), kTrials);
  // C is refused in 2026-09 and, having waited, again in 2027-03.
  EXPECT_EQ(ended(t, 2, BookEnd::refused), kTrials);
}

TEST(Wait, holds_sixty_four_orders_and_says_which_found_no_room) {
  Study study = small_study();
  add_book(&study, "A", "IND", 49'375, "2025-01", "general");
  add_stream(&study, "IND", 100, 1);
  study.behaviour.wait = {1.0, 30};
  const Tally t = run_reference(compiled(study), {0, 200});
  EXPECT_GT(orders(t, Decision::queue_full), 0u);
  // Everything offered ends somewhere.
  u64 settled = 0;
  for (u32 k = 0; k < kDecisions; ++k) settled += tpp(t, Decision(k));
  EXPECT_EQ(settled, offered(t));
}

TEST(Rush, shortens_gaps_once_use_reaches_the_threshold) {
  // Orders by lpp alone leave use as it is; the position decides from the first order on.
  const auto lpp_orders = [](u64 used, double threshold) {
    Study study = small_study(12);
    Stream& stream = add_stream(&study, "IND", 5, 1);
    stream.routes = {{testing::route("lpp>general"), 1}};
    study.behaviour.rush = {threshold, 1.5};
    study.position.push_back({Position::Kind::allocation, "IND", "", 0, used});
    return double(orders(run_reference(compiled(study), {0, kTrials}), Decision::lpp)) / kTrials;
  };
  const double n = 60, se = std::sqrt(n * 1.5 / kTrials);
  EXPECT_NEAR(lpp_orders(632'000'000 - 1, 0.8), n, 4.5 * se);
  // The first gap is not hurried: 1 + (n - 1) x 1.5 orders, to a good approximation.
  EXPECT_NEAR(lpp_orders(632'000'000, 0.8), 1 + (n - 1) * 1.5, 4.5 * se);
}

TEST(Lapse, gives_back_a_share_at_the_start_of_the_month_it_is_due) {
  Study study = full_then_more(49'375 / 2 + 300);  // 24,987 units
  study.regime.allocation.lapse = {0.5, 14};       // 24,500 units come back in 2026-03, before B of that month
  Tally t = run_reference(compiled(study), {0, kTrials});
  EXPECT_EQ(ended(t, 1, BookEnd::refused), kTrials);  // 375 + 24,500 = 24,875 units are free
  study.book[1].units_low = study.book[1].units_mode = study.book[1].units_high = 24'875;
  t = run_reference(compiled(study), {0, kTrials});
  EXPECT_EQ(ended(t, 1, BookEnd::shipped), kTrials);
  study.regime.allocation.lapse.months = 15;
  t = run_reference(compiled(study), {0, kTrials});
  EXPECT_EQ(ended(t, 1, BookEnd::refused), kTrials);
}

TEST(Lapse, lowers_the_use_at_the_end) {
  Study study = small_study();
  add_book(&study, "A", "IND", 49'375, "2025-01", "general");
  study.regime.allocation.lapse = {1.0, 35};
  EXPECT_EQ(utilised(run_reference(compiled(study), {0, 100}), 0), 100u);
  study.regime.allocation.lapse.months = 36;
  EXPECT_EQ(utilised(run_reference(compiled(study), {0, 100}), 200), 100u);
}

TEST(Position, is_where_the_meters_start) {
  Study study = small_study();
  add_book(&study, "A", "IND", 100, "2025-06", "general");
  add_book(&study, "B", "IND", 100, "2025-06", "lpp");
  add_book(&study, "C", "IND", 100, "2026-06", "lpp");
  add_book(&study, "D", "IND", 100, "2025-06", "nveu");
  study.position = {{Position::Kind::allocation, "IND", "", 0, 790'000'000 - 1'600'000},
                    {Position::Kind::lpp, "IND", "Buyer", 2025, 26'900'000 - 1'600'000},
                    {Position::Kind::nveu, "IND", "Buyer", 0, 949'500'000 - 1'600'000}};
  Tally t = run_reference(compiled(study), {0, 100});
  for (u32 row = 0; row < 4; ++row) EXPECT_EQ(ended(t, row, BookEnd::shipped), 100u) << row;
  for (Position& position : study.position) ++position.used_tpp;
  t = run_reference(compiled(study), {0, 100});
  EXPECT_EQ(ended(t, 0, BookEnd::refused), 100u);
  EXPECT_EQ(ended(t, 1, BookEnd::refused), 100u);
  EXPECT_EQ(ended(t, 2, BookEnd::shipped), 100u);  // another calendar year
  EXPECT_EQ(ended(t, 3, BookEnd::refused), 100u);
}

TEST(Position, of_a_streams_consignee_fills_its_meter) {
  Study study = small_study(6);
  Stream& stream = add_stream(&study, "IND", 2, 1);
  stream.routes = {{testing::route("lpp"), 1}};
  stream.consignees = 2;
  const u64 all = orders(run_reference(compiled(study), {0, kTrials}), Decision::lpp);
  study.position = {{Position::Kind::lpp, "IND", stream.name + "/2", 2025, 26'900'000}};
  const Tally t = run_reference(compiled(study), {0, kTrials});
  EXPECT_EQ(orders(t, Decision::lpp) + orders(t, Decision::refused_lpp), all);
  EXPECT_NEAR(double(orders(t, Decision::lpp)) / double(all), 0.5, testing::sampling_bound(0.5, all));
}

TEST(Behaviour, that_is_off_changes_nothing) {
  Study study = small_study();
  Stream& stream = add_stream(&study, "IND", 3, 600);
  stream.units_log_sd = 1;
  const Tally plain = run_reference(compiled(study), {0, 500});
  study.behaviour.rush = {0.8, 1.0};
  study.behaviour.wait = {0.0, 6};
  study.regime.allocation.lapse = {0.0, 12};
  EXPECT_EQ(run_reference(compiled(study), {0, 500}), plain);
}

}  // namespace
}  // namespace headroom
