// `headroom run --estimator` from the outside.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/app/spawn.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using namespace testing;

class RunEstimator : public ::testing::Test {
 protected:
  Ended exact(std::vector<std::string> more, const std::string& study = "smoke") {
    more.insert(more.begin(), {"run", study, "--estimator", "exact"});
    return testing::headroom(more, {.folder = folder_.path()});
  }
  TemporaryFolder folder_;
};

TEST_F(RunEstimator, exact_prints_a_table_and_leaves_a_run_folder) {
  const Ended ended = exact({});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out.rfind("smoke: estimator exact, engine solver\n", 0), 0u) << ended.out;
  EXPECT_NE(ended.out.find("\nEstonia "), std::string::npos);
  EXPECT_NE(ended.out.find("No answer for 2 destinations (Chile, Kenya): a route has lpp"), std::string::npos);
  EXPECT_EQ(lines_of(ended.err).back(), "run folder: runs/smoke-7-exact");
  EXPECT_EQ(names_in(folder_ / "runs/smoke-7-exact"),
            (std::vector<std::string>{"destinations.csv", "result.json", "study", "table.txt", "timeline.csv"}));
}

TEST_F(RunEstimator, exact_has_no_trials_and_says_how_wrong_it_can_be) {
  const Ended ended = exact({"--json", "--quiet", "--out", "r"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.err, "");
  EXPECT_EQ(ended.out, text_of(folder_ / "r/result.json"));
  const Json json = Json::parse(ended.out);
  EXPECT_EQ(json["trials"], 0);
  EXPECT_EQ(json["estimator"], "exact");
  for (const Json& row : json["destinations"]) {
    if (row["iso3"] != "EST") {
      EXPECT_TRUE(row["p_exhausted"].is_null());
      continue;
    }
    // 45 orders expected, each of 15,832,000 TPP: 49 fit.
    EXPECT_NEAR(row["p_exhausted"]["estimate"], 0.246802, 1e-6);
    EXPECT_LT(row["p_exhausted"]["high"].get<double>() - row["p_exhausted"]["low"].get<double>(), 1e-9);
    EXPECT_EQ(row["by_month"].size(), 36u);
    EXPECT_EQ(row["lattice"]["kind"], "exact");
    EXPECT_FALSE(row["p_critical"].is_null());
  }
}

TEST_F(RunEstimator, a_run_may_replace_one_of_another_estimator) {
  ASSERT_EQ(exact({"--out", "r"}).code, 0);
  const Ended plain = testing::headroom({"run", "smoke", "--trials", "100", "--out", "r"}, {.folder = folder_.path()});
  EXPECT_EQ(plain.code, 0) << plain.err;
  EXPECT_TRUE(std::filesystem::exists(folder_ / "r/tallies.bin"));
  EXPECT_EQ(exact({"--out", "r"}).code, 0);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "r/tallies.bin"));
  const Ended merged = testing::headroom({"merge", "r"}, {.folder = folder_.path()});
  EXPECT_EQ(merged.code, 2);
  EXPECT_NE(merged.err.find("it is of --estimator exact, and only"), std::string::npos) << merged.err;
}

TEST_F(RunEstimator, the_copy_of_the_study_repeats_the_answer) {
  ASSERT_EQ(exact({"--out", "a"}).code, 0);
  ASSERT_EQ(exact({"--out", "b"}, "a/study").code, 0);
  EXPECT_EQ(text_of(folder_ / "a/result.json"), text_of(folder_ / "b/result.json"));
}

TEST_F(RunEstimator, fail_if_holds_for_exact_answers) {
  const Ended crossed = exact({"--fail-if", "p_exhausted(EST) > 0.2468"});
  EXPECT_EQ(crossed.code, 4);
  EXPECT_NE(crossed.err.find("--fail-if 'p_exhausted(EST) > 0.2468': crossed, it is 0.246802"), std::string::npos)
      << crossed.err;
  EXPECT_EQ(exact({"--fail-if", "p_exhausted(EST) > 0.2469"}).code, 0);
  EXPECT_EQ(exact({"--fail-if", "p_critical(EST) > 0.2469"}).code, 4);
}

TEST_F(RunEstimator, fail_if_says_what_an_estimator_does_not_know) {
  const Ended use = exact({"--fail-if", "utilisation(EST) > 0.5"});
  EXPECT_EQ(use.code, 2);
  EXPECT_NE(use.err.find("--fail-if 'utilisation(EST) > 0.5': the estimator exact does not know it; --estimator plain "
                         "does"),
            std::string::npos)
      << use.err;
  const Ended refused = exact({"--fail-if", "p_exhausted(KEN) > 0.5"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("does not know it (a route has lpp, a meter by consignee and year); --estimator plain"),
            std::string::npos)
      << refused.err;
}

TEST_F(RunEstimator, a_study_without_any_answer_is_refused_by_the_rule) {
  const Ended ended = exact({"--out", "r"}, "R1");
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.err,
            "the estimator exact has no answer for 120 destinations (Aruba, Angola, Albania, Andorra, United Arab "
            "Emirates, ...): its demand loads on factors; use plain\n");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "r"));
  const Ended uncapped = exact({}, "china-lane");
  EXPECT_EQ(uncapped.code, 2);
}

TEST_F(RunEstimator, scenarios_are_for_the_plain_estimator) {
  const Ended ended = exact({"--all-scenarios"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.err, "scenarios are compared trial by trial: they need --estimator plain; leave out one of them\n");
}

TEST_F(RunEstimator, a_finished_run_is_shown_again) {
  const auto resumed = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"run", "--resume"});
    return testing::headroom(more, {.folder = folder_.path()});
  };
  const Ended first = exact({"--out", "r"});
  const Ended again = resumed({"--out", "r"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(again.out, first.out);
  EXPECT_EQ(again.err, "'r': the run is finished; nothing is left to do\n");
  EXPECT_EQ(resumed({"r", "--json", "--quiet"}).out, text_of(folder_ / "r/result.json"));
  EXPECT_EQ(resumed({"--out", "r", "--fail-if", "p_exhausted(EST) > 0.2468"}).code, 4);
  EXPECT_EQ(resumed({"--out", "r", "--fail-if", "utilisation(EST) > 0.5"}).code, 2);
  const Ended other = resumed({"--out", "r", "--estimator", "control"});
  EXPECT_EQ(other.code, 2);
  EXPECT_NE(other.err.find("a finished run of the estimator exact is there, not of control"), std::string::npos)
      << other.err;
  EXPECT_EQ(resumed({"smoke", "--out", "r"}).code, 2) << "the plain one was asked for";
}

TEST_F(RunEstimator, there_is_nothing_to_save_of_an_exact_answer) {
  const Ended ended = exact({"--save-every", "100"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.err.find("--estimator exact runs none"), std::string::npos) << ended.err;
}

}  // namespace
}  // namespace headroom
