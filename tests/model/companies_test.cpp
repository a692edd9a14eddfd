// What a companies.toml means under the rules of a regime: what loads, what is warned of, what is refused.
#include "host/model/companies.h"

#include <gtest/gtest.h>

#include "tests/model/applied_scenario.h"
#include "tests/support/companies.h"

namespace headroom::test {
namespace {

const std::string kHead = "[[company]]\nname = \"X\"\nheadquarters = \"USA\"\n";
const std::string kArrivals =
    "[company.arrivals]\nclusters_per_month = 1\nunits_median = 100\nunits_log_sd = 1\nunits_max = 1000\n"
    "chips = \"H100\"\n";
const std::string kLocations = "[company.arrivals.locations]\nUSA = 3\nIND = [0, 1]\n";

std::string warnings_of(const std::string& text) {
  StudyFolder folder;
  folder.write("companies.toml", text);
  EXPECT_EQ(folder.errors(), "");
  return folder.warnings();
}
std::string errors_of(const std::string& text) {
  StudyFolder folder;
  folder.write("companies.toml", text);
  return folder.errors();
}

TEST(Companies, load_as_they_are_written_sorted_by_name) {
  StudyFolder folder;
  folder.write("companies.toml",
               "[[company]]\nname = \"Z\"\nheadquarters = \"JPN\"\n" + kArrivals + kLocations + kHead +
                   "[company.installed_tpp]\nUSA = 2e9\nother_tier1 = 5\n" + kArrivals +
                   "growth_per_year = 0.5\nbeta_global = 0.25\nhome_slip = { probability = 0.2, months = 3 }\n" +
                   kLocations);
  ASSERT_EQ(folder.errors(), "");
  const auto companies = folder.load().study.companies;
  ASSERT_EQ(companies.size(), 2u);
  EXPECT_EQ(companies[1].name, "Z");
  const VeuCompany& x = companies[0];
  EXPECT_EQ(x.name, "X");
  EXPECT_EQ(x.headquarters, "USA");
  EXPECT_EQ(x.installed_tpp, (std::map<std::string, u64>{{"USA", 2'000'000'000}, {"other_tier1", 5}}));
  EXPECT_EQ(x.clusters_per_month, 1);
  EXPECT_EQ(x.growth_per_year, 0.5);
  EXPECT_EQ(x.units_median, 100);
  EXPECT_EQ(x.units_log_sd, 1);
  EXPECT_EQ(x.units_max, 1000u);
  EXPECT_EQ(x.chips, "H100");
  EXPECT_EQ(x.beta_global, 0.25);
  EXPECT_EQ(x.locations, (std::map<std::string, std::vector<double>>{{"USA", {3}}, {"IND", {0, 1}}}));
  ASSERT_TRUE(x.home_slip);
  EXPECT_EQ(x.home_slip->probability, 0.2);
  EXPECT_EQ(x.home_slip->months, 3);
}

TEST(Companies, that_cannot_hold_the_authorisation_are_warned_of) {
  const auto with = [](const std::string& parent, const std::string& locations) {
    return warnings_of("[[company]]\nname = \"X\"\nheadquarters = \"" + parent + "\"\n" + kArrivals + locations);
  };
  EXPECT_EQ(with("JPN", kLocations), "");
  EXPECT_EQ(with("IND", kLocations),
            "companies.toml:1:1: company 'X': a parent in IND (Tier 2) cannot hold uveu; it takes a parent in Tier 1");
  EXPECT_EQ(with("CHN", kLocations),
            "companies.toml:1:1: company 'X': a parent in CHN (Tier 3) cannot hold uveu; it takes a parent in Tier 1. "
            "None of its clusters comes");
  EXPECT_EQ(with("USA", kLocations + "CHN = 1\nMAC = 0\n"),
            "companies.toml:1:1: company 'X': clusters bound for CHN (Tier 3) are refused: they never come");
  EXPECT_EQ(warnings_of("[[company]]\nname = \"X\"\nheadquarters = \"JPN\"\n" + kArrivals +
                        "home_slip = { probability = 0.5, months = 2 }\n" + kLocations),
            "companies.toml:1:1: company 'X': home_slip delays nothing, since none of its locations is its home");
}

TEST(Companies, past_what_a_trial_can_count_are_refused) {
  EXPECT_EQ(errors_of(kHead + "[company.installed_tpp]\nUSA = 4e17\nIND = 4e17\n" + kArrivals + kLocations),
            "companies.toml:1:1: company 'X' has 8e+17 TPP installed; it may have at most 576460752303423488 (2^59)");
  std::string busy = kHead + kArrivals + kLocations;
  busy.replace(busy.find("month = 1"), 9, "month = 456");
  EXPECT_EQ(errors_of(busy), "companies.toml:1:1: company 'X' moves 16416 clusters a trial; it may move at most 16384");
  std::string uneven = kHead + kArrivals + kLocations;
  uneven.replace(uneven.find("median = 100"), 12, "median = 1.5");
  uneven.replace(uneven.find("sd = 1"), 6, "sd = 0");
  EXPECT_EQ(errors_of(uneven),
            "companies.toml:6:16: units_median is 1.5 where units_log_sd is 0; it must be a whole number");
}

TEST(Companies, whose_limits_ask_for_too_much_memory_are_refused) {
  std::string all;
  for (int i = 0; i < 700; ++i) {
    all += "[[company]]\nname = \"C" + std::to_string(i) + "\"\nheadquarters = \"USA\"\n" + kArrivals + kLocations;
  }
  EXPECT_EQ(errors_of(all),
            "companies.toml:1:1: 700 companies have 2800 limits, looked at in 12 months: 33600 tables of slack; at "
            "most 32768 can be kept (checkpoint_months of the regime's [uveu] says how often)");
}

TEST(Companies, of_a_regime_without_limits_change_nothing) {
  StudyFolder folder;
  folder.write("companies.toml", kHead + kArrivals + kLocations);
  for (const char* file : {"regime.toml", "tiers.csv", "nveu.csv", "weights.csv"})
    folder.write(std::string("rules/") + file, bundled_text(std::string("regimes/ai-diffusion-2025/") + file));
  std::string text = bundled_text("regimes/ai-diffusion-2025/regime.toml");
  const std::size_t from = text.find("[uveu]"), to = text.find("[weights]");
  folder.write("rules/regime.toml", text.erase(from, to - from));
  std::string study = kStudyText;
  folder.write("study.toml", study.replace(study.find("ai-diffusion-2025"), 17, "rules"));
  EXPECT_EQ(folder.errors(), "");
  EXPECT_NE(folder.warnings().find("has no limits for universal VEU companies"), std::string::npos);
}

TEST(Companies, have_a_home_where_the_parent_is_or_in_the_rest_of_tier_1) {
  const Regime regime = testing::small_regime();
  VeuCompany company;
  const auto home = [&](const std::string& parent, const std::map<std::string, std::vector<double>>& locations) {
    company.headquarters = parent;
    company.locations = locations;
    return home_of(regime, company);
  };
  EXPECT_EQ(home("USA", {{"IND", {1}}}), "USA");
  EXPECT_EQ(home("IND", {{"IND", {1}}, {"other_tier1", {1}}}), "IND");
  EXPECT_EQ(home("KEN", {{"IND", {1}}, {"other_tier1", {1}}}), "");
  Regime wide = regime;
  wide.tiers["KEN"].tier = 1;
  EXPECT_EQ(home_of(wide, company), "other_tier1");
}

std::vector<std::string> dates_of(const Study& study) {
  std::vector<std::string> dates;
  for (const Look& look : looks_of(study))
    dates.push_back(std::to_string(look.month) + (look.reporting ? " reporting " : " checkpoint ") + look.date);
  return dates;
}

// Fact 41: the rule prints two sets of dates.
TEST(CompanyLooks, are_the_ends_of_the_months_before_the_reporting_dates) {
  Study study = testing::small_study(18);
  study.regime.uveu->checkpoint_months = 0;
  EXPECT_EQ(dates_of(study),
            (std::vector<std::string>{"0 reporting 2025-02-01", "6 reporting 2025-08-01", "12 reporting 2026-02-01"}));
  study.regime.uveu->reporting_dates = {{1, 15}, {7, 15}};  // that of January 2025 lies before the study
  EXPECT_EQ(dates_of(study),
            (std::vector<std::string>{"5 reporting 2025-07-15", "11 reporting 2026-01-15", "17 reporting 2026-07-15"}));
}

TEST(CompanyLooks, are_checkpoints_too_but_never_twice) {
  Study study = testing::small_study(8);
  study.start = {2025, 9};
  study.regime.uveu->reporting_dates = {{2, 29}, {2, 1}};
  study.regime.uveu->checkpoint_months = 1;
  EXPECT_EQ(dates_of(study),
            (std::vector<std::string>{"0 checkpoint 2025-09-30", "1 checkpoint 2025-10-31", "2 checkpoint 2025-11-30",
                                      "3 checkpoint 2025-12-31", "4 reporting 2026-02-28", "5 checkpoint 2026-02-28",
                                      "6 checkpoint 2026-03-31", "7 checkpoint 2026-04-30"}));
}

TEST(CompanyLimits, follow_the_tiers_of_the_regime) {
  Regime regime = testing::small_regime();
  VeuCompany company;
  company.headquarters = "USA";
  company.installed_tpp = {{"CHN", 5}};
  company.locations = {{"IND", {1}}, {"other_tier1", {1}}};
  const auto destinations = [&] {
    std::vector<std::string> all;
    for (const CompanyLimit& limit : limits_of(regime, company))
      if (limit.rule == CompanyRule::one_destination) all.push_back(limit.destination);
    return all;
  };
  EXPECT_EQ(destinations(), (std::vector<std::string>{"", "CHN", "IND"}));
  regime.tiers["IND"].tier = 1;
  EXPECT_EQ(destinations(), (std::vector<std::string>{"", "CHN"}));
  company.headquarters = "KEN";  // 50 % at home binds parents in the United States
  EXPECT_EQ(limits_of(regime, company).size(), 3u);
  regime.uveu->max_one_destination.reset();
  ASSERT_EQ(limits_of(regime, company).size(), 1u);
  EXPECT_EQ(limits_of(regime, company)[0].share, 2500u);
}

TEST(CompanyScenario, changes_the_limits_that_it_names) {
  const Trying trying("regime = { uveu = { max_one_destination = 0.05, reporting_dates = [\"01-15\"] } }");
  EXPECT_EQ(trying.errors(), "");
  EXPECT_EQ(trying.warnings(), "");
  EXPECT_EQ(trying.after.regime.uveu->max_one_destination, 0.05);
  EXPECT_EQ(trying.after.regime.uveu->max_outside_tier1, 0.25);
  EXPECT_EQ(trying.after.regime.uveu->checkpoint_months, 6);
  ASSERT_EQ(trying.after.regime.uveu->reporting_dates.size(), 1u);
  EXPECT_EQ(trying.after.regime.uveu->reporting_dates[0].day, 15);
  EXPECT_EQ(trying.loaded.study.regime.uveu->max_one_destination, 0.07);
}

TEST(CompanyScenario, acts_on_what_is_tallied) {
  using namespace testing;
  Study study = small_study(12);
  add_company(&study, "X", 0).installed_tpp = {{"USA", 940}, {"IND", 60}};
  Scenario strict;
  strict.name = "strict";
  strict.regime.uveu = study.regime.uveu;
  strict.regime.uveu->max_one_destination = 0.05;
  Problems problems;
  const Study changed = apply_scenario(study, strict, small_catalogue(), problems);
  ASSERT_TRUE(problems.ok());
  const CompiledStudy before = compiled(study), after = compiled(changed);
  const u32 slot = slot_of(before, "X", CompanyRule::one_destination, "IND");
  EXPECT_EQ(past(run_reference(before, {0, 10}), slot, 0), 0u);
  EXPECT_EQ(past(run_reference(after, {0, 10}), slot, 0), 10u);
  EXPECT_NE(before.digest(), after.digest());
}

}  // namespace
}  // namespace headroom::test
