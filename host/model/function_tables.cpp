#include "host/model/function_tables.h"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <numbers>

#include "host/trial/tables.h"

namespace headroom {
namespace {

// Never promoted to a wider type, and the same on every compiler.
using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

std::vector<u32> normal_table() {
  constexpr u32 n = kNormalOctaves * kNormalSteps;
  std::vector<long double> high(n), low(n);
  long double variance = 0;
  for (u32 octave = 0; octave < kNormalOctaves; ++octave)
    for (u32 k = 0; k < kNormalSteps; ++k) {
      const auto edge = [&](u32 step) {
        const long double mantissa = 1 + step / static_cast<long double>(kNormalSteps);
        return step == kNormalSteps && octave == 0 ? 0.0L : -normal_quantile(std::ldexp(mantissa, -2 - int(octave)));
      };
      const u32 i = octave * kNormalSteps + k;
      high[i] = edge(k);
      low[i] = edge(k + 1);
      const long double width = std::ldexp(1.0L / kNormalSteps, -2 - int(octave));  // of probability; both halves below
      variance += 2 * width * (high[i] * high[i] + high[i] * low[i] + low[i] * low[i]) / 3;
    }
  std::vector<u32> table(2 * n);
  const long double to_fixed = 16777216.0L / std::sqrt(variance);
  for (u32 i = 0; i < n; ++i) {
    table[i] = u32(std::llround(high[i] * to_fixed));
    table[n + i] = table[i] - u32(std::llround(low[i] * to_fixed));
  }
  return table;
}

}  // namespace

long double normal_quantile(long double p) { return -std::sqrt(2.0L) * boost::math::erfc_inv(2 * p, Policy()); }

std::vector<u32> make_log_table() {
  constexpr long double one = 1 << 20;
  std::vector<u32> table;
  for (u32 i = 0; i < kLogSteps; ++i) {
    const long double u = 1 + i / static_cast<long double>(kLogSteps), v = u + 1.0L / kLogSteps;
    const long double slope = std::round((std::log2(v) - std::log2(u)) * one);
    const long double mean = ((v * std::log2(v) - u * std::log2(u)) / (v - u) - std::numbers::log2e_v<long double>)*one;
    // The rise along the line is cut to whole steps, which loses half a step on average; the other half step rounds.
    long double base = std::floor(mean - slope * 4095 / 8192 + 1);
    base = std::clamp(base, 0.0L, one - 1 - std::floor(slope * 4095 / 4096));
    table.push_back(u32(base) << 12 | u32(slope));
  }
  return table;
}

std::vector<u32> make_exp_table() {
  const long double h = std::log(2.0L) / kExpSteps, excess = h * h / 12;  // of a chord over exp, relative, on average
  std::vector<u32> table;
  for (u32 i = 0; i <= kExpSteps; ++i) {
    const long double y = std::exp2(31 + i / static_cast<long double>(kExpSteps)) * (1 - excess);
    table.push_back(u32(std::min(4294967295.0L, std::round(y))));
  }
  return table;
}

std::vector<u32> make_normal_table() {
  static const std::vector<u32> table = normal_table();  // the dearest of all, and the same for every study
  return table;
}

std::vector<u32> make_scale_table(int degrees_of_freedom) {
  const boost::math::chi_squared_distribution<long double, Policy> law(degrees_of_freedom);
  std::vector<u32> table;
  for (u32 i = 0; i < kScales; ++i) {
    const long double x = boost::math::quantile(law, (i + 0.5L) / kScales);
    table.push_back(u32(std::llround(std::sqrt(degrees_of_freedom / x) * 16777216)));
  }
  return table;
}

std::vector<u32> lognormal_sizes(double median, double log_sd, u32 largest) {
  static const std::vector<long double> quantiles = [] {
    std::vector<long double> z;
    for (u32 i = 0; i < kSizes; ++i) z.push_back(normal_quantile((i + 0.5L) / kSizes));
    return z;
  }();
  std::vector<u32> table;
  for (const long double z : quantiles) {
    const long double x = std::floor(median * std::exp(log_sd * z) + 0.5L);
    table.push_back(u32(std::clamp(x, 1.0L, static_cast<long double>(largest))));
  }
  return table;
}

std::vector<u32> triangular_sizes(u32 low, u32 mode, u32 high) {
  const long double a = low, c = mode, b = high, range = b - a;
  std::vector<u32> table;
  for (u32 i = 0; i < kSizes; ++i) {
    const long double u = (i + 0.5L) / kSizes;
    long double x = a;
    if (range > 0)
      x = u * range < c - a ? a + std::sqrt(u * range * (c - a)) : b - std::sqrt((1 - u) * range * (b - c));
    table.push_back(u32(std::max(1.0L, std::floor(x + 0.5L))));
  }
  return table;
}

}  // namespace headroom
