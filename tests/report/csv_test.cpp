#include "host/report/csv.h"

#include <gtest/gtest.h>

#include "host/io/csv.h"
#include "host/stats/estimate.h"
#include "tests/support/sample_tally.h"
#include "tests/support/written.h"

namespace headroom {
namespace {

Result sample(bool expectations_exist = true) {
  CompiledStudy compiled = testing::sample_compiled();
  compiled.expectations_exist = expectations_exist;
  return make_result(compiled, testing::sample_study(), testing::sample_tally(), {{0, 40}}, {"cpu", ""});
}

// As our own reader sees it: every row must have as many fields as the header.
CsvTable read_back(void (*write)(const Result&, const Sink&), const Result& result = sample()) {
  const std::string text = testing::written([&](const Sink& out) { write(result, out); });
  Problems problems;
  std::vector<std::string> columns(1);
  for (const char c : text.substr(0, text.find('\n'))) c == ',' ? columns.emplace_back() : columns.back() += c;
  CsvTable table = read_csv({"written.csv", text}, columns, {}, problems);
  for (const Problem& problem : problems.errors()) ADD_FAILURE() << to_string(problem);
  return table;
}

std::string cell(const CsvTable& table, std::size_t row, std::string_view column) {
  return table.rows.at(row).fields.at(std::size_t(table.column(column))).text;
}

TEST(ReportCsv, destinations_have_one_row_each) {
  const CsvTable table = read_back(write_destinations_csv);
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(cell(table, 1, "name"), "Bêta, the second");
  EXPECT_EQ(cell(table, 0, "p_exhausted"), "0.75");
  EXPECT_EQ(cell(table, 0, "exhaustion_month_p50"), "2025-03");
  EXPECT_EQ(cell(table, 1, "exhaustion_month_p50"), "");
  EXPECT_EQ(cell(table, 0, "expected_uveu"), "1.5");
}

TEST(ReportCsv, what_does_not_exist_is_empty) {
  EXPECT_EQ(cell(read_back(write_destinations_csv, sample(false)), 0, "expected_prohibited"), "");
}

TEST(ReportCsv, the_answer_without_factors_has_columns_of_its_own) {
  Result result = sample();
  result.destinations[0].independent = Probability{1e-9, 0, 2e-9, 1};
  const CsvTable table = read_back(write_destinations_csv, result);
  EXPECT_EQ(cell(table, 0, "p_exhausted_without_factors"), "1e-09");
  EXPECT_EQ(cell(table, 0, "p_exhausted_without_factors_high"), "2e-09");
  EXPECT_EQ(cell(table, 1, "p_exhausted_without_factors"), "");
}

TEST(ReportCsv, the_timeline_has_a_row_amonth) {
  const CsvTable table = read_back(write_timeline_csv);
  ASSERT_EQ(table.rows.size(), 8u);
  EXPECT_EQ(cell(table, 2, "month"), "2025-03");
  EXPECT_EQ(cell(table, 2, "p_exhausted"), "0.625");
  EXPECT_EQ(cell(table, 2, "p_critical"), "0.8");
}

TEST(ReportCsv, the_book_has_a_row_an_order) {
  const CsvTable table = read_back(write_book_csv);
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_EQ(cell(table, 0, "mean_month"), "2025-03");
  EXPECT_EQ(cell(table, 0, "p_absent"), "0.5");
}

TEST(ReportCsv, joint_has_counts_and_pairs) {
  const CsvTable table = read_back(write_joint_csv);
  ASSERT_EQ(table.rows.size(), 4u);
  EXPECT_EQ(cell(table, 1, "probability"), "0.625");
  EXPECT_EQ(cell(table, 3, "kind"), "pair");
  EXPECT_EQ(cell(table, 3, "b"), "BBB");
}

}  // namespace
}  // namespace headroom
