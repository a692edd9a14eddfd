// The bundled studies against a program of another kind: a plain Monte Carlo in Python whose printed answers stand in
// tests/data, and the one case of the smoke study that is known exactly.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/baseline/printed.h"
#include "tests/support/small_study.h"

namespace headroom {
namespace {

constexpr double kMeanHalfUnit = 0.05;  // means of the number exhausted with one
constexpr std::array<u32, 3> kYearEnds = {11, 23, 35};

struct Check {
  u64 trials = 0;
  std::map<std::string, std::array<double, 3>> exhausted;  // by the end of each year
  std::array<double, 3> mean_exhausted{};
  struct Chances {
    double arrives, shipped;
  };
  std::map<std::string, Chances> book;
};

// "IND  demand... | paths... | P2025 P2026 P2027 | ..."
bool read_destination(const std::string& line, Check* check) {
  std::size_t at = 0;
  for (int bar = 0; bar < 2; ++bar) at = line.find('|', at) + 1;
  std::istringstream text(line.substr(at));
  std::array<double, 3> p{};
  if (at == 0 || !(text >> p[0] >> p[1] >> p[2])) return false;
  check->exhausted[line.substr(0, 3)] = p;
  return true;
}

Check read_check(const std::string& name) {
  std::ifstream file(std::string(HEADROOM_SOURCE_DIR) + "/tests/data/" + name);
  Check check;
  std::string line;
  std::getline(file, line);
  check.trials = std::stoull(line.substr(line.find("none, ") + 6));
  bool in_book = false;
  while (std::getline(file, line) && !line.starts_with("scenario ")) {
    const std::string mean = "exhausted by the end of 202";
    if (line.starts_with("book:")) {
      in_book = true;
    } else if (in_book && !line.empty()) {
      std::istringstream text(line);
      std::string id;
      Check::Chances chances{};
      text >> id >> chances.arrives >> chances.shipped;
      check.book[id] = chances;
    } else if (line.starts_with(mean)) {
      check.mean_exhausted.at(line[mean.size()] - '5') = std::stod(line.substr(line.find("mean ") + 5));
    } else if (!line.starts_with("dest")) {
      read_destination(line, &check);
    }
  }
  return check;
}

struct Ready {
  LoadedStudy loaded;
  CompiledStudy compiled;
};

// A bundled study, of `only` one destination if named: the draws of the others do not touch it.
Ready bundled(const std::string& name, const std::string& only = "") {
  Problems problems;
  Ready ready{load_study(name, {}, problems), {}};
  EXPECT_TRUE(problems.ok());
  const auto other = [&](const auto& row) { return !only.empty() && row.destination != only; };
  std::erase_if(ready.loaded.study.streams, other);
  std::erase_if(ready.loaded.study.book, other);
  ready.compiled = compile(ready.loaded.study, ready.loaded.catalogue, problems);
  return ready;
}

// Whether `hits` of `n` and a printed chance of `m` trials may be the same. A trial more on either side of the pooled
// share keeps a chance of 0 or 1 from looking exact.
void expect_chance(const std::string& what, u64 hits, u64 n, double printed, u64 m) {
  const double ours = double(hits) / double(n);
  const double pooled = (double(hits) + printed * double(m) + 1) / double(n + m + 2);
  const double error = std::sqrt(pooled * (1 - pooled) * (1 / double(n) + 1 / double(m)));
  EXPECT_NEAR(ours, printed, kStandardErrors * error + kHalfUnit) << what;
}

void compare_destinations(const CompiledStudy& study, const Tally& tally, const Check& check) {
  ASSERT_EQ(check.exhausted.size(), study.capped.size());
  for (u32 d = 0; d < study.capped.size(); ++d) {
    const std::string& iso3 = study.capped[d].iso3;
    ASSERT_TRUE(check.exhausted.contains(iso3)) << iso3;
    for (std::size_t y = 0; y < 3; ++y)
      expect_chance(iso3 + " by the end of " + std::to_string(2025 + y), testing::exhausted_by(tally, d, kYearEnds[y]),
                    tally.trials, check.exhausted.at(iso3)[y], check.trials);
  }
}

void compare_book(const CompiledStudy& study, const Tally& tally, const Check& check) {
  ASSERT_EQ(check.book.size(), study.book.size());
  for (u32 row = 0; row < study.book.size(); ++row) {
    const std::string& id = study.book[row].id;
    ASSERT_TRUE(check.book.contains(id)) << id;
    const auto ended = [&](BookEnd end) { return tally.counters[tally.shape.book_end(row, u32(end))]; };
    const u64 shipped = ended(BookEnd::shipped), arrives = shipped + ended(BookEnd::partly) + ended(BookEnd::refused);
    expect_chance(id + " arrives", arrives, tally.trials, check.book.at(id).arrives, check.trials);
    expect_chance(id + " shipped", shipped, tally.trials, check.book.at(id).shipped, check.trials);
  }
}

double mean_exhausted(const Tally& tally, u32 last) {
  double sum = 0;
  for (u32 d = 0; d < tally.shape.destinations; ++d) sum += double(testing::exhausted_by(tally, d, last));
  return sum / double(tally.trials);
}

// Destinations exhaust together, so that the spread of their number is taken from the means of our own parts.
void compare_means(const std::vector<Tally>& parts, const Check& check) {
  const double k = double(parts.size()), trials_a_part = double(parts.front().trials);
  for (std::size_t y = 0; y < 3; ++y) {
    double sum = 0, squares = 0;
    for (const Tally& part : parts) {
      const double mean = mean_exhausted(part, kYearEnds[y]);
      sum += mean;
      squares += mean * mean;
    }
    const double mean = sum / k, variance_of_one = (squares - sum * mean) / (k - 1) * trials_a_part;
    const double error = std::sqrt(variance_of_one * (1 / (k * trials_a_part) + 1 / double(check.trials)));
    EXPECT_NEAR(mean, check.mean_exhausted[y], kStandardErrors * error + kMeanHalfUnit)
        << "mean number exhausted by the end of " << 2025 + y;
  }
}

void compare_study(const std::string& name, const std::string& file, u64 trials) {
  constexpr u64 kParts = 25;
  const Check check = read_check(file);
  const CompiledStudy study = bundled(name).compiled;
  std::vector<Tally> parts;
  Tally whole(tally_shape(study.tables()));
  for (u64 i = 0; i < kParts; ++i) {
    parts.push_back(testing::run_reference(study, {i * trials / kParts, trials / kParts}));
    whole.merge(parts.back());
  }
  compare_destinations(study, whole, check);
  compare_book(study, whole, check);
  compare_means(parts, check);
}

TEST(Agreement, the_smoke_study) { compare_study("smoke", "smoke_check.txt", 20'000); }

TEST(Agreement, the_baseline_study) { compare_study("baseline-2025", "baseline_check.txt", 6'000); }

// Orders of one size, no factors: 49 fit, so exhausted means 50 orders or more of a Poisson number with mean 1.25 a
// month.
TEST(Agreement, the_exact_case_of_the_smoke_study) {
  constexpr u64 kTrials = 1'000'000;
  const CompiledStudy study = bundled("smoke", "EST").compiled;
  const Tally tally = testing::run_reference(study, {0, kTrials});
  const auto expect = [&](u32 last, double exact) {
    const double ours = double(testing::exhausted_by(tally, 0, last)) / kTrials;
    EXPECT_NEAR(ours, exact, testing::sampling_bound(exact, kTrials)) << "by the end of month " << last;
  };
  expect(35, 0.246802);
  expect(29, 0.029182);
  expect(23, 0.000519);
}

}  // namespace
}  // namespace headroom
