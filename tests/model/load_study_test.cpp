// Good studies load with what they say; where a study is looked for; what is warned of.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/model/study_folder.h"

namespace headroom::test {
namespace {

std::string all_errors(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems.errors()) text += to_string(problem) + "\n";
  return text;
}

std::string error_of(const std::string& where, const LoadOptions& options = {}) {
  Problems problems;
  load_study(where, options, problems);
  return all_errors(problems);
}

TEST(LoadStudy, the_smoke_study_says_what_its_files_say) {
  Problems problems;
  const LoadedStudy loaded = load_study("smoke", {}, problems);
  ASSERT_EQ(all_errors(problems), "");
  const Study& study = loaded.study;
  EXPECT_EQ(study.name, "smoke");
  EXPECT_EQ(study.start, (YearMonth{2025, 1}));
  EXPECT_EQ(study.months, 36);
  EXPECT_EQ(study.quarters(), 12);
  EXPECT_EQ(study.trials, 20000u);
  EXPECT_EQ(study.seed, 7u);
  EXPECT_FALSE(study.steady_pipeline);
  EXPECT_EQ(study.factors.global_rho, 0.8);
  EXPECT_EQ(study.factors.region_rho, 0.6);
  EXPECT_FALSE(study.factors.own_rho);
  EXPECT_EQ(study.factors.groups.at("south"), (std::vector<std::string>{"CHL", "KEN"}));
  EXPECT_TRUE(study.companies.empty());
  ASSERT_EQ(study.scenarios.size(), 2u);
  EXPECT_EQ(study.scenarios[0].name, "demand-surge");
  EXPECT_EQ(study.scenarios[0].why, "half as many orders again");
}

TEST(LoadStudy, streams_are_sorted_by_destination_and_name) {
  Problems problems;
  const LoadedStudy loaded = load_study("smoke", {}, problems);
  ASSERT_EQ(loaded.study.streams.size(), 6u);
  const Stream& first = loaded.study.streams[0];
  EXPECT_EQ(first.destination, "CHL");
  EXPECT_EQ(first.name, "cloud");
  EXPECT_EQ(first.orders_per_month, 0.8);
  EXPECT_EQ(first.growth_per_year, 0.3);
  EXPECT_EQ(first.units_median, 400);
  EXPECT_EQ(first.units_log_sd, 1.0);
  EXPECT_EQ(first.units_max, 4000u);
  EXPECT_EQ(first.chips, "blend");
  EXPECT_EQ(first.consignees, 4u);
  EXPECT_EQ(first.delay_months, 2);
  EXPECT_EQ(first.beta_global, 0.4);
  EXPECT_EQ(first.beta_region, 0.3);
  EXPECT_EQ(first.beta_own, 0);
  ASSERT_EQ(first.routes.size(), 2u);
  EXPECT_EQ(to_string(first.routes[1].route), "lpp>general");
  EXPECT_EQ(first.routes[1].weight, 0.2);
  EXPECT_EQ(first.place.line, 3);
  EXPECT_EQ(loaded.study.streams[3].destination, "EST");
  EXPECT_EQ(loaded.study.streams[5].destination, "QAT");
}

TEST(LoadStudy, book_rows_mixes_chips_and_arrangements_are_read) {
  Problems problems;
  const LoadedStudy loaded = load_study("smoke", {}, problems);
  const Study& study = loaded.study;
  ASSERT_EQ(study.book.size(), 5u);
  EXPECT_EQ(study.book[0].id, "CHL-C");
  const BookOrder& kenya = study.book[1];
  EXPECT_EQ(kenya.headquarters, "CHN");
  EXPECT_EQ(kenya.month, (YearMonth{2025, 6}));
  EXPECT_EQ(kenya.units_high, 1000u);
  EXPECT_EQ(study.book[2].project, "QAT-A");
  EXPECT_EQ(to_string(study.book[4].route), "nveu");
  const Mix& blend = study.mixes.at("blend");
  ASSERT_EQ(blend.shares.size(), 3u);
  EXPECT_EQ(blend.shares[0].chip, "B200");
  EXPECT_EQ(blend.shares[0].weight(3), 0.4);
  EXPECT_EQ(blend.shares[0].weight(11), 0.4);
  EXPECT_EQ(find_chip(study, loaded.catalogue, "PROTO-1")->tpp, 16000u);
  EXPECT_EQ(find_chip(study, loaded.catalogue, "H100")->tpp, 15832u);
  EXPECT_EQ(find_chip(study, loaded.catalogue, "H1000"), nullptr);
  ASSERT_EQ(study.arrangements.size(), 1u);
  EXPECT_EQ(study.arrangements[0].destination, "QAT");
  EXPECT_EQ(study.arrangements[0].multiplier, 2.0);
  EXPECT_EQ(study.arrangements[0].month_probabilities.at(YearMonth{2026, 7}), 0.2);
}

TEST(LoadStudy, the_baseline_loads_whole) {
  Problems problems;
  const LoadedStudy loaded = load_study("baseline-2025", {}, problems);
  ASSERT_EQ(all_errors(problems), "");
  EXPECT_EQ(loaded.study.trials, 1000000u);
  EXPECT_EQ(loaded.study.seed, 20250115u);
  EXPECT_GT(loaded.study.streams.size(), 300u);
  EXPECT_GT(loaded.study.book.size(), 90u);
  EXPECT_EQ(loaded.study.scenarios.size(), 5u);
  EXPECT_EQ(loaded.study.companies.size(), 7u);
  EXPECT_EQ(find_chip(loaded.study, loaded.catalogue, "VR200")->tpp, 140000u);
}

TEST(LoadStudy, all_inputs_are_kept_for_the_copy) {
  Problems problems;
  const LoadedStudy loaded = load_study("baseline-2025", {}, problems);
  std::vector<std::string> names;
  for (const InputFile& file : loaded.files) names.push_back(file.name);
  EXPECT_EQ(names.front(), "study.toml");
  for (const char* name : {"market.csv", "book.csv", "companies.toml", "regime/regime.toml", "regime/tiers.csv",
                           "regime/nveu.csv", "regime/weights.csv"}) {
    EXPECT_NE(std::find(names.begin(), names.end(), name), names.end()) << name;
  }
  EXPECT_EQ(loaded.files.front().text, bundled_text("studies/baseline-2025/study.toml"));
}

TEST(LoadStudy, a_folder_and_its_study_toml_are_the_same_study) {
  const StudyFolder folder;
  EXPECT_EQ(error_of(folder.path().string()), "");
  EXPECT_EQ(error_of((folder.path() / "study.toml").string()), "");
}

TEST(LoadStudy, an_unknown_study_says_which_there_are) {
  const std::string text = error_of("smoek");
  EXPECT_EQ(text.substr(0, text.find(':')),
            "unknown study 'smoek'; did you mean 'smoke'? give a folder with study.toml, or a bundled study");
  EXPECT_NE(text.find("baseline-2025"), std::string::npos);
  EXPECT_EQ(error_of("").substr(0, 18), "unknown study ''; ");
}

TEST(LoadStudy, a_folder_without_study_toml_is_no_study) {
  const StudyFolder folder;
  folder.remove("study.toml");
  EXPECT_EQ(error_of(folder.path().string()), "folder '" + folder.path().string() + "' has no study.toml; add it\n");
  EXPECT_EQ(error_of((folder.path() / "market.csv").string()),
            "'" + (folder.path() / "market.csv").string() +
                "' is a file but no study.toml; give the folder that holds one\n");
}

TEST(LoadStudy, options_win_over_the_study) {
  StudyFolder folder;
  LoadOptions options;
  options.seed = 99;
  EXPECT_EQ(folder.load(options).study.seed, 99u);
  options.regime = "ai-diffusion-2026";
  EXPECT_EQ(folder.errors(options),
            "--regime: unknown regime 'ai-diffusion-2026'; did you mean 'ai-diffusion-2025'? give a "
            "folder with regime.toml, or a bundled regime: advanced-computing-2023, ai-diffusion-2025, "
            "china-lane-2026, draft-2026-03");
}

TEST(LoadStudy, a_book_alone_is_a_study) {
  StudyFolder folder;
  folder.remove("market.csv");
  folder.write("book.csv", kBookHeader + kBookRow);
  EXPECT_EQ(folder.errors(), "");
  EXPECT_EQ(folder.load().study.book.size(), 1u);
}

TEST(LoadStudy, a_study_needs_demand) {
  StudyFolder folder;
  folder.remove("market.csv");
  EXPECT_EQ(folder.errors(), "study.toml: the study has no market.csv and no book.csv; add one of them");
}

TEST(LoadStudy, a_folder_where_a_table_is_due_is_an_error) {
  StudyFolder folder;
  folder.write("book.csv/x", "");
  std::filesystem::create_symlink("companies.toml", folder.path() / "companies.toml");
  EXPECT_EQ(folder.errors(),
            "book.csv: the file is a folder; put a file there\n"
            "companies.toml: the file cannot be read (Too many levels of symbolic links); put a readable file there");
}

TEST(LoadStudy, problems_of_all_files_are_told_at_once) {
  StudyFolder folder;
  folder.write("study.toml", edited(kStudyText, {"months = 36", "months = 0", ""}));
  folder.write("market.csv", kMarketHeader + edited(kMarketRow, {"H100", "H10", ""}));
  folder.write("book.csv", kBookHeader + edited(kBookRow, {"IND", "INX", ""}));
  folder.write("companies.toml", "[[company]]\nname = 1\n");
  EXPECT_EQ(folder.errors(),
            "book.csv:2:3: unknown destination 'INX'; did you mean 'IND'?\n"
            "companies.toml:1:1: company.arrivals is missing; add it\n"
            "companies.toml:1:1: company.headquarters is missing; add it\n"
            "companies.toml:2:8: company.name is 1; it must be a text in quotes\n"
            "market.csv:2:30: unknown mix or chip 'H10'; did you mean 'H100'?\n"
            "study.toml:5:10: study.months is 0; it must be a whole number between 1 and 120");
}

TEST(LoadStudy, tables_are_read_though_study_toml_is_broken) {
  StudyFolder folder;
  folder.write("study.toml", "[study\n");
  folder.write("market.csv", kMarketHeader + "IND\n");
  EXPECT_EQ(folder.errors(),
            "market.csv:2:1: row has 1 fields; the header has 13\n"
            "study.toml:1:7: no valid TOML: Error while parsing table header: expected ']', saw '\\n'; toml.io "
            "says how it is written");
}

TEST(LoadStudy, a_bad_row_is_no_reason_to_doubt_a_scenario) {
  StudyFolder folder;
  folder.write("study.toml", kStudyText + "[[scenario]]\nname = \"a\"\nmarket = { where = { stream = [\"edge\"] } }\n");
  folder.write("market.csv", kMarketHeader + kMarketRow + "IND,edge\n");
  EXPECT_EQ(folder.errors(), "market.csv:3:1: row has 2 fields; the header has 13");
}

TEST(LoadStudy, warns_of_what_may_be_meant_otherwise) {
  StudyFolder folder;
  folder.write("study.toml", kStudyText +
                                 "[[arrangement]]\ndestination = \"ARE\"\nmultiplier = 3\n"
                                 "month_probabilities = { \"2026-01\" = 1 }\n");
  const std::string parent_header = edited(kBookHeader, {"\n", ",headquarters\n", ""});
  folder.write("book.csv", parent_header +
                               "A,IND,Alpha,H100,10,20,30,2025-06,0,0.5,uveu,IND\n"
                               "B,ARE,Alpha,H100,10,20,30,2025-06,0,0.5,general_tier1,CHN\n"
                               "C,ARE,Beta,H100,10,20,30,2025-06,0,0.5,uveu,USA\n"
                               "D,ARE,Beta,H100,10,20,30,2025-06,0,0.5,general,CHN\n");
  EXPECT_EQ(folder.errors(), "");
  EXPECT_EQ(folder.warnings(),
            "book.csv:2:46: a parent in IND (Tier 2) cannot hold uveu; it takes a parent in Tier 1\n"
            "book.csv:3:1: consignee 'Alpha' stands in IND and in ARE; its meters are kept apart, by destination\n"
            "book.csv:3:55: a parent in CHN (Tier 3) cannot hold general_tier1; it takes a parent in Tier 1\n"
            "study.toml:10:14: multiplier is 3; regime 'ai-diffusion-2025' allows at most 2");
}

TEST(LoadStudy, behaviour_that_is_off_is_no_error) {
  StudyFolder folder;
  folder.write("study.toml", kStudyText +
                                 "[behaviour]\nsplit = false\nrush = { threshold = 0.8, factor = 1 }\n"
                                 "wait = { probability = 0, months = 6 }\n");
  EXPECT_EQ(folder.errors(), "");
}

TEST(LoadStudy, bounds_of_a_destination_count_all_its_book_rows) {
  StudyFolder folder;
  std::string rows;
  for (int i = 0; i <= 4096; ++i) rows += std::to_string(i) + kBookRow.substr(1);
  folder.write("book.csv", kBookHeader + rows);
  EXPECT_EQ(folder.errors(), "market.csv:2:1: IND has 4097 rows in book.csv; it may have at most 4096");
}

}  // namespace
}  // namespace headroom::test
