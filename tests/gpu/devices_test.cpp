// However the CUDA engine cuts its work, into batches and chunks and over devices, the tallies are those of the
// reference. On one device "all of them" is one: still a test.
#include <cuda_runtime_api.h>
#include <gtest/gtest.h>

#include "cuda/device_run.h"
#include "tests/gpu/cuda_equal.h"
#include "tests/support/companies.h"
#include "tests/support/conditional_run.h"
#include "tests/support/rich_study.h"
#include "tests/support/weighted_run.h"

namespace headroom {
namespace {

using testing::compiled;
using testing::cuda_engine;
using testing::expect_equal;
using testing::rich_study;

std::vector<int> all_devices() {
  int count = 0;
  cudaGetDeviceCount(&count);
  std::vector<int> all;
  for (int i = 0; i < count; ++i) all.push_back(i);
  return all;
}

constexpr double kOneBatchAChunk = 0, kLongChunks = 1e9;

TEST(CudaBatches, of_any_size_give_the_same) {
  const CompiledStudy study = compiled(rich_study(6));
  for (const u32 batch : {1u, 31u, 32u, 33u, 1000u})
    for (const u64 count : {u64(1), u64(33), u64(batch) + 1}) expect_equal(study, {3 * count, count}, {.batch = batch});
}

TEST(CudaBatches, follow_each_other_within_a_chunk) {
  const CompiledStudy study = compiled(rich_study(6));
  for (const u32 batch : {1u, 7u, 31u, 33u})
    expect_equal(study, {5, 10 * batch + 3}, {.batch = batch, .chunk_s = kLongChunks});
}

// As one that another device has given back.
TEST(CudaBatches, may_be_cut_off_by_the_end_of_a_chunk) {
  const CompiledStudy study = compiled(rich_study(6));
  const Tables tables = study.tables();
  const CudaOptions options;
  cuda::DeviceRun run(tables, cuda::shape_of(tables, 33, options));
  for (const u64 count : {u64(34), u64(80), u64(98)}) {
    const TrialRange range{count, count};
    ExhaustedBits bits(tables.destination_count, count), right = bits;
    cuda::Marks marks(range.first, &bits);
    Tally tally(tally_shape(tables));
    EXPECT_EQ(run.run(tables, range, &marks), cuda::kNoRunaway);
    run.collect(&tally);
    tally.trials = count;
    EXPECT_EQ(tally, testing::run_on(*make_reference_engine(2), study, range, &right));
    for (u32 d = 0; d < tables.destination_count; ++d) EXPECT_EQ(bits.compare(d, right, d).second_only, 0u);
  }
}

TEST(CudaBatches, in_blocks_of_any_size_give_the_same) {
  const CompiledStudy study = compiled(testing::with_companies(rich_study(3)));
  for (const u32 threads : {32u, 64u, 96u}) expect_equal(study, {9, 333}, {.batch = 100, .threads = threads});
}

TEST(CudaBatches, whose_lanes_take_one_trial_after_the_other_give_the_same) {
  const CompiledStudy study = compiled(rich_study(6));
  for (const u32 warps : {1u, 2u, 5u}) expect_equal(study, {2, 1111}, {.batch = 1111, .warps = warps});
}

TEST(CudaBatches, past_32_bits_of_trials_and_across_a_word_give_the_same) {
  expect_equal(compiled(rich_study(4)), {(u64(1) << 32) - 50, 103}, {.batch = 33});
  expect_equal(compiled(rich_study(4)), {(u64(1) << 40) + 1, 70}, {.batch = 31});
}

TEST(CudaDevices, share_out_the_trials_and_give_the_same) {
  const CompiledStudy study = compiled(rich_study(6));
  for (const double chunk_s : {kOneBatchAChunk, kLongChunks}) {
    const auto engine = cuda_engine({.devices = all_devices(), .batch = 33, .chunk_s = chunk_s});
    for (const u64 count : {u64(1), u64(33), u64(34), u64(700)}) expect_equal(*engine, study, {count, count});
  }
}

TEST(CudaDevices, go_from_one_study_to_another_and_back) {
  const CompiledStudy one = compiled(rich_study(4)), other = compiled(testing::with_companies(rich_study(3)));
  const auto engine = cuda_engine({.devices = all_devices(), .batch = 64});
  for (int round = 0; round < 2; ++round) {
    expect_equal(*engine, one, {u64(round) * 100, 200});
    expect_equal(*engine, other, {u64(round) * 100, 200});
  }
}

TEST(CudaDevices, have_nothing_to_do_in_an_empty_range_or_when_told_to_stop) {
  const CompiledStudy study = compiled(rich_study(3));
  const auto engine = cuda_engine({.devices = all_devices()});
  expect_equal(*engine, study, {7, 0});
  const Tables tables = study.tables();
  Tally tally(tally_shape(tables));
  ExhaustedBits bits(tables.destination_count, 100);
  const std::atomic<bool> stop{true};
  EXPECT_EQ(engine->run(tables, {0, 100}, stop, &tally, &bits), 0u);
  EXPECT_EQ(tally, Tally(tally_shape(tables)));
  EXPECT_EQ(bits.counts(100), std::vector<u32>(100));
}

TEST(CudaDevices, name_the_smallest_trial_that_runs_away_and_go_on_with_the_next_run) {
  Study study = testing::small_study();
  testing::add_stream(&study, "IND", 1, 1);
  testing::add_company(&study, "A", 3000);
  const CompiledStudy endless = compiled(study), fine = compiled(rich_study(2));
  const auto engine = cuda_engine({.devices = all_devices(), .batch = 1, .chunk_s = kLongChunks});
  const Tables tables = endless.tables();
  for (int round = 0; round < 2; ++round) {
    Tally tally(tally_shape(tables));
    const std::atomic<bool> stop{false};
    try {
      engine->run(tables, {12, 9}, stop, &tally);
      FAIL() << "must not finish";
    } catch (const RunError& error) {
      EXPECT_EQ(std::string(error.what()).find("trial 12 moves 2^16 clusters"), 0u) << error.what();
    }
    expect_equal(*engine, fine, {0, 20});
  }
}

TEST(CudaDevices, say_where_their_time_goes) {
  const auto engine = cuda_engine();
  EXPECT_EQ(engine->times().kernels_s, 0);
  testing::run_on(*engine, compiled(rich_study(3)), {0, 100});
  EXPECT_GT(engine->times().upload_s, 0);
  EXPECT_GT(engine->times().kernels_s, 0);
  EXPECT_GT(engine->times().download_s, 0);
}

TEST(CudaDevices, share_a_conditional_pass) {
  const CompiledStudy study = testing::compiled(testing::stateless_study(6));
  const ConditionalStudy conditional(study, 1);
  const TrialRange range{5, 1001};
  EXPECT_EQ(testing::conditional_tally(*cuda_engine({.devices = all_devices()}), conditional, range),
            testing::conditional_tally(*make_reference_engine(1), conditional, range));
}

TEST(CudaDevices, share_weighted_trials) {
  const CompiledStudy study = testing::compiled(testing::weighable_study());
  const TiltedStudy tilted = testing::tilted_study(study, 1.5);
  for (const u64 blocks : {u64(1), u64(2), u64(7)}) {
    const TrialRange range{kTiltBlock, blocks * kTiltBlock};
    EXPECT_EQ(testing::weighed(*cuda_engine({.devices = all_devices(), .batch = 2 * kTiltBlock}), tilted, range),
              testing::weighed(*make_reference_engine(1), tilted, range));
  }
}

TEST(CudaDevices, that_are_not_there_are_named_with_the_last_that_is) {
  const int count = int(all_devices().size());
  std::string why_not;
  EXPECT_EQ(make_cuda_engine(CudaOptions{.devices = {0, count}}, &why_not), nullptr);
  EXPECT_EQ(why_not, "there is no device " + std::to_string(count) + "; the last one is " + std::to_string(count - 1));
}

}  // namespace
}  // namespace headroom
