// What is said of a scenario whose changes break the study, or ask for what does not work yet.
#include <gtest/gtest.h>

#include "tests/model/applied_scenario.h"

namespace headroom::test {
namespace {

const std::string kX = "study.toml:12:1: scenario 'x'";

TEST(ScenarioRefused, columns_stay_in_their_range) {
  expect_refused({
      {R"(book = { probability = { scale = 1.2 } })",
       kX + " at book.csv:3:1: probability is 1.08; it must be a number between 0 and 1"},
      {R"(market = { where = { stream = "edge" }, units_max = { scale = 0.01 } })",
       kX + " at market.csv:3:1: units_max is 0; it must be a whole number between 1 and 4294967295"},
      {R"(market = { where = { stream = "edge" }, consignees = { scale = 1e300 } })",
       kX + " at market.csv:3:1: consignees is 2e+300; it must be a whole number between 1 and 65536"},
      {R"(market = { growth_per_year = { scale = -4 } })",
       kX + " at market.csv:2:1: growth_per_year is -1.2; it must be a number above -1 and at most 1000"},
  });
}

TEST(ScenarioRefused, rows_stay_whole) {
  expect_refused({
      {R"(book = { where = { id = "A" }, units_low = { scale = 3 } })",
       kX + " at book.csv:2:1: units are 30, 20, 30; low, mode and high must not fall"},
      {R"(book = { where = { id = "A" }, units_high = { set = 4294967295 } })",
       kX + " at book.csv:2:1: 4294967295 units of 15832 TPP are one order of 67997922214440 TPP; an order may have at "
            "most 8796093022208 (2^43)"},
      {R"(market = { where = { stream = "edge" }, units_max = { scale = 1e8 } })",
       kX + " at market.csv:3:1: 2500000000 units of 15832 TPP are one order of 39580000000000 TPP; an order may have "
            "at most 8796093022208 (2^43)"},
      {R"(market = { where = { stream = "edge" }, units_median = { scale = 0.5 } })",
       kX + " at market.csv:3:1: units_median is 12.5 where units_log_sd is 0; it must be a whole number"},
      {R"(market = { where = { stream = "edge" }, units_max = { set = 10 } })",
       kX + " at market.csv:3:1: units_median is 25 where units_log_sd is 0; it must be at most units_max, 10"},
  });
}

TEST(ScenarioRefused, destinations_stay_whole) {
  expect_refused({
      {R"(market = { where = { stream = "edge" }, beta_global = { scale = 2 } })",
       kX + " at market.csv:3:1: beta_global is 0.8 here and 0.4 in line 2; the streams of IND must agree"},
      {R"(market = { where = { destination = "KEN" }, beta_own = { set = 1 } })",
       kX + " at market.csv:4:1: beta_own is 1 but the study has no own factors; add own = { rho = ... } to [factors], "
            "or leave the column out"},
      {R"(market = { where = { destination = "KEN" }, orders_per_month = { set = 8000 } })",
       kX + " at market.csv:4:1: KEN is sent 288000 orders a trial; it may be sent at most 262144"},
      {R"(market = { where = { destination = "IND" }, consignees = { set = 40000 } })",
       kX + " at market.csv:2:1: IND has 80001 consignees in market.csv and book.csv together; it may have at most "
            "65536"},
  });
}

TEST(ScenarioRefused, arrangements_follow_the_changed_regime) {
  const std::string more =
      "[[arrangement]]\ndestination = \"KEN\"\nmultiplier = 2\nmonth_probabilities = { \"2026-01\" = 0.5 }\n";
  const std::string place = "study.toml:16:1: scenario 'x': ";
  expect_refused(
      {{"regime = { tiers = { override = { KEN = 1 } } }",
        place + "arrangement for KEN, a Tier 1 destination; only Tier 2 destinations have a cap "
                "(arrangement for KEN)"},
       {"regime = { allocation = { cap_tpp = 8_000_000_000_000 } }",
        place + "multiplier is 2, which makes the cap 16000000000000 TPP; a cap may be at most 8796093022208 "
                "(2^43) (arrangement for KEN)"}},
      more);
  const Trying trying("regime = { allocation = { max_multiplier = 1.5 } }", more);
  EXPECT_EQ(trying.errors(), "");
  EXPECT_EQ(trying.warnings(),
            place + "multiplier is 2; regime 'ai-diffusion-2025' allows at most 1.5 (arrangement for KEN)");
}

TEST(ScenarioRefused, nobody_takes_what_the_only_chip_gives_up) {
  expect_refused(
      {{"chips = { chip = \"L40S\", quarters = -1 }",
        "study.toml:15:1: scenario 'x': mix 'early' has only 'L40S' in quarter 1, which would fall to 0.25 of "
        "it there; give another chip of the mix a weight in that quarter, or leave the shift out"}},
      "[chips.early]\nL40S = [5, 1]\nH100 = [0, 3]\n");
}

TEST(ScenarioRefused, all_that_is_wrong_is_told_at_once) {
  expect_refused({{R"(market = { orders_per_month = { scale = 1e9 } })",
                   kX +
                       " at market.csv:3:1: orders_per_month is 2000000000; it must be a number between 0 and "
                       "1000000000\n" +
                       kX +
                       " at market.csv:4:1: orders_per_month is 4000000000; it must be a number "
                       "between 0 and 1000000000"}});
}

TEST(ScenarioRefused, what_changes_nothing_is_a_warning) {
  const std::string none = " passes every filter of a change; it changes nothing";
  EXPECT_EQ(Trying(R"(market = { where = { destination = "KEN", stream = "edge" }, orders_per_month = { scale = 2 } }
book = { where = { probability = 0.4 }, routes = { general = "lpp" } })")
                .warnings(),
            kX + ": no row of book.csv" + none + "\n" + kX + ": no row of market.csv" + none);
  EXPECT_EQ(Trying("regime = { weights = { open_finetune_share = 0.3 } }").warnings(),
            kX + ": regime.weights changes nothing that this version simulates");
}

}  // namespace
}  // namespace headroom::test
