// Each kind of change, with numbers checked by hand.
#include "host/model/scenario.h"

#include <gtest/gtest.h>

#include "host/model/columns.h"
#include "tests/model/applied_scenario.h"

namespace headroom::test {
namespace {

const std::string kIndia = "stream IND cloud orders 1 growth 0.3 units 100 1 1000 chips blend routes ";

std::vector<std::vector<double>> blend_of(const Study& study) {
  std::vector<std::vector<double>> weights;
  for (const Mix::Share& share : study.mixes.at("blend").shares) weights.push_back(share.weights);
  return weights;  // B200, H100, H200: in the order of their names
}

TEST(Scenario, is_found_by_name) {
  const Trying trying("why = \"because\"");
  const Study& study = trying.loaded.study;
  ASSERT_NE(find_scenario(study, "x"), nullptr);
  EXPECT_EQ(find_scenario(study, "x")->why, "because");
  EXPECT_EQ(find_scenario(study, "x")->place.line, 12);
  EXPECT_EQ(find_scenario(study, "X"), nullptr);
  EXPECT_EQ(unknown_scenario_text("X", study), "unknown scenario 'X'; did you mean 'x'?");
  EXPECT_EQ(unknown_scenario_text("surge", study), "unknown scenario 'surge'; the study has x");
  EXPECT_EQ(unknown_scenario_text("surge", {}), "unknown scenario 'surge'; the study has no scenarios");
  EXPECT_EQ(trying.changed(), Lines{});
}

TEST(Scenario, scales_and_sets_columns_of_the_rows_that_pass) {
  Trying trying(R"(market = [
  { where = { stream = "cloud", destination = ["IND"] }, orders_per_month = { scale = 2.5 } },
])");
  EXPECT_EQ(trying.errors() + trying.warnings(), "");
  EXPECT_EQ(trying.after.streams[0].orders_per_month, 2.5);
  EXPECT_EQ(trying.changed().size(), 1u);
}

TEST(Scenario, filters_by_any_column) {
  for (const char* filter :
       {R"(orders_per_month = [1, 7])", R"(consignees = 3)", R"(growth_per_year = 0.3)",
        R"(routes = "general:0.6;lpp>general:0.3;uveu:0.1")", R"(chips = "blend", destination = "IND")"}) {
    const Trying trying(std::string("market = { where = { ") + filter + " }, delay_months = { set = 9 } }");
    EXPECT_EQ(trying.after.streams[0].delay_months, 9) << filter;
    EXPECT_EQ(trying.changed().size(), 1u) << filter;
  }
  for (const char* filter : {R"(id = "A")", R"(consignee = "Alpha")", R"(chip = "H100")", R"(month = "2025-06")",
                             R"(route = "lpp>general")", R"(probability = 0.5)", R"(units_high = [30, 31])"}) {
    const Trying trying(std::string("book = { where = { ") + filter + " }, delay_months = { set = 9 } }");
    EXPECT_EQ(trying.after.book[0].delay_months, 9) << filter;
    EXPECT_EQ(trying.changed().size(), 1u) << filter;
  }
}

TEST(Scenario, makes_changes_in_their_order) {
  const Trying trying(R"(market = [
  { where = { destination = "KEN" }, orders_per_month = { scale = 3 } },
  { where = { orders_per_month = 12 }, orders_per_month = { scale = 0.5 } },
])");
  EXPECT_EQ(trying.after.streams[2].orders_per_month, 6);
}

TEST(Scenario, rounds_scaled_whole_numbers_half_up) {
  const Trying trying(
      R"(market = { where = { stream = "cloud" }, consignees = { scale = 1.5 }, units_max = { scale = 0.001 } }
book = { units_low = { scale = 0.5 }, units_mode = { scale = 0.52 }, units_high = { scale = 1.1 } })");
  EXPECT_EQ(trying.errors(), "");
  EXPECT_EQ(trying.after.streams[0].consignees, 5u);  // 4.5
  EXPECT_EQ(trying.after.streams[2].consignees, 3u);
  EXPECT_EQ(trying.after.streams[0].units_max, 1u);  // 1.000
  EXPECT_EQ(trying.after.streams[2].units_max, 1u);  // 0.512
  EXPECT_EQ(trying.after.book[1].units_low, 3u);     // 2.5
  EXPECT_EQ(trying.after.book[1].units_mode, 3u);    // 2.6
  EXPECT_EQ(trying.after.book[1].units_high, 6u);    // 5.5
}

TEST(Scenario, sets_every_column_of_numbers) {
  for (const NumberColumn& column : market_columns().numbers) {
    const Trying trying(fmt::format("market = {{ {} = {{ set = 7 }} }}", column.name),
                        "[factors]\nown = { rho = 0.5 }\n");
    EXPECT_EQ(trying.changed().size(), 3u) << column.name;
  }
  for (const NumberColumn& column : book_columns().numbers) {
    const Trying trying(fmt::format("book = {{ {} = {{ set = 1 }} }}", column.name));
    EXPECT_EQ(trying.changed().size(), 2u) << column.name;
  }
}

TEST(Scenario, swaps_whole_routes_and_adds_shares_that_coincide) {
  Trying trying(R"(market = { where = { destination = "IND" }, routes = { uveu = "general" } })");
  EXPECT_EQ(trying.changed(), (Lines{kIndia + "general:0.7 lpp>general:0.3 consignees 3 delay 1 betas 0.4 0.3 0 hq ",
                                     "stream IND edge orders 2 growth 0 units 25 0 25 chips H100 routes general:1 "
                                     "consignees 2 delay 0 betas 0.4 0.3 0 hq "}));
}

TEST(Scenario, swaps_the_routes_of_a_change_all_at_once) {
  const Trying trying(R"(market = { routes = { uveu = "lpp>general", "lpp>general" = "uveu" } }
book = { routes = { "lpp>general" = "general", general = "lpp" } })");
  EXPECT_EQ(trying.changed()[2].substr(0, 124),
            (kIndia + "general:0.6 uveu:0.3 lpp>general:0.1 consignees 3 delay 1 betas 0.4 0.3 0 hq ").substr(0, 124));
  EXPECT_EQ(to_string(trying.after.book[0].route), "general");
  EXPECT_EQ(to_string(trying.after.book[1].route), "lpp");
}

// Totals of the quarters are 10, 100, 10. Shares of B200: 0.1, 0.25, 0.4; of H100 0.7, 0.5, 0.3.
TEST(Scenario, a_chip_that_comes_sooner_takes_the_shares_of_later_quarters) {
  const Trying trying("chips = [ { chip = \"B200\", quarters = -1 } ]");
  const auto blend = blend_of(trying.after);
  ASSERT_EQ(blend[0].size(), 12u);
  EXPECT_NEAR(blend[0][0], 2.5, 1e-12);
  EXPECT_NEAR(blend[0][1], 40, 1e-12);
  EXPECT_EQ(blend[0][2], 4);  // the last holds: nothing changes
  EXPECT_EQ(blend[0][11], 4);
  EXPECT_NEAR(blend[1][0], 7 * 7.5 / 9, 1e-12);
  EXPECT_NEAR(blend[2][0], 2 * 7.5 / 9, 1e-12);
  EXPECT_NEAR(blend[1][1], 40, 1e-12);  // 50 of 75, of the 60 that are left
  EXPECT_NEAR(blend[2][1], 20, 1e-12);
  EXPECT_EQ(blend[1][2], 3);
  EXPECT_EQ(trying.changed().size(), 3u);
}

TEST(Scenario, a_chip_that_comes_later_keeps_its_first_share_longer) {
  const auto blend = blend_of(Trying("chips = { chip = \"H100\", quarters = 2 }").after);
  EXPECT_EQ(blend[1][0], 7);
  EXPECT_NEAR(blend[1][1], 70, 1e-12);  // the first holds
  EXPECT_NEAR(blend[0][1], 15, 1e-12);
  EXPECT_NEAR(blend[1][2], 7, 1e-12);
  EXPECT_NEAR(blend[0][2], 3 * 4 / 7.0, 1e-12);
  EXPECT_NEAR(blend[1][3], 5, 1e-12);  // quarter 2's half of the mix
  EXPECT_EQ(blend[1][4], 3);
}

TEST(Scenario, chips_are_shifted_in_the_order_of_the_list) {
  const auto blend =
      blend_of(Trying("chips = [ { chip = \"B200\", quarters = -2 }, { chip = \"H200\", quarters = -1 } ]").after);
  // After the first: B200 0.4 throughout; H200 in quarter 2 is 25 of 75 of the 60 left, a share of 0.2.
  EXPECT_NEAR(blend[2][0], 2, 1e-12);
  EXPECT_NEAR(blend[0][0] / blend[1][0], 4 / (7 * 6 / 9.0), 1e-12);
  EXPECT_NEAR(blend[2][1], 30, 1e-12);  // quarter 3: 0.3
}

TEST(Scenario, weights_behind_the_end_of_the_study_count) {
  const std::string ending = edited(kStudyText, {"months = 36", "months = 6", ""});
  StudyFolder folder;
  folder.write("study.toml",
               ending + kMixes + "[[scenario]]\nname = \"x\"\nchips = { chip = \"B200\", quarters = -1 }\n");
  folder.write("market.csv", kMarket);
  const LoadedStudy loaded = folder.load();
  Problems problems;
  const Study after = apply_scenario(loaded.study, loaded.study.scenarios.at(0), loaded.catalogue, problems);
  EXPECT_NEAR(blend_of(after)[0][1], 40, 1e-12);
  EXPECT_EQ(blend_of(after)[0].size(), 3u);
}

TEST(Scenario, adds_arrangements) {
  Trying trying(
      R"(arrangement = { destination = "KEN", multiplier = 1.5, month_probabilities = { "2026-01" = 0.5 } })");
  EXPECT_EQ(trying.changed(), Lines{"arrangement KEN 1.5 2026-01 0.5"});
  trying.apply(trying.after);
  EXPECT_EQ(trying.errors(),
            "study.toml:12:1: scenario 'x': second arrangement for KEN; a destination may have one (arrangement for "
            "KEN)");
}

TEST(Scenario, overrides_the_regime) {
  const Trying trying(R"([scenario.regime]
tiers = { override = { KEN = 1, IND = 3 } }
allocation = { cap_tpp = 5, classes = ["3A090.b"], critical = 0.5, general_tier1 = "stopped", max_multiplier = 4 }
lpp = { cap_tpp = 7 })");
  EXPECT_EQ(trying.errors(), "");
  EXPECT_EQ(trying.changed(), (Lines{"cap 5", "classes 3A090.b", "critical 0.5", "general_tier1 1", "lpp 7",
                                     "max_multiplier 4", "tier IND 3", "tier KEN 1"}));
}

}  // namespace
}  // namespace headroom::test
