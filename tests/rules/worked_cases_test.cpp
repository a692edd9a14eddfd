// data/cases: what each case must come to under its regime, by the fact that it rests on.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "host/io/csv.h"
#include "tests/rules/rulings.h"

namespace headroom::test {
namespace {

struct Expected {
  std::string decision, authorisation, paragraph, duty, no_duty, fact, why;
};

// A ledger of its own, and what each of its rows must come to.
struct Ledger {
  std::string lines;
  std::map<std::string, Expected> expected;
};

// A file of cases, the regime that it is judged under, and which of its rulings no case can come to: they are behind a
// switch that is off.
struct Cases {
  std::string file, regime;
  std::size_t least, decisions;
  std::set<std::string> switched_off;
};
const Cases kAllCases[] = {
    {"worked_cases.csv",
     kBundledRegime,
     60,
     7,
     {"general_tier1_exempt", "general_tier1_refused", "other_class_unknown"}},
    {"advanced-computing-2023.csv", "advanced-computing-2023", 8, 4, {}},
    {"china-lane-2026.csv", "china-lane-2026", 8, 5, {}},
    {"draft-2026-03.csv", "draft-2026-03", 8, 6, {}},
};

const std::vector<std::string> kExpected = {
    "ledger",  "fact", "expected_decision", "expected_authorisation", "expected_paragraph", "expected_duty",
    "no_duty", "why"};
const std::vector<std::string> kInput = {"id",   "kind",        "destination", "parent_headquarters",
                                         "veu",  "chip",        "units",       "consignee",
                                         "date", "model_class", "fine_tuned",  "facility"};

CsvTable worked_cases(const std::string& name) {
  Problems problems;
  const auto file = Folder::bundled("cases").read(name, problems);
  std::vector<std::string> columns = kExpected;
  columns.insert(columns.end(), kInput.begin(), kInput.end());
  const CsvTable table = file ? read_csv(*file, columns, {}, problems) : CsvTable{};
  for (const Problem& problem : problems.errors()) ADD_FAILURE() << to_string(problem);
  return table;
}

std::map<std::string, Ledger> ledgers(const CsvTable& table) {
  std::map<std::string, Ledger> all;
  for (const CsvRow& row : table.rows) {
    const auto text = [&](const std::string& column) { return row.fields[std::size_t(table.column(column))].text; };
    Ledger& ledger = all[text("ledger")];
    std::string line;
    for (const std::string& column : kInput) line += (column == "id" ? "" : ",") + text(column);
    ledger.lines += line + "\n";
    ledger.expected[text("id")] = {text("expected_decision"),
                                   text("expected_authorisation"),
                                   text("expected_paragraph"),
                                   text("expected_duty"),
                                   text("no_duty"),
                                   text("fact"),
                                   text("why")};
  }
  return all;
}

class WorkedCases : public ::testing::TestWithParam<Cases> {};

TEST_P(WorkedCases, each_comes_to_what_its_fact_says) {
  const CsvTable table = worked_cases(GetParam().file);
  EXPECT_GE(table.rows.size(), GetParam().least);
  for (const auto& [name, ledger] : ledgers(table)) {
    const std::vector<CheckedRow> rows = rulings(ledger.lines, GetParam().regime);
    EXPECT_EQ(rows.size(), ledger.expected.size()) << name;
    for (const CheckedRow& row : rows) {
      const Expected& expected = ledger.expected.at(row.row.id);
      SCOPED_TRACE(row.row.id + ", fact " + expected.fact + ": " + expected.why);
      EXPECT_EQ(row.ruling.decision, expected.decision);
      EXPECT_EQ(row.ruling.authorisation, expected.authorisation);
      EXPECT_EQ(row.ruling.paragraph, expected.paragraph);
      EXPECT_TRUE(expected.duty.empty() || tells(row.duties, expected.duty)) << expected.duty;
      EXPECT_FALSE(!expected.no_duty.empty() && tells(row.duties, expected.no_duty)) << expected.no_duty;
    }
  }
}

// Each decision word that the regime uses occurs, and each of its rulings.
TEST_P(WorkedCases, cover_every_decision_and_ruling) {
  std::map<std::string, int> decisions, rules;
  for (const auto& [name, ledger] : ledgers(worked_cases(GetParam().file))) {
    for (const CheckedRow& row : rulings(ledger.lines, GetParam().regime)) {
      ++decisions[row.ruling.decision];
      ++rules[row.ruling.rule];
    }
  }
  EXPECT_EQ(decisions.size(), GetParam().decisions);
  for (const auto& [name, text] : rulebook(GetParam().regime).rulings) {
    EXPECT_EQ(rules[name] > 0, GetParam().switched_off.count(name) == 0) << name;
  }
}

// A refusal at a limit says what had been used and what there is; the next smaller order still fits.
TEST(ConsigneeLimit, a_refusal_shows_its_meter_and_the_other_ways) {
  const auto rows = rulings(
      "a,shipment,SAU,SAU,none,ONE,4000000000,Hum,2026-06-01,,,\nb,shipment,SAU,SAU,none,GB300,200000,Hum,2026-06-02,,,"
      "\n",
      "draft-2026-03");
  ASSERT_EQ(rows.size(), 2u);
  ASSERT_TRUE(rows[1].ruling.meter.has_value());
  EXPECT_EQ(rows[1].ruling.decision, "refused");
  EXPECT_EQ(rows[1].ruling.meter->key.kind, MeterKind::consignee);
  EXPECT_EQ(rows[1].ruling.meter->after.used, 4'000'000'000u);
  EXPECT_EQ(rows[1].ruling.meter->after.left(), 8'000'000'000u);
  EXPECT_TRUE(tells(rows[1].other_ways, "terms agreed with the government"));
}

INSTANTIATE_TEST_SUITE_P(Bundled, WorkedCases, ::testing::ValuesIn(kAllCases), [](const auto& one) {
  std::string name = one.param.regime;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace headroom::test
