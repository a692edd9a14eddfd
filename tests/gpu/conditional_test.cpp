// Conditional passes: CUDA = reference, bit for bit.
#include <gtest/gtest.h>

#include "tests/gpu/cuda_equal.h"
#include "tests/support/conditional_run.h"

namespace headroom {
namespace {

using testing::compiled;
using testing::conditional_tally;
using testing::cuda_engine;
using testing::stateless_study;

void expect_equal(Engine& engine, const ConditionalStudy& study, TrialRange range) {
  const ConditionalTally cuda = conditional_tally(engine, study, range),
                         reference = conditional_tally(*make_reference_engine(1), study, range);
  EXPECT_EQ(cuda, reference);
  EXPECT_EQ(cuda.digest(), reference.digest());
}

TEST(CudaConditional, equals_the_reference_at_odd_sizes) {
  const CompiledStudy study = compiled(stateless_study(12));
  const ConditionalStudy conditional(study, 1);
  const auto engine = cuda_engine();
  for (const u64 count : {u64(1), u64(31), u64(129), u64(1000)}) expect_equal(*engine, conditional, {count * 7, count});
  expect_equal(*engine, conditional, {(u64(1) << 32) - 40, 100});
}

TEST(CudaConditional, equals_the_reference_under_heavy_tails_and_in_the_last_month_alone) {
  const CompiledStudy study = compiled(stateless_study(9, 4));
  const auto engine = cuda_engine();
  expect_equal(*engine, ConditionalStudy(study, 1), {0, 300});
  expect_equal(*engine, ConditionalStudy(study, 1, 8), {0, 300});
}

TEST(CudaConditional, equals_the_reference_over_many_blocks) {
  const CompiledStudy study = compiled(stateless_study(3));
  expect_equal(*cuda_engine(), ConditionalStudy(study, 1, 2), {11, 17'001});
}

TEST(CudaConditional, equals_the_reference_over_points) {
  for (const int student_t : {0, 4}) {
    const CompiledStudy study = compiled(stateless_study(6, student_t));
    ConditionalStudy conditional(study, 1);
    conditional.use_points(8);
    const auto engine = cuda_engine();
    for (const u64 count : {u64(1), u64(31), u64(1000)}) expect_equal(*engine, conditional, {count * 7, count});
    expect_equal(*engine, conditional, {(u64(1) << 35) - 100, 100});
  }
}

TEST(CudaConditional, does_points_as_a_whole_or_not_at_all_when_told_to_stop) {
  const CompiledStudy study = compiled(stateless_study(3));
  ConditionalStudy conditional(study, 1);
  conditional.use_points(16);
  ConditionalTally tally(conditional.tables());
  const std::atomic<bool> stop{true};
  EXPECT_EQ(cuda_engine()->run_conditional(conditional.tables(), {0, 5000}, stop, &tally), 0u);
  EXPECT_EQ(tally, ConditionalTally(conditional.tables()));
}

TEST(CudaConditional, stops_when_it_is_told_to) {
  const CompiledStudy study = compiled(stateless_study(3));
  const ConditionalStudy conditional(study, 1);
  ConditionalTally tally(conditional.tables());
  const std::atomic<bool> stop{true};
  EXPECT_EQ(cuda_engine()->run_conditional(conditional.tables(), {0, 5000}, stop, &tally), 0u);
  EXPECT_EQ(tally.trials, 0u);
}

}  // namespace
}  // namespace headroom
