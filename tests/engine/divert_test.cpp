// Orders that go to another destination, on studies small enough to work out by hand. A cap is 49,375 units of chip A.
#include <gtest/gtest.h>

#include "tests/support/rich_study.h"

namespace headroom {
namespace {

using namespace testing;

constexpr u64 kDivertTrials = 4000;
constexpr u32 kBrazil = 0, kIndia = 1, kKenya = 2;  // of the tables

// India's allocation is full from January 2025 on; in 2026-03 B asks for `units` more.
Study full_then_more_orders(u32 units, const std::string& by = "general") {
  Study study = small_study();
  add_book(&study, "A", "IND", 49'375, "2025-01", "general");
  add_book(&study, "B", "IND", units, "2026-03", by);
  return study;
}

u64 arrived(const Tally& t, u32 destination) { return counter(t, t.shape.diverted_in(), destination); }
u64 arrived_tpp(const Tally& t, u32 destination) {
  return t.sums[t.shape.sum(destination, t.shape.diverted_in_tpp())].low;
}
u64 exhausted_in(const Tally& t, u32 month, u32 destination) {
  return counter(t, t.shape.exhausted(month), destination);
}

TEST(Divert, a_refused_order_counts_where_it_goes) {
  Study study = full_then_more_orders(1000);
  study.diverts = {{"IND", "BRA", 1.0}};
  const Tally t = run_reference(compiled(study), {0, kDivertTrials});
  EXPECT_EQ(orders(t, Decision::diverted_out, kIndia), kDivertTrials);
  EXPECT_EQ(tpp(t, Decision::diverted_out, kIndia), kDivertTrials * 1000 * 16'000);
  EXPECT_EQ(orders(t, Decision::refused_cap, kIndia), 0u);
  EXPECT_EQ(exhausted_in(t, 14, kIndia), kDivertTrials);  // general refused it there all the same
  EXPECT_EQ(arrived(t, kBrazil), kDivertTrials);
  EXPECT_EQ(arrived_tpp(t, kBrazil), kDivertTrials * 1000 * 16'000);
  EXPECT_EQ(orders(t, Decision::counted, kBrazil), kDivertTrials);
  EXPECT_EQ(ended(t, 1, BookEnd::shipped), kDivertTrials);
  EXPECT_EQ(t.counters[t.shape.book_months(1)], kDivertTrials * 14);
  EXPECT_EQ(t.counters[t.shape.divert_orders(0)], kDivertTrials);
  EXPECT_EQ(t.sums[t.shape.divert_tpp(0)].low, kDivertTrials * 1000 * 16'000);
}

TEST(Divert, goes_as_often_as_the_study_says) {
  Study study = full_then_more_orders(1000);
  study.diverts = {{"IND", "BRA", 0.2}, {"IND", "KEN", 0.5}};
  const Tally t = run_reference(compiled(study), {0, kDivertTrials});
  EXPECT_NEAR(double(arrived(t, kBrazil)) / kDivertTrials, 0.2, sampling_bound(0.2, kDivertTrials));
  EXPECT_NEAR(double(arrived(t, kKenya)) / kDivertTrials, 0.5, sampling_bound(0.5, kDivertTrials));
  EXPECT_EQ(arrived(t, kBrazil) + arrived(t, kKenya) + orders(t, Decision::refused_cap, kIndia), kDivertTrials);
}

TEST(Divert, is_refused_where_the_hub_is_full_too) {
  Study study = full_then_more_orders(1000);
  add_book(&study, "C", "BRA", 49'375, "2025-02", "general");
  study.diverts = {{"IND", "BRA", 1.0}};
  const Tally t = run_reference(compiled(study), {0, kDivertTrials});
  EXPECT_EQ(orders(t, Decision::refused_cap, kBrazil), kDivertTrials);
  EXPECT_EQ(exhausted_in(t, 14, kBrazil), kDivertTrials);
  EXPECT_EQ(ended(t, 1, BookEnd::refused), kDivertTrials);
}

TEST(Divert, goes_on_from_the_hub_but_not_a_third_time) {
  Study study = full_then_more_orders(1000);
  add_book(&study, "C", "BRA", 49'375, "2025-02", "general");
  study.diverts = {{"BRA", "KEN", 1.0}, {"IND", "BRA", 1.0}};
  Tally t = run_reference(compiled(study), {0, kDivertTrials});
  EXPECT_EQ(orders(t, Decision::diverted_out, kBrazil), kDivertTrials);
  EXPECT_EQ(orders(t, Decision::counted, kKenya), kDivertTrials);
  EXPECT_EQ(t.counters[t.shape.divert_orders(0)], kDivertTrials);
  EXPECT_EQ(t.counters[t.shape.divert_orders(1)], kDivertTrials);
  // Loading refuses a third step; the trial does not rely on it.
  add_book(&study, "D", "KEN", 49'375, "2025-02", "general");
  study.diverts.push_back({"KEN", "MEX", 1.0});
  t = run_reference(compiled(study), {0, kDivertTrials});
  EXPECT_EQ(orders(t, Decision::refused_cap, kKenya), kDivertTrials);
}

TEST(Divert, draws_again_at_each_step) {
  Study study = full_then_more_orders(1000);
  add_book(&study, "C", "BRA", 49'375, "2025-02", "general");
  study.diverts = {{"BRA", "KEN", 0.5}, {"IND", "BRA", 0.5}};
  const Tally t = run_reference(compiled(study), {0, kDivertTrials});
  EXPECT_NEAR(double(arrived(t, kKenya)) / kDivertTrials, 0.25, sampling_bound(0.25, kDivertTrials));
}

TEST(Divert, takes_the_rest_of_a_split_order) {
  Study study = full_then_more_orders(1000);
  study.book[0].units_low = study.book[0].units_mode = study.book[0].units_high = 49'000;
  study.behaviour.split = true;
  study.diverts = {{"IND", "BRA", 1.0}};
  const Tally t = run_reference(compiled(study), {0, kDivertTrials});
  EXPECT_EQ(tpp(t, Decision::counted, kIndia), kDivertTrials * 49'375 * 16'000);
  EXPECT_EQ(tpp(t, Decision::diverted_out, kIndia), kDivertTrials * 625 * 16'000);
  EXPECT_EQ(tpp(t, Decision::counted, kBrazil), kDivertTrials * 625 * 16'000);
  EXPECT_EQ(ended(t, 1, BookEnd::shipped), kDivertTrials);
}

TEST(Divert, meets_meters_of_its_own_at_the_hub) {
  Study study = small_study();
  add_book(&study, "A", "IND", 1681, "2025-01", "lpp");  // all of Buyer's exception for 2025, in India
  add_book(&study, "B", "IND", 1681, "2025-02", "lpp");
  add_book(&study, "C", "BRA", 1681, "2025-01", "lpp");  // and in Brazil
  study.diverts = {{"IND", "BRA", 1.0}};
  const Tally t = run_reference(compiled(study), {0, kDivertTrials});
  EXPECT_EQ(orders(t, Decision::diverted_out, kIndia), kDivertTrials);
  EXPECT_EQ(orders(t, Decision::lpp, kBrazil), 2 * kDivertTrials);
}

TEST(Divert, may_wait_at_the_hub) {
  Study study = full_then_more_orders(1000);
  add_book(&study, "C", "BRA", 49'375, "2025-02", "general");
  study.behaviour.wait = {1.0, 6};
  study.arrangements.push_back({"BRA", 1.5, {{{2026, 9}, 1.0}}});
  study.diverts = {{"IND", "BRA", 1.0}};
  const Tally t = run_reference(compiled(study), {0, kDivertTrials});
  EXPECT_EQ(ended(t, 1, BookEnd::shipped), kDivertTrials);
  EXPECT_EQ(t.counters[t.shape.book_months(1)], kDivertTrials * 20);
}

TEST(Divert, is_asked_once_and_not_again_after_a_wait) {
  Study study = full_then_more_orders(1000);
  study.behaviour.wait = {1.0, 6};
  study.diverts = {{"IND", "BRA", 0.5}};
  const Tally t = run_reference(compiled(study), {0, kDivertTrials});
  EXPECT_NEAR(double(arrived(t, kBrazil)) / kDivertTrials, 0.5, sampling_bound(0.5, kDivertTrials));
  EXPECT_EQ(t.counters[t.shape.book_months(1)], arrived(t, kBrazil) * 14);  // nobody left in 2026-09
  EXPECT_EQ(orders(t, Decision::refused_cap, kIndia), kDivertTrials - arrived(t, kBrazil));
}

TEST(Divert, to_tier_1_ships_and_to_tier_3_is_refused) {
  Study study = full_then_more_orders(1000);
  study.diverts = {{"IND", "USA", 1.0}};
  Tally t = run_reference(compiled(study), {0, kDivertTrials});
  EXPECT_EQ(orders(t, Decision::diverted_out, 0), kDivertTrials);
  EXPECT_EQ(ended(t, 1, BookEnd::shipped), kDivertTrials);
  study.diverts = {{"IND", "CHN", 1.0}};
  t = run_reference(compiled(study), {0, kDivertTrials});
  EXPECT_EQ(orders(t, Decision::diverted_out, 0), kDivertTrials);
  EXPECT_EQ(ended(t, 1, BookEnd::refused), kDivertTrials);
}

TEST(Divert, sends_sixty_four_orders_and_says_which_found_no_room) {
  Study study = small_study();
  study.position.push_back({Position::Kind::allocation, "IND", "", 0, 790'000'000});
  add_stream(&study, "IND", 100, 1);
  study.diverts = {{"IND", "BRA", 1.0}};
  const u64 trials = 200;
  const Tally t = run_reference(compiled(study), {0, trials});
  EXPECT_EQ(arrived(t, kBrazil), 64 * trials);
  EXPECT_GT(orders(t, Decision::queue_full, kIndia), 0u);
}

TEST(Divert, stands_at_a_drawn_place_of_the_month) {
  // Brazil's market asks for its whole allocation at once in 2026-03, at a uniform place of the month, and so does B:
  // the one that comes first is allowed.
  Study study = full_then_more_orders(49'375);
  add_book(&study, "C", "BRA", 49'375, "2026-03", "general");
  study.diverts = {{"IND", "BRA", 1.0}};
  add_stream(&study, "BRA", 5, 1).routes = {{route("lpp"), 1.0}};  // a month needs some length to have places
  const Tally t = run_reference(compiled(study), {0, kDivertTrials});
  EXPECT_EQ(ended(t, 1, BookEnd::shipped) + ended(t, 2, BookEnd::shipped), kDivertTrials);
  EXPECT_NEAR(double(ended(t, 1, BookEnd::shipped)) / kDivertTrials, 0.5, sampling_bound(0.5, kDivertTrials));
}

TEST(Divert, leaves_every_other_draw_as_it_was) {
  Study study = rich_study(6);
  study.regime.allocation.cap_tpp = 300'000'000;
  const Tally plain = run_reference(compiled(study), {0, 500});
  study.diverts = {{"ARE", "BRA", 0.7}, {"CHL", "BRA", 0.5}};
  const CompiledStudy with = compiled(study);
  const Tally t = run_reference(with, {0, 500});
  for (u32 d = 0; d < t.shape.destinations; ++d) {
    if (with.capped[d].iso3 == "BRA") continue;  // the hub alone meets orders that it did not meet before
    for (u32 month = 0; month <= t.shape.months; ++month)
      EXPECT_EQ(exhausted_in(t, month, d), exhausted_in(plain, month, d));
    EXPECT_EQ(tpp(t, Decision::counted, d), tpp(plain, Decision::counted, d));
    const auto gone = [&](const Tally& of) {
      return tpp(of, Decision::refused_cap, d) + tpp(of, Decision::refused_lpp, d) +
             tpp(of, Decision::refused_nveu, d) + tpp(of, Decision::diverted_out, d) + tpp(of, Decision::queue_full, d);
    };
    EXPECT_EQ(gone(t), gone(plain));
  }
}

TEST(Divert, the_order_of_the_destinations_changes_nothing) {
  // ZAF is no destination here; MEX sends to ARE, which stands before it, and ARE to SAU, behind it.
  Study study = rich_study(12);
  study.regime.allocation.cap_tpp = 300'000'000;
  study.diverts = {{"ARE", "SAU", 0.5}, {"MEX", "ARE", 0.5}};
  const CompiledStudy c = compiled(study);
  const Tally whole = run_reference(c, {0, 700});
  Tally parts = run_reference(c, {0, 300}, 3);
  parts.merge(run_reference(c, {300, 400}, 2));
  EXPECT_EQ(parts, whole);
  u64 in = 0, out = 0;
  for (u32 d = 0; d < whole.shape.destinations; ++d) {
    in += arrived(whole, d);
    out += orders(whole, Decision::diverted_out, d);
  }
  EXPECT_GT(in, 0u);
  EXPECT_EQ(in, out);
}

}  // namespace
}  // namespace headroom
