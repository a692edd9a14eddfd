// What the intervals promise, worked out exactly: no replications, so nothing is left to chance.
#include <gtest/gtest.h>

#include "host/stats/intervals.h"
#include "host/stats/stopping.h"
#include "tests/certificate/binomial_looks.h"
#include "tests/certificate/size.h"

namespace headroom {
namespace {

using namespace testing;

const std::vector<double> kChances = {0.5, 0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6};
constexpr double kError = 1 - kLevel;

Probability exact(u64 hits, u64 trials, u32 /*look*/) { return clopper_pearson(hits, trials); }
Probability at_look(u64 hits, u64 trials, u32 look) {
  return clopper_pearson_within(error_of(kLevel, look), hits, trials, kLevel);
}
// A planted defect: five per cent too short.
IntervalAt shortened(IntervalAt interval) {
  return [interval = std::move(interval)](u64 hits, u64 trials, u32 look) {
    Probability p = interval(hits, trials, look);
    p.low = p.estimate - 0.95 * (p.estimate - p.low);
    p.high = p.estimate + 0.95 * (p.high - p.estimate);
    return p;
  };
}

// The law of the hits is added up look by look, for a time that grows as the last count.
std::vector<u64> doubling_looks() {
  std::vector<u64> trials;
  for (u32 look = 1; look <= in_full(8u, 3u); ++look) trials.push_back(look_trials(look, ~u64(0)));
  return trials;
}

TEST(Intervals, miss_no_more_often_than_they_say) {
  for (const double p : kChances)
    for (const u64 trials : {u64(10), u64(1000), u64(100'000), u64(10'000'000), u64(1'000'000'000)})
      EXPECT_LE(miss_chance(exact, p, trials, 0), kError) << p << " of " << trials;
}

TEST(Intervals, are_hardly_wider_than_need_be_where_hits_are_many) {
  for (const double p : kChances) EXPECT_GT(miss_chance(exact, p, u64(1e5 / p), 0), 0.98 * kError) << p;
}

TEST(Intervals, five_per_cent_too_short_would_be_found) {
  for (const double p : kChances) EXPECT_GT(miss_chance(shortened(exact), p, u64(1e5 / p), 0), 1.15 * kError) << p;
}

TEST(StoppedIntervals, miss_at_each_look_no_more_often_than_its_share) {
  for (const double p : kChances)
    for (u32 look = 1; look <= 16; ++look)
      EXPECT_LE(miss_chance(at_look, p, look_trials(look, ~u64(0)), look), error_of(kLevel, look)) << p << ", " << look;
}

TEST(StoppedIntervals, five_per_cent_too_short_would_be_found_at_a_look) {
  for (const double p : {0.5, 0.1, 1e-2}) {
    const u64 trials = look_trials(6, ~u64(0));
    EXPECT_GT(miss_chance(shortened(at_look), p, trials, 6), error_of(kLevel, 6)) << p;
  }
}

// Whatever the rule: even one that stops at the first interval that is wrong.
TEST(StoppedIntervals, keep_their_level_under_the_worst_rule) {
  for (const double p : kChances) EXPECT_LE(any_miss_chance(at_look, p, doubling_looks()), kError) << p;
}

TEST(StoppedIntervals, without_their_correction_would_be_found) {
  for (const double p : {0.5, 0.1, 1e-2}) EXPECT_GT(any_miss_chance(exact, p, doubling_looks()), 1.5 * kError) << p;
}

}  // namespace
}  // namespace headroom
