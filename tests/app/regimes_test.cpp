// The other bundled regimes through the program.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/app/spawn.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using testing::Ended;

class Regimes : public ::testing::Test {
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

TEST_F(Regimes, the_baseline_runs_without_quantities_and_says_what_it_loses) {
  const Ended ended = headroom({"run", "baseline-2025", "--regime", "advanced-computing-2023", "--trials", "20",
                                "--all-scenarios", "--out", "a"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_NE(ended.out.find("No destination of the study has a cap."), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("under a licence that meets no quantity"), std::string::npos) << ended.out;
  for (const char* part : {"has no lpp", "has no uveu", "scenario 'lpp-closes' changes scenario.regime.lpp",
                           "arrangement for ARE raises an allocation"})
    EXPECT_NE(ended.err.find(part), std::string::npos) << part << " in " << ended.err;
}

TEST_F(Regimes, a_run_under_another_regime_can_be_repeated_from_its_folder) {
  const std::vector<std::string> run = {"run", "smoke", "--regime", "draft-2026-03", "--trials", "500", "--out", "a"};
  const Json first = result(run), again = result({"run", "a/study", "--out", "b"});
  EXPECT_EQ(first["tallies_digest"], again["tallies_digest"]);
  EXPECT_EQ(first["study"]["digest"], again["study"]["digest"]);
  const Json merged = result({"merge", "a", "--out", "c"});
  EXPECT_EQ(first["tallies_digest"], merged["tallies_digest"]);
}

TEST_F(Regimes, the_china_lane_exhausts_and_scenarios_move_it) {
  const Json json = result({"run", "china-lane", "--trials", "2000", "--all-scenarios", "--out", "a"});
  ASSERT_EQ(json["destinations"].size(), 1u);
  const Json& china = json["destinations"][0];
  EXPECT_EQ(china["iso3"], "CHN");
  EXPECT_GT(china["p_exhausted"]["estimate"], 0.05);
  EXPECT_LT(china["p_exhausted"]["estimate"], 0.99999);
  EXPECT_GT(china["orders"]["counted"], 0.0);
  EXPECT_GT(china["expected"]["prohibited"], 0.0) << "chips above the thresholds";
  EXPECT_LE(china["utilisation"]["mean"], 1.0);
  ASSERT_EQ(json["scenarios"].size(), 2u);
  for (const Json& scenario : json["scenarios"])
    EXPECT_GT(scenario["destinations"][0]["difference"]["low"], 0.0) << scenario["name"];
}

TEST_F(Regimes, the_draft_limits_companies_of_the_baseline) {
  const Json json = result({"run", "baseline-2025", "--regime", "draft-2026-03", "--trials", "20", "--out", "a"});
  EXPECT_GT(json["destinations"].size(), 100u);
  for (const Json& row : json["destinations"]) EXPECT_LE(row["utilisation"]["mean"], 1.0) << row["iso3"];
}

TEST_F(Regimes, all_are_listed_with_their_status) {
  const Json rows = Json::parse(headroom({"data", "regimes", "--json"}).out)["regimes"];
  ASSERT_EQ(rows.size(), 4u);
  const char* expected[][3] = {
      {"advanced-computing-2023", "in force since 2023-11-17", "nothing"},
      {"ai-diffusion-2025", "rescinded 2025-05-13, never enforced", "destination"},
      {"china-lane-2026", "in force since 2026-01-15", "product"},
      {"draft-2026-03", "reported draft, not law", "consignee"},
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i]["name"], expected[i][0]);
    EXPECT_EQ(rows[i]["status"], expected[i][1]);
    EXPECT_EQ(rows[i]["limits"], expected[i][2]);
    EXPECT_EQ(rows[i]["cap_tpp"].is_null(), i != 1);
  }
}

TEST_F(Regimes, check_rules_under_each) {
  testing::put_text(folder_ / "orders.csv",
                    "id,kind,destination,parent_headquarters,veu,chip,units,consignee,date,model_class,fine_tuned,"
                    "facility\na,shipment,CHN,CHN,none,H200,5,A,2026-06-01,,,\n"
                    "b,shipment,SAU,SAU,none,GB300,20000,B,2026-06-01,,,\n");
  const auto decisions = [&](const char* regime) {
    const Ended ended = headroom({"check", "orders.csv", "--regime", regime, "--json"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    const Json rows = Json::parse(ended.out)["rows"];
    return rows[0]["decision"].get<std::string>() + " " + rows[1]["decision"].get<std::string>();
  };
  EXPECT_EQ(decisions("ai-diffusion-2025"), "prohibited refused");
  EXPECT_EQ(decisions("advanced-computing-2023"), "prohibited allowed");
  EXPECT_EQ(decisions("china-lane-2026"), "licence allowed");
  EXPECT_EQ(decisions("draft-2026-03"), "prohibited counted");
}

}  // namespace
}  // namespace headroom
