#include "host/report/json.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "host/stats/estimate.h"
#include "tests/report/json_keys.h"
#include "tests/support/sample_tally.h"
#include "tests/support/written.h"

namespace headroom {
namespace {

using Json = nlohmann::ordered_json;

Json result_of(const std::vector<TrialRange>& ranges, bool expectations_exist = true) {
  CompiledStudy compiled = testing::sample_compiled();
  compiled.expectations_exist = expectations_exist;
  const Result result = make_result(compiled, testing::sample_study(), testing::sample_tally(), ranges, {"cpu", "x"});
  return Json::parse(testing::written([&](const Sink& out) { write_result_json(result, out); }));
}

TEST(ResultJson, has_the_keys_that_scripts_rely_on) {
  const Json json = result_of({{0, 40}});
  EXPECT_EQ(keys(json), (Keys{"schema", "study", "trials", "first_trial", "engine", "engine_detail", "estimator",
                              "tallies_digest", "unused_tpp", "destinations", "uncapped", "joint", "book", "diverted",
                              "companies", "holdings", "scenarios"}));
  EXPECT_EQ(keys(json["study"]), (Keys{"name", "seed", "digest"}));
  EXPECT_EQ(keys(json["joint"]), (Keys{"exhausted_count", "pairs"}));
  EXPECT_EQ(keys(json["book"][0]),
            (Keys{"id", "destination", "p_shipped", "p_partly", "p_refused", "p_absent", "mean_month"}));
  EXPECT_EQ(keys(json["uncapped"][0]), (Keys{"iso3", "name", "tier", "expected"}));
}

TEST(ResultJson, a_destination_has_the_keys_that_scripts_rely_on) {
  const Json a = result_of({{0, 40}})["destinations"][0];
  const Keys decisions = {"counted",      "general_tier1", "lpp",          "nveu",       "refused_cap", "refused_lpp",
                          "refused_nveu", "prohibited",    "diverted_out", "queue_full", "diverted_in"};
  EXPECT_EQ(keys(a), (Keys{"iso3",
                           "name",
                           "cap_tpp",
                           "p_exhausted",
                           "p_critical",
                           "p_exhausted_without_factors",
                           "without_factors_refused",
                           "by_month",
                           "exhaustion_month",
                           "exhaustion_month_intervals",
                           "use_at_first_refusal",
                           "use_at_first_refusal_intervals",
                           "utilisation",
                           "utilisation_intervals",
                           "refused_tpp",
                           "p_first_to_exhaust",
                           "orders",
                           "tpp",
                           "offered_tpp",
                           "unused_tpp",
                           "expected"}));
  EXPECT_EQ(keys(a["p_exhausted"]), (Keys{"estimate", "low", "high", "level"}));
  EXPECT_EQ(keys(a["p_critical"]), (Keys{"estimate", "low", "high", "level"}));
  EXPECT_EQ(keys(a["by_month"][0]), (Keys{"month", "estimate", "low", "high", "critical"}));
  EXPECT_EQ(keys(a["exhaustion_month"]), (Keys{"p05", "p50", "p95"}));
  EXPECT_EQ(keys(a["use_at_first_refusal"]), (Keys{"mean", "p05", "p50", "p95"}));
  EXPECT_EQ(keys(a["utilisation"]), (Keys{"mean", "p05", "p50", "p95"}));
  EXPECT_EQ(keys(a["refused_tpp"]), (Keys{"mean", "cvar95"}));
  EXPECT_EQ(keys(a["orders"]), decisions);
  EXPECT_EQ(keys(a["tpp"]), decisions);
  EXPECT_EQ(keys(a["expected"]), (Keys{"uveu", "exempt", "prohibited"}));
}

TEST(ResultJson, carries_the_values) {
  const Json json = result_of({{7, 40}});
  EXPECT_EQ(json["schema"], "headroom.result/1");
  EXPECT_EQ(json["trials"], 40);
  EXPECT_EQ(json["first_trial"], 7);
  EXPECT_EQ(json["estimator"], "plain");
  EXPECT_EQ(json["study"]["digest"].get<std::string>().size(), 16u);
  EXPECT_EQ(json["tallies_digest"].get<std::string>().size(), 16u);
  EXPECT_EQ(json["destinations"][0]["by_month"][2]["month"], "2025-03");
  EXPECT_EQ(json["destinations"][0]["by_month"][2]["estimate"], 0.625);
  EXPECT_EQ(json["destinations"][0]["cap_tpp"], 1000);
  EXPECT_EQ(json["joint"]["pairs"], Json::parse(R"([["AAA", "BBB", 0.125]])"));
  EXPECT_EQ(json["companies"], Json::array());
}

TEST(ResultJson, what_does_not_exist_is_null) {
  const Json json = result_of({{0, 40}}, false);
  EXPECT_TRUE(json["destinations"][1]["exhaustion_month"].is_null());
  EXPECT_TRUE(json["destinations"][0]["expected"].is_null());
  EXPECT_TRUE(json["uncapped"][0]["expected"].is_null());
}

TEST(ResultJson, tells_of_gaps) {
  EXPECT_FALSE(result_of({{0, 40}}).contains("ranges"));
  EXPECT_EQ(result_of({{0, 10}, {20, 30}})["ranges"],
            Json::parse(R"([{"first_trial": 0, "trials": 10}, {"first_trial": 20, "trials": 30}])"));
}

}  // namespace
}  // namespace headroom
