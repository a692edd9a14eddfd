// The exact solver against trials, and what it refuses.
#include "host/stats/exact_solver.h"

#include <gtest/gtest.h>

#include <cmath>

#include "host/stats/exceedance.h"
#include "tests/support/small_study.h"

namespace headroom {
namespace {

using namespace testing;

// Orders so large that some are refused while little is used.
Study study_of_large_orders(int months = 36) {
  Study study = small_study(months);
  for (const double orders : {0.2, 0.4, 0.6}) {
    const std::string place = orders < 0.3 ? "EST" : orders < 0.5 ? "IND" : "KEN";
    Stream& stream = add_stream(&study, place, orders * 36 / months, 60);
    stream.chips = "C";
    stream.units_log_sd = 1.6;
    stream.units_max = 6'000;
    stream.growth_per_year = 0.2;
    stream.delay_months = 1.0;
  }
  return study;
}

void use_changing_mix(Study* study) {
  study->mixes["blend"] = {{{"C", {0.9, 0.6, 0.3, 0.1}}, {"D", {0.1, 0.4, 0.7, 0.9}}}};
  for (Stream& stream : study->streams) stream.chips = "blend";
}

Estimates exact(const Study& study, int threads = 2) { return exact_estimates(compiled(study), study, threads); }

u64 critical_by(const Tally& tally, u32 destination, u32 last) {
  u64 trials = 0;
  for (u32 m = 0; m <= last; ++m) trials += tally.counters[tally.shape.counter(destination, tally.shape.critical(m))];
  return trials;
}

// Of each destination; `critical`: it is known of all of them or of none.
void expect_trials_agree(const Study& study, u64 trials, std::optional<bool> critical = true) {
  const Tally tally = run_reference(compiled(study), {0, trials}, 2);
  const Estimates estimates = exact(study);
  for (u32 d = 0; d < tally.shape.destinations; ++d) {
    const DestinationEstimate& row = estimates.destinations[d];
    ASSERT_EQ(row.refused, "");
    ASSERT_EQ(row.by_month.size(), std::size_t(study.months));
    if (critical) {
      EXPECT_EQ(row.critical.has_value(), *critical) << d;
    }
    for (u32 m = 2; m < u32(study.months); m += 3) {
      const double p = row.by_month[m].estimate;
      EXPECT_NEAR(double(exhausted_by(tally, d, m)) / double(trials), p, sampling_bound(p, trials)) << d << " " << m;
      if (!row.critical) continue;
      const double c = row.critical_by_month[m];
      EXPECT_NEAR(double(critical_by(tally, d, m)) / double(trials), c, sampling_bound(c, trials)) << d << " " << m;
    }
  }
}

TEST(ExactSolver, trials_agree_where_large_orders_are_refused_early) {
  const Study study = study_of_large_orders();
  expect_trials_agree(study, 40'000);
  // Being critical is no tail of the sum here: what is refused does not count.
  const CompiledStudy c = compiled(study);
  MarketLaw to_level = market_law(c.tables(), c.destinations[2]);
  to_level.room = to_level.to_critical - 1;
  EXPECT_GT(exceedances(to_level).p.back(), exact(study).destinations[2].critical->estimate + 0.01);
}

TEST(ExactSolver, trials_agree_where_mixes_change_by_quarter) {
  Study study = study_of_large_orders(12);
  use_changing_mix(&study);
  expect_trials_agree(study, 40'000, false);
}

TEST(ExactSolver, critical_is_a_tail_where_no_order_is_refused_below_it) {
  Study study = small_study(12);
  Stream& stream = add_stream(&study, "EST", 2.7, 60);
  stream.units_log_sd = 1.2;
  study.mixes["blend"] = {{{"C", {0.9, 0.1}}, {"D", {0.1, 0.9}}}};
  stream.chips = "blend";
  stream.units_max = 240;  // 76,800,000 of the last 79,000,000 TPP
  expect_trials_agree(study, 20'000);
}

TEST(ExactSolver, trials_agree_on_a_split_lattice) {
  Study study = small_study(12);
  study.mixes["blend"] = {{{"H100", {0.5}}, {"A", {0.5}}}};  // a common step of 8 TPP: 98,750,000 cells
  Stream& stream = add_stream(&study, "EST", 1, 600);
  stream.chips = "blend";
  stream.units_log_sd = 1.4;
  stream.units_max = 40'000;
  expect_trials_agree(study, 40'000);
  const DestinationEstimate row = exact(study).destinations[0];
  EXPECT_TRUE(row.lattice->split);
  EXPECT_LT(row.lattice->change, 1e-6);
  EXPECT_GT(row.exhausted.estimate, 0.01);
  EXPECT_LT(row.exhausted.high - row.exhausted.low, 1e-5);
}

TEST(ExactSolver, a_position_leaves_less_room) {
  Study study = study_of_large_orders();
  Position position;
  position.kind = Position::Kind::allocation;
  position.destination = "IND";
  position.used_tpp = 333'333'333;
  study.position.push_back(position);
  expect_trials_agree(study, 20'000);
  EXPECT_GT(exact(study).destinations[1].exhausted.low, exact(study_of_large_orders()).destinations[1].exhausted.high);
}

TEST(ExactSolver, an_arrangement_raises_the_cap_in_the_month_that_is_drawn) {
  Study study = study_of_large_orders();
  study.arrangements.push_back({"IND", 1.2, {{{2026, 6}, 0.3}, {{2027, 3}, 0.5}}});
  study.arrangements.push_back({"KEN", 2.0, {{{2025, 1}, 0.4}, {{2027, 12}, 0.6}}});
  expect_trials_agree(study, 60'000, std::nullopt);
  // Mixing the answers under either cap by what has been drawn by then would be wrong: what came before counts.
  Study raised = study_of_large_orders();
  raised.regime.allocation.cap_tpp = *raised.regime.allocation.cap_tpp * 6 / 5;
  const double low = exact(study_of_large_orders()).destinations[1].exhausted.estimate;
  const double high = exact(raised).destinations[1].exhausted.estimate, p = exact(study).destinations[1].exhausted.low;
  EXPECT_GT(p, 0.2 * low + 0.8 * high + 0.001);
  EXPECT_LT(p, low - 0.001);
}

TEST(ExactSolver, arrangements_agree_where_mixes_change) {
  Study study = study_of_large_orders(12);
  use_changing_mix(&study);
  study.arrangements.push_back({"IND", 1.5, {{{2025, 5}, 0.7}}});
  expect_trials_agree(study, 40'000, std::nullopt);
}

TEST(ExactSolver, an_arrangement_over_too_fine_a_lattice_is_refused) {
  Study study = small_study(6);
  study.mixes["blend"] = {{{"H100", {0.5}}, {"A", {0.5}}}};  // 15,832 and 16,000 TPP: a common step of 8
  add_stream(&study, "EST", 1, 1000).chips = "blend";
  study.arrangements.push_back({"EST", 2.0, {{{2025, 3}, 0.5}}});
  study.streams[0].units_log_sd = 1;
  EXPECT_EQ(exact(study).destinations[0].refused,
            "an arrangement may raise the cap, and the common step of the sizes is too small for two levels");
}

TEST(ExactSolver, what_befalls_refused_orders_changes_nothing_of_the_first_refusal) {
  Study study = study_of_large_orders();
  study.behaviour.split = true;
  study.behaviour.wait = {0.7, 2};
  expect_trials_agree(study, 20'000, false);
}

TEST(ExactSolver, fixed_orders_have_an_answer_by_hand) {
  Study study = small_study();
  add_stream(&study, "EST", 1.25, 1000).chips = "H100";
  const DestinationEstimate row = exact(study).destinations[0];
  EXPECT_NEAR(row.exhausted.estimate, 0.246802, 1e-6);
  EXPECT_LE(row.exhausted.high - row.exhausted.low, 2e-10);
  EXPECT_EQ(row.exhausted.level, 1);
  EXPECT_NEAR(row.by_month[23].estimate, 0.000519, 1e-6);
  ASSERT_TRUE(row.lattice.has_value());
  EXPECT_EQ(row.lattice->cells, 50u);
  EXPECT_EQ(row.lattice->step_tpp, 15'832'000);
  // 711,000,000 TPP are critical: the 45th order.
  double chance = std::exp(-45.0), fewer = 0;
  for (int n = 0; n < 45; ++n, chance *= 45.0 / n) fewer += chance;
  EXPECT_NEAR(row.critical->estimate, 1 - fewer, 1e-9);
}

TEST(ExactSolver, answers_do_not_depend_on_threads_or_on_company) {
  const Study all = study_of_large_orders();
  Study one = all;
  one.streams.erase(one.streams.begin(), one.streams.begin() + 2);
  const Estimates a = exact(all, 1), b = exact(all, 3), alone = exact(one);
  for (std::size_t d = 0; d < 3; ++d)
    EXPECT_EQ(a.destinations[d].exhausted.estimate, b.destinations[d].exhausted.estimate);
  EXPECT_NEAR(alone.destinations[0].exhausted.estimate, a.destinations[2].exhausted.estimate, 1e-12);
}

TEST(ExactSolver, no_orders_never_exhaust) {
  Study study = study_of_large_orders();
  study.streams[0].orders_per_month = 0;
  study.streams[1].routes = {{route("uveu"), 1.0}};
  const Estimates estimates = exact(study);
  for (std::size_t d = 0; d < 2; ++d) {
    EXPECT_EQ(estimates.destinations[d].refused, "");
    EXPECT_EQ(estimates.destinations[d].exhausted.estimate, 0);
    EXPECT_LT(estimates.destinations[d].exhausted.high, 1e-10);
  }
}

std::string why_not(const Study& study) { return exact(study).destinations.front().refused; }

TEST(ExactSolver, names_the_rule_that_is_in_the_way) {
  Study plain = small_study(3);
  add_stream(&plain, "EST", 1, 1000);
  add_stream(&plain, "IND", 1, 1000);
  EXPECT_EQ(why_not(plain), "");
  const auto with_route = [&](const char* text) {
    Study study = plain;
    study.streams[0].routes.push_back({route(text), 0.01});
    return why_not(study);
  };
  EXPECT_EQ(with_route("lpp>general"), "a route has lpp, a meter by consignee and year");
  EXPECT_EQ(with_route("nveu>general"), "a route has nveu, a meter by company");
  EXPECT_EQ(with_route("general_tier1"), "a route has general_tier1");
  EXPECT_EQ(with_route("uveu"), "");
  Study study = plain;
  add_book(&study, "B-1", "EST", 10, "2025-03", "general");
  EXPECT_EQ(why_not(study), "orders of the book stand in its queue");
  study = plain;
  study.behaviour.rush = {0.8, 1.5};
  EXPECT_EQ(why_not(study), "buyers rush when little is left");
  study = plain;
  study.regime.allocation.lapse = {0.5, 12};
  EXPECT_EQ(why_not(study), "licences lapse");
  study = plain;
  study.streams[0].beta_global = 0.1;
  EXPECT_EQ(why_not(study), "its demand loads on factors");
  EXPECT_EQ(exact(study).destinations[1].refused, "");
  study = plain;
  study.diverts.push_back({"IND", "EST", 0.5});
  EXPECT_EQ(why_not(study), "refused orders of other destinations come to it");
  EXPECT_EQ(exact(study).destinations[1].refused, "");
}

TEST(ExactSolver, without_factors_a_study_with_factors_has_its_answer) {
  Study study = study_of_large_orders();
  const Estimates alone = exact(study);
  study.factors = {0.8, 0.6, 0.0, std::nullopt, 0, {}};
  for (Stream& stream : study.streams) stream.beta_global = 0.5;
  study.streams[2].routes = {{route("lpp>general"), 1.0}};
  const auto answers = independent_answers(compiled(study), 2);
  ASSERT_EQ(answers.size(), 3u);
  EXPECT_EQ(answers[0].exhausted->estimate, alone.destinations[0].exhausted.estimate);
  EXPECT_EQ(answers[1].exhausted->estimate, alone.destinations[1].exhausted.estimate);
  EXPECT_FALSE(answers[2].exhausted.has_value());
  EXPECT_EQ(answers[2].refused, "a route has lpp, a meter by consignee and year");
}

TEST(ExactSolver, an_answer_beside_a_run_holds_the_exact_one_within_its_error) {
  Study study = small_study(36);
  study.mixes["blend"] = {{{"H100", {0.9, 0.6, 0.3, 0.1}}, {"A", {0.1, 0.4, 0.7, 0.9}}}};  // a common step of 8 TPP
  for (const auto& [place, units] : {std::pair{"EST", 150.0}, {"IND", 400.0}, {"KEN", 1'200.0}}) {
    Stream& stream = add_stream(&study, place, 1, units);
    stream.chips = "blend";
    stream.units_log_sd = 1.2;
    stream.units_max = 40'000;
  }
  const Estimates fine = exact(study);
  for (Stream& stream : study.streams) stream.beta_global = 0.5;
  const auto coarse = independent_answers(compiled(study), 2);
  for (u32 d = 0; d < 3; ++d) {
    const Probability answer = *coarse[d].exhausted, truth = fine.destinations[d].exhausted;
    EXPECT_NE(answer.estimate, truth.estimate) << "or it is no coarser";
    EXPECT_LE(answer.low, truth.high);
    EXPECT_GE(answer.high, truth.low);
    EXPECT_LT(answer.high - answer.low, 1e-4);
  }
  EXPECT_GT(fine.destinations[2].exhausted.estimate, 0.01);
}

TEST(ExactSolver, a_destination_without_factors_needs_no_second_answer) {
  const auto answers = independent_answers(compiled(study_of_large_orders()), 2);
  for (const IndependentAnswer& answer : answers) {
    EXPECT_FALSE(answer.exhausted.has_value());
    EXPECT_EQ(answer.refused, "its demand loads on no factor");
  }
}

}  // namespace
}  // namespace headroom
