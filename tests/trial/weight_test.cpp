#include "host/trial/weight.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/small_study.h"

namespace headroom {
namespace {

// Any study has the function tables.
struct Functions {
  CompiledStudy study = testing::compiled(testing::small_study(3));
  Tables tables = study.tables();
};

double weight(const Tables& tables, double log2_ratio) {
  const u64 fixed = weight_of(tables, u64(i64(std::llround(log2_ratio * 0x1p32))));
  return double(fixed) * 0x1p-60;
}

TEST(Weight, is_what_the_mixture_makes_of_a_ratio) {
  const Functions f;
  for (const double log2_ratio : {-29.75, -20.1, -3.0, -1.0, -0.3, -1e-6, 0.0, 1e-6, 0.25, 1.0, 2.5, 7.125, 20.0}) {
    const double ratio = std::exp2(log2_ratio), expected = ratio / (ratio / 8 + 7.0 / 8);
    EXPECT_NEAR(weight(f.tables, log2_ratio) / expected, 1, 2e-7) << log2_ratio;
  }
}

TEST(Weight, of_no_tilt_is_exactly_one) {
  const Functions f;
  EXPECT_EQ(weight_of(f.tables, 0), u64(1) << kWeightBits);
}

TEST(Weight, never_passes_one_over_the_nominal_share) {
  const Functions f;
  EXPECT_LE(weight(f.tables, 1e6), 8);
  EXPECT_NEAR(weight(f.tables, 1e6), 8, 1e-6);
  EXPECT_EQ(weight(f.tables, -1e6), 0);
}

TEST(Weight, grows_with_the_ratio) {
  const Functions f;
  u64 before = 0;
  for (i64 log = -(i64(70) << 32); log < i64(70) << 32; log += (i64(1) << 29) + 12345) {
    const u64 now = weight_of(f.tables, u64(log));
    EXPECT_LE(before, now) << log;
    before = now;
  }
}

TEST(Weight, one_trial_in_eight_is_nominal) {
  u32 nominal = 0;
  for (u64 trial = 0; trial < 2 * kTiltBlock; ++trial) nominal += is_nominal(trial);
  EXPECT_EQ(nominal, 2 * kTiltBlock / kNominalShare);
}

}  // namespace
}  // namespace headroom
