#include "host/app/simulate.h"

#include <gtest/gtest.h>

namespace headroom {
namespace {

// Counts what it is asked for; stops where it is told.
class FakeEngine : public Engine {
 public:
  std::string name() const override { return "fake"; }
  std::string detail() const override { return ""; }
  u64 run(const Tables&, TrialRange range, const std::atomic<bool>&, Tally* tally, ExhaustedBits*) override {
    asked.push_back(range);
    const u64 done = range.first + range.count > stop_at ? stop_at - range.first : range.count;
    tally->trials += done;
    if (asked.size() == lost_in_run) throw EngineLost(done, "gone");
    return done;
  }
  std::vector<TrialRange> asked;
  u64 stop_at = ~u64(0);
  std::size_t lost_in_run = 0;  // counted from 1; 0: never
};

u64 run_all(FakeEngine& engine, TrialRange range, Tally* tally, bool stop = false) {
  Progress progress(range.count, false);
  const std::atomic<bool> flag{stop};
  std::vector<ScenarioRun> no_scenarios;
  return simulate(engine, Tables{}, range, flag, progress, tally, &no_scenarios);
}

TEST(Simulate, pieces_are_contiguous_and_whole_steps) {
  FakeEngine engine;
  Tally tally;
  EXPECT_EQ(run_all(engine, {100, 1'000'000}, &tally), 1'000'000u);
  EXPECT_EQ(tally.trials, 1'000'000u);
  u64 next = 100;
  for (std::size_t i = 0; i < engine.asked.size(); ++i) {
    EXPECT_EQ(engine.asked[i].first, next);
    if (i + 1 < engine.asked.size()) {
      EXPECT_EQ(engine.asked[i].count % kChunkStep, 0u);
    }
    next += engine.asked[i].count;
  }
}

TEST(Simulate, a_stopped_engine_ends_the_run) {
  FakeEngine engine;
  engine.stop_at = 5000;
  Tally tally;
  EXPECT_EQ(run_all(engine, {0, 1'000'000}, &tally), 5000u);
  EXPECT_EQ(engine.asked.size(), 2u);
}

TEST(Simulate, a_stop_before_the_start_runs_nothing) {
  FakeEngine engine;
  Tally tally;
  EXPECT_EQ(run_all(engine, {0, 1000}, &tally, true), 0u);
  EXPECT_TRUE(engine.asked.empty());
}

TEST(Simulate, a_lost_engine_leaves_what_it_has_done) {
  FakeEngine engine;
  engine.stop_at = 5000;
  engine.lost_in_run = 2;
  Tally tally;
  try {
    run_all(engine, {0, 1'000'000}, &tally);
    FAIL() << "must not go on";
  } catch (const EngineLost& lost) {
    EXPECT_EQ(lost.done, 5000u);
    EXPECT_STREQ(lost.what(), "gone");
  }
  EXPECT_EQ(tally.trials, 5000u);
}

// Runs 1, 2, 3 are the study's first piece and its scenarios', run 4 its second piece.
class LostWithScenarios : public ::testing::TestWithParam<std::size_t> {};

TEST_P(LostWithScenarios, leaves_the_study_and_all_of_them_at_the_same_trial) {
  FakeEngine engine;
  engine.lost_in_run = GetParam();
  std::vector<ScenarioRun> scenarios(2);
  for (ScenarioRun& run : scenarios) run.pairs = PairTally(0, {});
  Tally tally;
  Progress progress(1, false);
  const std::atomic<bool> flag{false};
  const u64 whole = GetParam() > 3 ? kChunkStep : 0;
  try {
    simulate(engine, Tables{}, {0, 1'000'000}, flag, progress, &tally, &scenarios);
    FAIL() << "must not go on";
  } catch (const EngineLost& lost) {
    EXPECT_EQ(lost.done, whole);
  }
  EXPECT_EQ(tally.trials, whole);
  for (const ScenarioRun& run : scenarios) {
    EXPECT_EQ(run.tally.trials, whole);
    EXPECT_EQ(run.pairs.more[0], whole);
  }
}

INSTANTIATE_TEST_SUITE_P(InAnyOfItsRuns, LostWithScenarios, ::testing::Range<std::size_t>(1, 7));

TEST(Simulate, a_piece_takes_about_half_a_second) {
  EXPECT_EQ(next_chunk(10 * kChunkStep, 1.0), 5 * kChunkStep);
  EXPECT_EQ(next_chunk(kChunkStep, 100.0), kChunkStep) << "never less than a step";
  EXPECT_EQ(next_chunk(kChunkStep, 0.0), 16 * kChunkStep) << "grows sixteenfold at most";
  EXPECT_LT(next_chunk(u64(1) << 62, 0.0), u64(1) << 63);
}

TEST(Simulate, tells_of_each_whole_piece_and_makes_none_larger_than_asked) {
  FakeEngine engine;
  engine.stop_at = 1100;
  Tally tally;
  Progress progress(10'000, false);
  const std::atomic<bool> flag{false};
  std::vector<ScenarioRun> no_scenarios;
  std::vector<u64> ends;
  simulate(engine, Tables{}, {100, 10'000}, flag, progress, &tally, &no_scenarios,
           {300, [&](u64 end) { ends.push_back(end); }});
  EXPECT_EQ(ends, (std::vector<u64>{400, 700, 1000})) << "the piece that was stopped is not whole";
}

TEST(Progress, counts_what_an_earlier_process_did_as_done_but_not_for_the_rate) {
  EXPECT_EQ(progress_line({3000, 5000, 2000, 2.0}, {}), "3,000 of 5,000 trials (60 %), 500 a second, 0:04 left");
  EXPECT_EQ(progress_line({2000, 5000, 2000, 2.0}, {}), "2,000 of 5,000 trials (40 %)");
}

TEST(Progress, says_how_far_and_how_long) {
  EXPECT_EQ(pace_text({0, 20000, 0, 0}), "0 of 20,000 trials (0 %)");
  EXPECT_EQ(pace_text({1000, 20000, 0, 0.5}), "1,000 of 20,000 trials (5 %), 2,000 a second, 0:10 left");
  EXPECT_EQ(pace_text({1, 10001, 0, 1}), "1 of 10,001 trials (0 %), 1 a second, 2:46:40 left");
}

}  // namespace
}  // namespace headroom
