// Runs of the program that are ended before their end.
#pragma once
#include <csignal>

#include <gtest/gtest.h>

#include "host/store/unfinished.h"
#include "tests/app/spawn.h"
#include "tests/support/temporary_folder.h"

namespace headroom::testing {

using Words = std::vector<std::string>;

inline Words operator+(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

const Words kTold = {"--progress", "json"};

class Resume : public ::testing::Test {
 protected:
  Ended headroom(const Words& arguments) { return testing::headroom(arguments, {.folder = folder_.path()}); }
  Ended killed(const Words& arguments, int signal, std::chrono::microseconds after) {
    return testing::headroom(arguments + kTold, {.folder = folder_.path(), .signal = signal, .after = after});
  }
  // Ends a run at ever later moments until it has saved something, or so many times, and is not finished; anew where a
  // moment was too late.
  void begin(const Words& arguments, const std::string& run = "r", std::size_t saves = 1, int signal = SIGKILL) {
    for (int us = 500; newest(run).names.size() < saves;) {
      const bool goes_on = has_unfinished(folder_ / run);
      const Words out = {"--out", run};
      const Ended ended = killed((goes_on ? Words{"run", "--resume"} : Words{"run", "smoke"} + arguments) + out, signal,
                                 std::chrono::microseconds(us));
      ASSERT_TRUE(ended.code <= 0 || ended.code == 3) << ended.err;
      us = ended.code == 0 ? 500 : us * 3 / 2;
      ASSERT_LT(us, 60'000'000) << "nothing is saved within a minute; " << ended.err;
    }
  }
  NewestSave newest(const std::string& run = "r") const {
    return newest_save(folder_ / run, [](const Checkpoint&) { return std::string(); });
  }
  u64 trials_saved() const {
    const NewestSave save = newest();
    return save.checkpoint ? save.checkpoint->done : 0;
  }
  bool unfinished() const { return has_unfinished(folder_ / "r"); }
  bool finished() const { return !unfinished() && std::filesystem::exists(folder_ / "r/result.json"); }
  std::string result(const std::string& run) { return text_of(folder_ / run / "result.json"); }
  // The bits of `run` are those of a run without any end between.
  void expect_undisturbed(const Words& arguments) {
    const Ended whole = headroom(Words{"run", "smoke"} + arguments + Words{"--out", "whole", "--quiet"});
    ASSERT_EQ(whole.code, 0) << whole.err;
    EXPECT_EQ(result("r"), result("whole"));
    EXPECT_EQ(names_in(folder_ / "r"), names_in(folder_ / "whole"));
    if (std::filesystem::exists(folder_ / "whole/tallies.bin")) {
      EXPECT_EQ(text_of(folder_ / "r/tallies.bin"), text_of(folder_ / "whole/tallies.bin"));
    }
  }
  TemporaryFolder folder_;
};

}  // namespace headroom::testing
