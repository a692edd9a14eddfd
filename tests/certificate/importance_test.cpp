// Importance sampling against what is exactly true, and against plain counting. Bounds follow from the number of
// trials; seeds are fixed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "host/stats/exact_solver.h"
#include "host/stats/importance.h"
#include "host/stats/stopping.h"
#include "tests/certificate/size.h"
#include "tests/support/random_study.h"

namespace headroom {
namespace {

using namespace testing;

constexpr double kBound = 4.5;  // standard errors

std::unique_ptr<Engine> fast_engine() { return make_cpu_engine("auto", 2); }

// Orders of many sizes, so few that the destination hardly exhausts.
struct Rare {
  double orders_per_month, log_sd;
  u64 cap;
};
Study rare_study(const Rare& rare) {
  Study study = small_study(12);
  study.regime.allocation.cap_tpp = rare.cap;
  Stream& stream = add_stream(&study, "EST", rare.orders_per_month, 45);
  stream.chips = "C";
  stream.units_log_sd = rare.log_sd;
  stream.units_max = 20'000;
  stream.growth_per_year = 0.3;
  stream.delay_months = rare.log_sd > 0 ? 1.5 : 0;
  return study;
}

const std::vector<Rare> kRare = {{3.0, 1.2, 790'000'000},   {1.0, 1.2, 790'000'000}, {4.0, 0.6, 790'000'000},
                                 {0.1, 1.4, 1'000'000'000}, {5.0, 0, 790'000'000},   {12.0, 1.0, 3'000'000'000}};

WeightTally weighed(const TiltedStudy& tilted, TrialRange range, Engine& engine) {
  const Tables tables = tilted.tables();
  WeightTally tally(tables.months);
  const std::atomic<bool> stop{false};
  engine.run_weighted(tables, tilted.tilt(), range, stop, &tally);
  return tally;
}

struct Estimate {
  double p, error;
};
Estimate estimate_of(const WeightedHits& of) {
  return {of.sum / static_cast<double>(of.trials), std::sqrt(of.variance())};
}

TEST(Importance, agrees_with_exact_tails_from_often_to_hardly_ever) {
  const auto engine = fast_engine();
  double least = 1;
  for (const Rare& rare : kRare) {
    const Study study = rare_study(rare);
    const CompiledStudy c = compiled(study);
    const Estimates exact = exact_estimates(c, study, 1);
    const WeightTally tally = weighed(tilted_by_pilot(c, 0, *engine), {0, in_full<u64>(1 << 20, 1 << 13)}, *engine);
    for (const u32 month : {5u, 11u}) {
      const double p = exact.destinations[0].by_month[month].estimate;
      if (p < 1e-9) continue;  // near the solver's own error
      const WeightedHits of = hits_until(tally, month);
      const Estimate found = estimate_of(of);
      EXPECT_NEAR(found.p, p, kBound * found.error + 1e-6 * p)
          << rare.orders_per_month << ", " << rare.log_sd << ", " << month;
      least = std::min(least, p);
      if (month == 5) continue;
      EXPECT_GT(of.effective(), 0.02 * static_cast<double>(of.trials)) << rare.orders_per_month;
    }
  }
  EXPECT_LT(least, 2e-6);
}

// One quarter, so that beta . z is one normal number of variance v: the mean of the exact tail over it.
TEST(Importance, agrees_with_the_integral_over_factors) {
  const auto engine = fast_engine();
  Study study = small_study(3);
  study.factors = {0.8, 0.6, 0.5, 0.7, 0, {}};
  Stream& stream = add_stream(&study, "EST", 2, 45);
  stream.chips = "C";
  stream.units_log_sd = 0.8;
  stream.units_max = 4'000;
  stream.beta_global = 0.3, stream.beta_region = 0.5, stream.beta_own = 0.4;
  const double v = 0.09 + 0.25 + 0.16 + 2 * 0.3 * 0.5 * 0.5;
  const CompiledStudy c = compiled(study);
  double integral = 0;
  const int steps = in_full(400, 60);
  for (int i = 0; i < steps; ++i) {
    const double z = -7 + 14 * (i + 0.5) / steps;
    Study given = study;
    Stream& only = given.streams[0];
    only.beta_global = only.beta_region = only.beta_own = 0;
    only.orders_per_month *= std::exp(std::sqrt(v) * z - v / 2);
    integral += exact_estimates(compiled(given), given, 2).destinations[0].exhausted.estimate * std::exp(-z * z / 2) /
                std::sqrt(2 * std::numbers::pi) * 14 / steps;
  }
  const TiltedStudy tilted = tilted_by_pilot(c, 0, *engine);
  EXPECT_GT(tilted.tilt().half_square, 0u) << "factors are shifted";
  const WeightedHits of = hits_until(weighed(tilted, {0, in_full<u64>(1 << 20, 1 << 14)}, *engine), 2);
  const Estimate found = estimate_of(of);
  EXPECT_NEAR(found.p, integral, kBound * found.error + 1e-6 * integral);
  EXPECT_LT(integral, 1e-3);
}

// Every rule in every combination: the squares of differences from plain counting, in their standard errors.
struct Agreement {
  double squares = 0;
  u32 count = 0;
  double z() const { return (squares - count) / std::sqrt(2.0 * count); }
};
Agreement agreement(u32 studies, u64 trials, double bias) {
  const auto engine = fast_engine();
  Agreement all;
  for (u32 seed = 1; seed <= studies; ++seed) {
    const CompiledStudy c = compiled(random_study(seed));
    const Tally plain = run_reference(c, {u64(1) << 40, trials}, 2);
    for (u32 d = 0; d < plain.shape.destinations; ++d) {
      if (!importance_refusal(c, d).empty()) continue;
      const double hits = double(exhausted_by(plain, d, plain.shape.months - 1)), n = double(trials), p = hits / n;
      if (hits < 30 || n - hits < 30) continue;  // so that both are nearly normal
      const WeightTally tally = weighed(tilted_by_pilot(c, d, *engine), {0, trials}, *engine);
      const Estimate found = estimate_of(hits_until(tally, plain.shape.months - 1));
      const double variance = p * (1 - p) / n + found.error * found.error;
      const double z = (found.p * bias - p) / std::sqrt(variance);
      all.squares += z * z;
      ++all.count;
    }
  }
  return all;
}

TEST(Importance, agrees_with_plain_counting_on_random_studies) {
  const Agreement all = agreement(in_full(60u, 8u), in_full<u64>(1 << 16, 1 << 11), 1);
  EXPECT_LT(std::abs(all.z()), kBound);
  EXPECT_GE(all.count, in_full(20u, 2u));
}

}  // namespace
}  // namespace headroom
