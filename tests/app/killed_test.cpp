// Runs that are ended at random moments go on to the bits of an undisturbed one, whatever the estimator.
#include <chrono>
#include <random>

#include <nlohmann/json.hpp>

#include "tests/app/resume_fixture.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using testing::Ended;
using testing::Resume;
using testing::Words;
using testing::operator+;

// Of many pieces, each saved, and none of them long. At most `batch` trials are lost.
struct KilledRun {
  Words words;
  u64 batch;
};
const KilledRun kPlain = {{"--trials", "2048", "--save-every", "128", "--scenario", "demand-surge"}, 128};
const KilledRun kConditional = {{"--estimator", "conditional", "--trials", "2048", "--save-every", "128"}, 128};
const KilledRun kControl = {{"--estimator", "control", "--trials", "1024", "--save-every", "256"}, 256};
const KilledRun kImportance = {{"--estimator", "importance", "--trials", "4096", "--save-every", "100"}, 1024};

// The last number behind `key` in the lines of progress, or 0.
u64 last_told(const std::string& err, const std::string& key) {
  const std::size_t at = err.rfind("\"" + key + "\":");
  return at == std::string::npos ? 0 : std::stoull(err.substr(at + key.size() + 3));
}

// Kills at `kills` random moments, each run anew from its first to its last trial, and compares every one that comes to
// an end.
struct Kills {
  const KilledRun* run;
  int signal, kills, seed;
};

class KilledAtRandom : public Resume, public ::testing::WithParamInterface<Kills> {
 protected:
  // Whether it was ended by the signal; it must not have lost what was told to be saved.
  bool was_ended(const Words& arguments, std::chrono::microseconds after) {
    const int signal = GetParam().signal;
    const u64 before = trials_saved();
    const Ended ended = killed(arguments, signal, after);
    if (!unfinished() && !finished()) {  // before its folder was there
      EXPECT_EQ(before, 0u) << "what was saved is lost";
      return true;
    }
    if (ended.code == 0 || finished()) return ended.code != 0;  // a kill may come when all is in place
    EXPECT_EQ(ended.code, signal == SIGKILL ? -1 : 3) << ended.err;
    EXPECT_GE(trials_saved(), std::max(before, last_told(ended.err, "trials_saved"))) << "nothing saved is lost";
    EXPECT_LE(last_told(ended.err, "trials_done"), trials_saved() + GetParam().run->batch)
        << "at most one batch is lost";
    return true;
  }
};

TEST_P(KilledAtRandom, moments_it_goes_on_to_the_same_bits) {
  const Kills how = GetParam();
  std::mt19937 random{unsigned(how.seed)};
  const Words begins = Words{"run", "smoke", "--threads", "1", "--json"} + how.run->words;
  const auto start = std::chrono::steady_clock::now();
  const Ended whole = headroom(begins + testing::kTold + Words{"--out", "whole"});
  ASSERT_EQ(whole.code, 0) << whole.err;
  // Several kills a run.
  double longest = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / 4;
  int kills = 0, ends = 0;
  for (int tries = 0; kills < how.kills && tries < 4 * how.kills; ++tries) {
    const Words arguments = unfinished() ? Words{"run", "--resume", "--out", "r"} : begins + Words{"--out", "r"};
    const double after = std::uniform_real_distribution<>(0, longest)(random);
    if (was_ended(arguments, std::chrono::microseconds(std::int64_t(1e6 * after)))) {
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
    ASSERT_EQ(headroom(unfinished() ? Words{"run", "--resume", "--out", "r"} : begins + Words{"--out", "r"}).code, 0);
    EXPECT_EQ(result("r"), result("whole"));
  }
}

std::vector<Kills> shares(const KilledRun& run, int signal, int count, int kills) {
  std::vector<Kills> all;
  for (int seed = 1; seed <= count; ++seed) all.push_back({&run, signal, kills, seed});
  return all;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HEADROOM_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HEADROOM_SANITIZED
#endif
#endif

// Two hundred of the plain estimator, in shares that are soon done; fewer where a program takes long to begin.
#ifdef HEADROOM_SANITIZED
constexpr int kShares = 2, kKills = 3;
#else
constexpr int kShares = 10, kKills = 10;
#endif
INSTANTIATE_TEST_SUITE_P(BySigkill, KilledAtRandom, ::testing::ValuesIn(shares(kPlain, SIGKILL, kShares, 20)));
INSTANTIATE_TEST_SUITE_P(BySigterm, KilledAtRandom, ::testing::ValuesIn(shares(kPlain, SIGTERM, 1, 10)));
INSTANTIATE_TEST_SUITE_P(LongBySigkill, KilledAtRandom, ::testing::Values(Kills{&kPlain, SIGKILL, 1000, 11}));

// An end of importance takes longer: who goes on chooses a tilt again.
const Kills kOfEstimators[] = {{&kConditional, SIGKILL, kKills, 1},    {&kConditional, SIGTERM, kKills, 2},
                               {&kControl, SIGKILL, kKills, 3},        {&kControl, SIGTERM, kKills, 4},
                               {&kImportance, SIGKILL, kKills / 2, 5}, {&kImportance, SIGTERM, kKills / 2, 6}};
INSTANTIATE_TEST_SUITE_P(OfEstimators, KilledAtRandom, ::testing::ValuesIn(kOfEstimators));

class EveryEstimator : public Resume, public ::testing::WithParamInterface<const KilledRun*> {};

TEST_P(EveryEstimator, passes_over_a_torn_save_and_uses_the_one_before) {
  const Words words = GetParam()->words;
  begin(words, "r", 2);
  const std::string name = newest().file;
  const std::filesystem::path torn = folder_ / "r/unfinished" / name;
  std::filesystem::resize_file(torn, std::filesystem::file_size(torn) - 1);
  const u64 saved = trials_saved();
  EXPECT_GT(saved, 0u);
  const Ended ended = headroom({"run", "--resume", "--out", "r"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_NE(ended.err.find("warning: r/unfinished/" + name + ": damaged or cut off"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("going on after "), std::string::npos) << ended.err;
  expect_undisturbed(words);
}

TEST_P(EveryEstimator, goes_on_on_another_engine_to_the_same_answers) {
  begin(GetParam()->words);
  const Ended ended = headroom({"run", "--resume", "r", "--engine", "reference", "--threads", "2"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  ASSERT_EQ(headroom(Words{"run", "smoke", "--out", "whole"} + GetParam()->words).code, 0);
  const Json mine = Json::parse(result("r")), whole = Json::parse(result("whole"));
  EXPECT_EQ(mine["tallies_digest"], whole["tallies_digest"]);
  EXPECT_EQ(mine["destinations"], whole["destinations"]);
}

INSTANTIATE_TEST_SUITE_P(ButPlain, EveryEstimator, ::testing::Values(&kConditional, &kControl, &kImportance));

TEST_F(Resume, goes_on_to_the_look_at_which_each_destination_stops) {
  const Words words = {"--estimator",  "importance", "--trials",           "65536", "--threads", "1",
                       "--save-every", "2048",       "--until-half-width", "0.02"};
  begin(words);
  ASSERT_EQ(headroom({"run", "--resume", "--out", "r"}).code, 0);
  expect_undisturbed(words);
  u64 least = 65536;
  const Json json = Json::parse(result("r"));
  for (const Json& row : json["destinations"])
    if (row["refused"].is_null()) least = std::min(least, row["trials"].get<u64>());
  EXPECT_LT(least, 65536u) << "or no look stopped anything";
}

TEST_F(Resume, refuses_an_unfinished_run_of_another_estimator_by_name) {
  begin(kConditional.words);
  const Ended typed = headroom({"run", "--resume", "--out", "r", "--estimator", "control"});
  EXPECT_EQ(typed.code, 2);
  EXPECT_NE(typed.err.find("begun with --estimator=conditional, not with --estimator=control"), std::string::npos)
      << typed.err;
  const Ended merged = headroom({"merge", "r"});
  EXPECT_EQ(merged.code, 2);
  EXPECT_NE(merged.err.find("of --estimator conditional"), std::string::npos) << merged.err;
}

TEST_F(Resume, refuses_the_saves_of_another_estimator_by_name) {
  begin(kConditional.words);
  begin(kControl.words, "other");
  for (const std::string& name : newest().names) std::filesystem::remove(folder_ / "r/unfinished" / name);
  testing::put_text(folder_ / "r/unfinished/saved-a.bin",
                    testing::text_of(folder_ / "other/unfinished" / newest("other").file));
  const Ended ended = headroom({"run", "--resume", "--out", "r"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.err.find("it is of the estimator control, the run of conditional"), std::string::npos) << ended.err;
}

}  // namespace
}  // namespace headroom
