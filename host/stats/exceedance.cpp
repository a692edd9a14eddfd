#include "host/stats/exceedance.h"

#include <algorithm>
#include <cmath>

#include "host/stats/tail_spectrum.h"

namespace headroom {
namespace {

constexpr double kMostChange = 1e-6;  // by the last halving of the step of a split lattice
constexpr std::size_t kFirstSplit = std::size_t(1) << 14, kLastSplit = std::size_t(1) << 21;
constexpr int kChecks = 48;          // means at which a function is compared with the one on half of the step
constexpr double kNoChance = 1e-18;  // of a Poisson law, beside its mode

double largest_change(const std::vector<double>& a, const std::vector<double>& b) {
  double change = 0;
  for (std::size_t i = 0; i < a.size(); ++i) change = std::max(change, std::abs(a[i] - b[i]));
  return change;
}

// Calls answer(spectrum) on the lattice of the sizes or, where that has too many cells, on split ones of ever smaller
// steps until the answers stay where they are. They are probabilities.
template <class Answer>
void refine(const std::vector<SizeLaw>& parts, u64 room, LatticeUse* use, Answer answer) {
  const u64 step = common_step(parts, room);
  if (room / step < kMostExactCells) {
    const LatticeLaws laws = exact_lattice(parts, room, step);
    *use = laws.use;
    answer(TailSpectrum(laws));
    return;
  }
  std::vector<double> before;
  for (std::size_t last = kFirstSplit;; last *= 2) {
    const LatticeLaws laws = split_lattice(parts, room, step, last);
    const std::vector<double> now = answer(TailSpectrum(laws));
    *use = laws.use;
    if (!before.empty()) use->change = largest_change(before, now);
    if (last == kLastSplit || (!before.empty() && use->change < kMostChange)) return;
    before = now;
  }
}

// The mean of values[n] over a Poisson law of n; behind the last value all are like it.
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

// A Poisson number of this mean is below it but for a chance of 10^-16.
std::size_t most_orders(double mean) { return std::size_t(mean + 9 * std::sqrt(mean) + 30); }

}  // namespace

Exceedance::Exceedance(const SizeLaw& law, u64 room, double most) {
  refine({law}, room, &lattice_, [&](const TailSpectrum& spectrum) {
    by_count_ = spectrum.of_counts(most_orders(most));
    error_ = spectrum.error(most);
    std::vector<double> some;
    for (int i = 1; i <= kChecks; ++i) some.push_back((*this)(most * i / kChecks));
    return some;
  });
  error_ += lattice_.change;
}

double Exceedance::operator()(double mean) const { return poisson_mean(by_count_, mean); }

Exceedances exceedances(const MarketLaw& law) {
  Exceedances result;
  double most = 0;
  for (std::size_t m = 0; m < law.means.size(); ++m) most = std::max(most, law.total(m));
  if (most <= 0) {
    result.p.assign(law.means.size(), 0.0);
  } else if (law.parts.size() == 1) {
    const Exceedance function(law.parts.front(), law.room, most);
    for (const auto& means : law.means) result.p.push_back(function(means.front()));
    result.error = function.error();
    result.lattice = function.lattice();
  } else {
    refine(law.parts, law.room, &result.lattice, [&](const TailSpectrum& spectrum) {
      result.p.clear();
      for (const auto& means : law.means) result.p.push_back(spectrum.of_means(means));
      result.error = spectrum.error(most);
      return result.p;
    });
    result.error += result.lattice.change;
  }
  return result;
}

}  // namespace headroom
