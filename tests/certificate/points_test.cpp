// How often intervals from replicates of scrambled points miss, counted over many seeds: that a few means of a
// replicate are nearly normal is not proven, so this is what they rest on. Probabilities from a half to one in a
// thousand.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/certificate/size.h"
#include "tests/support/conditional_run.h"

namespace headroom {
namespace {

using namespace testing;

constexpr u64 kRuns = in_full(4000, 250);

struct Coverage {
  double p = 0;
  u64 missed = 0, missed_shortened = 0;  // the latter: by intervals of half the length
};

// By destination, each run with scramblings of its own.
std::vector<Coverage> coverage(const Study& study, u32 replicates, u64 trials) {
  const auto engine = make_cpu_engine("auto", 1);
  const CompiledStudy c = compiled(study);
  ConditionalStudy conditional(c, 1, c.tables().months - 1);
  conditional.use_points(replicates);
  ConditionalTables tables = conditional.tables();
  std::vector<Coverage> all(study.streams.size());
  for (u32 d = 0; d < all.size(); ++d) all[d].p = integral_over_factors(c, study, d).mean;
  const std::atomic<bool> stop{false};
  for (u32 run = 0; run < kRuns; ++run) {
    tables.study.keys = keys_of_rounds({run, 1});
    ConditionalTally tally(tables);
    engine->run_conditional(tables, {0, trials}, stop, &tally);
    for (u32 d = 0; d < all.size(); ++d) {
      const Probability p = replicated_interval(chance_sums(tally, d, 0), trials);
      const auto misses = [&](double share) {
        return all[d].p < p.estimate - share * (p.estimate - p.low) - 1e-7 ||
               all[d].p > p.estimate + share * (p.high - p.estimate) + 1e-7;
      };
      all[d].missed += misses(1);
      all[d].missed_shortened += misses(0.5);
    }
  }
  return all;
}

double most_misses(double chance) { return kRuns * chance + 4.5 * std::sqrt(kRuns * chance * (1 - chance)); }

TEST(PointIntervals, miss_no_more_often_than_they_say) {
  for (const u32 replicates : {8u, 16u})
    for (const u64 points : {16u, 256u})
      for (const Coverage& seen : coverage(stateless_study(3), replicates, replicates * points))
        EXPECT_LE(seen.missed, most_misses(0.05)) << seen.p << ", " << replicates << " of " << points;
}

TEST(PointIntervals, of_half_the_length_would_be_found) {
  for (const Coverage& seen : coverage(stateless_study(3), 16, 16 * 64))
    EXPECT_GT(seen.missed_shortened, most_misses(0.05)) << seen.p;
}

}  // namespace
}  // namespace headroom
