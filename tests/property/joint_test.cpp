// What an engine says across destinations is what its trials say one by one, in whatever order destinations run.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/random_study.h"
#include "tests/support/replay.h"

namespace headroom {
namespace {

constexpr u64 kJointStudies = 150, kJointTrials = 30;

// Exhausted destinations of a trial, the first to exhaust in front: by key, then by the alphabet.
std::vector<u32> exhausted_in(testing::Replay* replay, u64 trial) {
  std::vector<std::pair<u64, u32>> found;
  replay->run(
      trial, [](u32) { return NoObserver<OneLane>(); },
      [&](u32 d, const Outcome<OneLane>& out, const NoObserver<OneLane>&) {
        if (out.exhausted_month != kNever) found.emplace_back(replay->exhaustion(), d);
      });
  std::sort(found.begin(), found.end());
  std::vector<u32> destinations;
  for (const auto& [key, d] : found) destinations.push_back(d);
  return destinations;
}

TEST(Property, pairs_and_the_first_to_exhaust_follow_from_single_trials) {
  u64 pairs = 0, out_of_order = 0;
  for (u64 seed = 1; seed <= kJointStudies && !HasFailure(); ++seed) {
    SCOPED_TRACE("random study " + std::to_string(seed));
    const CompiledStudy study = testing::compiled(testing::random_study(seed));
    const Tally tally = testing::run_reference(study, {0, kJointTrials});
    const TallyShape& shape = tally.shape;
    Tally expected(shape);
    testing::Replay replay(study);
    for (u64 trial = 0; trial < kJointTrials; ++trial) {
      const std::vector<u32> all = exhausted_in(&replay, trial);
      expected.count(shape.exhausted_count(u32(all.size())), 1);
      if (!all.empty()) expected.count(shape.counter(all.front(), shape.first_to_exhaust()), 1);
      for (const u32 b : all)
        for (const u32 a : all)
          if (a < b) expected.count(shape.pair(a, b), 1);
    }
    for (u32 d = 0; d < shape.destinations; ++d) {
      out_of_order += study.words[study.scalars.run_order + d] != d;
      const u64 first = shape.counter(d, shape.first_to_exhaust());
      EXPECT_EQ(tally.counters[first], expected.counters[first]) << "destination " << d;
      for (u32 a = 0; a < d; ++a) {
        EXPECT_EQ(tally.counters[shape.pair(a, d)], expected.counters[shape.pair(a, d)]) << a << " and " << d;
        pairs += expected.counters[shape.pair(a, d)];
      }
    }
    for (u32 n = 0; n <= shape.destinations; ++n)
      EXPECT_EQ(tally.counters[shape.exhausted_count(n)], expected.counters[shape.exhausted_count(n)]) << n;
  }
  EXPECT_GT(pairs, 1000u);
  EXPECT_GT(out_of_order, 50u);
}

}  // namespace
}  // namespace headroom
