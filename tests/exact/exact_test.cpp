// Studies of one route `general` have exact answers: P(exhausted by m) = P(S > cap), S compound Poisson. Bounds follow
// from the number of trials; seeds are fixed.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "host/model/demand.h"
#include "host/model/function_tables.h"
#include "host/trial/walk.h"
#include "tests/support/compound_poisson.h"
#include "tests/support/small_study.h"

namespace headroom {
namespace {

using namespace testing;

constexpr u64 kUnit = 160'000, kCapUnits = 790'000'000 / kUnit;
const std::vector<std::string> kPlaces = {"ARE", "BRA", "CHL", "CZE", "EST", "IND",
                                          "KEN", "MEX", "MYS", "POL", "QAT", "SAU"};

// Twelve destinations, from one that hardly ever exhausts to one that nearly always does.
Study twelve_destinations(int months) {
  Study study = small_study(months);
  for (std::size_t i = 0; i < kPlaces.size(); ++i) {
    Stream& stream = add_stream(&study, kPlaces[i], (0.6 + 0.135 * double(i)) * 36 / months, 45);
    stream.chips = "C";
    stream.units_log_sd = 1.2;
    stream.units_max = 2'000;
    stream.growth_per_year = 0.3;
    stream.delay_months = 1.5;
  }
  return study;
}

std::vector<u64> sizes_of(const Stream& stream, u64 units_each) {
  std::vector<u64> sizes;
  for (const u32 units : lognormal_sizes(stream.units_median, stream.units_log_sd, stream.units_max))
    sizes.push_back(units * units_each);
  return sizes;
}

double orders_until(const Study& study, const Stream& stream, int months) {
  double sum = 0;
  for (int m = 0; m < months; ++m) sum += double(monthly_orders(stream, study.months, study.steady_pipeline)[m]);
  return sum;
}

void expect_probability(const Tally& tally, u32 destination, int months, double exact) {
  const double estimate = double(exhausted_by(tally, destination, u32(months - 1))) / double(tally.trials);
  EXPECT_NEAR(estimate, exact, sampling_bound(exact, tally.trials)) << "destination " << destination << ", " << months;
}

TEST(Exact, fixed_orders_without_factors_are_a_poisson_tail) {
  // 49 orders of 15,832,000 TPP fit; P(Poisson(45) >= 50) and the same for 24 and 30 months.
  Study study = small_study();
  add_stream(&study, "EST", 1.25, 1000).chips = "H100";
  const Tally tally = run_reference(compiled(study), {0, 200'000}, 2);
  expect_probability(tally, 0, 36, 0.246802);
  expect_probability(tally, 0, 30, 0.029182);
  expect_probability(tally, 0, 24, 0.000519);
}

TEST(Exact, twelve_destinations_without_factors_agree_in_every_month) {
  const Study study = twelve_destinations(36);
  const Tally tally = run_reference(compiled(study), {0, 100'000}, 2);
  double least = 1, most = 0;
  for (u32 d = 0; d < kPlaces.size(); ++d) {
    const Stream& stream = study.streams[d];
    const CompoundPoisson law({sizes_of(stream, 1)}, kCapUnits);
    for (const int months : {9, 18, 27, 36})
      expect_probability(tally, d, months, law.exceeds({orders_until(study, stream, months)}));
    const double at_end = law.exceeds({orders_until(study, stream, 36)});
    least = std::min(least, at_end);
    most = std::max(most, at_end);
  }
  EXPECT_LT(least, 0.05);  // the destinations cover the range
  EXPECT_GT(most, 0.7);
}

TEST(Exact, mixes_that_change_by_quarter_agree) {
  Study study = twelve_destinations(12);
  study.mixes["blend"] = {{{"C", {0.9, 0.6, 0.3, 0.1}}, {"D", {0.1, 0.4, 0.7, 0.9}}}};
  for (Stream& stream : study.streams) stream.chips = "blend";
  const Tally tally = run_reference(compiled(study), {0, 100'000}, 2);
  const double share_of_b[] = {0.1, 0.4, 0.7, 0.9};
  for (u32 d = 0; d < kPlaces.size(); ++d) {
    const Stream& stream = study.streams[d];
    const CompoundPoisson law({sizes_of(stream, 1), sizes_of(stream, 2)}, kCapUnits);
    const auto monthly = monthly_orders(stream, 12, false);
    double a = 0, b = 0;
    for (int m = 0; m < 12; ++m) {
      a += double(monthly[m]) * (1 - share_of_b[m / 3]);
      b += double(monthly[m]) * share_of_b[m / 3];
      if (m == 5 || m == 11) expect_probability(tally, d, m + 1, law.exceeds({a, b}));
    }
  }
}

TEST(Exact, one_quarter_with_factors_agrees_with_the_integral_over_them) {
  // In one quarter beta . z is one normal number of variance v: integrate F(base exp(x - v / 2)) over it.
  Study study = twelve_destinations(3);
  study.factors = {0.8, 0.6, 0.5, 0.7, 0, {}};
  for (std::size_t i = 0; i < study.streams.size(); ++i) {
    study.streams[i].beta_global = 0.3;
    study.streams[i].beta_region = 0.5;
    study.streams[i].beta_own = i % 2 ? 0.4 : 0.0;
  }
  const Tally tally = run_reference(compiled(study), {0, 100'000}, 2);
  for (u32 d = 0; d < kPlaces.size(); ++d) {
    const Stream& stream = study.streams[d];
    const double base = orders_until(study, stream, 3);
    const double v = 0.09 + 0.25 + stream.beta_own * stream.beta_own + 2 * 0.3 * 0.5 * 0.5;
    const ExceedanceOfMean law(CompoundPoisson({sizes_of(stream, 1)}, kCapUnits), base * std::exp(-8 * std::sqrt(v)),
                               base * std::exp(8 * std::sqrt(v)));
    double integral = 0;
    const int steps = 4000;
    for (int i = 0; i < steps; ++i) {
      const double z = -8 + 16 * (i + 0.5) / steps;
      integral += law(base * std::exp(std::sqrt(v) * z - v / 2)) * std::exp(-z * z / 2) * 16 / steps;
    }
    expect_probability(tally, d, 3, integral / std::sqrt(2 * std::numbers::pi));
  }
}

// F of each trial's own operational time at the end, added up: given the factors, what is left is order noise alone, so
// that the count differs from the sum by a few standard deviations of independent coin tosses.
void expect_conditional_agreement(const Study& study) {
  constexpr u64 kTrials = 20'000;
  const CompiledStudy c = compiled(study);
  const Tables tables = c.tables();
  const Tally tally = run_reference(c, {0, kTrials}, 2);
  std::vector<u32> path(factor_path_length(tables));
  std::vector<u64> ends(month_rows(tables.months));
  for (u32 d = 0; d < kPlaces.size(); d += 3) {
    const ExceedanceOfMean law(CompoundPoisson({sizes_of(study.streams[d], 1)}, kCapUnits), 0.01, 3000);
    double expected = 0, variance = 0;
    for (u64 trial = 0; trial < kTrials; ++trial) {
      const FactorPath<OneLane> z{path.data(), 1, tables.quarters};
      draw_factors<OneLane>(tables, trial, z);
      Column<OneLane> month_end{ends.data(), 1};
      run_clock<OneLane>(tables, tables.destinations[d], z, &month_end);
      const double p = law(double(ends[tables.months - 1]) * std::numbers::ln2 / (1 << 20));
      expected += p;
      variance += p * (1 - p);
    }
    EXPECT_NEAR(double(exhausted_by(tally, d, 35)), expected, 4.5 * std::sqrt(variance) + 1e-6 * kTrials) << d;
    EXPECT_GT(expected, 100);
  }
}

TEST(Exact, three_years_with_factors_agree_given_each_trials_intensity) {
  Study study = twelve_destinations(36);
  study.factors = {0.85, 0.6, 0.0, std::nullopt, 0, {{"north", {"EST", "POL"}}}};
  for (Stream& stream : study.streams) stream.beta_global = 0.35, stream.beta_region = 0.5;
  expect_conditional_agreement(study);
}

TEST(Exact, student_t_factors_agree_given_each_trials_intensity) {
  Study study = twelve_destinations(36);
  study.factors = {0.85, 0.6, 0.3, 0.5, 5, {}};
  for (Stream& stream : study.streams) stream.beta_global = 0.2, stream.beta_region = 0.2, stream.beta_own = 0.1;
  expect_conditional_agreement(study);
}

}  // namespace
}  // namespace headroom
