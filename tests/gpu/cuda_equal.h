// CUDA against the reference engine: every tally, the digest, and which trials exhausted which destination.
#pragma once
#include <gtest/gtest.h>

#include "cuda/cuda_engine.h"
#include "host/base/problems.h"
#include "tests/support/same_tallies.h"
#include "tests/support/small_study.h"

namespace headroom::testing {

inline std::unique_ptr<Engine> cuda_engine(const CudaOptions& options = {}) {
  std::string why_not;
  auto engine = make_cuda_engine(options, &why_not);
  if (!engine) throw RunError("these tests need a GPU: " + why_not);
  return engine;
}

inline Tally run_on(Engine& engine, const CompiledStudy& study, TrialRange range, ExhaustedBits* bits = nullptr) {
  const Tables tables = study.tables();
  Tally tally(tally_shape(tables));
  const std::atomic<bool> stop{false};
  EXPECT_EQ(engine.run(tables, range, stop, &tally, bits), range.count);
  return tally;
}

inline Tally run_cuda(const CompiledStudy& study, TrialRange range) { return run_on(*cuda_engine(), study, range); }

inline void expect_equal(Engine& engine, const CompiledStudy& study, TrialRange range) {
  ExhaustedBits bits(study.tables().destination_count, range.count), same = bits;
  const Tally cuda = run_on(engine, study, range, &bits),
              reference = run_on(*make_reference_engine(2), study, range, &same);
  expect_same(cuda, bits, reference, same);
}

inline void expect_equal(const CompiledStudy& study, TrialRange range, const CudaOptions& options = {}) {
  expect_equal(*cuda_engine(options), study, range);
}

}  // namespace headroom::testing
