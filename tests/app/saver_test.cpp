// What is saved while a run goes on, and that a signal, or an engine that is lost, keeps all of it.
#include "host/app/saver.h"

#include <csignal>

#include <gtest/gtest.h>

#include "host/app/interrupt.h"
#include "host/app/plain_sums.h"
#include "host/app/simulate.h"
#include "tests/support/faulty_engine.h"
#include "tests/support/small_study.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

constexpr u64 kFirst = 1000, kSavedTrials = 3000, kSavedBatch = 256;

CompiledStudy sample_market() {
  Study study = testing::small_study(6);
  testing::add_stream(&study, "EST", 3, 5000);
  testing::add_stream(&study, "IND", 1, 9000);
  return testing::compiled(study);
}

// A study with a scenario that is the study itself, so that their tallies must be equal.
struct Work {
  CompiledStudy study = sample_market();
  SavedTallies saved{study.digest(), 7, {}, Tally(tally_shape(study.tables()))};
  std::vector<ScenarioRun> scenarios;

  Work() {
    const u32 destinations = u32(study.capped.size());
    std::vector<std::optional<u32>> partner(destinations);
    for (u32 d = 0; d < destinations; ++d) partner[d] = d;
    scenarios.push_back({"same", sample_market(), saved.tally, PairTally(destinations, partner)});
  }
  RunIdentity identity() const { return {"plain", study.digest(), 7, {kFirst, kSavedTrials}}; }
};

RunManifest manifest_of(const Work& work) { return {"0", {}, "plain", work.study.digest(), 7, {kFirst, kSavedTrials}}; }

// As far as a save goes, it is right.
std::string all_good(const Checkpoint&) { return {}; }

// Looks before each of its runs at what is on the disk, and is lost in one of them.
class WatchingEngine : public Engine {
 public:
  WatchingEngine(std::filesystem::path run, u64 lost_in_run) : run_(std::move(run)), lost_in_run_(lost_in_run) {}
  std::string name() const override { return "watching"; }
  std::string detail() const override { return ""; }
  u64 run(const Tables& tables, TrialRange range, const std::atomic<bool>& stop, Tally* tally,
          ExhaustedBits* exhausted) override {
    const NewestSave newest = newest_save(run_, all_good);
    saved_before.push_back(newest.checkpoint ? newest.checkpoint->done : 0);
    done_before.push_back(range.first - kFirst);
    if (saved_before.size() == lost_in_run_) {
      right_->run(tables, {range.first, range.count / 2}, stop, tally, exhausted);
      throw EngineLost(range.count / 2, "gone");
    }
    return right_->run(tables, range, stop, tally, exhausted);
  }
  std::vector<u64> saved_before, done_before;

 private:
  std::unique_ptr<Engine> right_ = make_reference_engine(1);
  std::filesystem::path run_;
  u64 lost_in_run_;
};

// Goes on with what a save holds, or begins.
u64 simulate_saving(Engine& engine, std::unique_ptr<UnfinishedRun> to, const std::filesystem::path& out, Work* work) {
  Saver saver(std::move(to), work->identity(), kSavedBatch);
  const u64 done = saver.take_up(out, [&](const Checkpoint& saved) {
    return why_other_sums(saved, work->identity().range, work->saved.tally, work->scenarios);
  });
  keep_sums(saver, work->study.digest(), &work->saved.tally, &work->scenarios);
  EXPECT_EQ(work->saved.tally.trials, done);
  Progress progress(kSavedTrials, false);
  const std::atomic<bool> stop{false};
  return done + simulate(engine, work->study.tables(), {kFirst + done, kSavedTrials - done}, stop, progress,
                         &work->saved.tally, &work->scenarios,
                         {kSavedBatch, [&](u64 end) { saver.piece_done(end - kFirst); }});
}

void expect_whole(const Work& work) {
  Work whole;
  const std::unique_ptr<Engine> engine = make_reference_engine(1);
  const std::atomic<bool> stop{false};
  engine->run(whole.study.tables(), {kFirst, kSavedTrials}, stop, &whole.saved.tally);
  EXPECT_EQ(work.saved.tally, whole.saved.tally);
  EXPECT_EQ(work.scenarios[0].tally, whole.saved.tally);
  EXPECT_EQ(work.scenarios[0].pairs.more[work.scenarios[0].pairs.first_destinations], kSavedTrials);
}

TEST(Saver, has_saved_each_batch_before_the_next_begins) {
  const testing::TemporaryFolder folder;
  Work work;
  WatchingEngine engine(folder / "r", 0);
  EXPECT_EQ(simulate_saving(engine, UnfinishedRun::begin(folder / "r", manifest_of(work), {}), folder / "r", &work),
            kSavedTrials);
  EXPECT_EQ(engine.saved_before, engine.done_before);
  EXPECT_EQ(engine.done_before.size(), 2 * ((kSavedTrials + kSavedBatch - 1) / kSavedBatch));
  expect_whole(work);
}

// Odd runs are of the study, even ones of the scenario on the same trials.
class EngineLostInMidRun : public ::testing::TestWithParam<u64> {};

TEST_P(EngineLostInMidRun, goes_on_from_the_last_batch_to_the_same_bits) {
  const testing::TemporaryFolder folder;
  {
    Work work;
    WatchingEngine engine(folder / "r", GetParam());
    EXPECT_THROW(
        simulate_saving(engine, UnfinishedRun::begin(folder / "r", manifest_of(work), {}), folder / "r", &work),
        EngineLost);
  }
  Work work;
  auto run = UnfinishedRun::take_up(folder / "r");
  if (GetParam() <= 2) {
    EXPECT_FALSE(run) << "nothing was saved";
    return;
  }
  EXPECT_EQ(newest_save(folder / "r", all_good).checkpoint->done, (GetParam() - 1) / 2 * kSavedBatch);
  const std::unique_ptr<Engine> engine = make_reference_engine(1);
  EXPECT_EQ(simulate_saving(*engine, std::move(run), folder / "r", &work), kSavedTrials);
  expect_whole(work);
}

INSTANTIATE_TEST_SUITE_P(InAnyOfItsRuns, EngineLostInMidRun, ::testing::Range<u64>(1, 9));

// A save of one part, taken up by a run that counts it under tables of digest `digest`.
std::string refusal_of_part(u64 digest, ControlCounts counts, const std::string& estimator = "control") {
  const testing::TemporaryFolder folder;
  const RunIdentity identity{"control", 1, 7, {kFirst, kSavedTrials}};
  try {
    auto run = UnfinishedRun::begin(folder / "r", {"0", {}, "control", 1, 7, {kFirst, kSavedTrials}}, {});
    run->save(checkpoint_bytes({estimator, 1, 7, kFirst, 10, {{"means", 5, numbers_of(counts)}}}));
    Saver saver(std::move(run), identity, 0);
    saver.take_up(folder / "r", all_good);
    ControlCounts mine(2);
    saver.keep("means", digest, &mine);
    EXPECT_EQ(mine.digest(), counts.digest());
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Saver, refuses_a_part_of_other_tables_or_another_estimator_by_name) {
  ControlCounts counts(2);
  counts.trials = 10;
  counts.study[1] = 4;
  EXPECT_EQ(refusal_of_part(5, counts), "accepted");
  EXPECT_NE(refusal_of_part(6, counts).find("part 'means': counted under tables of digest 0000000000000005"),
            std::string::npos);
  EXPECT_NE(refusal_of_part(5, ControlCounts(3)).find("not as many numbers"), std::string::npos);
  counts.both[1] = 5;
  EXPECT_NE(refusal_of_part(5, counts).find("contradict each other"), std::string::npos);
  ::testing::internal::CaptureStderr();
  EXPECT_NE(refusal_of_part(5, counts, "importance").find("no save of the run can be used"), std::string::npos);
  EXPECT_NE(::testing::internal::GetCapturedStderr().find("it is of the estimator importance, the run of control"),
            std::string::npos);
}

TEST(Saver, takes_at_most_a_small_share_of_the_time) {
  EXPECT_EQ(seconds_between_saves(0), 1);
  EXPECT_EQ(seconds_between_saves(0.002), 1);
  EXPECT_DOUBLE_EQ(seconds_between_saves(0.1), 25);
}

TEST(Interrupt, a_second_one_ends_the_program_at_once) {
  for (const int signal : {SIGINT, SIGTERM}) {
    EXPECT_EXIT(
        {
          const Interrupt interrupt;
          std::raise(signal);
          if (!interrupt.flag()) std::_Exit(1);
          std::raise(signal);
          std::_Exit(2);
        },
        ::testing::KilledBySignal(signal), "");
  }
}

TEST(Interrupt, a_scheduler_may_warn_twice) {
  EXPECT_EXIT(
      {
        const Interrupt interrupt;
        std::raise(SIGUSR1);
        std::raise(SIGUSR1);
        std::_Exit(interrupt.flag() ? 5 : 1);
      },
      ::testing::ExitedWithCode(5), "");
}

}  // namespace
}  // namespace headroom
