// `headroom run --estimator conditional` and `control` from the outside.
#include <gtest/gtest.h>
#include <cmath>
#include <nlohmann/json.hpp>

#include "tests/app/spawn.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using testing::Ended;

class ConditionalRun : public ::testing::Test {
 protected:
  Ended headroom(const std::vector<std::string>& arguments) {
    return testing::headroom(arguments, {.folder = folder_.path()});
  }
  Json result(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--json", "--quiet"});
    const Ended ended = headroom(arguments);
    EXPECT_EQ(ended.code, 0) << ended.err;
    return Json::parse(ended.out);
  }
  testing::TemporaryFolder folder_;
};

TEST_F(ConditionalRun, answers_every_destination_of_R1_alike_on_all_engines) {
  const Json cpu = result({"run", "R1", "--estimator", "conditional", "--trials", "700", "--engine", "cpu"});
  const Json reference =
      result({"run", "R1", "--estimator", "conditional", "--trials", "700", "--engine", "reference"});
  EXPECT_EQ(cpu["estimator"], "conditional");
  EXPECT_EQ(cpu["trials"], 700);
  EXPECT_EQ(cpu["tallies_digest"], reference["tallies_digest"]);
  EXPECT_EQ(cpu["destinations"], reference["destinations"]);
  ASSERT_EQ(cpu["destinations"].size(), 120u);
  for (const Json& row : cpu["destinations"]) {
    const Json& p = row["p_exhausted"];
    EXPECT_LE(p["low"], p["estimate"]);
    EXPECT_LE(p["estimate"], p["high"]);
  }
}

TEST_F(ConditionalRun, says_what_each_destination_would_do_without_factors) {
  const Json run = result({"run", "R1", "--estimator", "conditional", "--trials", "500"});
  int apart = 0;
  for (const Json& row : run["destinations"]) {
    ASSERT_TRUE(row["p_exhausted_without_factors"].is_object()) << row["iso3"];
    const double with = row["p_exhausted"]["estimate"], without = row["p_exhausted_without_factors"]["estimate"];
    if (std::abs(with - without) > 0.05) ++apart;
  }
  EXPECT_GT(apart, 3);
}

TEST_F(ConditionalRun, is_recorded) {
  result({"run", "R1", "--estimator", "conditional", "--trials", "100", "--history", "h.sqlite"});
  const Json history = Json::parse(headroom({"history", "--history", "h.sqlite", "--json"}).out);
  ASSERT_EQ(history["runs"].size(), 1u);
  EXPECT_EQ(history["runs"][0]["estimator"], "conditional");
}

TEST_F(ConditionalRun, refuses_a_study_of_which_no_destination_has_an_answer) {
  const Ended ended = headroom({"run", "R2", "--estimator", "conditional", "--trials", "100"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_NE(ended.err.find("has no answer for 120 destinations (Aruba, "), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("lpp"), std::string::npos);
}

TEST_F(ConditionalRun, control_says_how_much_variance_it_removed) {
  const Json run = result({"run", "R2", "--estimator", "control", "--trials", "1024"});
  EXPECT_EQ(run["estimator"], "control");
  ASSERT_EQ(run["destinations"].size(), 120u);
  int controlled = 0;
  for (const Json& row : run["destinations"])
    if (row.contains("variance_removed") && row["variance_removed"].is_number()) ++controlled;
  EXPECT_GT(controlled, 20);
}

}  // namespace
}  // namespace headroom
