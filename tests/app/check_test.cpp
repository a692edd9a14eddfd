// `headroom check` from the outside.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/app/spawn.h"
#include "tests/support/temporary_folder.h"

namespace headroom {
namespace {

using Json = nlohmann::json;
using testing::Ended;
using testing::lines_of;
using testing::text_of;

constexpr const char* kOrders =
    "id,kind,destination,parent_headquarters,veu,chip,units,consignee,date,model_class,fine_tuned,facility\n"
    "W,weights,IND,USA,none,,,,2026-06-01,closed_derivative_of_open,large,yes\n"
    "B,shipment,CYP,CYP,UVEU,GB200,20000,\"Beta, Ltd\",2025-04-01,,,\n"
    "A,shipment,IND,IND,none,H100,203,Alpha,2025-03-01,,,\n";

class Check : public ::testing::Test {
 protected:
  Check() { testing::put_text(folder_ / "orders.csv", kOrders); }
  Ended check(std::vector<std::string> more, const std::string& file = "orders.csv") {
    more.insert(more.begin(), {"check", file, "--regime", "ai-diffusion-2025"});
    return testing::headroom(more, {.folder = folder_.path()});
  }
  testing::TemporaryFolder folder_;
};

TEST_F(Check, prints_rulings_in_the_order_of_dates_then_the_meters) {
  const Ended ended = check({});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.err, "");
  const auto lines = lines_of(ended.out);
  EXPECT_EQ(
      lines[0],
      "ai-diffusion-2025: Framework for Artificial Intelligence Diffusion (rescinded 2025-05-13, never enforced)");
  EXPECT_EQ(lines[1], "3 rows: 2 allowed, 1 refused");
  EXPECT_EQ(lines[4].rfind("A   2025-03-01  IND    203 x H100", 0), 0u) << ended.out;
  EXPECT_NE(ended.out.find("tried: uveu no (its parent is not in Tier 1) > lpp 26,900,000 no > general 790,000,000 no"),
            std::string::npos)
      << ended.out;
  EXPECT_NE(ended.out.find("\n  meter: lpp of Alpha in IND, 2025: 23,686,104 of 26,900,000 left\n"), std::string::npos)
      << ended.out;
  EXPECT_NE(ended.out.find("\n  meter: allocation in CYP: 790,000,000 of 790,000,000 left\n"), std::string::npos)
      << "of a refused row, the meter that refused it";
  EXPECT_NE(ended.out.find("\nMeter "), std::string::npos) << ended.out;
}

TEST_F(Check, json_says_all_of_a_row) {
  const Ended ended = check({"--json", "--quiet"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const Json json = Json::parse(ended.out);
  EXPECT_EQ(json["schema"], "headroom.check/1");
  EXPECT_EQ(json["regime"]["name"], "ai-diffusion-2025");
  ASSERT_EQ(json["rows"].size(), 3u);
  const Json &a = json["rows"][0], &b = json["rows"][1], &w = json["rows"][2];
  EXPECT_EQ(a["id"], "A");
  EXPECT_EQ(a["line"], 4);
  EXPECT_EQ(a["decision"], "allowed");
  EXPECT_EQ(a["authorisation"], "lpp");
  EXPECT_EQ(a["paragraph"], "740.29(a)");
  EXPECT_EQ(a["tpp"], 203 * 15832);
  EXPECT_EQ(a["meter"]["left_tpp"], 26'900'000 - 203 * 15832);
  EXPECT_EQ(a["duties"][0], "the exporter notifies BIS before the shipment (740.29(g); fact 32)");
  EXPECT_EQ(b["decision"], "refused");
  EXPECT_EQ(b["tried"].size(), 3u);
  EXPECT_EQ(b["tried"][0]["balance"], nullptr);
  EXPECT_EQ(b["tried"][2]["fits"], false);
  EXPECT_EQ(b["open_readings"][0]["read_as"], "CYP in Tier 3");
  EXPECT_EQ(w["rule"], "W05>W09");
  EXPECT_EQ(w["tpp"], nullptr);
  EXPECT_EQ(json["meters"][0]["kind"], "allocation");
}

TEST_F(Check, csv_has_a_line_a_row) {
  const auto lines = lines_of(check({"--csv"}).out);
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[0].rfind("id,line,kind,date,destination,tpp,decision,", 0), 0u);
  EXPECT_EQ(lines[1].rfind("A,4,shipment,2025-03-01,IND,3213896,allowed,lpp,740.29(a),lpp,high,rule,", 0), 0u);
  EXPECT_NE(lines[0].find(",tried,meter,left_tpp,open_readings,duties,other_ways"), std::string::npos);
  EXPECT_NE(lines[1].find(",\"lpp 26,900,000\",\"lpp of Alpha in IND, 2025\",23686104,"), std::string::npos)
      << lines[1];
  EXPECT_EQ(check({"--csv", "--json"}).code, 2);
}

TEST_F(Check, out_is_a_file_and_nothing_else) {
  const Ended ended = check({"--json", "--out", "rulings.json"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(ended.err, "3 rows: 2 allowed, 1 refused; written to 'rulings.json'\n");
  EXPECT_EQ(text_of(folder_ / "rulings.json"), check({"--json"}).out);
  EXPECT_EQ(check({"--out", "rulings.json", "--quiet"}).err, "");
  EXPECT_EQ(text_of(folder_ / "rulings.json"), check({}).out);
  EXPECT_EQ(check({"--out", "nowhere/rulings.json"}).code, 1);
  EXPECT_EQ(check({"--out", "./orders.csv"}).err, "--out './orders.csv' is the file to rule on; name another\n");
  EXPECT_EQ(text_of(folder_ / "orders.csv"), kOrders);
}

TEST_F(Check, wrong_input_is_said_all_at_once) {
  testing::put_text(folder_ / "bad.csv", std::string(kOrders) + "A,shipment,INX,IND,none,H10,1,C,2025-02-01,,,\n");
  const Ended ended = check({"--json", "--quiet"}, "bad.csv");
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(ended.err,
            "bad.csv:5:1: second row with id 'A', after line 4; give each row its own id\n"
            "bad.csv:5:12: unknown destination 'INX'; did you mean 'IND'?\n"
            "bad.csv:5:25: unknown chip 'H10'; did you mean 'H100'?\n");
  EXPECT_EQ(check({}, "nowhere.csv").err, "nowhere.csv: the file is not there; create it\n");
  EXPECT_EQ(testing::headroom({"check", "x.csv"}).code, 2) << "a ruling names its regime";
  EXPECT_EQ(testing::headroom({"check", "x.csv", "--regime", "ai-difusion-2025"}).err,
            "--regime: unknown regime 'ai-difusion-2025'; did you mean 'ai-diffusion-2025'?\n");
}

}  // namespace
}  // namespace headroom
