// `headroom run --resume`: whatever ends a run, what was saved goes on to the same bits.
#include <csignal>
#include <random>

#include <unistd.h>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "host/store/unfinished.h"
#include "tests/app/spawn.h"
#include "tests/support/full_disk.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using testing::Ended;
using testing::lines_of;
using testing::names_in;
using testing::text_of;

using Words = std::vector<std::string>;

Words operator+(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

// Of many pieces, each saved, and none of them long.
const Words kStudy = {"run", "smoke"};
constexpr u64 kTrials = 2048, kBatch = 128;
const Words kManyPieces = {"--trials",  "2048", "--save-every", "128", "--scenario", "demand-surge",
                           "--threads", "1",    "--json"};
const Words kTold = {"--progress", "json"};

class Resume : public ::testing::Test {
 protected:
  Ended headroom(const Words& arguments) { return testing::headroom(arguments, {.folder = folder_.path()}); }
  Ended killed(const Words& arguments, int signal, std::chrono::microseconds after) {
    return testing::headroom(arguments + kTold, {.folder = folder_.path(), .signal = signal, .after = after});
  }
  // Ends a run at ever later moments until it has saved something, or so many times, and is not finished.
  void begin(const Words& arguments, const std::string& run = "r", std::size_t saves = 1, int signal = SIGKILL) {
    for (int us = 500; newest(run).names.size() < saves; us = us < 500'000 ? us * 3 / 2 : 500) {
      const bool goes_on = has_unfinished(folder_ / run);
      const Words out = {"--out", run};
      killed(goes_on ? Words{"run", "--resume"} + out : kStudy + arguments + out, signal,
             std::chrono::microseconds(us));
    }
  }
  NewestSave newest(const std::string& run = "r") const {
    return newest_save(folder_ / run, [](const Checkpoint&) { return std::string(); });
  }
  u64 trials_saved() const {
    const NewestSave save = newest();
    return save.checkpoint ? save.checkpoint->study.tally.trials : 0;
  }
  std::string result(const std::string& run) { return text_of(folder_ / run / "result.json"); }
  // The bits of `run` are those of a run without any end between.
  void expect_undisturbed(const Words& arguments) {
    ASSERT_EQ(headroom(kStudy + arguments + Words{"--out", "whole", "--quiet"}).code, 0);
    EXPECT_EQ(result("r"), result("whole"));
    EXPECT_EQ(text_of(folder_ / "r/tallies.bin"), text_of(folder_ / "whole/tallies.bin"));
    EXPECT_EQ(names_in(folder_ / "r"), names_in(folder_ / "whole"));
  }
  testing::TemporaryFolder folder_;
};

// The last number behind `key` in the lines of progress, or 0.
u64 last_told(const std::string& err, const std::string& key) {
  const std::size_t at = err.rfind("\"" + key + "\":");
  return at == std::string::npos ? 0 : std::stoull(err.substr(at + key.size() + 3));
}

// Kills at `kills` random moments, each run anew from its first to its last trial, and compares every one that comes to
// an end.
struct Kills {
  int signal, kills, seed;
};

class KilledAtRandom : public Resume, public ::testing::WithParamInterface<Kills> {
 protected:
  // Whether it was ended by the signal; it must not have lost what was told to be saved.
  bool was_ended(const Words& arguments, int signal, std::chrono::microseconds after) {
    const u64 before = trials_saved();
    const Ended ended = killed(arguments, signal, after);
    if (ended.code == 0 || finished()) return ended.code != 0;  // a kill may come when all is in place
    EXPECT_EQ(ended.code, signal == SIGKILL ? -1 : 3) << ended.err;
    EXPECT_GE(trials_saved(), std::max(before, last_told(ended.err, "trials_saved"))) << "nothing saved is lost";
    EXPECT_LE(last_told(ended.err, "trials_done"), trials_saved() + kBatch) << "at most one batch is lost";
    return true;
  }
  bool finished() const { return !has_unfinished(folder_ / "r"); }
};

TEST_P(KilledAtRandom, moments_it_goes_on_to_the_same_bits) {
  const Kills how = GetParam();
  std::mt19937 random{unsigned(how.seed)};
  const Ended whole = headroom(kStudy + kManyPieces + kTold + Words{"--out", "whole"});
  ASSERT_EQ(whole.code, 0) << whole.err;
  const std::vector<std::string> told = lines_of(whole.err);
  const double seconds = Json::parse(told[told.size() - 2])["seconds"];
  double longest = seconds / 4;  // several kills a run
  int kills = 0, ends = 0;
  for (int tries = 0; kills < how.kills && tries < 4 * how.kills; ++tries) {
    const bool goes_on = has_unfinished(folder_ / "r");
    const Words arguments =
        goes_on ? Words{"run", "--resume", "--out", "r"} : kStudy + kManyPieces + Words{"--out", "r"};
    const double after = std::uniform_real_distribution<>(0, longest)(random);
    if (was_ended(arguments, how.signal, std::chrono::microseconds(std::int64_t(1e6 * after)))) {
      ++kills;
    } else {
      longest /= 2;  // the machine has become faster
    }
    ASSERT_FALSE(HasFailure());
    if (!finished()) continue;
    ++ends;
    ASSERT_EQ(result("r"), result("whole"));
  }
  EXPECT_EQ(kills, how.kills);
  if (ends == 0) {
    ASSERT_EQ(headroom({"run", "--resume", "--out", "r"}).code, 0);
    EXPECT_EQ(result("r"), result("whole"));
  }
}

std::vector<Kills> shares(int signal, int count, int kills) {
  std::vector<Kills> all;
  for (int seed = 1; seed <= count; ++seed) all.push_back({signal, kills, seed});
  return all;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HEADROOM_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HEADROOM_SANITIZED
#endif
#endif

// Two hundred, in shares that are soon done; fewer where a program takes long to begin.
#ifdef HEADROOM_SANITIZED
constexpr int kShares = 2;
#else
constexpr int kShares = 10;
#endif
INSTANTIATE_TEST_SUITE_P(BySigkill, KilledAtRandom, ::testing::ValuesIn(shares(SIGKILL, kShares, 20)));
INSTANTIATE_TEST_SUITE_P(BySigterm, KilledAtRandom, ::testing::ValuesIn(shares(SIGTERM, 1, 10)));
INSTANTIATE_TEST_SUITE_P(LongBySigkill, KilledAtRandom, ::testing::Values(Kills{SIGKILL, 1000, 11}));

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
  EXPECT_NE(refusal({"--estimator", "plain"}).find("begun with no such option"), std::string::npos);
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
      UnfinishedRun::begin(folder_ / "r", {"0", {}, 0, 0, {0, 1}}, {file_of("study.toml", "")});
  for (const Words& more : {begins, Words{"run", "--resume", "--out", "r"}}) {
    const Ended ended = headroom(more);
    EXPECT_EQ(ended.code, 2);
    EXPECT_NE(ended.err.find(fmt::format("process {} on host ", ::getpid())), std::string::npos) << ended.err;
  }
}

TEST_F(Resume, merge_reads_what_an_unfinished_run_has_saved) {
  begin(kManyPieces);
  const u64 saved = trials_saved();
  const std::string rest = std::to_string(kTrials - saved);
  ASSERT_EQ(headroom({"run", "smoke", "--first-trial", std::to_string(saved), "--trials", rest, "--out", "rest"}).code,
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
