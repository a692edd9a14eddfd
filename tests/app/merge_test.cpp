// `headroom merge` from the outside.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/app/spawn.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using testing::Ended;
using testing::text_of;

class Merge : public ::testing::Test {
 protected:
  Ended headroom(const std::vector<std::string>& arguments) {
    return testing::headroom(arguments, {.folder = folder_.path()});
  }
  void shard(const std::string& out, int first, int trials, const std::string& seed = "7",
             const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {
        "run",   "smoke", "--first-trial", std::to_string(first), "--trials", std::to_string(trials), "--seed", seed,
        "--out", out,     "--quiet"};
    words.insert(words.end(), more.begin(), more.end());
    const Ended ended = headroom(words);
    ASSERT_EQ(ended.code, 0) << ended.err;
  }
  Json result(const std::string& run) { return Json::parse(text_of(folder_ / run / "result.json")); }
  testing::TemporaryFolder folder_;
};

Json without_engine(Json json) {
  json.erase("engine");
  json.erase("engine_detail");
  return json;
}

TEST_F(Merge, three_shards_equal_the_whole_run) {
  shard("whole", 0, 9000);
  shard("a", 0, 2000);
  shard("b", 2000, 5000);
  shard("c", 7000, 2000);
  const Ended ended = headroom({"merge", "c", "a", "b", "--out", "sum", "--json", "--quiet"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.err, "");
  EXPECT_EQ(without_engine(result("sum")), without_engine(result("whole")));
  EXPECT_EQ(ended.out, text_of(folder_ / "sum/result.json"));
  EXPECT_EQ(text_of(folder_ / "sum/tallies.bin"), text_of(folder_ / "whole/tallies.bin"));
  ASSERT_EQ(headroom({"run", "sum/study", "--out", "again", "--quiet"}).code, 0);
  EXPECT_EQ(result("again"), result("whole"));
}

TEST_F(Merge, scenarios_of_shards_equal_those_of_the_whole_run) {
  const std::vector<std::string> all = {"--all-scenarios"};
  shard("whole", 0, 6000, "7", all);
  shard("a", 0, 1000, "7", all);
  shard("b", 1000, 3500, "7", all);
  shard("c", 4500, 1500, "7", all);
  ASSERT_EQ(headroom({"merge", "b", "c", "--out", "bc", "--quiet"}).code, 0);
  const Ended ended = headroom({"merge", "a", "bc", "--out", "sum", "--quiet"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_GT(result("sum")["scenarios"].size(), 1u);
  EXPECT_EQ(without_engine(result("sum")), without_engine(result("whole")));
  EXPECT_EQ(text_of(folder_ / "sum/tallies.bin"), text_of(folder_ / "whole/tallies.bin"));
  EXPECT_EQ(text_of(folder_ / "sum/joint.csv"), text_of(folder_ / "whole/joint.csv"));
}

TEST_F(Merge, shards_of_other_scenarios_are_refused_by_name) {
  shard("a", 0, 1000, "7", {"--scenario", "demand-surge"});
  shard("b", 1000, 1000, "7", {"--scenario", "lpp-closes"});
  shard("c", 2000, 1000);
  EXPECT_EQ(
      headroom({"merge", "a", "b"}).err,
      "'b': scenarios: lpp-closes; but 'a' has: demand-surge; run it again with the same --scenario options, for a sum "
      "needs all trials of each\n");
  const Ended none = headroom({"merge", "a", "c"});
  EXPECT_EQ(none.code, 2);
  EXPECT_NE(none.err.find("'c': scenarios: none; but 'a' has: demand-surge"), std::string::npos) << none.err;
  EXPECT_EQ(headroom({"merge", "c", "a"}).code, 2);
}

TEST_F(Merge, runs_of_other_estimators_are_refused_by_name) {
  shard("a", 0, 1000);
  shard("b", 1000, 1024, "7", {"--estimator", "control"});
  const Ended ended = headroom({"merge", "a", "b"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.err, "'b': it is of --estimator control, and only tallies of plain can be added up; leave it out\n");
}

TEST_F(Merge, gaps_are_allowed_and_listed) {
  shard("a", 0, 1000);
  shard("b", 3000, 1000);
  const Ended ended = headroom({"merge", "a", "b"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_NE(ended.err.find("gap: trials 1000 to 2999 are in none of the runs"), std::string::npos) << ended.err;
  EXPECT_EQ(result("runs/smoke-7-merged")["ranges"].size(), 2u);
  shard("c", 1000, 2000);
  EXPECT_EQ(headroom({"merge", "runs/smoke-7-merged", "c", "--out", "all"}).code, 0) << "a merged run merges again";
  EXPECT_FALSE(result("all").contains("ranges"));
}

TEST_F(Merge, overlaps_and_other_seeds_are_refused) {
  shard("a", 0, 1000);
  shard("b", 500, 1000);
  shard("c", 2000, 1000, "8");
  const Ended overlap = headroom({"merge", "a", "b"});
  EXPECT_EQ(overlap.code, 2);
  EXPECT_NE(overlap.err.find("'a' and 'b' both hold trials 500 to 999"), std::string::npos) << overlap.err;
  EXPECT_EQ(headroom({"merge", "a", "c"}).code, 2);
  EXPECT_EQ(headroom({"merge", "a", "nowhere"}).code, 2);
  EXPECT_EQ(headroom({"merge"}).code, 2);
}

TEST_F(Merge, a_study_that_was_changed_since_is_refused) {
  shard("a", 0, 1000);
  std::string market = text_of(folder_ / "a/study/market.csv");
  market.replace(market.find("EST,exact,1.25"), 14, "EST,exact,1.50");
  testing::put_text(folder_ / "a/study/market.csv", market);
  const Ended ended = headroom({"merge", "a"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.err.find("its study has digest"), std::string::npos) << ended.err;
}

TEST_F(Merge, says_which_run_stopped_itself) {
  shard("a", 0, 1000);
  ASSERT_EQ(headroom({"run", "smoke", "--first-trial", "1000", "--trials", "1000", "--seed", "7", "--out", "b",
                      "--until-half-width", "0.1", "--quiet"})
                .code,
            0);
  const Ended ended = headroom({"merge", "a", "b"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_NE(ended.err.find("'b': it stopped when it was sure enough, which"), std::string::npos) << ended.err;
  EXPECT_EQ(ended.err.find("'a': it stopped"), std::string::npos);
}

}  // namespace
}  // namespace headroom
