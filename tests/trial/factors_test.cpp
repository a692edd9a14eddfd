// The law of the factors, from many trials at a fixed seed with bounds from their number.
#include "host/trial/factors.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/rich_study.h"

namespace headroom {
namespace {

constexpr u64 kTrials = 40'000;

struct Moments {
  double mean_a = 0, mean_b = 0, square_a = 0, product = 0;
};

Moments moments(const Tables& tables, u32 factor_a, u32 quarter_a, u32 factor_b, u32 quarter_b) {
  std::vector<u32> words(factor_path_length(tables));
  const FactorPath<OneLane> path{words.data(), 1, tables.quarters};
  Moments sum;
  for (u64 trial = 0; trial < kTrials; ++trial) {
    draw_factors<OneLane>(tables, trial, path);
    const double a = i32(path.get(factor_a, quarter_a)) / 16777216.0,
                 b = i32(path.get(factor_b, quarter_b)) / 16777216.0;
    sum.mean_a += a / kTrials;
    sum.mean_b += b / kTrials;
    sum.square_a += a * a / kTrials;
    sum.product += a * b / kTrials;
  }
  return sum;
}

class FactorLaw : public ::testing::Test {
 protected:
  CompiledStudy study_ = testing::compiled(testing::rich_study(12));  // rho 0.85, 0.6, own 0.7; correlation 0.4
  Tables tables_ = study_.tables();
  double bound_ = 4.5 * std::sqrt(2.0 / kTrials);
};

TEST_F(FactorLaw, every_factor_has_mean_0_and_variance_1_in_every_quarter) {
  for (const u32 factor : {0u, 1u, tables_.group_count, tables_.group_count + 1})
    for (const u32 quarter : {0u, 1u, 6u, 11u}) {
      const Moments m = moments(tables_, factor, quarter, factor, quarter);
      EXPECT_NEAR(m.mean_a, 0, bound_);
      EXPECT_NEAR(m.square_a, 1, bound_);
    }
}

TEST_F(FactorLaw, neighbouring_quarters_correlate_by_rho) {
  EXPECT_NEAR(moments(tables_, 0, 4, 0, 5).product, 0.85, bound_);
  EXPECT_NEAR(moments(tables_, 1, 4, 1, 5).product, 0.6, bound_);
  EXPECT_NEAR(moments(tables_, 1 + tables_.group_count, 4, 1 + tables_.group_count, 6).product, 0.49, bound_);
}

TEST_F(FactorLaw, groups_correlate_through_the_global_innovation) {
  EXPECT_NEAR(moments(tables_, 1, 0, 2, 0).product, 0.16, bound_);
  EXPECT_NEAR(moments(tables_, 0, 0, 1, 0).product, 0.4, bound_);
  // Later quarters: c sqrt((1 - rg^2)(1 - rr^2)) / (1 - rg rr) once the start is forgotten.
  const double limit = 0.4 * std::sqrt((1 - 0.7225) * (1 - 0.36)) / (1 - 0.85 * 0.6);
  EXPECT_NEAR(moments(tables_, 0, 11, 1, 11).product, limit + (0.4 - limit) * std::pow(0.51, 11), bound_);
}

TEST_F(FactorLaw, own_factors_are_independent_of_all_others) {
  const u32 own = 1 + tables_.group_count;
  EXPECT_NEAR(moments(tables_, own, 3, 0, 3).product, 0, bound_);
  EXPECT_NEAR(moments(tables_, own, 3, own + 1, 3).product, 0, bound_);
}

TEST(FactorDraws, a_group_more_leaves_the_others_as_they_were) {
  Study study = testing::rich_study(6);
  const CompiledStudy before = testing::compiled(study);
  study.factors.groups["AAA"] = {"CZE"};
  study.streams[6].beta_region = study.streams[7].beta_region = 0.3;  // CZE loads on its region from now on
  ASSERT_EQ(study.streams[6].destination, "CZE");
  const CompiledStudy after = testing::compiled(study);
  const Tables a = before.tables(), b = after.tables();
  ASSERT_EQ(b.group_count, a.group_count + 1);
  std::vector<u32> x(factor_path_length(a)), y(factor_path_length(b));
  draw_factors<OneLane>(a, 77, FactorPath<OneLane>{x.data(), 1, a.quarters});
  draw_factors<OneLane>(b, 77, FactorPath<OneLane>{y.data(), 1, b.quarters});
  for (u32 q = 0; q < a.quarters; ++q) {
    EXPECT_EQ(x[q], y[q]);
    for (u32 g = 1; g < a.factor_count(); ++g) EXPECT_EQ(x[g * a.quarters + q], y[(g + 1) * a.quarters + q]);
  }
}

}  // namespace
}  // namespace headroom
