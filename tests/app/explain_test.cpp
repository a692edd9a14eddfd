// `headroom explain` from the outside.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "host/base/hd.h"
#include "tests/app/spawn.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using testing::Ended;
using testing::lines_of;

class Explain : public ::testing::Test {
 protected:
  Ended headroom(const std::vector<std::string>& arguments) {
    return testing::headroom(arguments, {.folder = folder_.path()});
  }
  Json json(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "explain");
    arguments.insert(arguments.end(), {"--json", "--quiet"});
    const Ended ended = headroom(arguments);
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.err, "");
    return Json::parse(ended.out);
  }
  std::string problem(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "explain");
    const Ended ended = headroom(arguments);
    EXPECT_EQ(ended.code, 2);
    EXPECT_EQ(ended.out, "");
    return ended.err;
  }
  testing::TemporaryFolder folder_;
};

// Whatever destinations were told, against `run`.
void expect_run(const Json& told, const Json& run) {
  std::map<std::string, Json> rows;
  for (const Json& row : run["destinations"]) rows[row["iso3"]] = row;
  for (const Json& place : told["destinations"]) {
    if (place["tier"] != 2) continue;
    SCOPED_TRACE(place["iso3"]);
    const Json& row = rows.at(place["iso3"]);
    for (const char* what : {"orders", "tpp"})
      for (const auto& [name, n] : row[what].items())
        EXPECT_EQ(place["totals"][what][name].get<double>(), n.get<double>()) << what << " " << name;
    EXPECT_EQ(place["totals"]["offered_tpp"].get<double>(), row["offered_tpp"].get<double>());
    EXPECT_EQ(!place["exhausted_month"].is_null(), row["p_exhausted"]["estimate"] == 1.0);
  }
}

TEST_F(Explain, json_adds_up_to_a_run_of_that_trial_be_its_number_ever_so_large) {
  for (const std::string study : {"smoke", "baseline-2025"}) {
    for (const std::string trial : {"0", "4294967296", "9223372036854775807"}) {
      SCOPED_TRACE(study + " " + trial);
      const Ended ran =
          headroom({"run", study, "--first-trial", trial, "--trials", "1", "--json", "--quiet", "--out", "r"});
      ASSERT_EQ(ran.code, 0) << ran.err;
      std::vector<std::string> asked = {study, "--trial", trial};
      if (study != "smoke") asked.insert(asked.end(), {"--destination", "IND"});
      const Json told = json(asked), run = Json::parse(ran.out);
      EXPECT_EQ(told["schema"], "headroom.explain/1");
      EXPECT_EQ(told["trial"], Json::parse(trial));
      ASSERT_EQ(told["destinations"].size(), study == "smoke" ? 4u : 1u);
      expect_run(told, run);
    }
  }
}

TEST_F(Explain, tells_all_destinations_of_the_baseline) {
  const Ended ran = headroom({"run", "baseline-2025", "--trials", "1", "--json", "--quiet", "--out", "r"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const Json told = json({"baseline-2025", "--trial", "0"}), run = Json::parse(ran.out);
  EXPECT_GE(told["destinations"].size(), run["destinations"].size());
  expect_run(told, run);
}

TEST_F(Explain, every_decided_order_names_its_paragraph) {
  const Json told = json({"baseline-2025", "--trial", "3", "--destination", "ARE"});
  std::map<std::string, std::set<std::string>> paragraphs;
  for (const Json& order : told["orders"]) {
    ASSERT_TRUE(order["paragraph"].is_string()) << order;
    EXPECT_EQ(told["rules"][order["rule"].get<std::string>()]["paragraph"], order["paragraph"]);
    paragraphs[order["decision"]].insert(order["paragraph"]);
  }
  EXPECT_EQ(paragraphs["counted"], std::set<std::string>{"742.6(b)(10)(iii)(B)(1)"});
  EXPECT_EQ(paragraphs["refused_cap"], std::set<std::string>{"742.6(b)(10)(iii)(B)(2)"});
  EXPECT_EQ(paragraphs["lpp"], std::set<std::string>{"740.29(a)"});
}

TEST_F(Explain, an_order_tells_what_it_tried_and_what_the_meters_hold_after) {
  const Json told = json({"smoke", "--trial", "5", "--destination", "CHL"});
  ASSERT_GT(told["orders"].size(), 10u);
  u64 used = 0, on_lpp = 0;
  std::map<std::string, u64> held;  // by consignee and year
  for (const Json& order : told["orders"]) {
    EXPECT_EQ(order["destination"], "CHL");
    if (order["decision"] == "counted") used += order["tpp"].get<u64>();
    for (const Json& tried : order["tried"]) {
      const u64 room = tried["limit_tpp"].get<u64>() - tried["used_tpp"].get<u64>();
      EXPECT_EQ(tried["balance"], room);
      EXPECT_EQ(tried["fits"], order["tpp"].get<u64>() <= room);
      if (tried["authorisation"] != "lpp") continue;
      u64& meter = held[order["consignee"].get<std::string>() + order["month"].get<std::string>().substr(0, 4)];
      EXPECT_EQ(tried["used_tpp"], meter);
      if (tried["fits"]) meter += order["tpp"].get<u64>();
      ++on_lpp;
    }
    for (const Json& meter : order["meters"])
      if (meter["kind"] == "allocation") {
        EXPECT_EQ(meter["used_tpp"], used);
      }
  }
  EXPECT_GT(on_lpp, 0u);
  EXPECT_EQ(told["destinations"][0]["used_tpp"], used);
}

TEST_F(Explain, text_is_a_line_an_order) {
  const Ended ended = headroom({"explain", "smoke", "--trial", "5", "--destination", "CHL"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.err, "");
  const auto lines = lines_of(ended.out);
  EXPECT_EQ(lines[0], "smoke: trial 5, seed 7");
  EXPECT_EQ(lines[1], "Framework for Artificial Intelligence Diffusion (rescinded 2025-05-13, never enforced)");
  EXPECT_EQ(lines[3].rfind("Chile (CHL): ", 0), 0u) << lines[3];
  EXPECT_EQ(lines[4].rfind("Month ", 0), 0u) << lines[4];
  EXPECT_NE(ended.out.find("\n2025-0"), std::string::npos);
  EXPECT_NE(ended.out.find("\nTotal "), std::string::npos);
}

TEST_F(Explain, a_book_order_that_meets_no_meter_is_told_with_its_rule) {
  const Json told = json({"smoke", "--trial", "0", "--destination", "KEN"});
  const auto& orders = told["orders"];
  const auto at = std::find_if(orders.begin(), orders.end(), [](const Json& one) { return one["source"] == "KEN-D"; });
  ASSERT_NE(at, orders.end());
  EXPECT_EQ((*at)["decision"], "prohibited");
  EXPECT_EQ((*at)["paragraph"], "742.6(b)(10)(iii)(A)(1)");
  EXPECT_EQ((*at)["units"], 1000);
  EXPECT_EQ((*at)["consignee"], "Delta");
  EXPECT_TRUE((*at)["tried"].empty());
}

TEST_F(Explain, an_arrangement_tells_the_month_and_the_cap_that_it_brings) {
  for (int trial = 0; trial < 40; ++trial) {
    const Json place = json({"smoke", "--trial", std::to_string(trial), "--destination", "QAT"})["destinations"][0];
    if (place["arrangement"].is_null()) continue;
    EXPECT_TRUE(place["arrangement"]["month"] == "2026-01" || place["arrangement"]["month"] == "2026-07");
    EXPECT_EQ(place["arrangement"]["cap_tpp"], 1'580'000'000);
    EXPECT_EQ(place["arrangement"]["paragraph"], "742.6(b)(10)(iii)(C)");
    EXPECT_EQ(place["cap_at_end_tpp"], 1'580'000'000);
    return;
  }
  FAIL() << "an even chance came out one way forty times";
}

TEST_F(Explain, finds_the_trials_that_a_run_counts) {
  const Ended ran = headroom({"run", "smoke", "--trials", "200", "--json", "--quiet", "--out", "r"});
  const Json run = Json::parse(ran.out);
  const auto counted_in_run = [&](const char* list, const char* key, const std::string& name) {
    for (const Json& row : run[list])
      if (row[key] == name) return row;
    return Json();
  };
  Json found = json({"smoke", "--find", "exhausted", "--destination", "EST", "--limit", "200"});
  u64 below = 0;
  for (const Json& one : found["trials"]) below += one["trial"] < 200;
  EXPECT_EQ(double(below),
            std::round(counted_in_run("destinations", "iso3", "EST")["p_exhausted"]["estimate"].get<double>() * 200));
  ASSERT_EQ(found["trials"].size(), 200u);
  const Json one = found["trials"][3], next = found["trials"][4];
  const Json told = json({"smoke", "--trial", one["trial"].dump(), "--destination", "EST"});
  EXPECT_EQ(told["destinations"][0]["exhausted_month"], one["month"]);
  found = json({"smoke", "--find", "exhausted", "--destination", "EST", "--limit", "1", "--first-trial",
                std::to_string(one["trial"].get<u64>() + 1)});
  EXPECT_EQ(found["trials"], Json::array({next}));
  EXPECT_EQ(found["searched"]["trials"], next["trial"].get<u64>() - one["trial"].get<u64>());

  found = json({"smoke", "--find", "refused-book=QAT-A1", "--limit", "200"});
  below = 0;
  for (const Json& each : found["trials"]) below += each["trial"] < 200;
  EXPECT_EQ(double(below), std::round(counted_in_run("book", "id", "QAT-A1")["p_refused"].get<double>() * 200));
  ASSERT_FALSE(found["trials"].empty());
  const Json& first = found["trials"][0];
  bool is_told = false;
  const Json told_first = json({"smoke", "--trial", first["trial"].dump()});
  for (const Json& order : told_first["orders"])
    is_told = is_told ||
              (order["source"] == "QAT-A1" && order["decision"] == "refused_cap" && order["month"] == first["month"]);
  EXPECT_TRUE(is_told);
}

TEST_F(Explain, a_search_that_ends_early_says_where_to_go_on) {
  testing::put_text(
      folder_ / "s/study.toml",
      "[study]\nname = \"s\"\nregime = \"ai-diffusion-2025\"\nstart = 2025-01-01\nmonths = 1\nseed = 1\n");
  testing::put_text(
      folder_ / "s/book.csv",
      "id,destination,consignee,chip,units_low,units_mode,units_high,month,delay_months,probability,route\n"
      "A,IND,C,H100,1,1,1,2025-01,0,1,general\n");
  const Ended ended = headroom({"explain", "s", "--find", "exhausted", "--destination", "IND"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.err, "searched 1,000,000 trials and found 0; --first-trial 1000000 goes on\n");
  EXPECT_EQ(lines_of(ended.out).back(), "none");
}

TEST_F(Explain, reads_a_run_folder_and_names_paragraphs_there_too) {
  ASSERT_EQ(headroom({"run", "smoke", "--trials", "100", "--seed", "11", "--out", "r"}).code, 0);
  const Json of_run = json({"r", "--trial", "9", "--destination", "CHL"});
  EXPECT_EQ(of_run["study"]["seed"], 11);
  EXPECT_EQ(of_run["orders"], json({"smoke", "--seed", "11", "--trial", "9", "--destination", "CHL"})["orders"]);
  EXPECT_TRUE(of_run["orders"][0]["paragraph"].is_string());
}

TEST_F(Explain, a_scenario_changes_what_is_replayed) {
  const Json told = json({"smoke", "--trial", "5", "--destination", "CHL", "--scenario", "lpp-closes"});
  EXPECT_EQ(told["study"]["scenario"], "lpp-closes");
  EXPECT_EQ(told["totals"]["orders"]["lpp"], 0);
  EXPECT_GT(json({"smoke", "--trial", "5", "--destination", "CHL"})["totals"]["orders"]["lpp"], 0);
}

TEST_F(Explain, wrong_words_are_refused_with_the_nearest) {
  EXPECT_EQ(problem({"smoke", "--trial", "5", "--destination", "CHI"}),
            "--destination: unknown destination 'CHI'; did you mean 'CHL'?\n");
  EXPECT_EQ(problem({"smoke", "--trial", "5", "--scenario", "lpp-close"}),
            "--scenario: unknown scenario 'lpp-close'; did you mean 'lpp-closes'?\n");
  EXPECT_EQ(problem({"smoke", "--find", "refused-book=QAT-A3"}),
            "--find: unknown book order 'QAT-A3'; did you mean 'QAT-A1'?\n");
  EXPECT_EQ(problem({"smoke", "--find", "exhaust", "--destination", "CHL"}),
            "--find: unknown event 'exhaust'; did you mean 'exhausted'?\n");
  EXPECT_NE(problem({"smoke", "--trial", "9223372036854775808"}).find("--trial"), std::string::npos);
  EXPECT_NE(problem({"smoke", "--trial", "-1"}).find("--trial"), std::string::npos);
  EXPECT_EQ(problem({"smoke"}), "no trial is named; give --trial N, or look for one with --find\n");
  EXPECT_EQ(problem({"smoke", "--find", "exhausted", "--trial", "1"}),
            "--find exhausted needs a destination; add --destination ISO3\n"
            "--trial and --find exclude each other; give one\n");
  EXPECT_EQ(problem({"smoke", "--trial", "1", "--limit", "0", "--first-trial", "3"}).find("--first-trial goes with"),
            0u);
  EXPECT_NE(problem({"smok", "--trial", "1"}).find("did you mean 'smoke'?"), std::string::npos);
}

}  // namespace
}  // namespace headroom
