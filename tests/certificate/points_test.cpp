// How often intervals from replicates of scrambled points miss, counted over many scramblings: that means of replicates
// are nearly normal is not proven, so this is what they rest on. Probabilities from a half to one in a thousand.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "host/model/load.h"
#include "tests/certificate/size.h"
#include "tests/support/conditional_run.h"

namespace headroom {
namespace {

using namespace testing;

constexpr u64 kRuns = in_full(2000, 200);

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
      const Probability p = replicated_interval(replicate_means(tally, d, 0), chance_sums(tally, d, 0));
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

void expect_coverage(const Study& study, u32 replicates, u64 points) {
  for (const Coverage& seen : coverage(study, replicates, replicates * points))
    EXPECT_LE(seen.missed, most_misses(0.06)) << seen.p << ", " << replicates << " of " << points;
}

TEST(PointIntervals, miss_no_more_often_than_they_say) {
  for (const u32 replicates : {8u, 16u})
    for (const u64 points : {64u, 512u}) expect_coverage(stateless_study(3), replicates, points);
}

TEST(PointIntervals, of_rare_exhaustions_miss_no_more_often_than_they_say) {
  Study study = stateless_study(3);
  for (Stream& stream : study.streams) stream.orders_per_month *= 0.6;  // down to 0.0015
  for (const u64 points : {256u, 1024u}) expect_coverage(study, 16, points);
}

TEST(PointIntervals, of_half_the_length_would_be_found) {
  for (const Coverage& seen : coverage(stateless_study(3), 16, 16 * 64))
    if (seen.p > 0.05 && seen.p < 0.95) {  // no rarer, or the interval is that of random trials
      EXPECT_GT(seen.missed_shortened, most_misses(0.06)) << seen.p;
    }
}

// By destination of the reference workload R1 with P(exhausted) between a thousandth and a half: how often the variance
// of so many scrambled points goes into that of as many random trials.
std::vector<double> gains_of_R1(u32 points) {
  constexpr u32 kReplicates = in_full(256, 64);  // tell a variance to 9 or 18 %
  Problems problems;
  const LoadedStudy loaded = load_study("R1", {}, problems);
  const CompiledStudy c = compile(loaded.study, loaded.catalogue, problems);
  const auto engine = make_cpu_engine("auto", 2);
  ConditionalStudy conditional(c, 2, c.tables().months - 1);
  const ConditionalTally by_words = conditional_tally(*engine, conditional, {0, 1 << 14});
  conditional.use_points(kReplicates);
  const ConditionalTally by_points = conditional_tally(*engine, conditional, {0, u64(points) * kReplicates});
  std::vector<double> gains;
  for (u32 place = 0; place < by_words.places; ++place) {
    const ChanceSums random = chance_sums(by_words, place, 0), means = replicate_means(by_points, place, 0);
    const double p = double(means.mean());
    if (p >= 1e-3 && p <= 0.5) gains.push_back(double(random.variance()) / points / double(means.variance()));
  }
  std::sort(gains.begin(), gains.end());
  return gains;
}

TEST(PointsOfR1, have_a_fraction_of_the_variance_of_as_many_random_trials) {
  struct Known {
    u32 points;
    double median, least;  // in the full certificate 12 and 4, 24 and 8, 62 and 15, 82 and 21
  };
  for (const Known& known :
       in_full<std::vector<Known>>({{64, 9, 3}, {256, 18, 5}, {1024, 40, 10}, {4096, 55, 14}}, {{256, 15, 4}})) {
    const std::vector<double> gains = gains_of_R1(known.points);
    ASSERT_GT(gains.size(), 90u);
    EXPECT_GT(gains[gains.size() / 2], known.median) << known.points;
    EXPECT_GT(gains.front(), known.least) << known.points;
    RecordProperty(std::to_string(known.points), std::to_string(gains[gains.size() / 2]));
  }
}

}  // namespace
}  // namespace headroom
