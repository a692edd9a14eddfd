// The CPU engine on every instruction set of this machine = reference, bit for bit.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "host/base/problems.h"
#include "host/model/load.h"
#include "tests/support/companies.h"
#include "tests/support/limit_study.h"
#include "tests/support/rich_study.h"
#include "tests/support/same_tallies.h"

namespace headroom {
namespace {

using testing::compiled;
using testing::lively_study;
using testing::rich_study;
using testing::run_reference;

Tally run_cpu(const std::string& isa, const CompiledStudy& study, TrialRange range, int threads,
              ExhaustedBits* bits = nullptr) {
  const Tables tables = study.tables();
  Tally tally(tally_shape(tables));
  const std::atomic<bool> stop{false};
  EXPECT_EQ(make_cpu_engine(isa, threads)->run(tables, range, stop, &tally, bits), range.count);
  return tally;
}

CompiledStudy bundled(const std::string& name) {
  Problems problems;
  const LoadedStudy loaded = load_study(name, {}, problems);
  return compile(loaded.study, loaded.catalogue, problems);
}

class CpuEngine : public ::testing::TestWithParam<std::string> {
 protected:
  void expect_equal(const CompiledStudy& study, TrialRange range, int threads) const {
    ExhaustedBits bits(study.tables().destination_count, range.count), same = bits;
    const Tally tally = run_cpu(GetParam(), study, range, threads, &bits);
    Tally reference(tally.shape);
    const std::atomic<bool> stop{false};
    make_reference_engine(2)->run(study.tables(), range, stop, &reference, &same);
    testing::expect_same(tally, bits, reference, same);
  }
};

TEST_P(CpuEngine, equals_the_reference_on_every_rule_at_odd_sizes) {
  const CompiledStudy study = compiled(rich_study(12));
  expect_equal(study, {0, 1}, 1);
  expect_equal(study, {100, 1025}, 2);
  expect_equal(study, {5, 2999}, 3);
}

TEST_P(CpuEngine, equals_the_reference_with_behaviour_lapse_and_position) {
  const CompiledStudy study = compiled(lively_study(12));
  expect_equal(study, {0, 1531}, 2);
}

TEST_P(CpuEngine, equals_the_reference_under_heavy_tails) { expect_equal(compiled(rich_study(6, 3)), {77, 700}, 8); }

TEST_P(CpuEngine, equals_the_reference_under_limits_of_products_and_of_consignees) {
  expect_equal(compiled(testing::product_study()), {231, 517}, 2);
  expect_equal(compiled(testing::consignee_study()), {231, 517}, 2);
}

TEST_P(CpuEngine, equals_the_reference_on_companies) {
  expect_equal(compiled(testing::with_companies(rich_study(3))), {5, 711}, 2);
}

TEST_P(CpuEngine, equals_the_reference_on_a_book_without_a_market_and_without_a_cap) {
  Study study = testing::small_study();
  testing::add_book(&study, "Z", "USA", 40'000, "2025-04", "general").probability = 0.25;
  expect_equal(compiled(study), {0, 500}, 1);
  testing::add_book(&study, "X", "IND", 20'000, "2025-03", "general").probability = 0.5;
  testing::add_book(&study, "Y", "IND", 40'000, "2025-04", "lpp>general").delay_months = 3;
  expect_equal(compiled(study), {0, 500}, 1);
}

TEST_P(CpuEngine, equals_the_reference_past_32_bits_of_trials) {
  expect_equal(compiled(rich_study(3)), {(u64(1) << 32) - 40, 100}, 2);
}

TEST_P(CpuEngine, equals_the_reference_on_the_bundled_studies) {
  expect_equal(bundled("smoke"), {0, 1000}, 2);
  expect_equal(bundled("every-rule"), {0, 500}, 2);
  expect_equal(bundled("R1"), {0, 48}, 2);
  expect_equal(bundled("R2"), {0, 48}, 2);
  expect_equal(bundled("baseline-2025"), {0, 72}, 2);
}

TEST_P(CpuEngine, stops_a_trial_that_runs_away_with_its_address) {
  Study study = testing::small_study();
  testing::add_stream(&study, "IND", 40'000, 1);
  const CompiledStudy c = compiled(study);
  try {
    run_cpu(GetParam(), c, {12, 16}, 1);
    FAIL() << "must not finish";
  } catch (const RunError& error) {
    EXPECT_NE(std::string(error.what()).find("sends more than 2^20 orders to IND"), std::string::npos) << error.what();
  }
}

TEST_P(CpuEngine, stops_at_a_whole_range_when_it_is_told_to) {
  const CompiledStudy study = compiled(rich_study(3));
  const Tables tables = study.tables();
  Tally tally(tally_shape(tables));
  const std::atomic<bool> stop{true};
  EXPECT_EQ(make_cpu_engine(GetParam(), 2)->run(tables, {0, 10'001}, stop, &tally), 0u);
  EXPECT_EQ(tally.trials, 0u);
}

INSTANTIATE_TEST_SUITE_P(InstructionSets, CpuEngine, ::testing::ValuesIn(instruction_sets()),
                         [](const auto& instance) { return instance.param; });

TEST(CpuEngine, says_what_it_runs_on) {
  EXPECT_EQ(make_cpu_engine("scalar", 1)->name(), "cpu");
  EXPECT_EQ(make_cpu_engine("scalar", 1)->detail(), "scalar, 1 thread");
  EXPECT_EQ(make_cpu_engine("auto", 2)->detail(), instruction_sets().front() + ", 2 threads");
  EXPECT_EQ(instruction_sets().back(), "scalar");
  EXPECT_THROW(make_cpu_engine("avx9", 1), RunError);
}

TEST(CpuEngine, refuses_by_name_the_instruction_sets_of_other_machines) {
  const std::vector<std::string> here = instruction_sets();
  int refused = 0;
  for (const std::string isa : {"avx512", "avx2", "neon"}) {
    if (std::find(here.begin(), here.end(), isa) != here.end()) continue;
    try {
      make_cpu_engine(isa, 1);
      ADD_FAILURE() << isa;
    } catch (const RunError& error) {
      EXPECT_EQ(std::string(error.what()).find("--isa " + isa + " does not run on this machine; it runs "), 0u);
      ++refused;
    }
  }
  EXPECT_GT(refused, 0);  // no machine has them all
}

}  // namespace
}  // namespace headroom
