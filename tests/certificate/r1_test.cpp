// The reference workload R1 with an allocation so large that some destinations exhaust it once in a million trials.
#include <gtest/gtest.h>

#include <cmath>

#include "host/model/compile.h"
#include "host/model/load.h"
#include "host/stats/exact_solver.h"
#include "host/stats/importance.h"
#include "tests/certificate/size.h"

namespace headroom {
namespace {

using testing::in_full;

constexpr u64 kAllocation = 6'000'000'000;

LoadedStudy rare_r1() {
  Problems problems;
  LoadedStudy loaded = load_study("R1", {}, problems);
  EXPECT_TRUE(problems.ok());
  loaded.study.regime.allocation.cap_tpp = kAllocation;
  return loaded;
}

WeightedHits weighed(const CompiledStudy& c, u32 destination, u64 trials) {
  const auto engine = make_cpu_engine("auto", 2);
  const TiltedStudy tilted = tilted_by_pilot(c, destination, *engine);
  const Tables tables = tilted.tables();
  WeightTally tally(tables.months);
  const std::atomic<bool> stop{false};
  engine->run_weighted(tables, tilted.tilt(), {0, trials}, stop, &tally);
  return hits_until(tally, tables.months - 1);
}

TEST(RareR1, ten_thousand_times_less_variance_than_plain_at_a_millionth) {
  LoadedStudy loaded = rare_r1();
  Problems problems;
  const CompiledStudy c = compile(loaded.study, loaded.catalogue, problems);
  u32 near = 0;
  for (u32 d = 0; d < c.capped.size(); d += in_full(5u, 15u)) {
    const WeightedHits of = weighed(c, d, 1 << 15);
    const double n = double(of.trials), p = of.sum / n, relative = std::sqrt(of.variance()) / p;
    const double gain = (1 - p) / p / (n * relative * relative);
    if (p < 2e-7 || p > 5e-6) continue;
    ++near;
    EXPECT_GT(gain, 1e4) << c.capped[d].iso3;
    EXPECT_LT(relative, 0.05) << c.capped[d].iso3;
  }
  EXPECT_GE(near, in_full(4u, 1u));
}

TEST(RareR1, agrees_with_the_solver_without_factors) {
  LoadedStudy loaded = rare_r1();
  for (Stream& stream : loaded.study.streams) stream.beta_global = stream.beta_region = 0;
  Problems problems;
  const CompiledStudy c = compile(loaded.study, loaded.catalogue, problems);
  const Estimates exact = exact_estimates(c, loaded.study, 2);
  double squares = 0;
  u32 count = 0;
  for (u32 d = 0; d < c.capped.size(); d += in_full(5u, 20u)) {
    const Probability& known = exact.destinations[d].exhausted;
    const double p = known.estimate;
    if (known.high - p > 0.003 * p) continue;  // the solver's own error
    const WeightedHits of = weighed(c, d, in_full(1 << 16, 1 << 12));
    const double z = (of.sum / double(of.trials) - p) / std::sqrt(of.variance());
    squares += z * z;
    ++count;
  }
  EXPECT_GE(count, in_full(5u, 1u));
  EXPECT_LT(std::abs(squares - count) / std::sqrt(2.0 * count), 4.5);
}

}  // namespace
}  // namespace headroom
