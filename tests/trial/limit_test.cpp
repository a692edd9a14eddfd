// Limits of products and of consignees, with orders that straddle them.
#include <gtest/gtest.h>

#include <vector>

#include "host/model/demand.h"
#include "host/trial/observer.h"
#include "host/trial/refuse.h"
#include "tests/support/limit_study.h"

namespace headroom {
namespace {

using testing::compiled;
using testing::route;
using testing::run_reference;

// Decides on orders of one destination, one after the other.
class Limits {
 public:
  explicit Limits(const Study& study) : study_(compiled(study)), tables_(study_.tables()) {
    limited_.resize(tables_.destinations[0].consignees);
    out.notes = {notes_.data(), 1};
  }
  const Destination& place() const { return tables_.destinations[0]; }
  u64 cap(u32 month) const { return tables_.wides[place().caps + month]; }

  bool decide_one(u64 tpp, u32 month, u32 meter = 0) {
    Order<OneLane> order = order_of(tpp, meter);
    auto meters = its_meters();
    const auto now = cap_now<OneLane>(tables_, place(), month, 1000 + month, false);
    NoObserver<OneLane> nobody;
    const auto ruling = decide<OneLane>(tables_, place(), order, true, now, &meters, &out, &nobody);
    tally_refusal<OneLane>(place(), !ruling.allowed, ruling.last_tried, tpp, &out);
    return ruling.allowed;
  }
  // What is left of an order that was refused and split.
  u64 split_one(u64 tpp, u32 unit, u32 month, u32 meter = 0) {
    Order<OneLane> order = order_of(tpp, meter);
    order.unit = unit;
    auto meters = its_meters();
    const auto now = cap_now<OneLane>(tables_, place(), month, 1000 + month, false);
    NoObserver<OneLane> nobody;
    split_order<OneLane>(tables_, place(), true, kGeneral, now, &meters, &order, &out, &nobody);
    return order.tpp;
  }

  Outcome<OneLane> out;

 private:
  static Order<OneLane> order_of(u64 tpp, u32 meter) { return new_order<OneLane>(tpp, 1, kGeneral, meter, 0, 0, 0); }
  Meters<OneLane> its_meters() { return {{}, {}, {}, {limited_.data(), 1}}; }

  CompiledStudy study_;
  Tables tables_;
  std::vector<u64> limited_, notes_ = std::vector<u64>(kNoteRows);
};

// A, 16,000 TPP: 100 units in the United States in January, 50 in March. H100, 15,832 TPP: 3 in February.
Study two_products() {
  Study study = testing::small_study(12);
  study.regime = testing::product_regime();
  testing::add_book(&study, "A", "CHN", 1, "2025-01", "general");
  testing::add_book(&study, "H", "CHN", 1, "2025-01", "general").chip = "H100";
  study.us_shipments = {{"A", {2025, 1}, 100}, {"A", {2025, 3}, 50}, {"H100", {2025, 2}, 3}};
  return study;
}

TEST(Limit, an_order_may_fill_the_limit_of_its_product_and_not_pass_it_by_one) {
  Limits limits(two_products());
  EXPECT_TRUE(limits.decide_one(799'999, 0));
  EXPECT_FALSE(limits.decide_one(2, 0));
  EXPECT_TRUE(limits.decide_one(1, 0));
  EXPECT_FALSE(limits.decide_one(1, 1));
  EXPECT_EQ(limits.out.used, 800'000u);
  EXPECT_EQ(limits.out.counted, 2u);
  EXPECT_EQ(limits.out.orders(Decision::refused_cap), 2u);
  EXPECT_EQ(limits.out.exhausted_month, 0u);
  EXPECT_EQ(limits.out.exhausted_with(kUsedBefore), 799'999u);
}

TEST(Limit, rises_in_the_month_of_the_shipments_and_not_before) {
  Limits limits(two_products());
  EXPECT_TRUE(limits.decide_one(800'000, 0));
  EXPECT_FALSE(limits.decide_one(400'000, 1));
  EXPECT_FALSE(limits.decide_one(400'001, 2));
  EXPECT_TRUE(limits.decide_one(400'000, 2));
  EXPECT_FALSE(limits.decide_one(1, 11));
}

TEST(Limit, keeps_products_apart_and_measures_use_by_all_of_them) {
  Limits limits(two_products());
  EXPECT_FALSE(limits.decide_one(1, 0, 1)) << "nothing of it was shipped in January";
  EXPECT_TRUE(limits.decide_one(23'748, 1, 1)) << "half of three";
  EXPECT_FALSE(limits.decide_one(1, 1, 1));
  EXPECT_TRUE(limits.decide_one(800'000, 1, 0));
  EXPECT_EQ(limits.out.exhausted_month, 0u);
  EXPECT_EQ(limits.out.critical_month, 1u);
  EXPECT_EQ(limits.cap(0), 800'000u);
  EXPECT_EQ(limits.cap(1), 823'748u);
  EXPECT_EQ(limits.cap(2), 1'223'748u);
}

TEST(Limit, half_a_unit_too_much_is_rounded_down) {
  Study study = two_products();
  study.regime.product_limit->us_share = 0.3;
  study.us_shipments = {{"A", {2025, 1}, 1}, {"H100", {2025, 1}, 7}};  // 4,800 and 33,247.2
  Limits limits(study);
  EXPECT_TRUE(limits.decide_one(4'800, 0, 0));
  EXPECT_FALSE(limits.decide_one(33'248, 0, 1));
  EXPECT_TRUE(limits.decide_one(33'247, 0, 1));
}

TEST(Limit, shipments_before_the_start_of_the_study_count) {
  Study study = two_products();
  study.start = {2025, 3};
  study.months = 10;
  for (BookOrder& order : study.book) order.month = {2025, 3};
  Limits limits(study);
  EXPECT_FALSE(limits.decide_one(1'200'001, 0));
  EXPECT_TRUE(limits.decide_one(1'200'000, 0));
}

TEST(Limit, a_split_takes_the_whole_units_that_the_limit_has_left) {
  Limits limits(two_products());
  EXPECT_TRUE(limits.decide_one(790'000, 0));
  EXPECT_EQ(limits.split_one(30'000, 3'000, 0), 21'000u);
  EXPECT_EQ(limits.out.used, 799'000u);
  EXPECT_TRUE(limits.decide_one(1'000, 0));
  EXPECT_FALSE(limits.decide_one(1, 0));
}

TEST(Limit, a_consignee_may_reach_its_size_over_all_years_and_not_pass_it_by_one) {
  Study study = testing::small_study(36);
  study.regime = testing::consignee_regime(1'000'000);
  testing::add_stream(&study, "IND", 1, 1).consignees = 3;
  Limits limits(study);
  EXPECT_TRUE(limits.decide_one(999'999, 0, 0));
  EXPECT_FALSE(limits.decide_one(2, 11, 0));
  EXPECT_TRUE(limits.decide_one(1, 12, 0));
  EXPECT_FALSE(limits.decide_one(1, 35, 0)) << "no calendar year begins it anew";
  EXPECT_TRUE(limits.decide_one(1'000'000, 35, 1));
  EXPECT_FALSE(limits.decide_one(1'000'001, 35, 2));
  EXPECT_EQ(limits.out.used, 2'000'000u);
  EXPECT_EQ(limits.cap(0), 3'000'000u) << "use is measured against what all three may have";
}

TEST(Limit, a_chip_is_open_to_review_below_both_thresholds_alone) {
  const Regime regime = testing::product_regime();
  const auto fate = [&](u32 tpp, std::optional<double> bandwidth, const char* parent = "", const char* by = "general") {
    Chip chip;
    chip.tpp = tpp;
    chip.bandwidth_gbs = bandwidth;
    return fate_of(regime, "CHN", parent, chip, route(by));
  };
  EXPECT_EQ(fate(20'999, 6'499), Fate::metered);
  EXPECT_EQ(fate(21'000, 6'499), Fate::prohibited);
  EXPECT_EQ(fate(21'001, 6'499), Fate::prohibited);
  EXPECT_EQ(fate(20'999, 6'499.9), Fate::metered);
  EXPECT_EQ(fate(20'999, 6'500), Fate::prohibited);
  EXPECT_EQ(fate(20'999, 6'501), Fate::prohibited);
  EXPECT_EQ(fate(20'999, 0), Fate::metered) << "no DRAM";
  EXPECT_EQ(fate(20'999, std::nullopt), Fate::prohibited) << "not known";
  EXPECT_EQ(fate(20'999, 0, "CHN"), Fate::metered);
  EXPECT_EQ(fate(20'999, 0, "USA"), Fate::metered);
  EXPECT_EQ(fate(20'999, 0, "", "uveu"), Fate::prohibited);
  EXPECT_EQ(fate(20'999, 0, "", "exempt"), Fate::prohibited);
}

TEST(Limit, another_tier_3_parent_or_place_stays_denied) {
  Regime regime = testing::product_regime();
  regime.tiers["KEN"].tier = 3;
  Chip chip;
  chip.tpp = 16'000;
  chip.bandwidth_gbs = 4'000;
  EXPECT_EQ(fate_of(regime, "CHN", "KEN", chip, route("general")), Fate::prohibited);
  EXPECT_EQ(fate_of(regime, "KEN", "", chip, route("general")), Fate::prohibited);
  EXPECT_EQ(fate_of(regime, "IND", "CHN", chip, route("general")), Fate::prohibited);
  EXPECT_EQ(fate_of(regime, "IND", "", chip, route("general")), Fate::licensed);
  EXPECT_EQ(fate_of(regime, "USA", "", chip, route("general")), Fate::exempt);
}

// Engines may run a level at once.
TEST(Limit, those_who_divert_to_one_hub_stand_in_levels_of_their_own) {
  const CompiledStudy c = compiled(testing::consignee_study());
  const Tables t = c.tables();
  EXPECT_EQ(t.destinations[0].level, 0u) << "ARE to IND";
  EXPECT_EQ(t.destinations[1].level, 1u) << "CZE to IND";
  EXPECT_EQ(t.destinations[2].level, 2u) << "IND to SAU";
  EXPECT_EQ(t.destinations[3].level, 0u) << "MYS";
  EXPECT_EQ(t.destinations[4].level, 3u) << "SAU";
}

// SAU runs before ARE and CZE, which stand before it in the tables.
TEST(Limit, pairs_are_those_of_the_tables_whatever_ran_first) {
  Study study = testing::small_study(12);
  study.regime = testing::consignee_regime(1'000'000);
  for (const char* place : {"ARE", "CZE", "SAU"}) testing::add_book(&study, place, place, 1000, "2025-03", "general");
  study.diverts = {{"CZE", "ARE", 1e-9}, {"SAU", "CZE", 1e-9}};
  const CompiledStudy c = compiled(study);
  EXPECT_EQ(c.tables().destinations[0].level, 2u);
  const Tally tally = run_reference(c, {0, 7});
  for (const auto& [a, b] : {std::pair(0u, 1u), std::pair(0u, 2u), std::pair(1u, 2u)})
    EXPECT_EQ(tally.counters[tally.shape.pair(a, b)], 7u) << a << " and " << b;
}

// In every trial: what was offered or came is allowed, refused or has left.
TEST(Limit, conserves_tpp_with_split_wait_divert_and_position_on) {
  for (const Study& study : {testing::product_study(), testing::consignee_study()}) {
    const CompiledStudy c = compiled(study);
    const Tally tally = run_reference(c, {0, 400});
    for (u32 d = 0; d < tally.shape.destinations; ++d) {
      const auto sum = [&](u32 index) { return tally.sums[tally.shape.sum(d, index)].low; };
      const u64 allowed = testing::tpp(tally, Decision::counted, d);
      const u64 refused = testing::tpp(tally, Decision::refused_cap, d) + testing::tpp(tally, Decision::queue_full, d);
      EXPECT_GT(allowed, 0u);
      EXPECT_EQ(sum(tally.shape.offered_tpp()) + sum(tally.shape.diverted_in_tpp()),
                allowed + refused + testing::tpp(tally, Decision::diverted_out, d))
          << c.capped[d].iso3;
    }
    EXPECT_GT(testing::orders(tally, Decision::refused_cap), 0u);
  }
}

TEST(Limit, a_position_fills_the_meter_that_it_names) {
  Study study = two_products();
  study.book.resize(1);
  study.book[0].units_low = study.book[0].units_mode = study.book[0].units_high = 50;
  EXPECT_EQ(testing::ended(run_reference(compiled(study), {0, 10}), 0, BookEnd::shipped), 10u);
  study.position = {{Position::Kind::product, "CHN", "A", 0, 1}};
  EXPECT_EQ(testing::ended(run_reference(compiled(study), {0, 10}), 0, BookEnd::refused), 10u);
  study.position = {{Position::Kind::product, "CHN", "H100", 0, 1}};
  EXPECT_EQ(testing::ended(run_reference(compiled(study), {0, 10}), 0, BookEnd::shipped), 10u);
}

TEST(Limit, gives_nothing_back_where_licences_against_an_allocation_lapse) {
  Study study = two_products();
  study.regime.allocation.cap_tpp = 790'000'000;  // of Tier 2
  study.regime.allocation.lapse = {1.0, 3};
  testing::add_book(&study, "X", "IND", 1000, "2025-01", "general");
  study.book[0].units_low = study.book[0].units_mode = study.book[0].units_high = 40;
  const CompiledStudy c = compiled(study);
  ASSERT_EQ(c.capped.size(), 2u);
  const Tally tally = run_reference(c, {0, 1});
  const auto unused = [&](u32 d) { return tally.sums[tally.shape.sum(d, tally.shape.unused_tpp())].low; };
  EXPECT_EQ(unused(0), 1'223'748u - 640'000u) << "H was refused, and A is still used";
  EXPECT_EQ(unused(1), 790'000'000u);
}

TEST(Limit, without_any_limit_every_licence_is_given_and_expected) {
  Study study = testing::small_study(12);
  study.regime = testing::product_regime();
  study.regime.product_limit.reset();
  testing::add_stream(&study, "IND", 2, 1000);
  testing::add_book(&study, "X", "IND", 1'000'000, "2025-03", "general");
  testing::add_book(&study, "Y", "CHN", 1, "2025-03", "general");
  const CompiledStudy c = compiled(study);
  EXPECT_TRUE(c.capped.empty());
  ASSERT_EQ(c.uncapped.size(), 2u);
  EXPECT_DOUBLE_EQ(c.uncapped[1].expected.licensed, 25);
  EXPECT_DOUBLE_EQ(c.uncapped[1].expected.exempt, 0);
  EXPECT_DOUBLE_EQ(c.uncapped[0].expected.prohibited, 1);
  const Tally tally = run_reference(c, {0, 10});
  EXPECT_EQ(testing::ended(tally, 0, BookEnd::shipped), 10u);
  EXPECT_EQ(testing::ended(tally, 1, BookEnd::refused), 10u);
}

}  // namespace
}  // namespace headroom
