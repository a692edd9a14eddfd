// The bundled reference workloads are what they are said to be: their sizes follow from the compiled tables, what they
// come to from trials at fixed numbers.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "host/model/load.h"
#include "tests/support/small_study.h"

namespace headroom {
namespace {

using testing::run_reference;

struct Workload {
  LoadedStudy loaded;
  CompiledStudy compiled;

  explicit Workload(const std::string& name) {
    Problems problems;
    loaded = load_study(name, {}, problems);
    EXPECT_TRUE(problems.ok());
    compiled = compile(loaded.study, loaded.catalogue, problems);
    for (const Problem& problem : problems.warnings()) ADD_FAILURE() << to_string(problem);
  }
  double model_orders() const {
    double orders = 0;
    for (const auto* labels : {&compiled.capped, &compiled.uncapped})
      for (const DestinationLabel& label : *labels) orders += label.market_orders;
    return orders;
  }
  // Mean orders of the market that meet a meter, before buyers hurry; exact.
  double metered_orders() const {
    double orders = 0;
    for (const Destination& place : compiled.destinations)
      for (u32 m = 0; m < compiled.scalars.months; ++m)
        orders += double(compiled.wides[place.bases + m]) * 0x1p-40 * std::numbers::ln2;
    return orders;
  }
};

struct Mean {
  double value, error;  // standard error
};

Mean mean_exhausted(const Tally& tally) {
  double sum = 0, squares = 0;
  for (u32 n = 0; n <= tally.shape.destinations; ++n) {
    const double trials = double(tally.counters[tally.shape.exhausted_count(n)]);
    sum += n * trials;
    squares += double(n) * n * trials;
  }
  const double n = double(tally.trials), mean = sum / n;
  return {mean, std::sqrt((squares / n - mean * mean) / n)};
}

double orders_a_trial(const Tally& tally, Decision what) {
  u64 orders = 0;
  for (u32 d = 0; d < tally.shape.destinations; ++d) orders += testing::orders(tally, what, d);
  return double(orders) / double(tally.trials);
}

// The mean is shown to lie within `width` of what is asked for: its own error is part of that.
void expect_exhausted(const Tally& tally, double wanted, double width) {
  const Mean mean = mean_exhausted(tally);
  EXPECT_LT(4.5 * mean.error, width / 2);
  EXPECT_NEAR(mean.value, wanted, width - 4.5 * mean.error);
}

TEST(Workload, r1_has_the_size_that_speeds_are_quoted_for) {
  const Workload r1("R1");
  const Tables& t = r1.compiled.scalars;
  EXPECT_EQ(r1.compiled.destinations.size(), 120u);
  EXPECT_EQ(t.months, 36u);
  EXPECT_EQ(t.group_count, 6u);
  EXPECT_EQ(t.own_count, 0u);
  EXPECT_NEAR(r1.model_orders(), 5600, 0.02 * 5600);
  EXPECT_NEAR(r1.metered_orders(), 3000, 0.02 * 3000);
  expect_exhausted(run_reference(r1.compiled, {0, 6000}, 2), 21, 1);
}

// Every licence is a whole number of lattice cells, and nothing but the allocation keeps state.
TEST(Workload, r1_has_an_exact_answer) {
  const Workload r1("R1");
  const Study& study = r1.loaded.study;
  constexpr u64 kCell = 16'000;
  EXPECT_EQ(study.regime.allocation.cap_tpp, 49'375 * kCell);
  for (const Row& row : r1.compiled.rows) {
    EXPECT_EQ(row.tpp_per_unit % kCell, 0u);
    EXPECT_EQ(row.route, u32(kGeneral));
  }
  for (const Destination& place : r1.compiled.destinations) {
    // The kinds of an order are the same in every quarter.
    for (u32 i = 0; i < place.row_count * r1.compiled.scalars.quarters; ++i)
      EXPECT_EQ(r1.compiled.words[place.row_ends + i], r1.compiled.words[place.row_ends + i % place.row_count]);
    EXPECT_FALSE(place.has_lpp || place.has_nveu || place.has_tier1 || place.book_count || place.raise_count ||
                 place.divert_count || place.preset_count);
  }
  const Tables& t = r1.compiled.scalars;
  EXPECT_FALSE(t.rush_gap || t.split || t.wait || t.lapse_share || t.student_t);
}

TEST(Workload, r2_has_the_size_and_the_rules_that_speeds_are_quoted_for) {
  const Workload r2("R2");
  const Tables& t = r2.compiled.scalars;
  EXPECT_EQ(r2.compiled.destinations.size(), 120u);
  EXPECT_EQ(t.months, 36u);
  EXPECT_EQ(t.group_count, 6u);
  EXPECT_NEAR(r2.model_orders(), 5622, 0.01 * 5622);
  EXPECT_NEAR(r2.metered_orders(), 0.53 * 5622, 0.01 * 5622);
  EXPECT_EQ(r2.compiled.book.size(), 40u);
  EXPECT_TRUE(t.rush_gap && t.wait);
  u32 lpp = 0, nveu = 0, arranged = 0;
  for (const Destination& place : r2.compiled.destinations) {
    lpp += place.has_lpp;
    nveu += place.has_nveu;
    arranged += place.raise_count > 0;
  }
  EXPECT_EQ(lpp, 120u);
  EXPECT_EQ(nveu, 10u);
  EXPECT_EQ(arranged, 4u);

  const Tally tally = run_reference(r2.compiled, {0, 6000}, 2);
  expect_exhausted(tally, 16, 1);
  double decided = 0;
  for (const Decision d : {Decision::counted, Decision::lpp, Decision::nveu, Decision::refused_cap,
                           Decision::refused_lpp, Decision::refused_nveu})
    decided += orders_a_trial(tally, d);
  EXPECT_NEAR(decided, 3200, 0.03 * 3200);
}

TEST(Workload, every_rule_is_on_in_every_rule) {
  const Workload all("every-rule");
  EXPECT_EQ(all.loaded.study.regime.name, "every-rule");  // its own, in the folder beside it
  EXPECT_TRUE(all.loaded.study.regime.allocation.tier2_parent_counted);
  const Tables& t = all.compiled.scalars;
  EXPECT_TRUE(t.rush_gap && t.split && t.wait && t.lapse_share && t.student_t && t.correlation);
  EXPECT_EQ(t.own_count, 4u);
  EXPECT_EQ(t.level_count, 3u);  // a chain of two steps
  const Tally tally = run_reference(all.compiled, {0, 4000}, 2);
  for (const Decision d :
       {Decision::counted, Decision::general_tier1, Decision::lpp, Decision::nveu, Decision::refused_cap,
        Decision::refused_lpp, Decision::refused_nveu, Decision::diverted_out})
    EXPECT_GT(orders_a_trial(tally, d), 0.1) << u32(d);
  for (u32 row = 0; row < tally.shape.diverts; ++row)
    EXPECT_GT(tally.counters[tally.shape.divert_orders(row)], 100u) << all.compiled.diverted[row].from;
  u64 raised = 0, preset = 0, ended[kBookEnds] = {};
  for (const Destination& place : all.compiled.destinations) {
    raised += place.raise_count;
    preset += place.preset_count + (place.start_used > 0);
  }
  EXPECT_EQ(raised, 3u);
  EXPECT_EQ(preset, all.loaded.study.position.size());
  for (u32 row = 0; row < tally.shape.book; ++row)
    for (u32 end = 0; end < kBookEnds; ++end) ended[end] += tally.counters[tally.shape.book_end(row, end)];
  for (const u64 n : ended) EXPECT_GT(n, 100u);
  EXPECT_GT(mean_exhausted(tally).value, 1);
  EXPECT_EQ(all.compiled.tables().company_count, 2u);
  EXPECT_TRUE(std::any_of(all.compiled.destinations.begin(), all.compiled.destinations.end(),
                          [](const Destination& place) { return place.limits != kNever; }));
  for (const Expected& expected : {all.compiled.capped.front().expected, all.compiled.uncapped.front().expected})
    EXPECT_GT(expected.uveu + expected.exempt + expected.prohibited, 0);
}

}  // namespace
}  // namespace headroom
