// Scenarios, behaviour and a position through `headroom run`.
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/app/spawn.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using testing::Ended;

class ScenarioRuns : public ::testing::Test {
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

TEST_F(ScenarioRuns, differences_are_those_of_the_two_estimates) {
  const Json json = result({"run", "smoke", "--trials", "5000", "--scenario", "demand-surge", "--out", "a"});
  ASSERT_EQ(json["scenarios"].size(), 1u);
  EXPECT_EQ(json["scenarios"][0]["name"], "demand-surge");
  const Json& changed = json["scenarios"][0]["destinations"];
  ASSERT_EQ(changed.size(), json["destinations"].size());
  for (std::size_t d = 0; d < changed.size(); ++d) {
    EXPECT_EQ(changed[d]["iso3"], json["destinations"][d]["iso3"]);
    const double before = json["destinations"][d]["p_exhausted"]["estimate"],
                 after = changed[d]["p_exhausted"]["estimate"];
    const Json& difference = changed[d]["difference"];
    EXPECT_NEAR(difference["estimate"].get<double>(), after - before, 1e-12);
    EXPECT_LE(difference["low"].get<double>(), after - before);
    EXPECT_GE(difference["high"].get<double>(), after - before);
  }
}

TEST_F(ScenarioRuns, leave_the_study_itself_as_it_was) {
  const Json alone = result({"run", "smoke", "--trials", "5000", "--out", "a"});
  const Json with = result({"run", "smoke", "--trials", "5000", "--all-scenarios", "--out", "b"});
  EXPECT_EQ(alone["tallies_digest"], with["tallies_digest"]);
  EXPECT_EQ(alone["scenarios"].size(), 0u);
  EXPECT_EQ(with["scenarios"].size(), 2u);
}

TEST_F(ScenarioRuns, an_unknown_name_is_refused_with_the_nearest) {
  const Ended ended = headroom({"run", "smoke", "--trials", "10", "--scenario", "demand-surg"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.err, "--scenario: unknown scenario 'demand-surg'; did you mean 'demand-surge'?\n");
}

TEST_F(ScenarioRuns, behaviour_and_a_position_of_the_study_count) {
  const Json plain = result({"run", "smoke", "--trials", "2000", "--out", "plain"});
  std::ofstream(folder_ / "plain/study/study.toml", std::ios::app)
      << "\n[behaviour]\nsplit = true\nwait = { probability = 0.5, months = 6 }\n";
  std::ofstream(folder_ / "plain/study/position.csv")
      << "kind,destination,who,year,used_tpp\nallocation,KEN,,,780000000\n";
  const Json lively = result({"run", "plain/study", "--out", "lively"});
  const auto p_of = [](const Json& json, const char* iso3) {
    for (const Json& row : json["destinations"])
      if (row["iso3"] == iso3) return row["p_exhausted"]["estimate"].get<double>();
    return -1.0;
  };
  EXPECT_EQ(p_of(plain, "KEN"), 0.0);
  EXPECT_GT(p_of(lively, "KEN"), 0.9);
  EXPECT_NE(plain["study"]["digest"], lively["study"]["digest"]);
}

}  // namespace
}  // namespace headroom
