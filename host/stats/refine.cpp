#include "host/stats/refine.h"

#include <algorithm>
#include <cmath>

namespace headroom {
namespace {

constexpr double kNoChance = 1e-18;  // of a Poisson law, beside its mode

}  // namespace

double largest_change(const std::vector<double>& a, const std::vector<double>& b) {
  double change = 0;
  for (std::size_t i = 0; i < a.size(); ++i) change = std::max(change, std::abs(a[i] - b[i]));
  return change;
}

double poisson_mean(const std::vector<double>& values, double mean) {
  if (mean <= 0) return values.front();
  const auto mode = std::size_t(mean);
  const double at_mode = std::exp(double(mode) * std::log(mean) - mean - std::lgamma(double(mode) + 1));
  double sum = 0, chances = 0;
  const auto add = [&](std::size_t n, double chance) {
    sum += chance * values[std::min(n, values.size() - 1)];
    chances += chance;
  };
  double chance = at_mode;
  for (std::size_t n = mode; chance > kNoChance * at_mode; chance *= mean / double(++n)) add(n, chance);
  chance = at_mode;
  for (std::size_t n = mode; n > 0; --n) {
    chance *= double(n) / mean;
    if (chance < kNoChance * at_mode) break;
    add(n - 1, chance);
  }
  return sum / chances;
}

std::size_t most_orders(double mean) { return std::size_t(mean + 9 * std::sqrt(mean) + 30); }

}  // namespace headroom
