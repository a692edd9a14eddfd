// `headroom run --resume`: whatever ends a run, what was saved goes on to the same bits.
#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/app/resume_fixture.h"
#include "tests/support/full_disk.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using testing::Ended;
using testing::Resume;
using testing::text_of;
using testing::Words;
using testing::operator+;

// Of many pieces, each saved, and none of them long.
const Words kStudy = {"run", "smoke"};
constexpr u64 kTrials = 2048;
const Words kManyPieces = {"--trials",  "2048", "--save-every", "128", "--scenario", "demand-surge",
                           "--threads", "1",    "--json"};

TEST_F(Resume, needs_the_run_folder_or_the_same_study_and_no_options) {
  begin(kManyPieces + Words{"--seed", "11"});
  const Ended ended = headroom({"run", "--resume", "r"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, result("r")) << "--json was given when it was begun";
  EXPECT_NE(ended.err.find("going on after "), std::string::npos) << ended.err;
  expect_undisturbed(kManyPieces + Words{"--seed", "11"});
}

TEST_F(Resume, finds_the_default_run_folder_by_the_study) {
  const Words options = {"--trials", "2048", "--save-every", "128"};
  begin(options, "runs/smoke-7-0-2048");
  const Ended ended = headroom(kStudy + options + Words{"--resume"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_NE(ended.err.find("going on after "), std::string::npos) << ended.err;
}

TEST_F(Resume, may_go_on_with_another_engine_and_another_number_of_threads) {
  begin(kManyPieces);
  const Ended ended = headroom({"run", "--resume", "--out", "r", "--engine", "reference", "--threads", "2"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  ASSERT_EQ(headroom(kStudy + kManyPieces + Words{"--out", "whole", "--quiet"}).code, 0);
  EXPECT_EQ(text_of(folder_ / "r/tallies.bin"), text_of(folder_ / "whole/tallies.bin"));
  EXPECT_EQ(Json::parse(result("r"))["scenarios"], Json::parse(result("whole"))["scenarios"]);
}

TEST_F(Resume, refuses_what_would_be_another_run) {
  begin(kManyPieces);
  const u64 saved = trials_saved();
  const auto refusal = [&](const Words& more) {
    const Ended ended = headroom(Words{"run", "--resume", "--out", "r"} + more);
    EXPECT_EQ(ended.code, 2) << ended.err;
    return ended.err;
  };
  EXPECT_NE(refusal({"--seed", "8"}).find("of seed 7, this would be 8"), std::string::npos);
  EXPECT_NE(refusal({"--trials", "5"}).find("of trials 0 to 2047, this would be trials 0 to 4"), std::string::npos);
  EXPECT_NE(refusal({"R1"}).find("and STUDY now gives"), std::string::npos);
  EXPECT_NE(refusal({"--regime", "draft-2026-03"}).find("and --regime gives"), std::string::npos);
  EXPECT_NE(refusal({"--scenario", "lpp-closes"}).find("other scenarios"), std::string::npos);
  EXPECT_NE(refusal({"--estimator", "control"}).find("begun with no such option"), std::string::npos);
  EXPECT_EQ(trials_saved(), saved);
  EXPECT_EQ(headroom({"run", "smoke", "--resume", "--out", "r", "--trials", "2048", "--quiet"}).code, 0);
}

TEST_F(Resume, an_unfinished_run_is_not_replaced_by_another) {
  begin(kManyPieces);
  const Ended ended = headroom({"run", "smoke", "--trials", "10", "--out", "r"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.err, "--out 'r': an unfinished run is there; --resume goes on with it; or give another folder\n");
  EXPECT_EQ(headroom({"merge", "r", "--out", "r"}).code, 2);
}

TEST_F(Resume, a_finished_run_is_shown_again) {
  const Words words = {"run", "smoke", "--trials", "1000", "--out", "r", "--all-scenarios"};
  const Ended first = headroom(words);
  const std::string before = result("r");
  for (const Words& more : {Words{"run", "--resume", "--out", "r"}, words + Words{"--resume"}}) {
    const Ended again = headroom(more);
    EXPECT_EQ(again.code, 0) << again.err;
    EXPECT_EQ(again.out, first.out);
    EXPECT_EQ(again.err, "'r': the run is finished; nothing is left to do\n");
  }
  EXPECT_EQ(headroom({"run", "--resume", "r", "--json", "--quiet"}).out, before);
  EXPECT_EQ(headroom({"run", "--resume", "r", "--fail-if", "p_exhausted(CHL) > 0.2"}).code, 4);
  EXPECT_EQ(headroom({"run", "smoke", "--trials", "7", "--resume", "--out", "r"}).code, 2);
  EXPECT_EQ(headroom({"run", "R1", "--resume", "--out", "r"}).code, 2);
  EXPECT_EQ(result("r"), before);
}

TEST_F(Resume, begins_where_nothing_is_and_a_study_was_given) {
  EXPECT_EQ(headroom({"run", "--resume", "--out", "r"}).code, 2);
  EXPECT_EQ(headroom({"run", "--resume"}).code, 2);
  EXPECT_EQ(headroom({"run", "smoke", "--trials", "100", "--resume", "--out", "r"}).code, 0);
}

TEST_F(Resume, goes_on_after_a_signal_with_a_partial_result_in_place) {
  begin(kManyPieces, "r", 1, SIGUSR1);
  EXPECT_EQ(Json::parse(result("r"))["trials"], trials_saved());
  ASSERT_EQ(headroom({"run", "--resume", "--out", "r"}).code, 0);
  expect_undisturbed(kManyPieces);
}

TEST_F(Resume, a_run_that_is_going_on_is_locked) {
  const Words begins = {"run", "smoke", "--trials", "100", "--out", "r"};
  const std::unique_ptr<UnfinishedRun> holder =
      UnfinishedRun::begin(folder_ / "r", {"0", {}, "plain", 0, 0, {0, 1}}, {file_of("study.toml", "")});
  for (const Words& more : {begins, Words{"run", "--resume", "--out", "r"}}) {
    const Ended ended = headroom(more);
    EXPECT_EQ(ended.code, 2);
    EXPECT_NE(ended.err.find(fmt::format("process {} on host ", ::getpid())), std::string::npos) << ended.err;
  }
}

TEST_F(Resume, merge_reads_what_an_unfinished_run_has_saved) {
  begin(kManyPieces);
  while (trials_saved() == kTrials) {  // it was ended between its last save and its end
    std::filesystem::remove_all(folder_ / "r");
    begin(kManyPieces);
  }
  const u64 saved = trials_saved();
  const std::string rest = std::to_string(kTrials - saved);
  ASSERT_EQ(headroom({"run", "smoke", "--first-trial", std::to_string(saved), "--trials", rest, "--out", "rest",
                      "--scenario", "demand-surge"})
                .code,
            0);
  ASSERT_EQ(headroom({"merge", "r", "rest", "--out", "sum"}).code, 0);
  ASSERT_EQ(headroom(kStudy + kManyPieces + Words{"--out", "whole"}).code, 0);
  EXPECT_EQ(text_of(folder_ / "sum/tallies.bin"), text_of(folder_ / "whole/tallies.bin"));
}

TEST_F(Resume, a_torn_save_is_named_and_the_one_before_is_used) {
  begin(kManyPieces, "r", 2);
  const std::string name = newest().file;
  const std::filesystem::path torn = folder_ / "r/unfinished" / name;
  std::filesystem::resize_file(torn, std::filesystem::file_size(torn) / 2);
  const Ended ended = headroom({"run", "--resume", "--out", "r"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_NE(ended.err.find("warning: r/unfinished/" + name + ": damaged or cut off"), std::string::npos) << ended.err;
  expect_undisturbed(kManyPieces);
}

TEST_F(Resume, where_no_save_is_good_nothing_is_thrown_away) {
  begin(kManyPieces);
  for (const std::string& name : newest().names)
    testing::put_text(folder_ / "r/unfinished" / name, "of another program");
  const Ended ended = headroom({"run", "--resume", "--out", "r"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.err.find("not a saved tallies file of headroom"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("no save of the run can be used"), std::string::npos) << ended.err;
}

TEST_F(Resume, a_file_that_cannot_grow_ends_the_run_and_what_was_saved_stays) {
  begin(kManyPieces);
  const u64 saved = trials_saved();
  const Ended full =
      testing::headroom({"run", "--resume", "--out", "r"}, {.folder = folder_.path(), .largest_file = 2000});
  EXPECT_EQ(full.code, 1) << full.err;
  EXPECT_NE(full.err.find("what was saved before stays"), std::string::npos) << full.err;
  EXPECT_EQ(trials_saved(), saved);
  ASSERT_EQ(headroom({"run", "--resume", "--out", "r"}).code, 0);
  expect_undisturbed(kManyPieces);
}

TEST_F(Resume, a_full_disk_ends_the_run_and_what_was_saved_stays) {
  const testing::SmallDisk disk(folder_ / "r", 4 << 20);
  if (!disk.why_not().empty()) GTEST_SKIP() << disk.why_not();
  // A run folder that is a file system of its own cannot be swapped, so the run stands below it.
  const std::string out = "r/run";
  begin(kManyPieces, out);
  disk.fill();
  const Ended full = headroom({"run", "--resume", "--out", out});
  EXPECT_EQ(full.code, 1) << full.err;
  EXPECT_NE(full.err.find("No space left on device"), std::string::npos) << full.err;
  disk.empty();
  ASSERT_EQ(headroom({"run", "--resume", "--out", out}).code, 0);
  ASSERT_EQ(headroom(kStudy + kManyPieces + Words{"--out", "whole"}).code, 0);
  EXPECT_EQ(result(out), result("whole"));
}

}  // namespace
}  // namespace headroom
