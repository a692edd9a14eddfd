// What is printed of universal VEU companies: JSON, CSV and the table, of results made by hand.
#include "host/report/companies.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "host/report/csv.h"
#include "host/report/json.h"
#include "host/stats/companies.h"
#include "tests/report/json_keys.h"
#include "tests/support/written.h"

namespace headroom {
namespace {

using Json = nlohmann::ordered_json;

// 40 trials of 4 months from 2025-01, one company, looked at after months 0 and 3: outside Tier 1 never broken; 7 % in
// MYS broken by a move in month 1 in 10 trials and in month 3 in 4 of these, and past at the last look in 8; at home
// past at the first look in all.
struct Sample {
  CompiledStudy compiled;
  Tally tally{TallyShape{4, 0, 0, 0, 3, 2, 1}};
  Result result;

  Sample() {
    const TallyShape& s = tally.shape;
    compiled.slot_labels = {{"Acme, Inc", {CompanyRule::outside_tier1, "", 2500}},
                            {"Acme, Inc", {CompanyRule::home, "", 5000}},
                            {"Acme, Inc", {CompanyRule::one_destination, "MYS", 700}}};
    compiled.look_labels = {{0, true, "2025-02-01"}, {3, false, "2025-04-30"}};
    compiled.location_labels = {{"Acme, Inc", "MYS"}};
    tally.trials = 40;
    for (const u32 slot : {0u, 1u}) tally.count(s.first_broken(slot, 4), 40);
    tally.count(s.broken_in(2, 1), 10);
    tally.count(s.broken_in(2, 3), 4);
    tally.count(s.first_broken(2, 1), 10);
    tally.count(s.first_broken(2, 4), 30);
    for (const u32 look : {0u, 1u}) tally.count(s.slack(0, look, 125), 40);
    tally.count(s.slack(1, 0, 98), 40);
    tally.count(s.slack(1, 1, 103), 40);
    tally.count(s.slack(2, 0, 107), 40);
    tally.count(s.slack(2, 1, 90), 8);
    tally.count(s.slack(2, 1, 104), 32);
    tally.sum(s.location_tpp(0), 40 * 5);
    result.start = {2025, 1};
    result.months = 4;
    result.trials = 40;
    result.companies = company_results(compiled, tally);
    result.holdings = holding_results(compiled, tally);
  }
};

TEST(CompanyReport, json_has_one_entry_a_limit_and_look) {
  const Json json = Json::parse(testing::written([](const Sink& out) { write_result_json(Sample().result, out); }));
  ASSERT_EQ(json["companies"].size(), 6u);
  const Json& mys = json["companies"][5];
  EXPECT_EQ(keys(mys), (Keys{"name", "rule", "destination", "date", "kind", "p_breach", "slack", "p_broken_by_move"}));
  EXPECT_EQ(mys["name"], "Acme, Inc");
  EXPECT_EQ(mys["rule"], "one_destination");
  EXPECT_EQ(mys["destination"], "MYS");
  EXPECT_EQ(mys["date"], "2025-04-30");
  EXPECT_EQ(mys["kind"], "checkpoint");
  EXPECT_EQ(mys["p_breach"]["estimate"], 0.2);
  EXPECT_GT(mys["p_breach"]["low"], 0.08);
  EXPECT_LT(mys["p_breach"]["high"], 0.36);
  EXPECT_EQ(mys["slack"], Json::parse(R"({"p05": -0.1, "p50": 0.04, "p95": 0.04})"));
  EXPECT_EQ(mys["p_broken_by_move"]["estimate"], 0.25);
  EXPECT_EQ(json["companies"][4]["p_broken_by_move"]["estimate"], 0);
  EXPECT_EQ(json["companies"][0]["rule"], "outside_tier1");
  EXPECT_TRUE(json["companies"][0]["destination"].is_null());
  EXPECT_EQ(json["companies"][2]["rule"], "home");
  EXPECT_EQ(json["companies"][2]["kind"], "reporting");
  EXPECT_EQ(json["companies"][2]["p_breach"]["estimate"], 1);
  EXPECT_TRUE(json["companies"][2]["p_broken_by_move"].is_null());
  EXPECT_EQ(json["holdings"], Json::parse(R"([{"name": "Acme, Inc", "location": "MYS", "tpp_at_end": 5.0}])"));
}

TEST(CompanyReport, csv_has_one_row_a_limit_and_month) {
  const std::string csv = testing::written([](const Sink& out) { write_companies_csv(Sample().result, out); });
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 4 + 2 + 4);
  EXPECT_NE(csv.find("\n\"Acme, Inc\",one_destination,MYS,2025-02,0.25,"), std::string::npos) << csv;
  EXPECT_NE(csv.find("\n\"Acme, Inc\",home,,2025-01,,,,,,,2025-02-01,reporting,1,"), std::string::npos) << csv;
  EXPECT_NE(csv.find(",2025-04-30,checkpoint,0.2,"), std::string::npos) << csv;
}

TEST(CompanyReport, table_shows_limits_that_were_broken_and_counts_the_others) {
  const Sample sample;
  const std::string text = companies_text(sample.result.companies, 40);
  EXPECT_NE(text.find("Acme, Inc  United States, at least 50 %"), std::string::npos) << text;
  EXPECT_NE(text.find("MYS, at most 7 %"), std::string::npos) << text;
  EXPECT_NE(text.find("0.2000"), std::string::npos) << text;
  EXPECT_NE(text.find("2025-04-30"), std::string::npos) << text;
  EXPECT_EQ(text.find("outside Tier 1"), std::string::npos) << text;
  EXPECT_NE(text.find("1 limit was never broken in 40 trials."), std::string::npos) << text;
  EXPECT_EQ(companies_text({}, 40), "");
}

TEST(CompanyReport, table_cuts_the_destinations_of_a_company_and_says_so) {
  std::vector<CompanyResult> rows;
  for (const char* place : {"ARE", "IND", "MYS", "SAU", "SGP"}) {
    CompanyResult row;
    row.label = {"Acme", {CompanyRule::one_destination, place, 700}};
    row.looks = {{{0, true, "2025-02-01"}, {0.1 * (1 + double(rows.size())), 0, 1, 0.95}, {}}};
    rows.push_back(row);
  }
  const std::string text = companies_text(rows, 40);
  EXPECT_LT(text.find("SGP"), text.find("SAU"));
  EXPECT_LT(text.find("SAU"), text.find("MYS"));
  EXPECT_EQ(text.find("IND"), std::string::npos);
  EXPECT_NE(text.find("2 more destinations of these companies less often."), std::string::npos) << text;
}

}  // namespace
}  // namespace headroom
