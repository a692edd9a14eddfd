#include "host/app/stopping.h"

#include <gtest/gtest.h>

#include "host/stats/intervals.h"

namespace headroom {
namespace {

// A run in which every fourth trial exhausts; a signal or a loss may come at a trial.
struct FakeRun {
  u64 done = 0, signal_at = ~u64(0), lost_at = ~u64(0);
  std::vector<TrialRange> asked;
  StopRule rule;
  std::optional<Stopped> stopped;

  u64 until(TrialRange range) {
    Progress progress(range.count, false);
    const auto run = [&](TrialRange piece) {
      asked.push_back(piece);
      const u64 got = std::min({piece.count, signal_at - done, lost_at - done});
      done += got;
      if (done == lost_at) throw EngineLost(got, "gone");
      return got;
    };
    const auto intervals = [&](u32 look) {
      return std::vector<Probability>{clopper_pearson_within(error_of(kLevel, look), done / 4, done, kLevel)};
    };
    return run_until({rule, run, intervals}, range, 0, progress, &stopped);
  }
};

TEST(RunUntil, runs_all_at_once_without_a_rule) {
  FakeRun run;
  EXPECT_EQ(run.until({7, 1'000'000}), 1'000'000u);
  EXPECT_EQ(run.asked.size(), 1u);
  EXPECT_FALSE(run.stopped);
}

TEST(RunUntil, stops_at_the_first_look_that_is_narrow_enough) {
  FakeRun run;
  run.rule.half_width = 0.005;
  // sqrt(0.25 x 0.75 / n) is 0.0024 at look 2, 0.0017 at look 3, which has an error of 0.05 / 12: 2.87 of these.
  EXPECT_EQ(run.until({0, 1'000'000}), 65'536u);
  ASSERT_TRUE(run.stopped);
  EXPECT_EQ(run.stopped->reason, StopReason::half_width);
  EXPECT_EQ(run.stopped->looks, 3u);
  EXPECT_EQ(run.stopped->most_trials, 1'000'000u);
  u64 next = 0;
  for (const TrialRange& piece : run.asked) {
    EXPECT_EQ(piece.first, next);
    next += piece.count;
  }
}

TEST(RunUntil, ends_at_the_most_trials_and_says_so) {
  FakeRun run;
  run.rule.half_width = 1e-6;
  EXPECT_EQ(run.until({0, 100'000}), 100'000u);
  EXPECT_EQ(run.stopped->reason, StopReason::trials);
  EXPECT_EQ(run.stopped->looks, 4u);
}

TEST(RunUntil, a_signal_ends_it_at_a_look_of_its_own) {
  FakeRun run;
  run.rule.half_width = 1e-6;
  run.signal_at = 40'000;
  EXPECT_EQ(run.until({0, 100'000}), 40'000u);
  EXPECT_EQ(run.stopped->reason, StopReason::signal);
  EXPECT_EQ(run.stopped->looks, 3u);
}

TEST(RunUntil, a_lost_engine_leaves_the_trials_of_all_looks) {
  FakeRun run;
  run.rule.relative = 1e-6;
  run.lost_at = 40'000;
  try {
    run.until({0, 100'000});
    FAIL() << "must not go on";
  } catch (const EngineLost& lost) {
    EXPECT_EQ(lost.done, 40'000u);
  }
  EXPECT_EQ(run.stopped->reason, StopReason::ended);
}

}  // namespace
}  // namespace headroom
