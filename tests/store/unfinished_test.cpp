#include "host/store/unfinished.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "host/store/atomic_write.h"
#include "host/store/run_folder.h"
#include "host/store/tally_numbers.h"
#include "tests/support/sample_tally.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using testing::names_in;
using testing::put_text;
using testing::TemporaryFolder;
using testing::text_of;

const RunManifest kManifest{"1.0", {"--trials=400", "--json"}, "plain", 11, 5, {0, 400}};
const std::vector<OutputFile> kStudy = {file_of("study.toml", "[study]\n"),
                                        file_of("regime/tiers.csv", "destination\n")};

// Saves of 40 trials a step.
std::string save_of(u64 steps) {
  Tally tally(testing::sample_tally().shape);
  for (u64 i = 0; i < steps; ++i) tally.merge(testing::sample_tally());
  return checkpoint_bytes({"plain", 11, 5, 0, 40 * steps, {{"", 11, numbers_of(tally)}}});
}

std::string all_good(const Checkpoint&) { return {}; }

u64 trials_in(const std::filesystem::path& run) {
  const NewestSave newest = newest_save(run, all_good);
  return newest.checkpoint ? newest.checkpoint->done : 0;
}

TEST(Unfinished, keeps_options_study_and_the_last_two_saves) {
  const TemporaryFolder folder;
  {
    const auto run = UnfinishedRun::begin(folder / "r", kManifest, kStudy);
    for (u64 steps = 1; steps <= 3; ++steps) run->save(save_of(steps));
  }
  EXPECT_EQ(names_in(folder / "r"), (std::vector<std::string>{"unfinished"}));
  EXPECT_EQ(names_in(folder / "r/unfinished"),
            (std::vector<std::string>{"lock", "run.json", "saved-a.bin", "saved-b.bin", "study"}));
  EXPECT_EQ(text_of(folder / "r/unfinished/study/regime/tiers.csv"), "destination\n");
  EXPECT_EQ(text_of(folder / "r/unfinished/saved-a.bin"), save_of(3));
  EXPECT_EQ(text_of(folder / "r/unfinished/saved-b.bin"), save_of(2));
  const auto again = UnfinishedRun::take_up(folder / "r");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->manifest().words, kManifest.words);
  EXPECT_EQ(again->manifest().estimator, "plain");
  EXPECT_EQ(again->manifest().study_digest, 11u);
  EXPECT_EQ(again->manifest().range.count, 400u);
}

TEST(Unfinished, a_new_save_never_touches_the_newest_good_one) {
  const TemporaryFolder folder;
  {
    const auto run = UnfinishedRun::begin(folder / "r", kManifest, kStudy);
    run->save(save_of(1));
    run->save(save_of(2));
  }
  put_text(folder / "r/unfinished/saved-b.bin", "torn");
  const auto run = UnfinishedRun::take_up(folder / "r");
  const NewestSave newest = run->newest(all_good);
  EXPECT_EQ(newest.file, "saved-a.bin");
  ASSERT_EQ(newest.damaged.size(), 1u);
  EXPECT_NE(newest.damaged[0].place.file.find("saved-b.bin"), std::string::npos);
  run->save(save_of(3));
  EXPECT_EQ(text_of(folder / "r/unfinished/saved-a.bin"), save_of(1));
  EXPECT_EQ(text_of(folder / "r/unfinished/saved-b.bin"), save_of(3));
}

TEST(Unfinished, a_torn_last_save_leaves_the_one_before_at_every_length) {
  const TemporaryFolder folder;
  {
    const auto run = UnfinishedRun::begin(folder / "r", kManifest, kStudy);
    run->save(save_of(1));
    run->save(save_of(2));
  }
  const std::string whole = text_of(folder / "r/unfinished/saved-b.bin");
  for (std::size_t size = 0; size < whole.size(); size += size < 100 ? 1 : 97) {
    put_text(folder / "r/unfinished/saved-b.bin", whole.substr(0, size));
    ASSERT_EQ(trials_in(folder / "r"), 40u) << size;
  }
  std::filesystem::remove(folder / "r/unfinished/saved-b.bin");
  EXPECT_EQ(trials_in(folder / "r"), 40u);
}

TEST(Unfinished, a_foreign_save_is_passed_over_and_named) {
  const TemporaryFolder folder;
  {
    const auto run = UnfinishedRun::begin(folder / "r", kManifest, kStudy);
    run->save(save_of(1));
    run->save(save_of(9));
  }
  const NewestSave newest = newest_save(
      folder / "r", [](const Checkpoint& saved) { return std::string(saved.done > 100 ? "it is another's" : ""); });
  EXPECT_EQ(newest.checkpoint->done, 40u);
  ASSERT_EQ(newest.damaged.size(), 1u);
  EXPECT_NE(newest.damaged[0].message.find("it is another's"), std::string::npos);
}

TEST(Unfinished, a_save_that_fails_leaves_the_last_one) {
  const TemporaryFolder folder;
  const auto run = UnfinishedRun::begin(folder / "r", kManifest, kStudy);
  run->save(save_of(1));
  std::filesystem::create_directory(folder / "r/unfinished/saved-b.bin");
  put_text(folder / "r/unfinished/saved-b.bin/in-the-way", "");
  EXPECT_THROW(run->save(save_of(2)), RunError);
  EXPECT_EQ(trials_in(folder / "r"), 40u);
}

TEST(Unfinished, is_taken_away_when_nothing_was_saved) {
  const TemporaryFolder folder;
  UnfinishedRun::begin(folder / "r", kManifest, kStudy).reset();
  EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{});
  std::filesystem::create_directory(folder / "r");
  UnfinishedRun::begin(folder / "r", kManifest, kStudy).reset();
  EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{"r"}) << "the folder was the user's";
  EXPECT_EQ(names_in(folder / "r"), std::vector<std::string>{});
}

TEST(Unfinished, a_second_run_is_refused_with_the_name_of_the_first) {
  const TemporaryFolder folder;
  const auto run = UnfinishedRun::begin(folder / "r", kManifest, kStudy);
  const std::string self = "process " + std::to_string(::getpid()) + " on host ";
  const auto refusal = [&](auto act) -> std::string {
    try {
      act();
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_NE(refusal([&] { UnfinishedRun::begin(folder / "r", kManifest, kStudy); }).find(self), std::string::npos);
  EXPECT_NE(refusal([&] { UnfinishedRun::take_up(folder / "r"); }).find(self), std::string::npos);
  EXPECT_NE(refusal([&] { check_run_folder(folder / "r"); }).find(self), std::string::npos);
  EXPECT_EQ(names_in(folder / "r"), std::vector<std::string>{"unfinished"}) << "nothing is left behind";
}

// A process that begins, saves `steps` times and is killed.
void begin_and_be_killed(const std::filesystem::path& run, u64 steps) {
  const pid_t child = ::fork();
  if (child == 0) {
    const auto begun = UnfinishedRun::begin(run, kManifest, kStudy);
    for (u64 i = 1; i <= steps; ++i) begun->save(save_of(i));
    ::kill(::getpid(), SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
}

TEST(Unfinished, the_lock_ends_with_the_process) {
  const TemporaryFolder folder;
  begin_and_be_killed(folder / "r", 1);
  EXPECT_THROW(check_run_folder(folder / "r"), InputError) << "it has saved something";
  EXPECT_THROW(UnfinishedRun::begin(folder / "r", kManifest, kStudy), InputError);
  const auto run = UnfinishedRun::take_up(folder / "r");
  ASSERT_TRUE(run);
  EXPECT_EQ(trials_in(folder / "r"), 40u);
}

TEST(Unfinished, what_saved_nothing_makes_room) {
  const TemporaryFolder folder;
  begin_and_be_killed(folder / "r", 0);
  check_run_folder(folder / "r");
  const auto run = UnfinishedRun::begin(folder / "r", kManifest, kStudy);
  EXPECT_EQ(names_in(folder / "r"), std::vector<std::string>{"unfinished"});
}

TEST(Unfinished, what_a_kill_left_is_cleared_and_what_is_in_use_is_not) {
  const TemporaryFolder folder;
  begin_and_be_killed(folder / "r", 1);
  const pid_t dead = ::fork();  // a number that no process has
  if (dead == 0) ::_exit(0);
  ::waitpid(dead, nullptr, 0);
  const std::string gone = std::to_string(dead), used = std::to_string(::getppid());
  for (const std::string& pid : {gone, used}) {
    put_text(folder / ("r/unfinished/.saved-b.bin." + pid + "-0.tmp"), "half");
    put_text(folder / ("r/.unfinished." + pid + "-1.tmp/run.json"), "half");
    put_text(folder / (".r." + pid + "-2.tmp/result.json"), "half");
  }
  UnfinishedRun::take_up(folder / "r").reset();
  EXPECT_EQ(names_in(folder / "r/unfinished"),
            (std::vector<std::string>{".saved-b.bin." + used + "-0.tmp", "lock", "run.json", "saved-a.bin", "study"}));
  EXPECT_EQ(names_in(folder / "r"), (std::vector<std::string>{".unfinished." + used + "-1.tmp", "unfinished"}));
  EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{".r." + used + "-2.tmp", "r"}));
}

TEST(Unfinished, a_folder_of_that_name_with_something_else_in_it_is_not_touched) {
  const TemporaryFolder folder;
  put_text(folder / "r/unfinished/chapter2.txt", "years of work");
  EXPECT_FALSE(has_unfinished(folder / "r"));
  EXPECT_FALSE(UnfinishedRun::take_up(folder / "r"));
  EXPECT_THROW(check_run_folder(folder / "r"), InputError);
  EXPECT_EQ(text_of(folder / "r/unfinished/chapter2.txt"), "years of work");
}

TEST(Unfinished, a_damaged_manifest_is_named) {
  const TemporaryFolder folder;
  begin_and_be_killed(folder / "r", 1);
  put_text(folder / "r/unfinished/run.json", "{}");
  EXPECT_THROW(UnfinishedRun::take_up(folder / "r"), InputError);
}

}  // namespace
}  // namespace headroom
