// The companies of the baseline against the plain program of another kind: the last block of its printed answers.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/baseline/printed.h"
#include "tests/support/companies.h"

namespace headroom {
namespace {

constexpr u64 kCompanyTrials = 10'000, kPrintedTrials = 1000;  // it runs companies with at most 1,000
constexpr std::size_t kCheckpoints = 6;

using Chances = std::array<double, kCheckpoints>;

// By company and the first word of the rule ("25%", "7%", "50%").
std::map<std::pair<std::string, std::string>, Chances> printed() {
  std::ifstream file(std::string(HEADROOM_SOURCE_DIR) + "/tests/data/baseline_check.txt");
  std::map<std::pair<std::string, std::string>, Chances> all;
  std::string line;
  while (std::getline(file, line) && !line.starts_with("company ")) continue;
  while (std::getline(file, line)) {
    std::istringstream text(line);
    std::string company, rule, word;
    text >> company >> rule >> word;
    Chances p{};
    for (double& x : p) text >> x;
    EXPECT_TRUE(text.good() || text.eof()) << line;
    all[{company, rule}] = p;
  }
  return all;
}

// Both are counts of trials; one trial more on either side keeps a chance of 0 from looking exact.
void expect_chance(const std::string& what, u64 hits, double other) {
  const double n = kCompanyTrials, m = kPrintedTrials, ours = double(hits) / n;
  const double pooled = (double(hits) + other * m + 1) / (n + m + 2);
  const double error = std::sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
  EXPECT_NEAR(ours, other, kStandardErrors * error + kHalfUnit) << what;
}

TEST(CompanyAgreement, the_baseline_study) {
  Problems problems;
  LoadedStudy loaded = load_study("baseline-2025", {}, problems);
  ASSERT_TRUE(problems.ok());
  loaded.study.streams.clear();  // companies share nothing with the market but the global factor
  loaded.study.book.clear();
  loaded.study.regime.uveu->reporting_dates.clear();  // it looks at the ends of June and December
  const CompiledStudy study = compile(loaded.study, loaded.catalogue, problems);
  ASSERT_EQ(study.look_labels.size(), kCheckpoints);
  const Tally tally = testing::run_reference(study, {0, kCompanyTrials}, 2);
  const auto all = printed();
  ASSERT_EQ(all.size(), 7u * 3);
  for (const VeuCompany& company : loaded.study.companies) {
    for (const auto& [word, rule] : std::map<std::string, CompanyRule>{
             {"25%", CompanyRule::outside_tier1}, {"7%", CompanyRule::one_destination}, {"50%", CompanyRule::home}}) {
      ASSERT_TRUE(all.contains({company.name, word})) << company.name;
      const u32 slot = testing::slot_of(study, company.name, rule, "");
      for (u32 look = 0; look < kCheckpoints; ++look)
        expect_chance(company.name + " " + word + " on " + study.look_labels[look].date,
                      testing::past(tally, slot, look), all.at({company.name, word})[look]);
    }
  }
}

}  // namespace
}  // namespace headroom
