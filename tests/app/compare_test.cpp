// `headroom compare` from the outside.
#include <cmath>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "host/stats/intervals.h"
#include "tests/app/spawn.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using testing::Ended;
using testing::put_text;
using testing::text_of;

class CompareRuns : public ::testing::Test {
 protected:
  Ended headroom(const std::vector<std::string>& arguments) {
    return testing::headroom(arguments, {.folder = folder_.path()});
  }
  void run(const std::string& study, const std::string& out, const std::string& trials = "2000") {
    const Ended ended = headroom({"run", study, "--trials", trials, "--out", out, "--quiet"});
    ASSERT_EQ(ended.code, 0) << ended.err;
  }
  // A run of smoke, and one of a copy in which Chile's demand doubles.
  void run_two() {
    run("smoke", "a");
    std::filesystem::copy(folder_ / "a/study", folder_ / "more", std::filesystem::copy_options::recursive);
    std::string market = text_of(folder_ / "more/market.csv");
    const std::size_t at = market.find("CHL,");
    const std::size_t rate = market.find(',', at + 4) + 1, end = market.find(',', rate);
    changed_ = market.substr(at, rate - 1 - at);
    changed_[3] = '/';
    const double orders = std::stod(market.substr(rate, end - rate));
    market.replace(rate, end - rate, std::to_string(2 * orders));
    put_text(folder_ / "more/market.csv", market);
    run("more", "b");
  }
  Json compare(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"compare", "--json"});
    const Ended ended = headroom(arguments);
    EXPECT_EQ(ended.code, 0) << ended.err;
    return Json::parse(ended.out);
  }
  testing::TemporaryFolder folder_;
  std::string changed_;  // CHL/stream
};

const Json& of(const Json& json, const std::string& iso3) {
  for (const Json& row : json.at("destinations"))
    if (row.at("iso3") == iso3) return row;
  throw std::runtime_error("no row of " + iso3);
}

TEST_F(CompareRuns, tells_the_difference_with_exact_bounds_of_either_and_which_input_changed) {
  run_two();
  const Json json = compare({"a", "b"});
  EXPECT_EQ(json["schema"], "headroom.compare/1");
  EXPECT_EQ(json["method"], "independent");
  const Json a = Json::parse(text_of(folder_ / "a/result.json")), b = Json::parse(text_of(folder_ / "b/result.json"));
  const Json& row = of(json, "CHL");
  EXPECT_EQ(row["a"], of(a, "CHL")["p_exhausted"]);
  EXPECT_EQ(row["b"], of(b, "CHL")["p_exhausted"]);
  const auto bounds = [](const Json& p) {
    return clopper_pearson(u64(std::llround(p["estimate"].get<double>() * 2000)), 2000, 0.975);
  };
  const Probability before = bounds(row["a"]), after = bounds(row["b"]);
  EXPECT_DOUBLE_EQ(row["difference"]["estimate"], after.estimate - before.estimate);
  EXPECT_DOUBLE_EQ(row["difference"]["low"], after.low - before.high);
  EXPECT_DOUBLE_EQ(row["difference"]["high"], after.high - before.low);
  EXPECT_EQ(row["difference"]["level"], 0.95);
  EXPECT_GT(row["difference"]["low"], 0);
  ASSERT_EQ(json["inputs"].size(), 1u) << json["inputs"];
  EXPECT_EQ(json["inputs"][0]["file"], "market.csv");
  EXPECT_EQ(json["inputs"][0]["what"], changed_ + " orders_per_month");
  const Ended text = headroom({"compare", "a", "b"});
  EXPECT_NE(text.out.find("Not paired: compared as independent runs"), std::string::npos) << text.out;
  EXPECT_NE(text.out.find("  market.csv: " + changed_ + " orders_per_month "), std::string::npos) << text.out;
}

TEST_F(CompareRuns, paired_is_narrower_and_zero_where_nothing_changed) {
  run_two();
  const Json paired = compare({"a", "b", "--paired"}), apart = compare({"a", "b"});
  EXPECT_EQ(paired["method"], "paired");
  EXPECT_EQ(paired["paired_on"], (Json{{"first_trial", 0}, {"trials", 2000}, {"seed", 7}}));
  EXPECT_EQ(of(paired, "CHL")["b"], of(apart, "CHL")["b"]);
  EXPECT_EQ(of(paired, "CHL")["difference"]["estimate"], of(apart, "CHL")["difference"]["estimate"]);
  const auto width = [](const Json& d) {
    return d["difference"]["high"].get<double>() - d["difference"]["low"].get<double>();
  };
  for (const char* iso3 : {"CHL", "QAT", "EST"}) EXPECT_LT(width(of(paired, iso3)), width(of(apart, iso3))) << iso3;
  EXPECT_EQ(of(paired, "KEN")["difference"]["estimate"], 0.0) << "its draws are its own";
  EXPECT_GT(paired["exhausted_difference"]["low"], 0.0);
}

TEST_F(CompareRuns, paired_takes_the_seed_and_the_trials_of_the_first) {
  run("smoke", "a", "500");
  ASSERT_EQ(headroom({"run", "smoke", "--seed", "8", "--trials", "300", "--first-trial", "9000", "--out", "b"}).code,
            0);
  const Json apart = compare({"a", "b"});
  EXPECT_NE(of(apart, "CHL")["difference"]["estimate"], 0.0);
  EXPECT_EQ(apart["inputs"].size(), 2u) << apart["inputs"];  // seed and trials
  const Json paired = compare({"a", "b", "--paired"});
  EXPECT_EQ(paired["paired_on"], (Json{{"first_trial", 0}, {"trials", 300}, {"seed", 7}}));
  for (const Json& row : paired["destinations"]) EXPECT_EQ(row["difference"]["estimate"], 0.0);
  EXPECT_EQ(compare({"a", "b", "--paired", "--trials", "77"})["paired_on"]["trials"], 77);
}

TEST_F(CompareRuns, goes_by_numbers_in_the_history) {
  run_two();
  const Json by_number = compare({"1", "2"}), by_folder = compare({"a", "b"});
  EXPECT_EQ(by_number["destinations"], by_folder["destinations"]);
  EXPECT_EQ(by_number["inputs"], by_folder["inputs"]);
  EXPECT_NE(headroom({"compare", "1", "3"}).err.find("3: history 'runs.sqlite' has no run of this number"),
            std::string::npos);
}

TEST_F(CompareRuns, a_run_that_was_replaced_or_removed_is_what_the_history_keeps) {
  run_two();
  const Json before = compare({"1", "2"});
  run("more", "b", "100");  // the same study
  const Json replaced = compare({"1", "2"});
  EXPECT_EQ(of(replaced, "CHL")["difference"], of(before, "CHL")["difference"]);
  EXPECT_TRUE(replaced["inputs"].is_null());
  EXPECT_NE(replaced.value("why_no_inputs", "").find("run 2"), std::string::npos);
  EXPECT_NE(replaced.value("why_no_inputs", "").find("another run"), std::string::npos);
  const Ended paired = headroom({"compare", "1", "2", "--paired"});
  EXPECT_EQ(paired.code, 2);
  EXPECT_NE(paired.err.find("run 2 cannot be run again"), std::string::npos) << paired.err;
  std::filesystem::remove_all(folder_ / "a");
  EXPECT_EQ(of(compare({"1", "3"}), "CHL")["a"], of(before, "CHL")["a"]);
}

TEST_F(CompareRuns, says_of_the_same_run_that_nothing_differs) {
  run("smoke", "a", "100");
  const Ended ended = headroom({"compare", "a", "a"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_NE(ended.out.find("Both ran the same tables and seed.\nInputs: no difference.\n"), std::string::npos)
      << ended.out;
}

TEST_F(CompareRuns, another_regime_is_told_value_by_value) {
  run("smoke", "a", "100");
  std::filesystem::copy(folder_ / "a/study", folder_ / "own", std::filesystem::copy_options::recursive);
  std::string regime = text_of(folder_ / "own/regime/regime.toml");
  const std::string key = "cap_tpp = 26_900_000";
  ASSERT_NE(regime.find(key), std::string::npos);
  regime.replace(regime.find(key), key.size(), "cap_tpp = 13_450_000");
  put_text(folder_ / "own/regime/regime.toml", regime);
  run("own", "b", "100");
  EXPECT_NE(headroom({"compare", "a", "b"}).out.find("  regime/regime.toml: lpp.cap_tpp 26900000 -> 13450000\n"),
            std::string::npos);
}

TEST_F(CompareRuns, what_is_no_run_is_refused) {
  put_text(folder_ / "odd/result.json", "{\"schema\": \"headroom.result/1\"}");
  run("smoke", "a", "100");
  const Ended odd = headroom({"compare", "a", "odd"});
  EXPECT_EQ(odd.code, 2);
  EXPECT_NE(odd.err.find("odd/result.json: no result of headroom"), std::string::npos) << odd.err;
  EXPECT_EQ(headroom({"compare", "a", "nowhere"}).code, 2);
  EXPECT_EQ(headroom({"compare", "a", "a", "--trials", "5"}).code, 2);
  std::string market = text_of(folder_ / "a/study/market.csv");
  market.replace(market.find("EST,exact,1.25"), 14, "EST,exact,1.50");
  put_text(folder_ / "a/study/market.csv", market);
  const Ended changed = headroom({"compare", "a", "a", "--paired"});
  EXPECT_EQ(changed.code, 2);
  EXPECT_NE(changed.err.find("its study has digest"), std::string::npos) << changed.err;
}

}  // namespace
}  // namespace headroom
