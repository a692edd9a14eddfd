// `headroom run --estimator importance` from the outside.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "host/engine/engine.h"
#include "tests/app/spawn.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using testing::Ended;

class ImportanceRun : public ::testing::Test {
 protected:
  Ended headroom(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"run", "smoke", "--estimator", "importance", "--quiet"});
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

TEST_F(ImportanceRun, gives_each_destination_an_interval_and_says_what_it_gained) {
  const Json json = result({"--trials", "5000"});
  EXPECT_EQ(json["estimator"], "importance");
  EXPECT_EQ(json["trials"], 5120) << "whole blocks of 1,024";
  bool some = false;
  for (const Json& row : json["destinations"]) {
    if (!row["refused"].is_null()) continue;
    some = true;
    EXPECT_LE(row["p_exhausted"]["low"], row["p_exhausted"]["estimate"]);
    EXPECT_GE(row["p_exhausted"]["high"], row["p_exhausted"]["estimate"]);
    EXPECT_EQ(row["by_month"].back()["estimate"], row["p_exhausted"]["estimate"]);
    EXPECT_EQ(row["trials"], 5120);
  }
  EXPECT_TRUE(some);
}

TEST_F(ImportanceRun, is_the_same_on_every_engine_and_any_number_of_threads) {
  const Json reference = result({"--trials", "2048", "--engine", "reference"});
  for (const std::string& isa : instruction_sets()) {
    const Json json = result({"--trials", "2048", "--isa", isa, "--threads", "2", "--out", isa});
    EXPECT_EQ(json["tallies_digest"], reference["tallies_digest"]) << isa;
    EXPECT_EQ(json["destinations"], reference["destinations"]) << isa;
  }
}

TEST_F(ImportanceRun, agrees_with_the_plain_estimator) {
  const Json json = result({"--trials", "20000"});
  const Ended plain = testing::headroom({"run", "smoke", "--trials", "20000", "--quiet", "--json", "--out", "plain"},
                                        {.folder = folder_.path()});
  const Json counted = Json::parse(plain.out);
  for (std::size_t i = 0; i < counted["destinations"].size(); ++i) {
    const Json &a = json["destinations"][i], &b = counted["destinations"][i];
    EXPECT_EQ(a["iso3"], b["iso3"]);
    if (!a["refused"].is_null()) continue;
    // Half of each interval is about two standard errors: four of either are far.
    const double far = (a["p_exhausted"]["high"].get<double>() - a["p_exhausted"]["low"].get<double>()) +
                       (b["p_exhausted"]["high"].get<double>() - b["p_exhausted"]["low"].get<double>());
    EXPECT_NEAR(a["p_exhausted"]["estimate"].get<double>(), b["p_exhausted"]["estimate"].get<double>(), far);
  }
}

TEST_F(ImportanceRun, each_destination_stops_by_itself) {
  const Json json = result({"--trials", "200000", "--until-relative", "0.05"});
  for (const Json& row : json["destinations"]) {
    if (!row["refused"].is_null() || row["trials"] == 200'704) continue;
    const double half = (row["p_exhausted"]["high"].get<double>() - row["p_exhausted"]["low"].get<double>()) / 2;
    EXPECT_LE(half, 0.05 * row["p_exhausted"]["estimate"].get<double>());
    EXPECT_EQ(row["trials"].get<u64>() % 16'384, 0u);
  }
  EXPECT_NE(json["stopped"], "");
}

TEST_F(ImportanceRun, one_destination_can_be_asked_for_alone) {
  const Json json = result({"--trials", "200000", "--until-relative", "0.1", "--until-destination", "EST"});
  for (const Json& row : json["destinations"]) EXPECT_EQ(row["refused"].is_null(), row["iso3"] == "EST");
}

TEST_F(ImportanceRun, first_trials_within_a_block_are_refused) {
  const Ended ended = headroom({"--first-trial", "5"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.err.find("use a multiple of 1024"), std::string::npos) << ended.err;
}

TEST_F(ImportanceRun, joint_intervals_are_for_the_plain_estimator) {
  const Ended ended = headroom({"--joint-level", "0.9"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.err, "--joint-level needs --estimator plain; leave out one of them\n");
}

}  // namespace
}  // namespace headroom
