#include "host/stats/exceedance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "host/model/function_tables.h"
#include "host/stats/tail_spectrum.h"
#include "tests/support/compound_poisson.h"
#include "tests/support/panjer.h"

namespace headroom {
namespace {

using namespace testing;

SizeLaw lognormal_law(u64 tpp_per_unit, double median = 150, double log_sd = 1.4, u32 most = 20'000) {
  SizeLaw law;
  for (const u32 units : lognormal_sizes(median, log_sd, most)) {
    if (!law.empty() && law.back().first == units * tpp_per_unit) {
      law.back().second += 1.0 / kSizes;
    } else {
      law.push_back({units * tpp_per_unit, 1.0 / kSizes});
    }
  }
  return law;
}

TEST(Exceedance, lattice_is_the_common_step_of_what_fits) {
  EXPECT_EQ(common_step({{{32'000, 0.5}, {48'000, 0.5}}}, 100'000), 16'000u);
  EXPECT_EQ(common_step({{{32'000, 0.5}}, {{48'000, 1.0}}}, 100'000), 16'000u);
  EXPECT_EQ(common_step({{{32'000, 0.5}, {100'001, 0.5}}}, 100'000), 32'000u);
  EXPECT_EQ(common_step({{{100'001, 1.0}}}, 100'000), 1u);
  const LatticeLaws laws = exact_lattice({{{32'000, 0.5}, {48'000, 0.25}, {200'000, 0.25}}}, 100'000, 16'000);
  EXPECT_EQ(laws.last, 6u);
  EXPECT_EQ(laws.parts[0], (std::vector<double>{0, 0, 0.5, 0.25, 0, 0, 0}));
  EXPECT_FALSE(laws.use.split);
  EXPECT_EQ(laws.use.step_tpp, 16'000);
}

TEST(Exceedance, split_sizes_keep_their_means) {
  const SizeLaw law = {{10, 0.25}, {333, 0.5}, {777, 0.125}, {2000, 0.125}};
  const LatticeLaws laws = split_lattice({law}, 1000, 1, 37);
  double chance = 0, mean = 0;
  for (std::size_t i = 0; i < laws.parts[0].size(); ++i) {
    chance += laws.parts[0][i];
    mean += laws.parts[0][i] * double(i) * laws.use.step_tpp;
  }
  EXPECT_NEAR(chance, 0.875, 1e-15);
  EXPECT_NEAR(mean, 0.25 * 10 + 0.5 * 333 + 0.125 * 777, 1e-12);
  EXPECT_NEAR(laws.use.step_tpp * 37.5, 1000.5, 1e-12);  // the end of the room lies halfway
  EXPECT_TRUE(laws.use.split);
}

TEST(Exceedance, orders_of_one_size_are_a_poisson_tail) {
  // 49 orders fit; P(Poisson(45) >= 50), and the same of 30 and 1.
  const Exceedance function({{15'832'000, 1.0}}, 790'000'000, 45);
  EXPECT_EQ(function.lattice().cells, 50u);
  double chance = std::exp(-45.0), within = 0;
  for (int n = 0; n < 50; ++n, chance *= 45.0 / n) within += chance;
  EXPECT_NEAR(function(45), 1 - within, function.error());
  EXPECT_NEAR(function(45), 0.246802, 1e-6);
  EXPECT_NEAR(function(1), 0, function.error());
  EXPECT_EQ(function(0), 0);
}

TEST(Exceedance, agrees_with_panjers_recursion) {
  const SizeLaw law = lognormal_law(160'000);
  const Exceedance function(law, 790'000'000, 60);
  const LatticeLaws cells = exact_lattice({law}, 790'000'000, common_step({law}, 790'000'000));
  EXPECT_EQ(function.lattice().cells, cells.last + 1);
  for (const double mean : {0.02, 0.7, 5.0, 18.0, 60.0}) {
    const double exact = double(panjer_tail(cells.parts[0], mean, cells.last));
    EXPECT_NEAR(function(mean), exact, function.error()) << mean;
  }
  EXPECT_LT(function.error(), 1e-9);
}

TEST(Exceedance, agrees_with_the_transform_of_the_tests) {
  const SizeLaw law = lognormal_law(160'000);
  std::vector<u64> sizes;
  for (const u32 units : lognormal_sizes(150, 1.4, 20'000)) sizes.push_back(units);
  const CompoundPoisson other({sizes}, 790'000'000 / 160'000);
  const Exceedance function(law, 790'000'000, 60);
  for (int i = 1; i <= 60; ++i) EXPECT_NEAR(function(i), other.exceeds({double(i)}), 1e-9) << i;
}

TEST(Exceedance, rises_with_the_mean_and_with_a_smaller_room) {
  const SizeLaw law = lognormal_law(160'000);
  const Exceedance wide(law, 790'000'000, 40), narrow(law, 700'000'000, 40);
  for (int i = 1; i <= 400; ++i) {
    EXPECT_GE(wide(i * 0.1), wide((i - 1) * 0.1));
    EXPECT_GT(narrow(i * 0.1), wide(i * 0.1));
  }
}

// Two kinds of orders, 990 and 1,000 TPP a unit: the common step is 10.
SizeLaw two_kinds() {
  SizeLaw law;
  for (const u64 unit : {990, 1000})
    for (const auto& [size, chance] : lognormal_law(unit, 150, 1.4, 2'500)) law.push_back({size, chance / 2});
  std::sort(law.begin(), law.end());
  return law;
}

TEST(Exceedance, split_lattice_comes_to_the_exact_one) {
  constexpr u64 kRoom = 2'000'000;  // 200,001 cells
  const TailSpectrum exact(exact_lattice({two_kinds()}, kRoom, 10));
  const TailSpectrum coarse(split_lattice({two_kinds()}, kRoom, 10, 1 << 12));
  const TailSpectrum fine(split_lattice({two_kinds()}, kRoom, 10, 1 << 14));
  for (const double mean : {0.5, 2.0, 5.0, 9.0}) {
    const double p = exact.of_means({mean});
    // Where all orders are of one kind, half of its unit is at stake, a 4,000th of the room.
    EXPECT_NEAR(coarse.of_means({mean}), p, 2e-5) << mean;
    EXPECT_NEAR(fine.of_means({mean}), p, 1e-5) << mean;
    EXPECT_GT(p, 1e-4);
  }
}

TEST(Exceedance, too_many_cells_are_split_until_nothing_moves) {
  constexpr u64 kRoom = 20'000'000;  // 2,000,001 cells
  const Exceedance function(two_kinds(), kRoom, 120);
  EXPECT_TRUE(function.lattice().split);
  EXPECT_GT(function.lattice().change, 0);
  EXPECT_LT(function.lattice().change, 1e-6);
  EXPECT_GE(function.error(), function.lattice().change);
  const TailSpectrum finer(split_lattice({two_kinds()}, kRoom, 10, 4 * function.lattice().cells));
  for (const double mean : {10.0, 50.0, 70.0, 120.0})
    EXPECT_NEAR(function(mean), finer.of_means({mean}), function.error()) << mean;
}

TEST(Exceedance, holes_that_no_split_lattice_sees_are_in_the_bound) {
  // 16,000 TPP has 49,376 cells. One order of 15,999 TPP that hardly ever comes leaves a common step of 1, and the
  // split lattices agree with each other on what is wrong by half of 16,000 TPP.
  SizeLaw law = lognormal_law(16'000, 600);
  const Exceedance exact(law, 790'000'000, 60);
  law.insert(law.begin(), {15'999, 1e-13});
  const Exceedance split(law, 790'000'000, 60);
  ASSERT_FALSE(exact.lattice().split);
  ASSERT_TRUE(split.lattice().split);
  EXPECT_LT(split.lattice().change, 1e-7);
  EXPECT_GT(std::abs(split(35) - exact(35)), 1e-5);
  for (const double mean : {2.0, 20.0, 35.0, 60.0}) EXPECT_NEAR(split(mean), exact(mean), split.error()) << mean;
  EXPECT_LT(split.error(), 3e-5);
  // Where kinds are mixed there are none.
  const Exceedance mixed(two_kinds(), 20'000'000, 120);
  EXPECT_LT(mixed.error(), 1.1e-6);
}

}  // namespace
}  // namespace headroom
