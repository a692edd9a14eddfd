// `headroom run` that stops when it is sure enough, from the outside.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/app/spawn.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using testing::Ended;
using testing::lines_of;

class RunUntilSure : public ::testing::Test {
 protected:
  Ended headroom(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"run", "smoke", "--quiet"});
    return testing::headroom(arguments, {.folder = folder_.path()});
  }
  Json result(std::vector<std::string> arguments) {
    arguments.push_back("--json");
    const Ended ended = headroom(arguments);
    EXPECT_EQ(ended.code, 0) << ended.err;
    return Json::parse(ended.out);
  }
  testing::TemporaryFolder folder_;
};

TEST_F(RunUntilSure, tells_trials_and_why_it_stopped) {
  const Json json = result({"--trials", "1000000", "--until-half-width", "0.0075"});
  EXPECT_EQ(json["trials"], 32768);
  EXPECT_EQ(json["stopped"]["reason"], "half_width");
  EXPECT_EQ(json["stopped"]["looks"], 2);
  EXPECT_EQ(json["stopped"]["most_trials"], 1'000'000);
  EXPECT_EQ(json["stopped"]["until_half_width"], 0.0075);
  EXPECT_EQ(json["stopped"]["until_relative"], nullptr);
  for (const Json& row : json["destinations"])
    EXPECT_LE(row["p_exhausted"]["high"].get<double>() - row["p_exhausted"]["low"].get<double>(), 0.015);
}

TEST_F(RunUntilSure, has_wider_intervals_than_a_run_of_that_many_trials) {
  const Json looked = result({"--trials", "1000000", "--until-half-width", "0.0075"});
  const Json fixed = result({"--trials", "32768"});
  EXPECT_EQ(looked["tallies_digest"], fixed["tallies_digest"]);
  EXPECT_FALSE(fixed.contains("stopped"));
  const Json &wide = looked["destinations"][0]["p_exhausted"], &narrow = fixed["destinations"][0]["p_exhausted"];
  EXPECT_EQ(wide["estimate"], narrow["estimate"]);
  EXPECT_LT(wide["low"], narrow["low"]);
  EXPECT_GT(wide["high"], narrow["high"]);
}

TEST_F(RunUntilSure, does_not_depend_on_threads) {
  const std::vector<std::string> rule = {"--trials", "200000", "--until-relative", "0.02"};
  auto one = rule, two = rule;
  one.insert(one.end(), {"--threads", "1"});
  two.insert(two.end(), {"--threads", "2"});
  EXPECT_EQ(result(one)["tallies_digest"], result(two)["tallies_digest"]);
}

TEST_F(RunUntilSure, looks_at_named_destinations_alone) {
  const std::string all = "1000000";
  const Json json = result({"--trials", all, "--until-half-width", "0.02", "--until-destination", "EST"});
  EXPECT_EQ(json["trials"], 16384);
  EXPECT_EQ(json["stopped"]["destinations"], Json::array({"EST"}));
}

TEST_F(RunUntilSure, the_table_says_so_in_a_line) {
  const Ended ended = headroom({"--trials", "20000", "--until-half-width", "0.0001", "--joint-level", "0.9"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_NE(ended.out.find("\nStopped after 20,000 of at most 20,000 trials (look 2): that was all, and some interval "
                           "is wider than asked for. All intervals allow for the looks.\n"),
            std::string::npos)
      << ended.out;
  EXPECT_NE(ended.out.find("intervals of P(exhausted) hold together at 90 % (Bonferroni).\n"), std::string::npos);
  EXPECT_NE(ended.out.find("90 % jointly"), std::string::npos);
}

TEST_F(RunUntilSure, joint_intervals_stand_beside_those_of_each) {
  const Json json = result({"--trials", "2000", "--joint-level", "0.95"});
  EXPECT_EQ(json["joint_intervals"]["method"], "Bonferroni");
  EXPECT_EQ(json["joint_intervals"]["intervals"], json["destinations"].size());
  for (const Json& row : json["destinations"])
    EXPECT_GE(row["p_exhausted_jointly"]["high"], row["p_exhausted"]["high"]) << row["iso3"];
}

TEST_F(RunUntilSure, months_have_intervals_that_hold_their_quantiles) {
  const Json json = result({"--trials", "2000"});
  bool some = false;
  for (const Json& row : json["destinations"]) {
    const Json &months = row["exhaustion_month"], &intervals = row["exhaustion_month_intervals"];
    EXPECT_EQ(months.is_null(), intervals.is_null());
    for (const char* quantile : {"p05", "p50", "p95"}) {
      EXPECT_LE(row["utilisation_intervals"][quantile]["low"], row["utilisation"][quantile]);
      EXPECT_GE(row["utilisation_intervals"][quantile]["high"], row["utilisation"][quantile]);
      if (months.is_null()) continue;
      some = true;
      EXPECT_LE(intervals[quantile]["low"], months[quantile]);
      EXPECT_GE(intervals[quantile]["high"], months[quantile]);
    }
  }
  EXPECT_TRUE(some);
}

TEST_F(RunUntilSure, wrong_rules_are_told) {
  const Ended ended = headroom({"--until-half-width", "0", "--until-relative", "1", "--joint-level", "x"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(lines_of(ended.err).size(), 3u) << ended.err;
  const Ended nobody = headroom({"--until-relative", "0.1", "--until-destination", "XXX"});
  EXPECT_EQ(nobody.code, 2);
  EXPECT_NE(nobody.err.find("--until-destination: unknown destination 'XXX'"), std::string::npos) << nobody.err;
  EXPECT_EQ(headroom({"--until-destination", "EST"}).code, 2) << "says for whom, not when";
}

}  // namespace
}  // namespace headroom
