// A wrong paragraph fails here: whatever code or data cites stands in paragraphs.csv.
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <map>
#include <regex>
#include <set>

#include "host/io/bundled.h"
#include "tests/rules/rulings.h"
#include "tests/support/temporary_folder.h"

namespace headroom::test {
namespace {

namespace fs = std::filesystem;

void add_all(const std::string& text, const std::regex& pattern, const std::function<void(const std::smatch&)>& add) {
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) add(*at);
}

// "7, 8" and "13 to 18", each number.
std::vector<int> numbers_in(const std::string& text) {
  std::vector<int> numbers;
  static const std::regex range(R"((\d+)(?: to (\d+))?)");
  add_all(text, range, [&](const std::smatch& match) {
    const int first = std::stoi(match[1]), last = match[2].matched ? std::stoi(match[2]) : first;
    for (int n = first; n <= last; ++n) numbers.push_back(n);
  });
  return numbers;
}

// Which part a supplement belongs to where the text leaves it out.
std::string part_of(const std::string& supplement) { return supplement == "5" || supplement == "1" ? "740" : "748"; }

// Citations in the form of paragraphs.csv: sections of parts 730 to 774, supplements and their paragraphs.
std::set<std::string> citations(const std::string& text) {
  std::set<std::string> found;
  static const std::regex section(R"((?:^|[^\w.,/-])(7(?:3[0-9]|4[0-9]|50|62|72|74)\.\d{1,2})"
                                  R"((?:\([A-Za-z0-9]{1,4}\))*(?: Table \d)?)(?!\d))");
  static const std::regex supplement(R"(Supp\. (\d+)((?:\([A-Za-z0-9]\))*)(?: to part (\d+))?)"
                                     R"((?:,? paras? (\d+(?:(?:, | and | to )\d+)*)\b(?!\.\d))?)");
  add_all(text, section, [&](const std::smatch& match) { found.insert(match[1]); });
  add_all(text, supplement, [&](const std::smatch& match) {
    const std::string part = match[3].matched ? match[3].str() : part_of(match[1]);
    const std::string whole = "Supp. " + match[1].str() + match[2].str() + " to part " + part;
    if (!match[4].matched) found.insert(whole);
    for (const int n : numbers_in(match[4])) found.insert(whole + ", para " + std::to_string(n));
  });
  return found;
}

bool is_searched(const fs::path& path) {
  static const std::set<std::string> kinds = {".h", ".cpp", ".cu", ".cuh", ".toml", ".csv", ".md"};
  return kinds.count(path.extension().string()) > 0;
}

TEST(Paragraphs, citations_are_found_in_text) {
  EXPECT_EQ(citations("742.6(a)(13), (b)(14); Supp. 10 paras 7, 8 and 14 to 15, 748.15(a)(2)(iii)(B) Table 1."),
            (std::set<std::string>{"742.6(a)(13)", "748.15(a)(2)(iii)(B) Table 1", "Supp. 10 to part 748, para 7",
                                   "Supp. 10 to part 748, para 8", "Supp. 10 to part 748, para 14",
                                   "Supp. 10 to part 748, para 15"}));
  EXPECT_EQ(citations("Supp. 5(a) to part 740; version 1.742.6; 1742.65 TPP; Supp. 3 to part 732 red flag 28"),
            (std::set<std::string>{"Supp. 5(a) to part 740", "Supp. 3 to part 732"}));
}

std::vector<std::string> bundled_regimes() { return bundled_names("regimes", "regime.toml", {}); }

// What is cited below a folder, or in a file, and where.
std::map<std::string, std::string> cited_in(const fs::path& path, int* files) {
  std::map<std::string, std::string> cited;
  const auto add = [&](const fs::path& file) {
    ++*files;
    for (const std::string& citation : citations(testing::text_of(file))) cited.emplace(citation, file.string());
  };
  if (!fs::is_directory(path)) {
    add(path);
    return cited;
  }
  for (const auto& entry : fs::recursive_directory_iterator(path)) {
    if (entry.is_regular_file() && is_searched(entry.path())) add(entry.path());
  }
  return cited;
}

TEST(Paragraphs, all_that_a_regime_cites_stand_in_its_own_table) {
  const fs::path root = fs::path(HEADROOM_SOURCE_DIR) / "data/regimes";
  int files = 0;
  EXPECT_GE(bundled_regimes().size(), 4u);
  for (const std::string& name : bundled_regimes()) {
    for (const auto& [citation, file] : cited_in(root / name, &files)) {
      EXPECT_EQ(rulebook(name).paragraphs.count(citation), 1u) << file << " cites " << citation;
    }
    for (const auto& [destination, tier] : rulebook(name).regime.tiers) {
      EXPECT_EQ(rulebook(name).paragraphs.count(tier.paragraph), 1u) << name << ", tier of " << destination;
    }
  }
  EXPECT_GT(files, 25);
}

TEST(Paragraphs, all_that_code_and_other_data_cite_stand_in_a_table) {
  const fs::path root = HEADROOM_SOURCE_DIR;
  std::set<std::string> known, cited;
  for (const std::string& name : bundled_regimes()) {
    for (const auto& [paragraph, row] : rulebook(name).paragraphs) known.insert(paragraph);
  }
  int files = 0;
  for (const char* path : {"host", "cuda", "data/cases", "data/studies", "README.md"}) {
    for (const auto& [citation, file] : cited_in(root / path, &files)) {
      cited.insert(citation);
      EXPECT_EQ(known.count(citation), 1u) << file << " cites " << citation;
    }
  }
  EXPECT_GT(files, 100);
  EXPECT_GT(cited.size(), 20u);
}

// How many points a section such as "R4" of regimes.md has.
int points_of(const std::string& regimes, const std::string& section) {
  const std::size_t begin = regimes.find("\n## " + section + " ");
  if (begin == std::string::npos) return 0;
  const std::string text = regimes.substr(begin, regimes.find("\n## ", begin + 1) - begin);
  int points = 0;
  for (std::size_t at = text.find("\n- "); at != std::string::npos; at = text.find("\n- ", at + 1)) ++points;
  return points;
}

// "19 44 R4.2": a number is a line of rule_facts.md, R4.2 the second point of section R4 of regimes.md.
TEST(Paragraphs, facts_are_lines_of_the_sources) {
  const fs::path sources = fs::path(HEADROOM_SOURCE_DIR) / "data/sources";
  const std::string facts = "\n" + testing::text_of(sources / "rule_facts.md");
  const std::string regimes = testing::text_of(sources / "regimes.md");
  static const std::regex point(R"((R\d+)\.(\d+))");
  const auto expect_facts = [&](const std::string& name, const std::string& numbers) {
    EXPECT_FALSE(numbers.empty()) << name;
    add_all(numbers, point, [&](const std::smatch& match) {
      EXPECT_GE(std::stoi(match[2]), 1) << name;
      EXPECT_LE(std::stoi(match[2]), points_of(regimes, match[1])) << name << ", fact " << match[0];
    });
    for (const int n : numbers_in(std::regex_replace(numbers, point, ""))) {
      EXPECT_NE(facts.find("\n" + std::to_string(n) + ". "), std::string::npos) << name << ", fact " << n;
    }
  };
  for (const std::string& regime : bundled_regimes()) {
    const Rulebook& book = rulebook(regime);
    for (const auto& [name, one] : book.paragraphs) expect_facts(name, one.fact);
    for (const auto& [name, one] : book.rulings) expect_facts(name, one.fact);
    for (const auto& [name, one] : book.readings) expect_facts(name, one.fact);
    for (const Duty& one : book.duties) expect_facts(one.id, one.fact);
    for (const WeightRule& one : book.weights) expect_facts(one.id, one.fact);
  }
}

}  // namespace
}  // namespace headroom::test
