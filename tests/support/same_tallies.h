// Two engines have come to the same: every tally, the digest, and which trials exhausted which destination.
#pragma once
#include <gtest/gtest.h>

#include "host/engine/engine.h"

namespace headroom::testing {

inline void expect_same(const Tally& a, const ExhaustedBits& bits_of_a, const Tally& b,
                        const ExhaustedBits& bits_of_b) {
  EXPECT_EQ(a.trials, b.trials);
  EXPECT_EQ(a.counters, b.counters);
  EXPECT_EQ(a.sums, b.sums);
  EXPECT_EQ(a.digest(), b.digest());
  for (u32 d = 0; d < a.shape.destinations; ++d) {
    EXPECT_EQ(bits_of_a.compare(d, bits_of_b, d).first_only, 0u);
    EXPECT_EQ(bits_of_a.compare(d, bits_of_b, d).second_only, 0u);
  }
}

}  // namespace headroom::testing
