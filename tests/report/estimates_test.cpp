// What the estimators other than the plain one say: table, JSON and CSV.
#include "host/stats/estimates.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "host/report/csv.h"
#include "host/report/json.h"
#include "host/report/table.h"
#include "tests/report/json_keys.h"
#include "tests/support/sample_tally.h"
#include "tests/support/written.h"

namespace headroom {
namespace {

using Json = nlohmann::ordered_json;

// Of the sample study, AAA with all that an estimator may know, BBB refused.
Estimates sample_estimates() {
  Estimates estimates = open_estimates(testing::sample_compiled(), testing::sample_study(), "conditional");
  estimates.trials = 4000;
  estimates.engine = "cpu";
  estimates.method = "points";
  estimates.stopped = "half-width reached";
  estimates.tallies_digest = 0xAB;
  DestinationEstimate& a = estimates.destinations[0];
  a.exhausted = {2.5e-7, 2.4e-7, 2.6e-7, 0.95};
  a.by_month = {{1e-8, 0, 2e-8, 0.95}, a.exhausted};
  a.critical = Probability{0.125, 0.12, 0.13, 0.95};
  a.critical_by_month = {0.0625, 0.125};
  a.independent = Probability{1e-9, 1e-9, 1e-9, 1};
  a.lattice = LatticeUse{true, 12.5, 65'536, 3e-8};
  a.variance_removed = 0.75;
  a.effective_trials = 1234;
  a.gain = 5.5;
  estimates.destinations[1].refused = "a route has lpp, a meter by consignee and year";
  return estimates;
}

Json json_of(const Estimates& estimates) {
  return Json::parse(testing::written([&](const Sink& out) { write_result_json(estimates, out); }));
}

TEST(EstimatesJson, has_the_keys_of_a_result_and_what_estimators_add) {
  const Json json = json_of(sample_estimates());
  EXPECT_EQ(keys(json), (Keys{"schema", "study", "trials", "first_trial", "engine", "engine_detail", "estimator",
                              "method", "points", "stopped", "tallies_digest", "destinations", "uncapped"}));
  EXPECT_EQ(json["schema"], kResultSchema);
  EXPECT_EQ(json["estimator"], "conditional");
  EXPECT_EQ(json["tallies_digest"], "00000000000000ab");
  const Json& a = json["destinations"][0];
  EXPECT_EQ(keys(a),
            (Keys{"iso3", "name", "cap_tpp", "refused", "p_exhausted", "p_critical", "p_exhausted_without_factors",
                  "by_month", "lattice", "variance_removed", "effective_trials", "gain", "expected"}));
  EXPECT_TRUE(a["refused"].is_null());
  EXPECT_EQ(a["p_exhausted"]["high"], 2.6e-7);
  EXPECT_EQ(a["p_critical"]["estimate"], 0.125);
  EXPECT_EQ(a["p_exhausted_without_factors"]["level"], 1);
  EXPECT_EQ(keys(a["by_month"][0]), (Keys{"month", "estimate", "low", "high", "critical"}));
  EXPECT_EQ(a["by_month"][0]["critical"], 0.0625);
  EXPECT_EQ(a["lattice"]["kind"], "split");
  EXPECT_EQ(a["lattice"]["change"], 3e-8);
}

TEST(EstimatesJson, says_how_many_points_there_were) {
  Estimates estimates = sample_estimates();
  estimates.points = PointUse{16, 4096};
  const Json points = json_of(estimates)["points"];
  EXPECT_EQ(points, (Json{{"kind", "sobol"}, {"replicates", 16}, {"points", 4096}}));
}

TEST(EstimatesJson, what_is_not_known_is_null) {
  Estimates estimates = sample_estimates();
  estimates.tallies_digest = std::nullopt;
  estimates.destinations[0].critical_by_month.clear();
  estimates.destinations[0].gain = std::nullopt;
  const Json json = json_of(estimates);
  EXPECT_TRUE(json["points"].is_null());
  EXPECT_TRUE(json["tallies_digest"].is_null());
  EXPECT_TRUE(json["destinations"][0]["by_month"][0]["critical"].is_null());
  EXPECT_TRUE(json["destinations"][0]["gain"].is_null());
  const Json& b = json["destinations"][1];
  EXPECT_EQ(b["refused"], "a route has lpp, a meter by consignee and year");
  for (const char* key : {"p_exhausted", "p_critical", "p_exhausted_without_factors", "by_month", "lattice"})
    EXPECT_TRUE(b[key].is_null()) << key;
}

TEST(EstimatesCsv, one_row_a_destination_and_one_a_month) {
  const std::string destinations =
      testing::written([](const Sink& out) { write_destinations_csv(sample_estimates(), out); });
  const std::string timeline = testing::written([](const Sink& out) { write_timeline_csv(sample_estimates(), out); });
  EXPECT_EQ(destinations.rfind("iso3,name,cap_tpp,p_exhausted,p_exhausted_low,p_exhausted_high,p_critical,", 0), 0u);
  EXPECT_NE(destinations.find(",2.5e-07,2.4e-07,2.6e-07,0.125,0.12,0.13,1e-09,1e-09,1e-09,0.75,1234,5.5,\n"),
            std::string::npos)
      << destinations;
  EXPECT_NE(destinations.find(",,,,,,,,,,,,,\"a route has lpp, a meter by consignee and year\"\n"), std::string::npos)
      << destinations;
  EXPECT_EQ(timeline.rfind("iso3,month,p_exhausted,p_exhausted_low,p_exhausted_high,p_critical\nAAA,", 0), 0u);
  EXPECT_NE(timeline.find(",1e-08,0,2e-08,0.0625\n"), std::string::npos) << timeline;
  EXPECT_EQ(timeline.find("BBB"), std::string::npos);
}

TEST(EstimatesTable, shows_what_is_known_and_who_has_no_answer) {
  const std::string text = table_text(sample_estimates(), testing::sample_study().regime);
  EXPECT_EQ(text.rfind("sample: estimator conditional (points), 4,000 trials, seed 5, engine cpu\n", 0), 0u) << text;
  EXPECT_NE(text.find("95 % interval"), std::string::npos);
  EXPECT_NE(text.find("2.50e-07"), std::string::npos) << text;
  EXPECT_NE(text.find("2.40e-07 to 2.60e-07"), std::string::npos) << text;
  EXPECT_NE(text.find("P without factors"), std::string::npos);
  EXPECT_NE(text.find("75.0 %"), std::string::npos);
  EXPECT_NE(text.find("No answer for 1 destination ("), std::string::npos);
  EXPECT_NE(text.find("): a route has lpp, a meter by consignee and year\n"), std::string::npos);
  EXPECT_NE(text.find("Stopped: half-width reached.\n"), std::string::npos);
}

TEST(EstimatesTable, leaves_out_columns_that_nobody_fills) {
  Estimates estimates = sample_estimates();
  DestinationEstimate& a = estimates.destinations[0];
  a.critical = a.independent = std::nullopt;
  a.variance_removed = a.effective_trials = a.gain = std::nullopt;
  a.exhausted = {0.25, 0.25 - 2e-10, 0.25 + 2e-10, 1};
  estimates.level = 1;
  const std::string text = table_text(estimates, testing::sample_study().regime);
  for (const char* title : {"P(critical)", "P without factors", "Variance", "Effective", "Gain", "interval"})
    EXPECT_EQ(text.find(title), std::string::npos) << title;
  EXPECT_NE(text.find("Error below"), std::string::npos);
  EXPECT_NE(text.find("2e-10"), std::string::npos) << text;
}

}  // namespace
}  // namespace headroom
