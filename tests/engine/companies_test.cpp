// Companies on the reference engine: what is known for certain, exactly, or by law.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/companies.h"
#include "tests/support/rich_study.h"

namespace headroom {
namespace {

using namespace testing;

constexpr u64 kCompanyTrials = 20'000;

u64 broken_in(const Tally& t, u32 slot, u32 month) { return t.counters[t.shape.broken_in(slot, month)]; }
u64 first_broken(const Tally& t, u32 slot, u32 month) { return t.counters[t.shape.first_broken(slot, month)]; }

// A company that never moves: what it has is what is looked at.
Tally still(const std::map<std::string, u64>& installed, CompiledStudy* study) {
  Study words = small_study();
  add_company(&words, "X", 0).installed_tpp = installed;
  *study = compiled(words);
  return run_reference(*study, {0, 10});
}

TEST(CompanyLook, straddles_each_limit_by_one_tpp) {
  struct Case {
    u64 at_home, elsewhere, india, kenya;
    CompanyRule rule;
    std::string destination;
    bool past;
  };
  const Case cases[] = {{5'000, 2'500, 1'250, 1'250, CompanyRule::outside_tier1, "", false},
                        {5'000, 2'499, 1'250, 1'251, CompanyRule::outside_tier1, "", true},
                        {5'000, 4'300, 700, 0, CompanyRule::one_destination, "IND", false},
                        {5'000, 4'299, 701, 0, CompanyRule::one_destination, "IND", true},
                        {5'000, 4'299, 701, 0, CompanyRule::one_destination, "", true},
                        {5'000, 4'299, 701, 0, CompanyRule::one_destination, "KEN", false},
                        {5'000, 5'000, 0, 0, CompanyRule::home, "", false},
                        {4'999, 5'001, 0, 0, CompanyRule::home, "", true},
                        {0, 0, 0, 0, CompanyRule::home, "", false}};
  for (const Case& one : cases) {
    CompiledStudy study;
    const Tally t =
        still({{"USA", one.at_home}, {"other_tier1", one.elsewhere}, {"IND", one.india}, {"KEN", one.kenya}}, &study);
    const u32 slot = slot_of(study, "X", one.rule, one.destination);
    for (u32 look = 0; look < t.shape.looks; ++look)
      EXPECT_EQ(past(t, slot, look), one.past ? 10u : 0u) << one.india << " " << look;
    EXPECT_EQ(first_broken(t, slot, 36), 10u) << "no move, so no move breaks anything";
  }
}

TEST(CompanyLook, keeps_the_slack_of_each_limit) {
  CompiledStudy study;
  const Tally t = still({{"USA", 6'250}, {"other_tier1", 3'250}, {"IND", 500}}, &study);
  const auto slack = [&](CompanyRule rule, const std::string& destination, u32 bin) {
    return t.counters[t.shape.slack(slot_of(study, "X", rule, destination), 0, bin)];
  };
  EXPECT_EQ(slack(CompanyRule::outside_tier1, "", 120), 10u);       // 0.25 - 0.05
  EXPECT_EQ(slack(CompanyRule::one_destination, "IND", 102), 10u);  // 0.07 - 0.05
  EXPECT_EQ(slack(CompanyRule::home, "", 112), 10u);                // 0.625 - 0.5 = 0.125
}

// A company that comes to India in its second quarter, with so many clusters that none in a month is out of question.
TEST(CompanyLook, comes_at_the_end_of_the_month_before_the_reporting_date) {
  Study words = small_study(12);
  VeuCompany& company = add_company(&words, "X", 60);
  company.locations = {{"USA", {1, 0}}, {"IND", {0, 1}}};
  words.regime.uveu->reporting_dates = {{4, 1}, {5, 15}};
  words.regime.uveu->checkpoint_months = 0;
  const CompiledStudy study = compiled(words);
  const Tally t = run_reference(study, {0, 1000});
  const u32 slot = slot_of(study, "X", CompanyRule::one_destination, "IND");
  ASSERT_EQ(study.look_labels.size(), 2u);
  EXPECT_EQ(study.look_labels[0].date, "2025-04-01");
  EXPECT_EQ(study.look_labels[1].date, "2025-05-15");
  EXPECT_EQ(t.counters[t.shape.slack(slot, 0, 107)], 1000u) << "nothing is there at the end of March";
  EXPECT_EQ(past(t, slot, 1), 1000u) << "a quarter of all is there at the end of April";
}

TEST(CompanyMoves, are_counted_once_a_month_and_limit) {
  Study words = small_study(6);
  VeuCompany& company = add_company(&words, "X", 60);
  company.locations = {{"IND", {1}}};
  const CompiledStudy study = compiled(words);
  const Tally t = run_reference(study, {0, 1000});
  for (const char* where : {"", "IND"}) {
    const u32 slot = slot_of(study, "X", CompanyRule::one_destination, where);
    for (u32 m = 0; m < 6; ++m) EXPECT_EQ(broken_in(t, slot, m), 1000u);
    EXPECT_EQ(first_broken(t, slot, 0), 1000u);
    EXPECT_EQ(first_broken(t, slot, 6), 0u);
  }
  EXPECT_EQ(first_broken(t, slot_of(study, "X", CompanyRule::home, ""), 6), 1000u) << "binds no move";
}

TEST(CompanySlip, brings_clusters_home_at_the_start_of_a_later_month) {
  Study words = small_study(12);
  VeuCompany& company = add_company(&words, "X", 60);
  company.installed_tpp = {{"IND", 1}};
  company.home_slip = {1.0, 6};  // what comes in July to December is that of January to June
  const CompiledStudy study = compiled(words);
  const Tally t = run_reference(study, {0, kCompanyTrials});
  const u32 slot = slot_of(study, "X", CompanyRule::one_destination, "IND");
  ASSERT_EQ(study.look_labels[1].date, "2025-06-30");
  ASSERT_EQ(study.look_labels[2].date, "2025-08-01");
  EXPECT_EQ(past(t, slot, 1), kCompanyTrials) << "nothing has come by the end of June";
  EXPECT_EQ(past(t, slot, 2), 0u) << "January's have come by the end of July";
  EXPECT_NEAR(tpp_at_end(t, 1), 6 * 60 * 16'000, 4.5 * std::sqrt(6 * 60.0 / kCompanyTrials) * 16'000);
}

TEST(CompanySlip, delays_as_many_as_it_says) {
  Study words = small_study(12);
  add_company(&words, "X", 60).home_slip = {0.25, 12};  // past the horizon
  const CompiledStudy study = compiled(words);
  const double mean = 0.75 * 12 * 60;
  EXPECT_NEAR(tpp_at_end(run_reference(study, {0, kCompanyTrials}), 0) / 16'000, mean,
              4.5 * std::sqrt(mean / kCompanyTrials));
}

// P(X = k) for k = 0, 1, ... of a Poisson number.
std::vector<double> poisson(double mean, int count) {
  std::vector<double> p;
  for (int k = 0; k < count; ++k) p.push_back(std::exp(-mean + k * std::log(mean) - std::lgamma(k + 1.0)));
  return p;
}

// Clusters of one size at two places are two Poisson numbers; a limit is past in a set of their pairs.
TEST(CompanyLaw, gives_the_exact_chance_of_each_limit) {
  constexpr u64 kUnit = 16'000;
  Study words = small_study(12);
  VeuCompany& company = add_company(&words, "X", 5);
  company.installed_tpp = {{"USA", 40 * kUnit}, {"IND", 4 * kUnit}, {"other_tier1", 20 * kUnit}};
  company.locations = {{"USA", {0.5}}, {"IND", {0.4}}, {"other_tier1", {0.1}}};
  const CompiledStudy study = compiled(words);
  const Tally t = run_reference(study, {0, kCompanyTrials});
  const auto expect = [&](u32 look, int months, CompanyRule rule, const auto& is_past) {
    const auto home = poisson(5 * 0.5 * months, 150), india = poisson(5 * 0.4 * months, 120),
               rest = poisson(5 * 0.1 * months, 80);
    double p = 0;
    for (int h = 0; h < 150; ++h)
      for (int i = 0; i < 120; ++i)
        for (int r = 0; r < 80; ++r)
          if (is_past(40 + h, 4 + i, 64 + h + i + r)) p += home[h] * india[i] * rest[r];
    ASSERT_GT(p, 0.01);
    ASSERT_LT(p, 0.99);
    const u32 slot = slot_of(study, "X", rule, rule == CompanyRule::one_destination ? "IND" : "");
    EXPECT_NEAR(double(past(t, slot, look)) / kCompanyTrials, p, sampling_bound(p, kCompanyTrials)) << look;
  };
  ASSERT_EQ(study.look_labels[3].month, 11);
  expect(3, 12, CompanyRule::outside_tier1, [](int, int india, int all) { return 4 * india > all; });
  expect(0, 1, CompanyRule::one_destination, [](int, int india, int all) { return 100 * india > 7 * all; });
  expect(3, 12, CompanyRule::home, [](int home, int, int all) { return 2 * home < all; });
}

// Installed + Poisson mean, also under a factor; the spread is at most that of one factor value for all months.
TEST(CompanyLaw, brings_to_each_place_what_the_study_says) {
  Study words = small_study(30);
  words.factors.global_rho = 0.8;
  words.mixes["fleet"] = {{{"A", {0.75, 0.5}}, {"C", {0.25, 0.5}}}};
  VeuCompany& company = add_company(&words, "X", 4);
  company.growth_per_year = 0.5;
  company.units_median = 100;
  company.units_log_sd = 0.8;
  company.units_max = 2000;
  company.chips = "fleet";
  company.beta_global = 0.25;
  company.installed_tpp = {{"USA", 1'000'000}, {"IND", 70'000}};
  company.locations = {{"USA", {8, 6}}, {"IND", {1, 1, 2}}, {"CHN", {1}}};  // what is bound for Tier 3 never comes
  const CompiledStudy study = compiled(words);
  const Tally t = run_reference(study, {0, kCompanyTrials});
  double size = 0, size_squared = 0;
  const Company& row = study.companies[0];
  for (u32 i = 0; i < kSizes; ++i) {
    const double units = study.words[row.sizes + i];
    size += units / kSizes;
    size_squared += units * units / kSizes;
  }
  const auto expect = [&](u32 location, double installed, const auto& share) {
    double mean = 0, noise = 0;
    for (int m = 0; m < 30; ++m) {
      const double clusters = 4 * std::pow(1.5, m / 12.0) * share(m / 3), large = m < 3 ? 0.25 : 0.5;
      mean += clusters * size * (16'000 * (1 - large) + 160'000 * large);
      noise += clusters * size_squared * (16'000.0 * 16'000 * (1 - large) + 160'000.0 * 160'000 * large);
    }
    const double spread = std::sqrt(noise + mean * mean * (std::exp(0.25 * 0.25) - 1));
    EXPECT_NEAR(tpp_at_end(t, location), installed + mean, 4.5 * spread / std::sqrt(kCompanyTrials)) << location;
  };
  expect(1, 70'000, [](int q) { return q == 0 ? 0.1 : q == 1 ? 1 / 8.0 : 2 / 9.0; });
  expect(2, 1'000'000, [](int q) { return q == 0 ? 0.8 : q == 1 ? 6 / 8.0 : 6 / 9.0; });
  EXPECT_EQ(tpp_at_end(t, 0), 0);
}

TEST(CompanyPass, gives_the_same_however_the_work_is_cut) {
  const CompiledStudy study = compiled(with_companies(rich_study(4)));
  const Tally whole = run_reference(study, {50, 1000});
  EXPECT_EQ(run_reference(study, {50, 1000}, 3), whole);
  Tally parts = run_reference(study, {50, 321}, 2);
  parts.merge(run_reference(study, {371, 679}));
  EXPECT_EQ(parts, whole);
  EXPECT_EQ(parts.digest(), whole.digest());
}

TEST(CompanyPass, moves_no_draw_of_a_destination_or_of_another_company) {
  Study words = with_companies(rich_study(4));
  const CompiledStudy all = compiled(words);
  std::erase_if(words.companies, [](const VeuCompany& company) { return company.name == "Acme"; });
  const CompiledStudy fewer = compiled(words);
  words.companies.clear();
  const Tally a = run_reference(all, {0, 500}), b = run_reference(fewer, {0, 500}),
              none = run_reference(compiled(words), {0, 500});
  EXPECT_TRUE(std::equal(none.counters.begin(), none.counters.end(), a.counters.begin()));
  EXPECT_TRUE(std::equal(none.sums.begin(), none.sums.end(), a.sums.begin()));
  const u32 gone = a.shape.slots - b.shape.slots;
  for (u32 slot = 0; slot < b.shape.slots; ++slot)
    for (u32 i = 0; i < b.shape.slot_counters(); ++i)
      EXPECT_EQ(a.counters[a.shape.broken_in(gone + slot, 0) + i], b.counters[b.shape.broken_in(slot, 0) + i]) << slot;
}

TEST(CompanyPass, uses_everything_that_the_rich_companies_have) {
  const CompiledStudy study = compiled(with_companies(rich_study(1)));
  const Tally t = run_reference(study, {0, 500});
  for (const SlotLabel& label : study.slot_labels) {
    if (label.company != "Acme") continue;
    const u32 slot = slot_of(study, "Acme", label.limit.rule, label.limit.destination);
    u64 broken = 0;
    for (u32 look = 0; look < t.shape.looks; ++look) broken += past(t, slot, look);
    EXPECT_GT(broken, 0u) << slot;
    EXPECT_LT(broken, 500 * t.shape.looks) << slot;
  }
}

TEST(CompanyPass, stops_a_trial_that_runs_away_with_its_address) {
  Study words = small_study();
  add_company(&words, "A", 1);
  add_company(&words, "B", 3000);
  const CompiledStudy study = compiled(words);
  try {
    run_reference(study, {12, 1});
    FAIL() << "must not finish";
  } catch (const RunError& error) {
    EXPECT_NE(std::string(error.what()).find("trial 12 moves 2^16 clusters of a company, number 2 by name"),
              std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace headroom
