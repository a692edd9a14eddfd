// The scenarios that ship, applied: each changes what it says, and nothing else.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "host/model/load.h"
#include "host/model/scenario.h"
#include "tests/model/study_lines.h"

namespace headroom::test {
namespace {

using Lines = std::vector<std::string>;

const LoadedStudy& bundled(const std::string& name) {
  static std::map<std::string, LoadedStudy> all;
  if (all.count(name) == 0) {
    Problems problems;
    all[name] = load_study(name, {}, problems);
    EXPECT_TRUE(problems.ok()) << name;
  }
  return all[name];
}

// The study with the scenario; no errors and no warnings.
Study applied(const std::string& study, const std::string& name) {
  const LoadedStudy& loaded = bundled(study);
  const Scenario* scenario = find_scenario(loaded.study, name);
  if (!scenario) {
    ADD_FAILURE() << "no scenario " << name;
    return {};
  }
  Problems problems;
  Study result = apply_scenario(loaded.study, *scenario, loaded.catalogue, problems);
  for (const Problem& problem : problems.errors()) ADD_FAILURE() << to_string(problem);
  for (const Problem& problem : problems.warnings()) ADD_FAILURE() << to_string(problem);
  return result;
}

std::vector<double> weights(const Study& study, const std::string& mix, const std::string& chip) {
  for (const Mix::Share& share : study.mixes.at(mix).shares) {
    if (share.chip == chip) return share.weights;
  }
  return {};
}

TEST(BundledScenario, every_one_applies_without_a_word) {
  for (const char* name : {"baseline-2025", "smoke"}) {
    for (const Scenario& scenario : bundled(name).study.scenarios) applied(name, scenario.name);
  }
}

TEST(BundledScenario, the_smoke_surge_is_half_as_many_orders_again) {
  const Study& before = bundled("smoke").study;
  Study after = applied("smoke", "demand-surge");
  EXPECT_EQ(new_lines(before, after).size(), 6u);
  EXPECT_EQ(after.streams[0].orders_per_month, 0.8 * 1.5);
  EXPECT_EQ(after.streams[5].orders_per_month, 0.375);
  for (std::size_t i = 0; i < 6; ++i) after.streams[i].orders_per_month = before.streams[i].orders_per_month;
  EXPECT_EQ(new_lines(before, after), Lines{});
}

TEST(BundledScenario, the_lpp_closes) {
  for (const char* name : {"baseline-2025", "smoke"}) {
    EXPECT_EQ(bundled(name).study.regime.lpp_cap_tpp, 26'900'000u);
    EXPECT_EQ(new_lines(bundled(name).study, applied(name, "lpp-closes")), Lines{"lpp 0"});
  }
}

TEST(BundledScenario, the_baseline_surge_scales_the_named_streams) {
  const Study& before = bundled("baseline-2025").study;
  Study after = applied("baseline-2025", "demand-surge");
  const std::set<std::string> named = {"sovereign", "cloud", "enterprise", "market"};
  std::size_t scaled = 0;
  for (std::size_t i = 0; i < before.streams.size(); ++i) {
    if (named.count(before.streams[i].name) == 0) continue;
    EXPECT_EQ(after.streams[i].orders_per_month, before.streams[i].orders_per_month * 1.5);
    after.streams[i].orders_per_month = before.streams[i].orders_per_month;
    ++scaled;
  }
  EXPECT_GT(scaled, 200u);
  EXPECT_LT(scaled, before.streams.size());
  EXPECT_EQ(new_lines(before, after), Lines{});
}

TEST(BundledScenario, the_gulf_gets_three_arrangements) {
  const Study& before = bundled("baseline-2025").study;
  EXPECT_TRUE(before.arrangements.empty());
  EXPECT_EQ(new_lines(before, applied("baseline-2025", "gulf-arrangements")),
            (Lines{"arrangement ARE 2 2025-07 0.4 2026-01 0.3 2026-07 0.1",
                   "arrangement QAT 2 2026-01 0.2 2026-07 0.2 2027-01 0.2",
                   "arrangement SAU 2 2025-07 0.3 2026-01 0.4 2026-07 0.1"}));
}

TEST(BundledScenario, uveu_becomes_general_in_malaysia_and_thailand) {
  const Study& before = bundled("baseline-2025").study;
  const Study after = applied("baseline-2025", "uveu-withdrawn-malaysia-thailand");
  EXPECT_EQ(new_lines(before, after),
            (Lines{"stream MYS hyperscale orders 2.867 growth 0.5 units 768 1 12288 chips hyperscale routes general:1 "
                   "consignees 5 delay 1 betas 0.35 0.5 0 hq USA",
                   "stream THA hyperscale orders 0.2389 growth 0.5 units 768 1 12288 chips hyperscale routes general:1 "
                   "consignees 5 delay 1 betas 0.35 0.5 0 hq USA"}));
}

// By hand, in the mix cloud, whose weights add up to 1 in each quarter. First GB300 takes what it had two quarters
// later, and all others give way; then B300 takes what that has left it two quarters later.
TEST(BundledScenario, blackwell_ultra_comes_two_quarters_early) {
  const Study& before = bundled("baseline-2025").study;
  const Study after = applied("baseline-2025", "blackwell-ultra-early");
  const auto gb300 = weights(after, "cloud", "GB300"), b300 = weights(after, "cloud", "B300");
  const auto h100 = weights(after, "cloud", "H100");
  ASSERT_EQ(gb300.size(), 12u);
  // Quarter 1: GB300 0 -> 0.02. In quarter 3 it goes 0.02 -> 0.12, so B300 there 0.06 -> 0.06 x 0.88 / 0.98.
  const double b300_first = 0.06 * 0.88 / 0.98;
  EXPECT_NEAR(b300_first, 0.053878, 1e-6);
  EXPECT_NEAR(b300[0], b300_first, 1e-15);
  EXPECT_NEAR(gb300[0], 0.02 * (1 - b300_first), 1e-15);
  EXPECT_NEAR(h100[0], 0.30 * 0.98 * (1 - b300_first), 1e-15);
  // Quarter 11: GB300 takes the last weight, 0.25 -> 0.24; B300 goes 0.28 x 0.76 / 0.75 -> 0.25, its last.
  const double others = 0.75 / (1 - 0.28 * 0.76 / 0.75);
  EXPECT_NEAR(b300[10], 0.25, 1e-15);
  EXPECT_NEAR(gb300[10], 0.24 * others, 1e-15);
  EXPECT_NEAR(weights(after, "cloud", "VR200")[10], 0.30 * 0.76 / 0.75 * others, 1e-15);
  // Quarter 12: all have their last weights already.
  for (const Mix::Share& share : before.mixes.at("cloud").shares) {
    EXPECT_EQ(weights(after, "cloud", share.chip)[11], share.weights[11]) << share.chip;
  }
}

TEST(BundledScenario, blackwell_ultra_keeps_every_total_and_all_else) {
  const Study& before = bundled("baseline-2025").study;
  const Study after = applied("baseline-2025", "blackwell-ultra-early");
  for (const auto& [name, mix] : before.mixes) {
    for (int quarter = 0; quarter < 12; ++quarter) {
      double old_total = 0, total = 0;
      for (const Mix::Share& share : mix.shares) old_total += share.weight(quarter);
      for (const Mix::Share& share : after.mixes.at(name).shares) total += share.weight(quarter);
      EXPECT_NEAR(total, old_total, 1e-12) << name << " " << quarter;
    }
  }
  // The mix enterprise has no GB300: only B300 moves there. Quarter 1: 0 -> 0.01, L40S 0.38 x 0.99.
  EXPECT_NEAR(weights(after, "enterprise", "B300")[0], 0.01, 1e-15);
  EXPECT_NEAR(weights(after, "enterprise", "L40S")[0], 0.38 * 0.99, 1e-15);
  for (const std::string& line : new_lines(before, after)) EXPECT_EQ(line.substr(0, 4), "mix ") << line;
}

}  // namespace
}  // namespace headroom::test
