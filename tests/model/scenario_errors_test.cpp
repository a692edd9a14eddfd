// What is said of a scenario with a mistake in it: the exact text. Scenarios are checked in full before they run.
#include <gtest/gtest.h>

#include "tests/model/study_folder.h"

namespace headroom::test {
namespace {

const std::string kBefore = kStudyText + "[chips.blend]\nH200 = 1\n\n[[scenario]]\n";

void expect_scenarios(const std::vector<Case>& cases) { expect_errors("study.toml", kBefore, cases); }

TEST(ScenarioErrors, names_and_keys_are_checked) {
  expect_scenarios({
      {R"()", R"(study.toml:11:1: scenario.name is missing; add it)"},
      {R"(name = ""
)",
       R"(study.toml:12:8: scenario.name is empty; give it a name)"},
      {R"(name = "a"
[[scenario]]
name = "a"
)",
       R"(study.toml:14:8: second scenario 'a'; give each its own name)"},
      {R"(name = "a"
when = 1
)",
       R"(study.toml:13:1: unknown key 'when'; known here are arrangement, behaviour, book, chips, market, name, regime, why)"},
  });
}

TEST(ScenarioErrors, changes_of_demand_are_checked) {
  expect_scenarios({
      {R"(name = "a"
market = { orders_per_month = { scale = -1 } }
)",
       R"(study.toml:13:41: scenario.market.orders_per_month.scale is -1; it must be a number of at least 0)"},
      {R"(name = "a"
market = { orders_per_month = { scale = 1, set = 2 } }
)",
       R"(study.toml:13:31: orders_per_month has both scale and set; it must be { scale = x } or { set = x })"},
      {R"(name = "a"
market = { orders_per_month = {} }
)",
       R"(study.toml:13:31: orders_per_month has neither scale nor set; it must be { scale = x } or { set = x })"},
      {R"(name = "a"
market = { orders_per_month = 1.5 }
)",
       R"(study.toml:13:31: scenario.market.orders_per_month is 1.5; it must be a table)"},
      {R"(name = "a"
market = { orders = { scale = 1.5 } }
)",
       R"(study.toml:13:12: unknown table 'orders'; known here are beta_global, beta_own, beta_region, consignees, delay_months, growth_per_year, orders_per_month, routes, units_log_sd, units_max, units_median, where)"},
      {R"(name = "a"
market = { units_max = { set = 0 } }
)",
       R"(study.toml:13:32: scenario.market.units_max.set is 0; it must be a whole number between 1 and 4294967295)"},
      {R"(name = "a"
market = { beta_global = { scale = -2 }, growth_per_year = { set = -1 } }
)",
       R"(study.toml:13:68: scenario.market.growth_per_year.set is -1; it must be a number above -1 and at most 1000)"},
      {R"(name = "a"
market = { where = { stream = ["clout"] } }
)",
       R"(study.toml:13:32: unknown stream 'clout'; did you mean 'cloud'?)"},
      {R"(name = "a"
market = { where = { strem = ["cloud"] } }
)",
       R"(study.toml:13:22: unknown column 'strem'; did you mean 'stream'?)"},
      {R"(name = "a"
market = { where = { stream = 5, units_max = "x" } }
)",
       R"(study.toml:13:31: scenario.market.where.stream is 5; it must be a text in quotes, or a list of them
study.toml:13:46: scenario.market.where.units_max is the text 'x'; it must be a finite number)"},
      {R"(name = "a"
market = [ { routes = { "lpp>uveu" = "general", general = "gneral" } } ]
)",
       R"(study.toml:13:25: route 'lpp>uveu' has uveu beside others; uveu must be the whole route, or left out
study.toml:13:59: unknown authorisation 'gneral'; did you mean 'general'?)"},
      {R"(name = "a"
book = { probability = { set = 0.5 } }
)",
       R"(study.toml:13:8: the study has no book.csv; add it or leave the change out)"},
  });
}

TEST(ScenarioErrors, other_changes_are_checked) {
  expect_scenarios({
      {R"(name = "a"
chips = [ { chip = "H10", quarters = 1 }, { chip = "H100", quarters = 1 }, { chip = "H200", quarters = 99 } ]
)",
       R"(study.toml:13:20: unknown chip 'H10'; did you mean 'H100'?
study.toml:13:52: chip 'H100' is in no mix of the study; name one that is
study.toml:13:104: scenario.chips.quarters is 99; it must be a whole number between -40 and 40)"},
      {R"(name = "a"
arrangement = [ { destination = "ARE", multiplier = 0.5, month_probabilities = {} } ]
)",
       R"(study.toml:13:53: scenario.arrangement.multiplier is 0.5; it must be a number between 1 and 1000000)"},
      {R"(name = "a"
regime = { lpp = { cap_tpp = -1 }, alocation = {} }
)",
       R"(study.toml:13:30: scenario.regime.lpp.cap_tpp is -1; it must be a whole number between 0 and 8796093022208
study.toml:13:36: unknown table 'alocation'; did you mean 'allocation'?)"},
      {R"(name = "a"
regime = { allocation = { general_tier1 = "open", max_multiplier = 0.5 }, tiers = { override = { CPY = 3, IND = 4 } } }
)",
       R"(study.toml:13:43: scenario.regime.allocation.general_tier1 is 'open'; it must be 'counts_only' or 'stopped' or 'exempt'
study.toml:13:68: scenario.regime.allocation.max_multiplier is 0.5; it must be a number between 1 and 1000000
study.toml:13:98: unknown destination 'CPY'; did you mean 'CPV'?
study.toml:13:113: scenario.regime.tiers.override.IND is 4; it must be a whole number between 1 and 3)"},
      {R"(name = "a"
behaviour = { split = 1 }
)",
       R"(study.toml:13:23: scenario.behaviour.split is 1; it must be true or false)"},
  });
}

}  // namespace
}  // namespace headroom::test
