// Weighted trials: CUDA = reference, bit for bit.
#include <gtest/gtest.h>

#include "host/model/load.h"
#include "host/stats/importance.h"
#include "tests/gpu/cuda_equal.h"
#include "tests/support/rich_study.h"
#include "tests/support/weighted_run.h"

namespace headroom {
namespace {

using testing::compiled;
using testing::cuda_engine;
using testing::tilted_study;
using testing::weighed;

constexpr TrialRange kBlocks{3 * kTiltBlock, 2 * kTiltBlock};

void expect_same(Engine& engine, const TiltedStudy& tilted, TrialRange range) {
  const WeightTally cuda = weighed(engine, tilted, range),
                    reference = weighed(*make_reference_engine(2), tilted, range);
  EXPECT_EQ(cuda, reference);
  EXPECT_EQ(cuda.digest(), reference.digest());
}

void expect_same(const Study& study, double aim, u32 destination = 0, const CudaOptions& options = {}) {
  const CompiledStudy c = compiled(study);
  expect_same(*cuda_engine(options), tilted_study(c, aim, destination), kBlocks);
}

TEST(CudaWeighted, equals_the_reference_on_every_rule_that_can_be_weighed) {
  for (const double aim : {0.8, 2.5}) expect_same(testing::weighable_study(), aim);
}

// Those of their own kernels: no rule but the cap, and licences and waiting.
TEST(CudaWeighted, equals_the_reference_on_a_plain_destination) {
  Study study = testing::weighable_study();
  study.book.clear();
  study.behaviour = {};
  study.streams[0].routes = {{testing::route("general"), 1}};
  expect_same(study, 1.5);
}

TEST(CudaWeighted, equals_the_reference_on_licences_and_waiting) {
  Study study = testing::weighable_study();
  study.book.clear();
  study.behaviour.split = false;
  expect_same(study, 1.5);
}

TEST(CudaWeighted, equals_the_reference_under_heavy_tails) {
  Study study = testing::weighable_study();
  study.factors.student_t = 4;
  expect_same(study, 1.1);
}

TEST(CudaWeighted, equals_the_reference_where_refused_orders_go_elsewhere) {
  const CompiledStudy c = compiled(testing::rich_study(6));
  const auto engine = cuda_engine();
  for (u32 d = 0; d < c.tables().destination_count; ++d)
    if (importance_refusal(c, d).empty()) expect_same(*engine, tilted_study(c, 1.1, d), {0, kTiltBlock});
}

TEST(CudaWeighted, equals_the_reference_without_a_tilt_and_past_32_bits_of_trials) {
  const CompiledStudy c = compiled(testing::weighable_study());
  const auto engine = cuda_engine();
  expect_same(*engine, tilted_study(c, 1e-9), {0, kTiltBlock});
  expect_same(*engine, tilted_study(c, 1.5), {(u64(1) << 32) - kTiltBlock, 2 * kTiltBlock});
  expect_same(*engine, tilted_study(c, 1.5), {kPilotFirst, kTiltBlock});
}

// A batch has whole blocks of trials, of any number.
TEST(CudaWeighted, equals_the_reference_in_batches_and_warps_of_any_size) {
  const CompiledStudy c = compiled(testing::weighable_study());
  const TiltedStudy tilted = tilted_study(c, 1.5);
  const TrialRange range{kTiltBlock, 5 * kTiltBlock};
  for (const CudaOptions& options : {CudaOptions{.batch = 1}, CudaOptions{.batch = 2 * kTiltBlock + 77, .warps = 5},
                                     CudaOptions{.batch = 3 * kTiltBlock, .threads = 96, .warps = 1}})
    expect_same(*cuda_engine(options), tilted, range);
}

TEST(CudaWeighted, stops_when_it_is_told_to) {
  const CompiledStudy c = compiled(testing::weighable_study());
  const TiltedStudy tilted = tilted_study(c, 1.5);
  WeightTally tally(12);
  const std::atomic<bool> stop{true};
  EXPECT_EQ(cuda_engine()->run_weighted(tilted.tables(), tilted.tilt(), {0, kTiltBlock}, stop, &tally), 0u);
  EXPECT_EQ(tally, WeightTally(12));
}

// Demand of which next to nothing comes in most trials, and more than 2^20 orders in one of the second block.
Study runaway_study() {
  Study study = testing::small_study();
  study.regime.allocation.cap_tpp = 1'000'000'000'000;
  study.factors = {0.99, 0.6, 0, std::nullopt, 0, {}};
  testing::add_stream(&study, "IND", 60, 1).beta_global = 4;
  return study;
}

std::string failure_of(Engine& engine, const TiltedStudy& tilted) {
  WeightTally tally(36);
  const std::atomic<bool> stop{false};
  try {
    engine.run_weighted(tilted.tables(), tilted.tilt(), {kTiltBlock, kTiltBlock}, stop, &tally);
  } catch (const RunError& error) {
    return error.what();
  }
  return "none";
}

TEST(CudaWeighted, stops_a_trial_that_runs_away_with_its_address) {
  const CompiledStudy c = compiled(runaway_study());
  const TiltedStudy tilted = tilted_study(c, 1e-9);
  const std::string why = failure_of(*make_reference_engine(1), tilted);
  EXPECT_NE(why.find("trial 1662 sends more than 2^20 orders to IND"), std::string::npos) << why;
  EXPECT_EQ(failure_of(*cuda_engine(), tilted), why);
}

void expect_same_in(const char* name, u32 step) {
  Problems problems;
  LoadedStudy loaded = load_study(name, {}, problems);
  ASSERT_TRUE(problems.ok());
  loaded.study.behaviour.rush.reset();  // it is not weighed
  const CompiledStudy c = compile(loaded.study, loaded.catalogue, problems);
  const auto engine = cuda_engine(), cpu = make_cpu_engine("auto", 2);
  u32 tried = 0;
  for (u32 d = 0; d < c.tables().destination_count; ++d) {
    if (!importance_refusal(c, d).empty() || tried++ % step) continue;
    const TiltedStudy tilted = tilted_study(c, 1.1, d);
    EXPECT_EQ(weighed(*engine, tilted, {0, kTiltBlock}), weighed(*cpu, tilted, {0, kTiltBlock})) << c.capped[d].iso3;
  }
  EXPECT_GT(tried, 0u);
}

TEST(CudaWeighted, smoke_equals_the_cpu) { expect_same_in("smoke", 1); }

TEST(CudaWeighted, r1_equals_the_cpu) { expect_same_in("R1", 40); }

TEST(CudaWeighted, r2_equals_the_cpu) { expect_same_in("R2", 40); }

TEST(CudaWeighted, every_rule_equals_the_cpu) { expect_same_in("every-rule", 2); }

}  // namespace
}  // namespace headroom
