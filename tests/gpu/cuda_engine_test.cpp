// CUDA = reference, bit for bit. Runs on a GPU, or under an emulator of the runtime.
#include <gtest/gtest.h>

#include "host/model/load.h"
#include "tests/gpu/cuda_equal.h"
#include "tests/support/companies.h"
#include "tests/support/limit_study.h"
#include "tests/support/rich_study.h"

namespace headroom {
namespace {

using testing::compiled;
using testing::expect_equal;
using testing::rich_study;
using testing::run_cuda;

TEST(CudaEngine, equals_the_reference_on_every_rule_at_odd_sizes) {
  const CompiledStudy study = compiled(rich_study(12));
  for (const u64 count : {u64(1), u64(31), u64(33), u64(127), u64(129), u64(1000)})
    expect_equal(study, {count * 7, count});
}

TEST(CudaEngine, equals_the_reference_with_behaviour_lapse_and_position_on) {
  expect_equal(compiled(testing::lively_study(12)), {3, 700});
}

TEST(CudaEngine, equals_the_reference_under_limits_of_products_and_of_consignees) {
  const CompiledStudy products = compiled(testing::product_study()), consignees = compiled(testing::consignee_study());
  EXPECT_NE(products.tables().destinations[0].limit_stride, 0u);
  EXPECT_EQ(consignees.tables().destinations[0].limit_stride, 0u);
  for (const u64 count : {u64(33), u64(500)}) {
    expect_equal(products, {count * 7, count});
    expect_equal(consignees, {count * 7, count});
  }
}

TEST(CudaEngine, equals_the_reference_over_several_batches) { expect_equal(compiled(rich_study(3)), {11, 9001}); }

TEST(CudaEngine, equals_the_reference_with_student_t_factors) { expect_equal(compiled(rich_study(12, 4)), {0, 500}); }

TEST(CudaEngine, equals_the_reference_on_a_single_destination) { expect_equal(compiled(rich_study(1)), {0, 300}); }

TEST(CudaEngine, equals_the_reference_past_32_bits_of_trials) {
  expect_equal(compiled(rich_study(4)), {(u64(1) << 32) - 100, 200});
}

TEST(CudaEngine, equals_the_reference_on_a_book_without_a_market) {
  Study study = testing::small_study();
  testing::add_book(&study, "X", "IND", 20'000, "2025-03", "general").probability = 0.5;
  testing::add_book(&study, "Y", "IND", 40'000, "2025-04", "lpp>general").delay_months = 3;
  testing::add_book(&study, "Z", "CHN", 40'000, "2025-04", "general").probability = 0.25;
  expect_equal(compiled(study), {0, 500});
}

TEST(CudaEngine, equals_the_reference_where_there_is_no_cap) {
  Study study = testing::small_study();
  testing::add_book(&study, "Z", "USA", 40'000, "2025-04", "general").probability = 0.25;
  expect_equal(compiled(study), {0, 500});
}

TEST(CudaEngine, equals_the_reference_on_companies) {
  expect_equal(compiled(testing::with_companies(rich_study(3))), {5, 700});
}

TEST(CudaEngine, equals_the_reference_on_companies_under_student_t_factors) {
  expect_equal(compiled(testing::with_companies(rich_study(2, 4))), {(u64(1) << 32) - 10, 150});
}

// Its companies, and of its market only what one destination sends: companies share no more with it than the factor.
TEST(CudaEngine, equals_the_reference_on_the_companies_of_the_baseline) {
  Problems problems;
  LoadedStudy loaded = load_study("baseline-2025", {}, problems);
  ASSERT_TRUE(problems.ok());
  std::erase_if(loaded.study.streams, [](const Stream& stream) { return stream.destination != "MYS"; });
  loaded.study.book.clear();
  expect_equal(compile(loaded.study, loaded.catalogue, problems), {0, 200});
}

TEST(CudaEngine, stops_a_company_that_runs_away_with_its_address) {
  Study study = testing::small_study();
  testing::add_stream(&study, "IND", 1, 1);
  testing::add_company(&study, "A", 1);
  testing::add_company(&study, "B", 3000);
  try {
    run_cuda(compiled(study), {12, 2});
    FAIL() << "must not finish";
  } catch (const RunError& error) {
    EXPECT_NE(std::string(error.what()).find("trial 12 moves 2^16 clusters of a company, number 2 by name"),
              std::string::npos)
        << error.what();
  }
}

TEST(CudaEngine, stops_a_trial_that_runs_away_with_its_address) {
  Study study = testing::small_study();
  testing::add_stream(&study, "IND", 40'000, 1);
  const CompiledStudy c = compiled(study);
  try {
    run_cuda(c, {12, 2});
    FAIL() << "must not finish";
  } catch (const RunError& error) {
    EXPECT_NE(std::string(error.what()).find("trial 12 sends more than 2^20 orders to IND"), std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace headroom
