// The integer functions against long double, over all of their range.
#include "host/trial/fixed.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/small_study.h"

namespace headroom {
namespace {

__extension__ using Wide = unsigned __int128;

class Fixed : public ::testing::Test {
 protected:
  CompiledStudy study_ = testing::compiled(testing::small_study());
  Tables tables_ = study_.tables();
};

TEST_F(Fixed, gap_is_minus_log2_to_two_steps_and_never_nothing) {
  for (u64 i = 0; i < 1u << 20; ++i) {
    const u32 draw = u32(i * 1023 + (i >> 5)) & ((1u << 30) - 1);
    const long double exact = -std::log2((draw + 0.5L) / (1 << 30)) * (1 << 20);
    const u32 gap = gap_of(tables_, draw);
    EXPECT_LE(std::abs(gap - exact), 2.6L) << draw;
    EXPECT_GE(gap, 1u);
  }
}

TEST_F(Fixed, gap_keeps_its_mean) {
  long double error = 0;
  const u32 n = 1u << 24;
  for (u32 i = 0; i < n; ++i) {
    const u32 draw = i * 64 + 31;
    error += gap_of(tables_, draw) + std::log2((draw + 0.5L) / (1 << 30)) * (1 << 20);
  }
  EXPECT_LT(std::abs(error / n), 0.05L);  // of a step of 2^-20: 3 parts in 10^8 of the mean gap
}

TEST_F(Fixed, gap_falls_as_the_draw_rises) {
  u32 last = 32u << 20;
  for (u32 draw = 0; draw < 1u << 30; draw += 997) {
    const u32 gap = gap_of(tables_, draw);
    EXPECT_LE(gap, last + 1);
    last = gap;
  }
  EXPECT_GE(gap_of(tables_, 0u), 30u << 20);
}

TEST_F(Fixed, exp2_is_right_to_6e_8_and_unbiased) {
  long double bias = 0;
  for (u32 f = 0; f < 1u << 24; f += 7) {
    const long double exact = std::exp2(31 + f / 16777216.0L), error = exp2_of(tables_, f) / exact - 1;
    EXPECT_LT(std::abs(error), 6e-8L);
    bias += error;
  }
  EXPECT_LT(std::abs(bias / ((1 << 24) / 7)), 2e-9L);
}

TEST_F(Fixed, normal_has_mean_0_and_variance_1) {
  long double sum = 0, squares = 0;
  const u32 step = 641;
  u64 n = 0;
  for (u64 w = step / 2; w < u64(1) << 32; w += step, ++n) {
    const long double z = i32(normal_of(tables_, u32(w))) / 16777216.0L;
    sum += z;
    squares += z * z;
  }
  EXPECT_LT(std::abs(sum / n), 1e-6L);
  EXPECT_LT(std::abs(squares / n - 1), 2e-7L + 1e-6L);
}

TEST_F(Fixed, normal_is_symmetric_and_rises_with_the_draw) {
  i32 last = i32(normal_of(tables_, 0u));
  EXPECT_NEAR(last / 16777216.0, -6.34, 0.02);
  for (u64 w = 0; w < u64(1) << 32; w += 1048573) {
    const i32 z = i32(normal_of(tables_, u32(w)));
    EXPECT_EQ(z, -i32(normal_of(tables_, ~u32(w))));
    EXPECT_GE(z, last);
    last = z;
  }
}

TEST(Lanes, third_is_the_quarter_of_every_month) {
  for (u32 m = 0; m < u32(kMaxMonths); ++m) EXPECT_EQ(third(m), m / 3);
}

TEST(Lanes, scale_is_the_high_part_of_the_product) {
  for (const u64 a : {u64(0), u64(1), u64(12345678901ull), (u64(1) << 62) - 1, ~u64(0)})
    for (const u32 b : {0u, 1u, 0x80000000u, ~0u}) EXPECT_EQ(scale(a, b), u64((static_cast<Wide>(a) * b) >> 32));
}

}  // namespace
}  // namespace headroom
