// `headroom suite`: every member its run folder, none stops the others, all of it can be resumed.
#include <csignal>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "host/app/suite_file.h"
#include "tests/app/spawn.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using testing::Ended;
using testing::lines_of;
using testing::names_in;
using testing::put_text;
using testing::text_of;

Suite parsed_suite(const std::string& text) {
  Problems problems;
  Suite suite = parse_suite({"s.toml", text}, "nowhere", problems);
  if (!problems.ok()) throw InputError(problems.errors());
  return suite;
}

std::string refusal(const std::string& text) {
  try {
    parsed_suite(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(SuiteFile, takes_lists_in_all_combinations) {
  const Suite suite = parsed_suite(
      "[suite]\nname = 's'\ntrials = 10\nfail_if = ['a']\n"
      "[[member]]\nstudy = ['smoke', 'R1']\nregime = ['x', 'y']\nseed = [1, 2]\n"
      "[[member]]\nstudy = 'R2'\nname = 'two'\ntrials = 5\nscenarios = ['b', 'c']\nfail_if = ['d']\n"
      "[[member]]\nstudy = 'R2'\nscenarios = 'all'\n");
  ASSERT_EQ(suite.members.size(), 10u);
  EXPECT_EQ(suite.members[0].name, "smoke-x-1");
  EXPECT_EQ(suite.members[7].name, "R1-y-2");
  EXPECT_EQ(suite.members[7].words, (std::vector<std::string>{"--trials=10", "--regime=y", "--seed=2", "--fail-if=a"}));
  EXPECT_EQ(suite.members[8].name, "two");
  EXPECT_EQ(suite.members[8].words,
            (std::vector<std::string>{"--trials=5", "--scenario=b", "--scenario=c", "--fail-if=a", "--fail-if=d"}));
  EXPECT_EQ(suite.members[9].words, (std::vector<std::string>{"--trials=10", "--all-scenarios", "--fail-if=a"}));
}

TEST(SuiteFile, problems_have_their_line) {
  const std::string head = "[suite]\nname = 's'\n";
  EXPECT_NE(refusal("[suite]\nname = 's'\n").find("member"), std::string::npos);
  EXPECT_NE(refusal(head + "[[member]]\n").find("s.toml:3"), std::string::npos);
  EXPECT_NE(refusal(head + "[[member]]\nstudy = 'a'\nsed = 1\n").find("s.toml:5"), std::string::npos);
  EXPECT_NE(
      refusal(head + "[[member]]\nstudy = 'a'\n[[member]]\nstudy = 'x/a'\n").find("a second member is called 'a'"),
      std::string::npos);
  EXPECT_NE(refusal(head + "[[member]]\nstudy = 'a'\nname = '../b'\n").find("no name of a folder"), std::string::npos);
  EXPECT_NE(refusal(head + "[[member]]\nstudy = ['a', 'b']\nname = 'c'\n").find("several runs would have this name"),
            std::string::npos);
  EXPECT_NE(refusal(head + "[[member]]\nstudy = 'a'\nseed = 1.5\n").find("s.toml:5"), std::string::npos);
  EXPECT_NE(refusal(head + "[[member]]\nstudy = 'a'\nname = 'suite.json'\n").find("second"), std::string::npos);
}

class SuiteRun : public ::testing::Test {
 protected:
  void SetUp() override {
    put_text(folder_ / "s.toml",
             "[suite]\nname = 'overnight'\ntrials = 3000\n"
             "[[member]]\nstudy = 'smoke'\nscenarios = 'all'\n"
             "[[member]]\nstudy = 'smoke'\nname = 'other-seeds'\nseed = 8\n"
             "[[member]]\nstudy = 'smoke'\nregime = 'draft-2026-03'\n");
  }
  Ended headroom(const std::vector<std::string>& arguments) {
    return testing::headroom(arguments, {.folder = folder_.path()});
  }
  Ended killed(const std::vector<std::string>& arguments, int signal, int ms) {
    return testing::headroom(arguments, {.folder = folder_.path(),
                                         .signal = signal,
                                         .after = std::chrono::microseconds(std::chrono::milliseconds(ms))});
  }
  testing::TemporaryFolder folder_;
};

TEST_F(SuiteRun, gives_every_member_the_run_folder_that_run_gives) {
  const Ended ended = headroom({"suite", "s.toml"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out.rfind("overnight: 3 of 3 members done\n", 0), 0u) << ended.out;
  EXPECT_EQ(names_in(folder_ / "runs/suite-overnight"),
            (std::vector<std::string>{"lock", "other-seeds", "runs.sqlite", "smoke", "smoke-draft-2026-03",
                                      "suite.json", "suite.toml"}));
  ASSERT_EQ(headroom({"run", "smoke", "--trials", "3000", "--all-scenarios", "--out", "alone", "--quiet"}).code, 0);
  EXPECT_EQ(text_of(folder_ / "runs/suite-overnight/smoke/result.json"), text_of(folder_ / "alone/result.json"));
  const Json json = Json::parse(text_of(folder_ / "runs/suite-overnight/suite.json"));
  EXPECT_EQ(json["schema"], "headroom.suite/1");
  ASSERT_EQ(json["members"].size(), 3u);
  EXPECT_EQ(json["members"][1]["result"]["seed"], 8);
  EXPECT_EQ(json["members"][0]["result"]["scenarios"].size(), 2u);
  EXPECT_EQ(json["members"][0]["result"]["tallies_digest"],
            Json::parse(text_of(folder_ / "alone/result.json"))["tallies_digest"]);
}

TEST_F(SuiteRun, killed_and_resumed_gives_the_table_of_an_undisturbed_one) {
  const Ended whole = headroom({"suite", "s.toml", "--out", "whole", "--quiet"});
  ASSERT_EQ(whole.code, 0) << whole.err;
  const std::vector<std::string> small = {"--save-every", "256", "--progress", "json", "--threads", "1"};
  std::vector<std::string> begin = {"suite", "s.toml", "--out", "r"};
  const std::vector<std::string> again = {"suite", "--resume", "--out", "r"};  // no option is typed again
  begin.insert(begin.end(), small.begin(), small.end());
  killed(begin, SIGKILL, 20);
  EXPECT_EQ(headroom(begin).code, 2) << "an unfinished suite is not replaced";
  for (const int ms : {5, 20, 40, 80}) killed(again, ms == 40 ? SIGTERM : SIGKILL, ms);
  const Ended ended = headroom({"suite", "--resume", "--out", "r", "--progress", "never"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, whole.out);
  EXPECT_EQ(Json::parse(text_of(folder_ / "r/suite.json"))["members"],
            Json::parse(text_of(folder_ / "whole/suite.json"))["members"]);
  EXPECT_EQ(headroom({"suite", "--resume", "--out", "r", "--json"}).out, text_of(folder_ / "r/suite.json"));
}

TEST_F(SuiteRun, a_signal_saves_and_exits_with_three) {
  const Ended ended =
      testing::headroom({"suite", "s.toml", "--trials", "100000000", "--out", "r", "--progress", "json"},
                        {.folder = folder_.path(), .signal = SIGUSR1});
  EXPECT_EQ(ended.code, 3) << ended.err;
  const Json members = Json::parse(text_of(folder_ / "r/suite.json"))["members"];
  EXPECT_EQ(members[0]["state"], "stopped");
  EXPECT_EQ(members[1]["state"], "waiting");
  EXPECT_NE(ended.out.find("stopped by a signal"), std::string::npos);
}

TEST_F(SuiteRun, a_member_that_fails_does_not_stop_the_others) {
  put_text(folder_ / "bad.toml",
           "[suite]\nname = 'bad'\ntrials = 100\n[[member]]\nstudy = 'nowhere'\n[[member]]\nstudy = 'smoke'\n");
  const Ended ended = headroom({"suite", "bad.toml", "--out", "r"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(ended.out.rfind("bad: 1 of 2 members done, 1 failed\n", 0), 0u) << ended.out;
  const Json members = Json::parse(text_of(folder_ / "r/suite.json"))["members"];
  EXPECT_EQ(members[0]["state"], "failed");
  EXPECT_NE(members[0]["why"].get<std::string>().find("unknown study 'nowhere'"), std::string::npos);
  EXPECT_EQ(members[1]["state"], "done");
}

TEST_F(SuiteRun, a_crossed_threshold_is_exit_four_now_and_when_resumed) {
  const std::vector<std::string> words = {"suite", "s.toml", "--trials", "500", "--out", "r"};
  std::vector<std::string> failing = words;
  failing.insert(failing.end(), {"--fail-if", "p_exhausted(CHL) > 0.2"});
  EXPECT_EQ(headroom(words).code, 0);
  EXPECT_EQ(headroom(failing).code, 4);
  failing.push_back("--resume");
  const Ended again = headroom(failing);
  EXPECT_EQ(again.code, 4);
  EXPECT_NE(again.err.find("1 of 3, smoke: --fail-if 'p_exhausted(CHL) > 0.2': crossed"), std::string::npos)
      << again.err;
  EXPECT_TRUE(Json::parse(text_of(folder_ / "r/suite.json"))["members"][0]["crossed"]);
}

TEST_F(SuiteRun, wrong_files_and_folders_are_refused) {
  put_text(folder_ / "mine/notes.txt", "kept");
  EXPECT_EQ(headroom({"suite", "s.toml", "--out", "mine"}).code, 2);
  EXPECT_EQ(headroom({"suite", "nowhere.toml"}).code, 2);
  EXPECT_EQ(headroom({"suite"}).code, 2);
  EXPECT_EQ(headroom({"suite", "s.toml", "--trials", "0"}).code, 2);
  EXPECT_EQ(headroom({"suite", "--resume", "--out", "nowhere"}).code, 2);
  EXPECT_EQ(names_in(folder_.path()), (std::vector<std::string>{"mine", "s.toml"}));
}

}  // namespace
}  // namespace headroom
