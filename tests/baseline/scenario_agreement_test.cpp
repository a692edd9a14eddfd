// The five scenarios of the baseline against what the plain Monte Carlo printed for them.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "host/model/scenario.h"
#include "tests/baseline/printed.h"
#include "tests/support/small_study.h"

namespace headroom {
namespace {

constexpr u64 kScenarioTrials = 1500;
constexpr double kCheckTrials = 3000;
constexpr double kSpread = 3.5;  // standard deviation of the number exhausted, more than either program has

// "scenario NAME  exhausted by end 2026: 10.43, by end 2027: 19.01 (...)", then rows "   TUR  P2025 a -> b   P2026
// ...".
struct Printed {
  double by_2026 = 0, by_2027 = 0;
  std::map<std::string, std::pair<double, double>> p;  // by the end of 2026 and of 2027, under the scenario
};

std::map<std::string, Printed> read_printed() {
  std::ifstream file(std::string(HEADROOM_SOURCE_DIR) + "/tests/data/baseline_check.txt");
  std::map<std::string, Printed> all;
  std::string line, name;
  while (std::getline(file, line)) {
    std::istringstream text(line);
    std::string word;
    if (line.starts_with("scenario ")) {
      text >> word >> name;
      all[name].by_2026 = std::stod(line.substr(line.find("end 2026: ") + 10));
      all[name].by_2027 = std::stod(line.substr(line.find("end 2027: ") + 10));
    } else if (!name.empty() && line.find("P2027") != std::string::npos) {
      const auto after = [&](const char* year) { return std::stod(line.substr(line.find("->", line.find(year)) + 2)); };
      text >> word;
      all[name].p[word] = {after("P2026"), after("P2027")};
    }
  }
  return all;
}

double bound(double p, double q) {
  const double pooled =
      (p * kCheckTrials + q * double(kScenarioTrials) + 1) / (kCheckTrials + double(kScenarioTrials) + 2);
  return kStandardErrors * std::sqrt(pooled * (1 - pooled) * (1 / kCheckTrials + 1 / double(kScenarioTrials))) +
         kHalfUnit;
}

TEST(ScenarioAgreement, all_five_scenarios_give_what_the_plain_program_printed) {
  Problems problems;
  const LoadedStudy loaded = load_study("baseline-2025", {}, problems);
  ASSERT_TRUE(problems.ok());
  const auto printed = read_printed();
  ASSERT_EQ(printed.size(), loaded.study.scenarios.size());
  for (const Scenario& scenario : loaded.study.scenarios) {
    SCOPED_TRACE(scenario.name);
    const Printed& expected = printed.at(scenario.name);
    const Study changed = apply_scenario(loaded.study, scenario, loaded.catalogue, problems);
    ASSERT_TRUE(problems.ok());
    const CompiledStudy study = compile(changed, loaded.catalogue, problems);
    const Tally tally = testing::run_reference(study, {0, kScenarioTrials}, 2);
    double by_2026 = 0, by_2027 = 0;
    for (u32 d = 0; d < tally.shape.destinations; ++d) {
      const double p_2026 = double(testing::exhausted_by(tally, d, 23)) / double(kScenarioTrials);
      const double p_2027 = double(testing::exhausted_by(tally, d, 35)) / double(kScenarioTrials);
      by_2026 += p_2026;
      by_2027 += p_2027;
      const auto row = expected.p.find(study.capped[d].iso3);
      if (row == expected.p.end()) continue;
      EXPECT_NEAR(p_2026, row->second.first, bound(row->second.first, p_2026)) << row->first;
      EXPECT_NEAR(p_2027, row->second.second, bound(row->second.second, p_2027)) << row->first;
    }
    const double error = kStandardErrors * kSpread * std::sqrt(1 / kCheckTrials + 1 / double(kScenarioTrials)) + 0.005;
    EXPECT_NEAR(by_2026, expected.by_2026, error);
    EXPECT_NEAR(by_2027, expected.by_2027, error);
  }
}

}  // namespace
}  // namespace headroom
