// data/cases/worked_cases.csv: what each case must come to, by the fact that it rests on.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

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

const std::vector<std::string> kExpected = {
    "ledger",  "fact", "expected_decision", "expected_authorisation", "expected_paragraph", "expected_duty",
    "no_duty", "why"};
const std::vector<std::string> kInput = {"id",   "kind",        "destination", "parent_headquarters",
                                         "veu",  "chip",        "units",       "consignee",
                                         "date", "model_class", "fine_tuned",  "facility"};

CsvTable worked_cases() {
  Problems problems;
  const auto file = Folder::bundled("cases").read("worked_cases.csv", problems);
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

TEST(WorkedCases, each_comes_to_what_its_fact_says) {
  const CsvTable table = worked_cases();
  EXPECT_GE(table.rows.size(), 60u);
  for (const auto& [name, ledger] : ledgers(table)) {
    const std::vector<CheckedRow> rows = rulings(ledger.lines);
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

// Each fact that a case rests on is one of the rule's facts, and each decision word occurs.
TEST(WorkedCases, cover_every_decision_and_ruling) {
  std::map<std::string, int> decisions, rules;
  for (const auto& [name, ledger] : ledgers(worked_cases())) {
    for (const CheckedRow& row : rulings(ledger.lines)) {
      ++decisions[row.ruling.decision];
      ++rules[row.ruling.rule];
    }
  }
  EXPECT_EQ(decisions.size(), 7u);
  const std::vector<std::string> switched_off = {"general_tier1_exempt", "general_tier1_refused",
                                                 "other_class_unknown"};
  for (const auto& [name, text] : rulebook().rulings) {
    if (std::find(switched_off.begin(), switched_off.end(), name) != switched_off.end()) continue;
    EXPECT_GT(rules[name], 0) << name;
  }
}

}  // namespace
}  // namespace headroom::test
