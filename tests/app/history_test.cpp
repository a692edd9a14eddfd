// `headroom history`, and what runs leave for it, from the outside.
#include <csignal>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

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

class HistoryCommand : public ::testing::Test {
 protected:
  Ended headroom(const std::vector<std::string>& arguments) {
    return testing::headroom(arguments, {.folder = folder_.path()});
  }
  Json history(std::vector<std::string> arguments = {}) {
    arguments.insert(arguments.begin(), {"history", "--json"});
    const Ended ended = headroom(arguments);
    EXPECT_EQ(ended.code, 0) << ended.err;
    return Json::parse(ended.out)["runs"];
  }
  testing::TemporaryFolder folder_;
};

TEST_F(HistoryCommand, a_run_is_recorded_beside_its_folder) {
  ASSERT_EQ(headroom({"run", "smoke", "--trials", "1000", "--fail-if", "p_exhausted(CHL) > 0.2"}).code, 4);
  EXPECT_EQ(names_in(folder_ / "runs"), (std::vector<std::string>{"runs.sqlite", "smoke-7-0-1000"}));
  const Json runs = history();
  ASSERT_EQ(runs.size(), 1u);
  const Json &run = runs[0], result = Json::parse(text_of(folder_ / "runs/smoke-7-0-1000/result.json"));
  EXPECT_EQ(run["study"], result["study"]);
  EXPECT_EQ(run["regime"]["name"], "ai-diffusion-2025");
  EXPECT_EQ(run["regime"]["digest"].get<std::string>().size(), 16u);
  EXPECT_EQ(run["options"], "run smoke --trials 1000 --fail-if 'p_exhausted(CHL) > 0.2'");
  for (const char* same : {"trials", "first_trial", "engine", "engine_detail", "estimator", "tallies_digest"})
    EXPECT_EQ(run[same], result[same]) << same;
  EXPECT_EQ(run["exit"], 4);
  EXPECT_EQ(run["folder"], "smoke-7-0-1000");
  ASSERT_EQ(run["estimates"].size(), result["destinations"].size());
  for (std::size_t d = 0; d < result["destinations"].size(); ++d) {
    EXPECT_EQ(run["estimates"][d]["iso3"], result["destinations"][d]["iso3"]);
    EXPECT_EQ(run["estimates"][d]["p_exhausted"], result["destinations"][d]["p_exhausted"]);
  }
}

TEST_F(HistoryCommand, scenarios_merges_and_stopped_runs_are_recorded) {
  ASSERT_EQ(headroom({"run", "baseline-2025", "--trials", "64", "--scenario", "demand-surge", "--out", "s"}).code, 0);
  ASSERT_EQ(headroom({"run", "smoke", "--trials", "100", "--out", "a"}).code, 0);
  ASSERT_EQ(headroom({"run", "smoke", "--trials", "100", "--first-trial", "100", "--out", "b"}).code, 0);
  ASSERT_EQ(headroom({"merge", "a", "b", "--out", "c"}).code, 0);
  const Ended stopped =
      testing::headroom({"run", "smoke", "--trials", "1000000000000", "--out", "r", "--progress", "json"},
                        {.folder = folder_.path(), .signal = SIGINT});
  ASSERT_EQ(stopped.code, 3);
  const Json runs = history();
  ASSERT_EQ(runs.size(), 5u);
  EXPECT_EQ(runs[0]["exit"], 3);
  EXPECT_EQ(runs[1]["options"], "merge a b --out c");
  EXPECT_EQ(runs[1]["trials"], 200);
  EXPECT_EQ(runs[4]["estimates"].back()["scenario"], "demand-surge");
  EXPECT_TRUE(runs[4]["estimates"].back()["difference"].contains("low"));
}

TEST_F(HistoryCommand, filters_and_shows_tables) {
  ASSERT_EQ(headroom({"run", "smoke", "--trials", "100", "--out", "a"}).code, 0);
  ASSERT_EQ(headroom({"run", "smoke", "--trials", "200", "--seed", "8", "--out", "b"}).code, 0);
  EXPECT_EQ(history({"--limit", "1"})[0]["trials"], 200);
  EXPECT_EQ(history({"--study", history()[1]["study"]["digest"]}).size(), 1u);
  EXPECT_EQ(history({"--study", "smoke"}).size(), 2u);
  EXPECT_EQ(history({"--since", "2999-01-01"}).size(), 0u);
  const Ended all = headroom({"history"});
  ASSERT_EQ(lines_of(all.out).size(), 3u) << all.out;
  EXPECT_NE(lines_of(all.out)[1].find("  smoke  "), std::string::npos);
  const Ended chile = headroom({"history", "--destination", "CHL"});
  ASSERT_EQ(lines_of(chile.out).size(), 3u) << chile.out;
  EXPECT_NE(lines_of(chile.out)[0].find("P(CHL exhausted)"), std::string::npos);
}

TEST_F(HistoryCommand, a_named_file_holds_it_or_none_does) {
  ASSERT_EQ(headroom({"run", "smoke", "--trials", "100", "--out", "a", "--history", "none"}).code, 0);
  EXPECT_EQ(names_in(folder_.path()), (std::vector<std::string>{"a"}));
  ASSERT_EQ(headroom({"run", "smoke", "--trials", "100", "--out", "deep/a", "--history", "all.db"}).code, 0);
  EXPECT_EQ(history({"--history", "all.db"})[0]["folder"], "deep/a");
}

TEST_F(HistoryCommand, a_damaged_file_stops_no_run) {
  put_text(folder_ / "runs.sqlite", std::string(4096, 'x'));
  for (const char* limit : {"p_exhausted(KEN) > 0.9", "p_exhausted(CHL) > 0.2"}) {
    const Ended ended =
        headroom({"run", "smoke", "--trials", "1000", "--out", "r", "--quiet", "--json", "--fail-if", limit});
    EXPECT_EQ(ended.code, std::string(limit).find("CHL") == std::string::npos ? 0 : 4);
    EXPECT_EQ(ended.out, text_of(folder_ / "r/result.json"));
    ASSERT_FALSE(ended.err.empty());
    EXPECT_NE(lines_of(ended.err).back().find("the run is not recorded: history '"), std::string::npos) << ended.err;
    EXPECT_NE(lines_of(ended.err).back().find("runs.sqlite': file is not a database; move it away"), std::string::npos);
  }
  EXPECT_EQ(headroom({"history"}).code, 1);
}

TEST_F(HistoryCommand, a_file_that_cannot_be_made_stops_no_run) {
  const Ended ended =
      headroom({"run", "smoke", "--trials", "100", "--out", "r", "--quiet", "--history", "absent/x.sqlite"});
  EXPECT_EQ(ended.code, 0);
  ASSERT_EQ(lines_of(ended.err).size(), 1u) << ended.err;
  EXPECT_NE(ended.err.find("'absent/x.sqlite': unable to open database file"), std::string::npos) << ended.err;
}

TEST_F(HistoryCommand, says_what_is_wrong) {
  const Ended none = headroom({"history"});
  EXPECT_EQ(none.code, 2);
  EXPECT_NE(none.err.find("history 'runs/runs.sqlite': there is none; run a study first"), std::string::npos)
      << none.err;
  const Ended wrong = headroom({"history", "--since", "yesterday", "--limit", "0"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_EQ(lines_of(wrong.err).size(), 2u) << wrong.err;
}

}  // namespace
}  // namespace headroom
