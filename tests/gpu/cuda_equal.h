// CUDA against the reference engine: every tally, the digest, and which trials exhausted which destination.
#pragma once
#include <gtest/gtest.h>

#include "host/base/problems.h"
#include "tests/support/small_study.h"

namespace headroom::testing {

inline std::unique_ptr<Engine> cuda_engine() {
  std::string why_not;
  auto engine = make_cuda_engine({}, &why_not);
  if (!engine) throw RunError("these tests need a GPU: " + why_not);
  return engine;
}

inline Tally run_cuda(const CompiledStudy& study, TrialRange range, ExhaustedBits* bits = nullptr) {
  const Tables tables = study.tables();
  Tally tally(tally_shape(tables));
  const std::atomic<bool> stop{false};
  EXPECT_EQ(cuda_engine()->run(tables, range, stop, &tally, bits), range.count);
  return tally;
}

inline void expect_equal(const CompiledStudy& study, TrialRange range) {
  ExhaustedBits bits(study.tables().destination_count, range.count), same = bits;
  const Tally cuda = run_cuda(study, range, &bits), reference = run_reference(study, range, 2);
  EXPECT_EQ(cuda.trials, reference.trials);
  EXPECT_EQ(cuda.counters, reference.counters);
  EXPECT_EQ(cuda.sums, reference.sums);
  EXPECT_EQ(cuda.digest(), reference.digest());
  const std::atomic<bool> stop{false};
  Tally again(cuda.shape);
  make_reference_engine(2)->run(study.tables(), range, stop, &again, &same);
  for (u32 d = 0; d < cuda.shape.destinations; ++d) {
    EXPECT_EQ(bits.compare(d, same, d).first_only, 0u);
    EXPECT_EQ(bits.compare(d, same, d).second_only, 0u);
  }
}

}  // namespace headroom::testing
