#include "host/stats/quantile_interval.h"

#include <boost/math/special_functions/beta.hpp>
#include <cmath>

#include <gtest/gtest.h>

namespace headroom {
namespace {

TEST(QuantileInterval, gives_the_tabulated_ranks_of_a_median) {
  // One value a bin. 95 % for the median of 20: the 6th and the 15th value (David and Nagaraja, table of the sign
  // test).
  std::vector<u64> up_to;
  for (u64 i = 1; i <= 20; ++i) up_to.push_back(i);
  const BinInterval interval = quantile_interval(up_to, 20, 50, 0.05);
  EXPECT_EQ(interval.low + 1, 6u);
  EXPECT_EQ(interval.high + 1, 15u);
}

TEST(QuantileInterval, a_small_sample_leaves_the_ends_of_the_range) {
  const BinInterval interval = quantile_interval({0, 1, 3, 5, 5}, 5, 95, 0.05);
  EXPECT_EQ(interval.high, 4u) << "5 values do not bound their 95 % quantile";
  EXPECT_EQ(quantile_interval({0, 0, 0}, 0, 50, 0.05).low, 0u);
  EXPECT_EQ(quantile_interval({0, 0, 0}, 0, 50, 0.05).high, 2u);
}

TEST(QuantileInterval, values_that_are_all_alike_pin_it_down) {
  const BinInterval interval = quantile_interval({0, 1000, 1000}, 1000, 50, 0.05);
  EXPECT_EQ(interval.low, 1u);
  EXPECT_EQ(interval.high, 1u);
}

// A law on three bins whose quantile is the middle one: the chance that either side misses, over all samples of n.
TEST(QuantileInterval, misses_no_more_often_than_its_error) {
  constexpr u64 n = 60;
  const auto log_factorial = [](u64 x) { return std::lgamma(double(x) + 1); };
  for (const u32 percent : {5u, 50u, 95u}) {
    for (const double error : {0.05, 0.2}) {
      const double q = percent / 100.0, below = q * 0.999, above = 1 - q;  // the quantile is just in the middle bin
      double misses = 0;
      for (u64 a = 0; a <= n; ++a) {
        for (u64 c = 0; a + c <= n; ++c) {
          const u64 b = n - a - c;
          const double chance = std::exp(log_factorial(n) - log_factorial(a) - log_factorial(b) - log_factorial(c) +
                                         double(a) * std::log(below) + double(b) * std::log(1 - below - above) +
                                         double(c) * std::log(above));
          const BinInterval interval = quantile_interval({a, a + b, n}, n, percent, error);
          if (interval.low > 1 || interval.high < 1) misses += chance;
        }
      }
      EXPECT_LE(misses, error) << percent;
      EXPECT_GT(misses, 0) << percent;
    }
  }
}

}  // namespace
}  // namespace headroom
