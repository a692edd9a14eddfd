// Runs that are ended at random moments go on to the bits of an undisturbed one, whatever the estimator.
#include <chrono>
#include <random>

#include "tests/app/resume_fixture.h"

namespace headroom {
namespace {

using testing::Ended;
using testing::Resume;
using testing::Words;
using testing::operator+;

// Of many pieces, each saved, and none of them long. At most `batch` trials are lost.
struct Run {
  Words words;
  u64 batch;
};
const Run kPlain = {{"--trials", "2048", "--save-every", "128", "--scenario", "demand-surge"}, 128};
const Run kConditional = {{"--estimator", "conditional", "--trials", "2048", "--save-every", "128"}, 128};
const Run kControl = {{"--estimator", "control", "--trials", "1024", "--save-every", "256"}, 256};
const Run kImportance = {{"--estimator", "importance", "--trials", "4096", "--save-every", "100"}, 1024};

// The last number behind `key` in the lines of progress, or 0.
u64 last_told(const std::string& err, const std::string& key) {
  const std::size_t at = err.rfind("\"" + key + "\":");
  return at == std::string::npos ? 0 : std::stoull(err.substr(at + key.size() + 3));
}

// Kills at `kills` random moments, each run anew from its first to its last trial, and compares every one that comes to
// an end.
struct Kills {
  const Run* run;
  int signal, kills, seed;
};

class KilledAtRandom : public Resume, public ::testing::WithParamInterface<Kills> {
 protected:
  // Whether it was ended by the signal; it must not have lost what was told to be saved.
  bool was_ended(const Words& arguments, std::chrono::microseconds after) {
    const int signal = GetParam().signal;
    const u64 before = trials_saved();
    const Ended ended = killed(arguments, signal, after);
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
    const bool goes_on = has_unfinished(folder_ / "r");
    const Words arguments = goes_on ? Words{"run", "--resume", "--out", "r"} : begins + Words{"--out", "r"};
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
    ASSERT_EQ(headroom({"run", "--resume", "--out", "r"}).code, 0);
    EXPECT_EQ(result("r"), result("whole"));
  }
}

std::vector<Kills> shares(const Run& run, int signal, int count, int kills) {
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
constexpr int kShares = 10, kKills = 15;
#endif
INSTANTIATE_TEST_SUITE_P(BySigkill, KilledAtRandom, ::testing::ValuesIn(shares(kPlain, SIGKILL, kShares, 20)));
INSTANTIATE_TEST_SUITE_P(BySigterm, KilledAtRandom, ::testing::ValuesIn(shares(kPlain, SIGTERM, 1, 10)));
INSTANTIATE_TEST_SUITE_P(LongBySigkill, KilledAtRandom, ::testing::Values(Kills{&kPlain, SIGKILL, 1000, 11}));

const Kills kOfEstimators[] = {{&kConditional, SIGKILL, kKills, 1}, {&kConditional, SIGTERM, kKills, 2},
                               {&kControl, SIGKILL, kKills, 3},     {&kControl, SIGTERM, kKills, 4},
                               {&kImportance, SIGKILL, kKills, 5},  {&kImportance, SIGTERM, kKills, 6}};
INSTANTIATE_TEST_SUITE_P(OfEstimators, KilledAtRandom, ::testing::ValuesIn(kOfEstimators));

}  // namespace
}  // namespace headroom
