// How often intervals of weighted trials miss, counted over many runs: they are not proven, so this is what they rest
// on. Probabilities from a half to a millionth.
#include <gtest/gtest.h>

#include <cmath>

#include "host/stats/exact_solver.h"
#include "host/stats/importance.h"
#include "host/stats/stopping.h"
#include "tests/certificate/size.h"
#include "tests/support/small_study.h"

namespace headroom {
namespace {

using namespace testing;

// Some half a dozen orders exhaust.
Study few_orders(double orders_per_month) {
  Study study = small_study(12);
  study.regime.allocation.cap_tpp = 40'000'000;
  Stream& stream = add_stream(&study, "EST", orders_per_month, 45);
  stream.chips = "C";
  stream.units_log_sd = 0.5;
  stream.units_max = 250;
  return study;
}

Study under_factors(Study study) {
  study.factors = {0.8, 0.6, 0, std::nullopt, 0, {}};
  study.streams[0].beta_global = 0.35, study.streams[0].beta_region = 0.25;
  return study;
}

const std::vector<double> kOrders =
    in_full<std::vector<double>>({0.4, 0.13, 0.045, 0.0165, 0.006, 0.0035, 0.0018}, {0.24, 0.027});

struct Coverage {
  double p = 0;
  u64 runs = 0, missed = 0, missed_shortened = 0;
};

// Each run has trials of its own; the tilt is chosen once. Also of intervals that are a fifth too short.
Coverage coverage(double orders_per_month, double error, u64 runs, u64 trials) {
  const auto engine = make_cpu_engine("auto", 1);
  const Study study = few_orders(orders_per_month);
  const CompiledStudy c = compiled(study);
  const TiltedStudy tilted = tilted_by_pilot(c, 0, *engine);
  const Tables tables = tilted.tables();
  Coverage seen{exact_estimates(c, study, 1).destinations[0].exhausted.estimate, runs};
  const std::atomic<bool> stop{false};
  for (u64 run = 0; run < runs; ++run) {
    WeightTally tally(tables.months);
    engine->run_weighted(tables, tilted.tilt(), {run * trials, trials}, stop, &tally);
    const Probability p = weighted_interval(hits_until(tally, tables.months - 1), error, kLevel);
    const auto misses = [&](double shortened) {
      return seen.p < p.estimate - shortened * (p.estimate - p.low) ||
             seen.p > p.estimate + shortened * (p.high - p.estimate);
    };
    seen.missed += misses(1);
    seen.missed_shortened += misses(0.8);
  }
  return seen;
}

// So many misses, and 4.5 standard deviations of them.
double most_misses(double error, u64 runs) {
  const double n = double(runs);
  return n * error + 4.5 * std::sqrt(n * error * (1 - error));
}

TEST(WeightedIntervals, miss_no_more_often_than_they_say) {
  double least = 1;
  u32 shortened_found = 0;
  for (const double orders : kOrders) {
    const Coverage seen = coverage(orders, 0.05, in_full<u64>(4'000, 100), 1024);
    EXPECT_LE(double(seen.missed), most_misses(0.05, seen.runs)) << seen.p;
    shortened_found += double(seen.missed_shortened) > most_misses(0.05, seen.runs);
    least = std::min(least, seen.p);
  }
  EXPECT_LT(least, in_full(2e-6, 1e-3));
  if (in_full(true, false)) {
    EXPECT_EQ(shortened_found, kOrders.size()) << "a planted defect";
  }
}

// Factors that move the rate of orders by a third up or down, so that most of a rare event is their doing.
TEST(WeightedIntervals, miss_no_more_often_where_factors_make_it_rare) {
  for (const double orders : {0.045, 0.0165, 0.0035}) {
    const CompiledStudy c = compiled(under_factors(few_orders(orders)));
    const auto engine = make_cpu_engine("auto", 1);
    const TiltedStudy tilted = tilted_by_pilot(c, 0, *engine);
    // The truth, nearly: a thousand runs' worth, whose own error is part of what is allowed.
    const u64 runs = in_full<u64>(2'000, 60), trials = 2048;
    const Tables tables = tilted.tables();
    WeightTally all(tables.months);
    const std::atomic<bool> stop{false};
    std::vector<Probability> intervals;
    for (u64 run = 0; run < runs; ++run) {
      WeightTally tally(tables.months);
      engine->run_weighted(tables, tilted.tilt(), {run * trials, trials}, stop, &tally);
      intervals.push_back(weighted_interval(hits_until(tally, tables.months - 1), 0.05, kLevel));
      all.merge(tally);
    }
    const WeightedHits of = hits_until(all, tables.months - 1);
    const double p = of.sum / double(of.trials);
    u64 missed = 0;
    for (const Probability& one : intervals) missed += p < one.low || p > one.high;
    EXPECT_LE(double(missed), most_misses(0.05, runs)) << p;
  }
}

TEST(WeightedIntervals, miss_at_each_look_no_more_often_than_its_share) {
  for (const double orders : kOrders) {
    for (const u32 look : {1u, 2u}) {
      const double error = error_of(kLevel, look);
      const Coverage seen = coverage(orders, error, in_full<u64>(2'000, 50), u64(1024) << look);
      EXPECT_LE(double(seen.missed), most_misses(error, seen.runs)) << seen.p << ", " << look;
    }
  }
}

}  // namespace
}  // namespace headroom
