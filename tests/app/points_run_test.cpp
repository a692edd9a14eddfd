// `headroom run --estimator conditional --points sobol` from the outside.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/app/spawn.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using testing::Ended;

class PointsRun : public ::testing::Test {
 protected:
  Ended r1(std::vector<std::string> more) {
    more.insert(more.begin(), {"run", "R1"});
    return testing::headroom(more, {.folder = folder_.path()});
  }
  Json sobol(std::vector<std::string> more) {
    more.insert(more.end(), {"--points", "sobol"});
    return result(more);
  }
  Json result(std::vector<std::string> more) {
    more.insert(more.end(), {"--estimator", "conditional", "--json", "--quiet"});
    const Ended ended = r1(more);
    EXPECT_EQ(ended.code, 0) << ended.err;
    return Json::parse(ended.out);
  }
  // What a wrong command line says.
  void expect_refusal(const std::vector<std::string>& more, const std::string& why) {
    const Ended ended = r1(more);
    EXPECT_EQ(ended.code, 2);
    EXPECT_EQ(ended.out, "");
    EXPECT_NE(ended.err.find(why), std::string::npos) << ended.err;
  }
  testing::TemporaryFolder folder_;
};

TEST_F(PointsRun, answers_alike_on_all_engines_and_says_how_many_points_there_were) {
  const Json cpu = sobol({"--trials", "1024", "--engine", "cpu"});
  const Json reference = sobol({"--trials", "1024", "--engine", "reference"});
  EXPECT_EQ(cpu["points"], (Json{{"kind", "sobol"}, {"replicates", 16}, {"points", 64}}));
  EXPECT_EQ(cpu["trials"], 1024);
  EXPECT_EQ(cpu["tallies_digest"], reference["tallies_digest"]);
  EXPECT_EQ(cpu["destinations"], reference["destinations"]);
  ASSERT_EQ(cpu["destinations"].size(), 120u);
}

TEST_F(PointsRun, knows_more_after_as_many_trials) {
  const Json points = sobol({"--trials", "4096"}), random = result({"--trials", "4096"});
  EXPECT_TRUE(random["points"].is_null());
  int narrower = 0;
  for (std::size_t d = 0; d < 120; ++d) {
    const auto width = [&](const Json& run) {
      const Json& p = run["destinations"][d]["p_exhausted"];
      return p["high"].get<double>() - p["low"].get<double>();
    };
    narrower += width(points) < width(random);
  }
  EXPECT_GE(narrower, 110);
}

TEST_F(PointsRun, takes_the_power_of_two_that_is_nearest_to_the_trials_of_the_study) {
  const Json run = sobol({});  // a study of 100,000
  EXPECT_EQ(run["trials"], 131072);
}

TEST_F(PointsRun, refuses_what_is_no_power_of_two_and_says_what_would_be_right) {
  const auto refuses = [&](std::vector<std::string> more, const std::string& why) {
    more.insert(more.begin(), {"--estimator", "conditional", "--points", "sobol"});
    expect_refusal(more, why);
  };
  refuses({"--trials", "1000000"},
          "--trials 1000000: 16 replicates of Sobol points need a power of two, 16 at least; use 524288 or 1048576");
  refuses({"--trials", "8"}, "use 16");
  refuses({"--trials", "1024", "--first-trial", "512"}, "use a multiple of 1024");
  refuses({"--replicates", "12"}, "--replicates 12 is no power of two; use 8 or 16");
  refuses({"--replicates", "1"}, "--replicates");
  refuses({"--trials", "1024", "--first-trial", "1152921504606846976"}, "pass the 4294967296 points");
}

TEST_F(PointsRun, is_for_the_conditional_estimator_alone) {
  expect_refusal({"--points", "sobol"}, "--points sobol needs --estimator conditional");
  expect_refusal({"--points", "sobol", "--estimator", "importance"}, "--points sobol needs --estimator conditional");
  expect_refusal({"--estimator", "conditional", "--replicates", "8"}, "--replicates is for --points sobol");
  expect_refusal({"--estimator", "conditional", "--points", "sobel"}, "did you mean 'sobol'");
}

TEST_F(PointsRun, has_other_points_behind_the_first_ones) {
  const Json first = sobol({"--trials", "512"}), second = sobol({"--trials", "512", "--first-trial", "512"});
  EXPECT_NE(first["tallies_digest"], second["tallies_digest"]);
  EXPECT_EQ(second["first_trial"], 512);
}

}  // namespace
}  // namespace headroom
